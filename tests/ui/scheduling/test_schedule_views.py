"""Day, week, list and paper: one schedule, whichever way it is looked at."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from tests.builders.patients import a_booked_case
from tests.builders.times import at
from tests.screens import keys
from tests.ui.scheduling.panels import TODAY
from tests.ui.scheduling.panels import OpenPage as Open
from ui.kit import privacy
from ui.kit.segment import Segment
from ui.scheduling.booking_details import BookingDetails
from ui.scheduling.booking_panel import BookingPanel
from ui.session import Session

Key = Qt.Key


class Paper(QWidget):
    """What another feature would show of a day on paper."""

    closed = Signal()

    def __init__(self, _: Session, day: date) -> None:
        super().__init__()
        self.day = day


def test_one_key_shows_the_week_the_day_and_the_list(desk: Desk, open_page: Open):
    for wall in (f"{TODAY} 10:00", "2026-11-25 09:00"):
        a_booked_case(desk, at(wall))
    screen = open_page()
    tips = [part.toolTip() for part in screen.page.header.views.findChildren(Segment)]
    assert tips == ["Day view (D)", "Week view (W)", "List view (L)"]
    screen.press(Key.Key_W)
    screen.settle()
    assert screen.title == "November 23 – 27, 2026"
    assert len(screen.spoken) == 2
    assert screen.page.header.after.accessibleName() == "Next week"
    keys.press(screen.page.header.after)
    assert screen.title == "November 30 – December 4, 2026"
    assert screen.page.empty.sentence == "No procedures in this week."
    screen.press(Key.Key_T, Key.Key_L)
    screen.settle()
    table = screen.page.table
    assert (screen.title, table.hasFocus()) == ("Monday, November 23, 2026", True)
    assert len(table.rows) == 1
    QTest.keyClick(table, Key.Key_D)
    assert screen.page.canvas.hasFocus()


def test_the_list_says_in_cells_what_the_day_paints(desk: Desk, open_page: Open):
    a_booked_case(desk, at(f"{TODAY} 10:00"), minutes=45)
    screen = open_page()
    screen.page.show_view("List")
    screen.settle()
    table = screen.page.table
    said = [
        table.model().index(0, at_).data(Qt.ItemDataRole.AccessibleTextRole)
        for at_ in range(table.model().columnCount())
    ]

    assert said[0] == "Time: 10:00 AM, to 10:45 AM · 45 min"
    assert said[1].startswith("Patient: MARTINEZ, Rosa, Born")
    assert said[2] == "Name alert: empty"
    assert said[3].endswith(" to fix")
    assert said[4].startswith("To do: Driver")
    assert said[5:] == [
        "Room: Procedure Room 1, Dr. E. Lindqvist",
        "Procedure: MILD L4–L5 both sides",
    ]
    QTest.keyClick(table, Key.Key_Tab)
    assert not table.hasFocus()


def test_in_the_privacy_view_no_paper_shows_names(desk: Desk, open_page: Open):
    screen, said = open_page(), []
    screen.page._make_paper = Paper
    screen.page.done.connect(said.append)
    screen.page.print_day()
    privacy.turn(True)
    try:
        assert screen.page.paper is None
        screen.page.print_day()
    finally:
        privacy.turn(False)

    assert screen.page.paper is None
    assert said == ["The paper has whole names. Press F9 to leave the privacy view, then Ctrl+P."]


def test_every_action_of_the_day_works_from_the_list(qtbot: QtBot, desk: Desk, open_page: Open):
    made = a_booked_case(desk, at(f"{TODAY} 10:00"))
    screen = open_page()
    screen.page.show_view("List")
    screen.settle()
    table = screen.page.table
    for key, kind in ((Key.Key_Return, BookingDetails), (Key.Key_M, BookingPanel)):
        QTest.keyClick(table, key)
        screen.settle()
        assert isinstance(screen.page.panel, kind)
        screen.page._close()
        assert table.hasFocus()
    for key, wanted in (
        (Key.Key_A, screen.page.check_in_wanted),
        (Key.Key_P, screen.page.packet_wanted),
    ):
        with qtbot.waitSignal(wanted) as told:
            QTest.keyClick(table, key)
        assert told.args == [made.patient_id]
    QTest.keyClick(table, Key.Key_B)
    assert screen.page.panel.about is None
    table.setFocus()
    QTest.keyClick(table, Key.Key_PageDown)
    screen.settle()
    assert screen.title == "Monday, November 30, 2026"


def test_the_day_on_paper_comes_over_the_schedule_and_goes_with_esc(desk: Desk, open_page: Open):
    screen = open_page()
    screen.page._make_paper = Paper
    QTest.keyClick(screen.page.canvas, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert screen.page.paper.day == date(2026, 11, 23)
    assert not screen.page.canvas.isVisible()
    screen.page.paper.closed.emit()

    assert screen.page.paper is None
    assert screen.page.canvas.hasFocus()
