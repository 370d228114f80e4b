"""The coordinator rearranges a week without the mouse: week, move, length, list and paper."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.demo import PASSWORD
from tests.journeys.playing import Play
from tests.screens.schedule import ScheduleScreen

Key = Qt.Key
MOST_KEYS = 15


def test_the_week(play: Play) -> None:
    play.sign_in("dana", PASSWORD)
    schedule = play.schedule()
    play.step("Schedule: the day by rooms")
    see_the_week(play, schedule)
    carry_to_another_day(play, schedule)
    read_the_list(play, schedule)
    print_the_day(play, schedule)


def see_the_week(play: Play, schedule: ScheduleScreen) -> None:
    """W shows five days side by side, each with how full it is."""
    schedule.press(Key.Key_W)
    play.settle()
    assert schedule.title == "November 23 – 27, 2026"
    play.step("Week: five days side by side")


def carry_to_another_day(play: Play, schedule: ScheduleScreen) -> None:
    """M takes a booking in hand; what the move undoes is asked in the panel, with whose it is."""
    schedule.stand_on("PETRAKIS, Stavros")
    play.step("On a booking: the arrows went there")
    schedule.press(Key.Key_M)
    play.settle()
    schedule.press(Key.Key_Right, Key.Key_Right, *[Key.Key_Down] * 4)
    keys = play.pressed
    play.step("In hand: the arrows carry the booking, the panel beside it has the openings")
    schedule.press(Key.Key_Return)
    play.settle()
    panel = schedule.panel
    assert panel.typed[:4] == (45, "Nov 24, 2026", "10:15 AM", "Procedure Room 1")
    panel.commit()
    moved = "Tue, Nov 24, 10:15 to 11:00 AM, PETRAKIS, Stavros"
    assert any(one.startswith(moved) for one in schedule.spoken)
    assert keys + play.pressed <= MOST_KEYS
    play.step("Moved: the booking stands on its new day")


def read_the_list(play: Play, schedule: ScheduleScreen) -> None:
    """L shows the same day as a table, and Tab leaves it."""
    schedule.press(Key.Key_L)
    play.settle()
    table = schedule.page.table
    assert table.hasFocus()
    assert [row.card.name for row in table.rows] == ["PETRAKIS, Stavros"]
    play.step("List: the same day in cells")


def print_the_day(play: Play, schedule: ScheduleScreen) -> None:
    """Ctrl+P shows the day as it is printed; it is saved, and Esc goes back."""
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(schedule.page.table, Key.Key_P, control)
    play.settle()
    paper = schedule.page.paper
    assert paper is not None
    play.step("On paper: the day as it will be printed")
    play._file = play.output / "schedule.pdf"
    QTest.keyClick(QApplication.focusWidget(), Key.Key_S, control)
    play.settle()
    assert play._file.read_bytes() == paper.pdf
    assert paper.about.endswith("Saved")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert schedule.page.table.hasFocus()
