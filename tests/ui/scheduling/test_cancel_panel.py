"""Cancelling a booking beside the day, and undo and redo, on a real desk."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.cases.queries import current_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.desk import Desk
from clinicdesk.scheduling.queries import BookingFacts, current_booking
from tests.builders.clinic import COORDINATOR
from tests.builders.evidence import name_driver
from tests.builders.gestures import ask
from tests.builders.patients import Made, a_booked_case, move_to
from tests.builders.times import at
from tests.conftest import Clock
from tests.core.scheduling.test_actions_move import prepared
from tests.screens import keys
from tests.ui.scheduling.panels import OpenPage as Open
from ui.scheduling.undoing import Undoing

Key = Qt.Key
ROSA = "MARTINEZ, Rosa"


def press(*wanted: Key) -> None:
    for key in wanted:
        QTest.keyClick(QApplication.focusWidget(), key)


def current(desk: Desk, made: Made) -> BookingFacts | None:
    found: BookingFacts | None = ask(desk, COORDINATOR, current_booking, made.case_id)
    return found


def test_x_cancels_with_a_cause(qtbot: QtBot, desk: Desk, open_page: Open):
    made = a_booked_case(desk, at("2026-12-01 10:00"))
    screen = open_page()
    screen.go_to("12/1/2026")
    panel = screen.cancel(ROSA)
    panel.commit()
    assert panel.problem == "Choose the cause: 1 to 9, or the arrows."
    assert panel.panel.summary.hasFocus()
    press(Key.Key_2, Key.Key_Space)
    assert panel.panel.verify.verification is not None
    assert str(panel.panel.causes.value()) == "patient_ill"
    with qtbot.waitSignal(screen.page.did) as said:
        panel.commit()

    assert said.args[0].words == "Cancelled MARTINEZ, Rosa on Tue, Dec 1, 2026, 10:00 AM"
    assert screen.spoken == []
    assert screen.page.panel is None
    assert current(desk, made) is None


def test_another_cause_needs_words_and_the_case_may_be_over(desk: Desk, open_page: Open):
    made = a_booked_case(desk, at("2026-12-01 10:00"))
    screen = open_page()
    screen.go_to("12/1/2026")
    panel = screen.cancel(ROSA)
    press(*[Key.Key_Down] * 12)
    panel.panel.over.click()
    panel.commit()
    assert panel.problem == "Say in a few words why."
    keys.type_into(panel.panel.words, "Moved to another town")
    panel.commit()

    assert ask(desk, COORDINATOR, current_case, made.patient_id).status is CaseStatus.CANCELLED


def test_a_stopped_drug_is_asked_for(desk: Desk, clock: Clock, open_page: Open):
    prepared(desk, clock)
    screen = open_page()
    screen.go_to("1/12/2027")
    panel = screen.cancel(ROSA)
    assert panel.panel.restart.note.startswith("apixaban may be stopped already.")
    press(Key.Key_2)
    panel.commit()
    assert panel.problem.startswith("apixaban may be stopped already.")
    keys.type_into(panel.panel.restart, "Tonight; Dana calls her now")
    panel.commit()

    assert screen.spoken == []


def test_what_was_chosen_comes_back(desk: Desk, open_page: Open):
    a_booked_case(desk, at("2026-12-01 10:00"))
    screen = open_page()
    screen.go_to("12/1/2026")
    panel = screen.cancel(ROSA)
    press(Key.Key_7)
    keys.type_into(panel.panel.words, "Payer said no")
    press(Key.Key_Escape)

    again = screen.cancel(ROSA).panel
    assert (str(again.causes.value()), again.words.value()) == ("authorization", "Payer said no")


@pytest.fixture
def told(open_page: Open) -> list[tuple[Any, ...]]:
    """What was told, with the button beside it."""
    return []


def undoing_of(page: Any, told: list[tuple[Any, ...]]) -> Undoing:
    def tell(text: str, undo: Any = None, label: str = "Undo") -> None:
        told.append((text, label if undo else ""))

    made = Undoing(page._session, tell, page)
    page.did.connect(made.did_change)
    made.went.connect(page.go_where)
    return made


def test_undo_and_redo_follow_the_booking(desk: Desk, open_page: Open, told: list[tuple[Any, ...]]):
    made = a_booked_case(desk, at("2026-12-01 10:00"))
    screen = open_page()
    undoing = undoing_of(screen.page, told)
    undoing.undo()
    undoing.redo()
    screen.go_to("12/1/2026")
    panel = screen.move(ROSA)
    panel.set_date("12/3")
    panel.commit()
    moved = current(desk, made)
    undoing.undo()
    screen.settle()

    assert screen.title == "Tuesday, December 1, 2026"
    assert current(desk, made).id == screen.page.canvas.selected == made.booking_id
    undoing.redo()
    screen.settle()
    assert screen.title == "Thursday, December 3, 2026"
    assert current(desk, made).id == moved.id
    words = "oved MARTINEZ, Rosa to Thu, Dec 3, 2026, 10:00 AM."
    assert told == [
        ("There is nothing to undo.", ""),
        ("There is nothing to redo.", ""),
        (f"M{words}", "Undo"),
        (f"Undone: m{words}", "Redo"),
        (f"Done again: m{words}", "Undo"),
    ]


def test_what_cannot_be_undone_says_why_and_is_forgotten(
    desk: Desk, open_page: Open, told: list[tuple[Any, ...]]
):
    made = a_booked_case(desk, at("2026-12-01 10:00"))
    screen = open_page()
    undoing = undoing_of(screen.page, told)
    screen.go_to("12/1/2026")
    panel = screen.move(ROSA)
    panel.set_date("12/3")
    panel.commit()
    name_driver(desk, current(desk, made).id)
    undoing.undo()
    undoing.undo()

    assert told[-2][0].startswith("Something was recorded for this booking since")
    assert told[-1][0] == "There is nothing to undo."
    assert current(desk, made).starts_at == at("2026-12-03 10:00")
    assert move_to(desk, current(desk, made).id, at("2026-12-04 10:00"))
