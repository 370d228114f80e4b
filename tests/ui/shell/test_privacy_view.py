"""F9: on every screen that others can see, names are initials, also for a screen reader."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.patients.rules import PersonName
from tests.builders.clinic import PHYSICIAN, actor
from tests.builders.patients import a_booked_case, an_approved_case, an_evaluable_case
from tests.builders.times import at
from tests.conftest import Clock
from tests.screens.checks import everything_said
from tests.screens.seat import desk, session_of
from ui.background import Inline
from ui.kit import privacy
from ui.pages import Pages
from ui.screens import EVALUATIONS, PATIENTS, SCHEDULE, TODAY
from ui.shell.main_window import MainWindow
from ui.shell.person_button import Person
from ui.shell.privacy_view import PrivacyView

__all__ = ["desk"]

FAMILIES = ("Sorensen", "Sorenson", "Nakagawa", "Delacroix")
SHOWN_ON = {
    SCHEDULE: ("Sorensen", "Sorenson", "Delacroix"),
    TODAY: ("Sorensen", "Sorenson"),
    PATIENTS: ("Sorensen", "Sorenson"),
    EVALUATIONS: ("Nakagawa",),
}


@pytest.fixture(autouse=True)
def off() -> Iterator[None]:
    yield
    privacy.turn(False)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, clock: Clock) -> Iterator[MainWindow]:
    """A physician's window on a day with a name alert, a patient to book and one to evaluate."""
    for family, hour in (("Sorensen", 13), ("Sorenson", 15)):
        a_booked_case(desk, at(f"2026-11-23 {hour}:00"), family=family, given="Inga")
    an_approved_case(desk, family="Delacroix", given="Odette", birth_date=date(1950, 6, 2))
    an_evaluable_case(desk, family="Nakagawa", given="Ken", birth_date=date(1944, 11, 3))
    who = actor(desk, PHYSICIAN)
    background = Inline(desk, who)

    def go(key: str) -> QWidget:
        return made.go(key)

    pages = Pages(
        session_of(desk, background, who, clock),
        go=go,
        notify=lambda *_: None,
        choose_file=lambda _: None,
    )
    made = MainWindow(pages.entries(), clinic="", person=Person(who.name, ""))
    made.let_find(*pages.finder_words, pages.sources(made), background)
    made.pages = pages
    PrivacyView(made)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    background.close()


def f9(window: MainWindow) -> None:
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F9)


def named_in(window: QWidget) -> set[str]:
    """The family names that can be read anywhere in the window."""
    QApplication.processEvents()
    said = everything_said(window).casefold()
    return {family for family in FAMILIES if family.casefold() in said}


def look_for(window: MainWindow, typed: str) -> None:
    """Type into the list of patients."""
    window.go(PATIENTS).list.search.setText(typed)


@pytest.mark.parametrize("key", SHOWN_ON)
def test_no_family_name_is_left_on_a_screen_and_all_come_back(window: MainWindow, key: str) -> None:
    window.go(key)
    if key == PATIENTS:
        look_for(window, "soren")
    assert named_in(window) >= set(SHOWN_ON[key])

    f9(window)
    assert window.top_bar.privacy.isVisible()
    if key == PATIENTS:
        look_for(window, "inga")
    assert named_in(window) == set()
    assert "I. S." in everything_said(window) or key == EVALUATIONS

    window.top_bar.privacy.click()
    assert not window.top_bar.privacy.isVisible()
    assert named_in(window) >= set(SHOWN_ON[key])


def test_the_finder_keeps_names_too(window: MainWindow) -> None:
    f9(window)
    window.finder.begin()
    QTest.keyClicks(window.finder.box, "inga")
    QApplication.processEvents()

    assert named_in(window) == set()
    assert "I. S." in everything_said(window)


def test_what_was_opened_for_one_patient_is_put_away(window: MainWindow) -> None:
    window.go(SCHEDULE)
    window._page().open_booking(window._page()._view.bookings[0].id)
    window.pages.open_chart(window._page()._view.bookings[0].patient.id)
    assert "Sorensen" in named_in(window)

    f9(window)

    assert named_in(window) == set()
    window.go(SCHEDULE)
    assert window._page().panel is None
    assert named_in(window) == set()
    f9(window)
    board = window.go(TODAY)
    board._driver(next(iter(board._rows)))
    assert board.panel.isVisible()

    f9(window)

    assert not board.panel.isVisible()
    assert named_in(window) == set()


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        (PersonName("Martinez", "Rosa"), "R. M."),
        (PersonName("Suharto"), "S."),
        (PersonName("O'Neill", "'Ōlani"), "Ō. O."),
        (PersonName("van der Berg", "Anne-Marie", suffix="Jr."), "A. V."),
    ],
)
def test_initials(name: PersonName, letters: str) -> None:
    assert privacy.initials(name) == letters
    assert privacy.shown_name(name) == name.on_screen
