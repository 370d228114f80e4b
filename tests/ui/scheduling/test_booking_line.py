"""One line in the booking panel: shown as it is read, saved once somebody made sure of it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.scheduling.queries import current_booking
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask
from tests.builders.patients import Made, an_approved_case
from tests.builders.times import at
from tests.screens import keys
from tests.screens.schedule import BookingScreen
from tests.ui.scheduling.panels import Open, OpenPage

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
THURSDAY = "2026-11-26"


@pytest.fixture
def odette(desk: Desk) -> Made:
    return an_approved_case(desk, family="Delacroix", given="Odette", birth_date=date(1950, 6, 2))


def booked(desk: Desk, made: Made):
    return ask(desk, COORDINATOR, current_booking, made.case_id)


def press(key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


def test_a_line_is_shown_as_it_is_read(odette: Made, open_panel: Open):
    screen = open_panel()
    screen.type_line("delacroix thu 945 r2 45 dr ok", enter=False)
    line = screen.panel.line

    assert screen.chips == [
        "delacroix",
        "Thu, Nov 26, 2026",
        "9:45 AM",
        "Procedure Room 2",
        "45 min",
        "Dr. N. Okafor",
    ]
    assert line.whole == (
        "DELACROIX, Odette · born Jun 2, 1950 · Thu, Nov 26, 2026 · 9:45 – 10:30 AM"
        " · Procedure Room 2 · Dr. N. Okafor"
    )
    assert line.problem == ""
    assert screen.panel.about is None


@pytest.mark.parametrize("held", [NONE, Qt.KeyboardModifier.ControlModifier])
def test_enter_fills_everything_in_and_asks_whose_it_is(
    desk: Desk, odette: Made, open_panel: Open, held: Qt.KeyboardModifier
):
    screen = open_panel()
    screen.type_line("delacroix thu 945 r2 45 dr ok", enter=False)
    press(Key.Key_Return, held)
    screen.settle()
    assert screen.typed == (45, "Nov 26, 2026", "9:45 AM", "Procedure Room 2", "Dr. N. Okafor")
    assert booked(desk, odette) is None
    assert screen.panel.verify.read_back.hasFocus()
    press(Key.Key_Space)
    screen.settle()

    found = booked(desk, odette)
    assert (found.starts_at, found.minutes) == (at(f"{THURSDAY} 09:45"), 45)
    assert (found.room, found.physician) == ("Procedure Room 2", "Dr. N. Okafor")


def test_of_two_patients_somebody_chooses(desk: Desk, odette: Made, open_panel: Open):
    """Never the first: Enter alone chooses nobody."""
    odile = an_approved_case(desk, family="Delacroix", given="Odile")
    an_approved_case(desk, family="Brandt")
    screen = open_panel()
    screen.type_line("delac thu 945")
    shown = screen.panel.picker._list
    assert [shown.item(place).text() for place in range(shown.count())] == [
        "DELACROIX, Odette",
        "DELACROIX, Odile",
    ]
    press(Key.Key_Return)
    assert screen.panel.about is None
    press(Key.Key_Down)
    press(Key.Key_Down)
    press(Key.Key_Return)
    screen.settle()

    assert screen.panel.about == (odile.case_id, 0, 0)
    assert screen.typed[1:3] == ("Nov 26, 2026", "9:45 AM")
    keys.verify(screen.panel.verify)
    screen.settle()
    assert booked(desk, odile).starts_at == at(f"{THURSDAY} 09:45")
    assert booked(desk, odette) is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("delacroix thu 9 45", "“9 45” can mean several things"),
        ("delacroix thu 945 r7", "“r7” is no patient who waits, day, time, room"),
        ("delacroix proc thu 9", "“proc” can mean several things"),
    ],
)
def test_a_line_that_is_not_clear_goes_nowhere(
    odette: Made, open_panel: Open, typed: str, problem: str
):
    screen = open_panel()
    screen.type_line(typed)

    assert screen.panel.line.problem.startswith(problem)
    assert screen.panel.about is None
    assert screen.panel.line.field.input.hasFocus()


def test_a_line_without_a_time_leads_to_the_openings(odette: Made, open_panel: Open):
    screen = open_panel()
    screen.type_line("del thu 45")

    assert screen.panel.about == (odette.case_id, 0, 0)
    assert screen.panel.openings.list.hasFocus()
    assert screen.openings[0].startswith("Thu, Nov 26, 7:00 AM")


def test_a_line_without_a_patient_asks_for_one(odette: Made, open_panel: Open):
    screen = open_panel()
    screen.type_line("thu 945")
    assert screen.panel.picker.field.input.hasFocus()
    screen.choose_patient("del")

    assert screen.typed[1:3] == ("Nov 26, 2026", "9:45 AM")
    assert screen.panel.verify.read_back.hasFocus()


def test_what_was_typed_for_the_patient_before_takes_the_line(
    desk: Desk, odette: Made, open_page: OpenPage
):
    page = open_page()
    page.page.book(case_id=odette.case_id)
    page.settle()
    page.panel.name_driver("Luc Delacroix", "son", "")
    page.press(Key.Key_Escape)
    keys.press(page.page.header.book)
    page.panel.type_line("delacroix thu 945 r2")
    kept: BookingScreen = page.panel

    assert kept.panel.call.driver.value() == "Luc Delacroix"
    assert kept.typed[1:4] == ("Nov 26, 2026", "9:45 AM", "Procedure Room 2")
    assert kept.panel.verify.read_back.hasFocus()

    page.press(Key.Key_Escape)
    keys.press(page.page.header.book)
    page.panel.type_line("delacroix fri 8 r1")
    assert page.panel.typed[1:4] == ("Nov 27, 2026", "8:00 AM", "Procedure Room 1")
    assert page.panel.panel.line.field.value() == "delacroix fri 8 r1"
    assert "Fri, Nov 27, 2026 · 8:00" in page.panel.panel.line.whole
