"""R-08 on screen: each role opens every screen and presses every button, and is never turned away.

What a role may not do is hidden, or says in words who does it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.errors import Refused
from clinicdesk.evaluations.queries import signed_note
from clinicdesk.intake.actions import acknowledge_red_flags
from clinicdesk.policy import permissions
from clinicdesk.rights import permission_key
from clinicdesk.staff.rules import Role
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, NURSE, PHYSICIAN, actor
from tests.builders.patients import Made, a_booked_case, an_evaluable_case
from tests.builders.times import at
from tests.conftest import Clock
from tests.screens.checks import clashing_keys, unclear_commands
from tests.screens.people import PeopleScreen
from tests.screens.schedule import ScheduleScreen
from tests.screens.seat import desk, session_of
from ui import preferences
from ui.background import Inline
from ui.kit.labels import Label
from ui.pages import EVALUATIONS, PATIENTS, SCHEDULE, SETTINGS, TODAY, Pages
from ui.scheduling.schedule_header import DAY
from ui.session import Session
from ui.shell.main_window import MainWindow
from ui.shell.top_bar import Person

__all__ = ["desk"]

PERSON = {
    Role.FRONT_DESK: COORDINATOR,
    Role.NURSE: NURSE,
    Role.PHYSICIAN: PHYSICIAN,
    Role.ADMINISTRATOR: ADMINISTRATOR,
}
SCREENS = {
    Role.FRONT_DESK: [SCHEDULE, TODAY, PATIENTS, SETTINGS],
    Role.NURSE: [SCHEDULE, TODAY, PATIENTS, EVALUATIONS, SETTINGS],
    Role.PHYSICIAN: [SCHEDULE, TODAY, PATIENTS, EVALUATIONS, SETTINGS],
    Role.ADMINISTRATOR: [SETTINGS],
}
GATE = ("desk.not_allowed", "desk.roles_changed", "desk.access_ended", "desk.access_locked")


@dataclass
class WatchedDesk:
    """The desk, and what its gate said."""

    desk: Desk
    asked: set[str] = field(default_factory=set)
    turned_away: list[str] = field(default_factory=list)

    def change(self, actor: Any, action: Callable[..., Any], *about: Any) -> Any:
        return self._watch(action, lambda: self.desk.change(actor, action, *about))

    def read(self, actor: Any, query: Callable[..., Any], *about: Any) -> Any:
        return self._watch(query, lambda: self.desk.read(actor, query, *about))

    def _watch(self, function: Callable[..., Any], ask: Callable[[], Any]) -> Any:
        self.asked.add(permission_key(function))
        try:
            return ask()
        except Refused as refused:
            if refused.reasons[0].code in GATE:
                self.turned_away.append(permission_key(function))
            raise


class Seat:
    """One role at the real main window."""

    def __init__(self, qtbot: QtBot, desk: Desk, clock: Clock, role: Role) -> None:
        self.watched = WatchedDesk(desk)
        self._qtbot = qtbot
        who = actor(desk, PERSON[role])
        self._background = Inline(self.watched, who)
        self.session = session_of(desk, self._background, who, clock)
        self.pages = Pages(
            self.session,
            go=self._go,
            notify=lambda _: None,
            choose_file=lambda _: None,
            choose_paper=lambda: None,
        )
        entries = self.pages.entries()
        self.keys = [entry.key for entry in entries]
        self.window = MainWindow(entries, clinic="", person=Person(who.name, role))
        self.window.offer_commands([*self.pages.everywhere(), *preferences.commands()])
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def close(self) -> None:
        self._background.close()

    def screens(self, patients: list[Made]) -> dict[str, Callable[[], QWidget]]:
        """Every page, tab and section by name, and how to bring it to the front."""
        found: dict[str, Callable[[], QWidget]] = {
            key: partial(self.window.go, key) for key in self.keys
        }
        if SCHEDULE in self.keys:
            found["the panel of a booking"] = self._booking
        if PATIENTS in self.keys:
            ids = [made.patient_id for made in patients]
            found |= {f"the chart of {one}": partial(self._chart, one) for one in ids}
            _, *labels = self.open(found[f"the chart of {ids[0]}"]).chart.chart._factories
            found |= {
                f"{label} of {one}": partial(self.tab, one, label)
                for one in ids
                for label in labels
            }
        settings = self.window.go(SETTINGS)
        found |= {label: partial(self._section, label) for label in settings._factories}
        if "People" in settings._factories:
            found["a person"] = self._person
        return found

    def open(self, show: Callable[[], QWidget]) -> QWidget:
        """Bring a screen to the front, with everything it reads."""
        screen = show()
        self._settle()
        return screen

    def _settle(self) -> None:
        self._qtbot.waitUntil(lambda: self._background.pending == 0)
        QApplication.processEvents()

    def _booking(self) -> QWidget:
        page = self.window.go(SCHEDULE)
        page.show_view(DAY)
        if not ScheduleScreen(self._qtbot, page).title.startswith("Monday, November 23"):
            ScheduleScreen(self._qtbot, page).go_to("11/23/2026")
        ScheduleScreen(self._qtbot, page).open("MARTINEZ, Rosa")
        return page

    def _chart(self, patient_id: int) -> QWidget:
        """The chart at its first tab, with what stands around every tab."""
        self.pages.open_chart(patient_id, "Summary")
        return self.window.go(PATIENTS)

    def tab(self, patient_id: int, label: str) -> QWidget:
        """What is on a tab, and nothing around it."""
        self.pages.open_chart(patient_id, label)
        self._settle()
        return self.window.go(PATIENTS).chart.chart.content

    def _section(self, label: str) -> QWidget:
        return self.window.go(SETTINGS).open(label)

    def _person(self) -> QWidget:
        page = self._section("People")
        PeopleScreen(self._qtbot, page).open(NURSE)
        return page

    def _go(self, key: str) -> QWidget:
        return self.window.go(key)


@pytest.fixture
def url(sqlite_url: str) -> str:
    """One database: who may ask for what is the same on both (tests/core/test_permissions)."""
    return sqlite_url


@pytest.fixture
def seat(qtbot: QtBot, desk: Desk, clock: Clock) -> Iterator[Callable[[Role], Seat]]:
    seats = []

    def take(role: Role) -> Seat:
        seats.append(Seat(qtbot, desk, clock, role))
        return seats[-1]

    yield take
    for one in seats:
        one.close()


@pytest.fixture
def patients(desk: Desk) -> list[Made]:
    """One with a blood thinner who comes today, and one whose evaluation is to be written."""
    today = a_booked_case(desk, at("2026-11-23 13:00"), ["Eliquis 5 mg", "Nattokinase 100 mg"])
    return [today, an_evaluable_case(desk)]


def waiting_buttons(screen: QWidget, pressed: set[str]) -> list[QAbstractButton]:
    """The buttons one could press that were not pressed yet, by name."""
    found = [one for one in screen.findChildren(QAbstractButton) if one.accessibleName()]
    return [
        button
        for button in found
        if button.isVisible() and button.isEnabled() and button.accessibleName() not in pressed
    ]


def press_all(at_work: Seat, show: Callable[[], QWidget]) -> int:
    """Press each button once, going back to the screen from wherever one led; answers how many.

    No two words that are on screen then ask for the same Alt key, and no two commands are alike.
    """
    screen, pressed = at_work.open(show), set()
    while found := (
        waiting_buttons(screen, pressed) or waiting_buttons(at_work.open(show), pressed)
    ):
        pressed.add(found[0].accessibleName())
        found[0].click()
    assert clashing_keys(at_work.window) == {}
    assert unclear_commands(at_work.window.commands()) == []
    return len(pressed)


@pytest.mark.parametrize("role", list(Role))
def test_no_screen_asks_for_what_its_reader_may_not_and_no_button_does(
    seat: Callable[[Role], Seat], patients: list[Made], role: Role
) -> None:
    """Fields are as they open: buttons are refused for what is missing, none for the role."""
    at_work, count = seat(role), 0
    for name, show in at_work.screens(patients).items():
        count += press_all(at_work, show)
        assert at_work.watched.turned_away == [], name

    assert at_work.keys == SCREENS[role]
    assert count > (5 if role is Role.ADMINISTRATOR else 40)
    assert at_work.watched.asked <= {key for key in permissions() if role in permissions()[key]}


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.ADMINISTRATOR])
def test_a_screen_that_forgets_to_ask_is_noticed(
    seat: Callable[[Role], Seat],
    patients: list[Made],
    role: Role,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The mutant: every screen and button is shown to everybody."""
    monkeypatch.setattr(Session, "may", lambda *_: True)
    at_work = seat(role)
    for key in at_work.keys:
        at_work.open(partial(at_work.window.go, key))
    if role is Role.FRONT_DESK:
        at_work.open(partial(at_work._section, "People"))

    assert at_work.watched.turned_away != []


def said(screen: QWidget) -> str:
    return " ".join(label.text() for label in screen.findChildren(Label) if label.isVisible())


@pytest.mark.parametrize(
    ("role", "said_of_evaluation"),
    [
        (Role.FRONT_DESK, "Nurses and physicians read the evaluation here."),
        (Role.NURSE, "A physician writes and signs the evaluation here."),
    ],
)
def test_a_screen_says_who_does_what_its_reader_may_not(
    seat: Callable[[Role], Seat], patients: list[Made], role: Role, said_of_evaluation: str
) -> None:
    at_work = seat(role)
    today, evaluable = patients

    evaluation = said(at_work.open(partial(at_work.tab, evaluable.patient_id, "Evaluation")))
    procedure = said(at_work.open(partial(at_work.tab, today.patient_id, "Procedure")))

    assert said_of_evaluation in evaluation
    assert "A physician records the procedure" in procedure


def test_a_session_asks_the_same_table_as_the_desk(seat: Callable[[Role], Seat]) -> None:
    may = {
        role: [seat(role).session.may(one) for one in (acknowledge_red_flags, signed_note)]
        for role in Role
    }

    assert may == {
        Role.FRONT_DESK: [False, False],
        Role.NURSE: [True, True],
        Role.PHYSICIAN: [True, True],
        Role.ADMINISTRATOR: [False, False],
    }


def test_what_is_begun_from_every_page_is_for_who_may(seat: Callable[[Role], Seat]) -> None:
    keys = {role: [one.keys for one in seat(role).pages.everywhere()] for role in Role}

    assert ("Ctrl+N" in keys[Role.ADMINISTRATOR], keys[Role.FRONT_DESK].count("Ctrl+N")) == (
        False,
        1,
    )
