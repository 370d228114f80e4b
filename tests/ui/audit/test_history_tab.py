"""The History tab: newest first, the details beside the list, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from clinicdesk.audit import queries
from clinicdesk.audit.queries import HistoryPage
from clinicdesk.desk import Desk
from clinicdesk.patients.actions import open_chart
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.gestures import do
from tests.builders.patients import a_booked_case, a_patient, move_to
from tests.builders.times import at
from tests.screens import checks
from tests.screens.history import HistoryScreen
from tests.screens.seat import SignIn
from ui.audit.history_tab import HistoryTab

Key = Qt.Key


def opened(qtbot: QtBot, sign_in: SignIn, patient_id: int, *, threads: bool = False):
    tab = HistoryTab(sign_in(NURSE, threads=threads), patient_id)
    qtbot.addWidget(tab)
    tab.resize(1196, 544)
    tab.show()
    tab.activateWindow()
    qtbot.waitUntil(tab.isActiveWindow)
    return HistoryScreen(qtbot, tab)


def test_who_did_what_newest_first(qtbot: QtBot, sign_in: SignIn, desk: Desk):
    made = a_booked_case(desk, at("2027-01-12 10:00"))
    move_to(desk, made.booking_id, at("2027-01-13 10:00"))

    screen = opened(qtbot, sign_in, made.patient_id, threads=True)
    screen.wait_for("Moved the booking")

    assert screen.done == [
        "Moved the booking",
        "Booked the procedure",
        "Signed the evaluation",
        "Saved the intake",
        "Registered the patient",
    ]
    assert "Dana Mills, Front desk" in screen.details
    assert "Booking: Booked → Moved" in screen.details
    moved = "Starts: Tue, Jan 12, 2027, 10:00 AM → Wed, Jan 13, 2027, 10:00 AM"
    assert moved in screen.details
    screen.press(Key.Key_Down)
    assert "Starts: Tue, Jan 12, 2027, 10:00 AM" in screen.details
    assert "Case: Approved → Scheduled" in screen.details


def test_a_view_changed_nothing(qtbot: QtBot, sign_in: SignIn, desk: Desk):
    patient_id = a_patient(desk)
    do(desk, COORDINATOR, open_chart, patient_id)

    screen = opened(qtbot, sign_in, patient_id)

    assert screen.details.startswith("Opened the chart\nDana Mills, Front desk")
    assert "Nothing was changed." in screen.words


def test_what_comes_in_meanwhile_is_put_on_top(qtbot: QtBot, sign_in: SignIn, desk: Desk):
    made = a_booked_case(desk, at("2027-01-12 10:00"))
    screen = opened(qtbot, sign_in, made.patient_id)
    screen.press(Key.Key_Down)
    kept = screen.details

    do(desk, COORDINATOR, open_chart, made.patient_id)
    screen.tab.hide()
    screen.tab.show()

    assert screen.done[0] == "Opened the chart"
    assert screen.details == kept


def test_earlier_pages_come_when_asked_for(
    qtbot: QtBot, sign_in: SignIn, desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(queries, "PAGE", 3)
    patient_id = a_patient(desk)
    for _ in range(6):
        do(desk, COORDINATOR, open_chart, patient_id)
    screen = opened(qtbot, sign_in, patient_id)
    assert (len(screen.done), screen.has_earlier) == (3, True)

    screen.show_earlier()
    assert (len(screen.done), screen.has_earlier) == (6, True)
    assert screen.tab.table.currentIndex().row() == 3
    rows = screen.tab.table.rows
    screen.tab._take_earlier(rows[2].id, HistoryPage(rows[3:], None))  # asked for twice
    assert (len(screen.done), screen.has_earlier) == (6, True)
    screen.show_earlier()

    assert (len(screen.done), screen.has_earlier) == (7, False)
    assert screen.done[-1] == "Registered the patient"
    assert QApplication.focusWidget() is screen.tab.table


def test_nothing_was_done_yet(qtbot: QtBot, sign_in: SignIn, desk: Desk):
    screen = opened(qtbot, sign_in, 999)

    assert "Nothing was done on this chart yet." in screen.words
    assert not screen.tab.details.isVisible()


def test_it_is_plain_text_named_and_reached_by_keyboard(qtbot: QtBot, sign_in: SignIn, desk: Desk):
    patient_id = a_patient(desk, family="<b>Bold</b>", given="x" * 100)

    screen = opened(qtbot, sign_in, patient_id)

    assert "Family name: <b>Bold</b>" in screen.details
    assert checks.rich_labels(screen.tab) == []
    assert checks.unnamed(screen.tab) == []
    assert checks.too_small(screen.tab) == []
    assert set(checks.tab_cycle(screen.tab)) == set(checks.tab_stops(screen.tab))


def test_a_long_entry_is_read_by_keyboard(qtbot: QtBot, sign_in: SignIn, desk: Desk):
    made = a_booked_case(desk, at("2027-01-12 10:00"))
    screen = opened(qtbot, sign_in, made.patient_id)
    screen.go_to("Saved the intake")
    [area] = screen.tab.details.findChildren(QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)

    screen.press(Key.Key_Tab)
    assert QApplication.focusWidget() is area
    QTest.keyClick(area, Key.Key_PageDown)
    assert area.verticalScrollBar().value() > 0

    screen.go_to("Registered the patient")
    assert area.verticalScrollBar().value() == 0


def test_the_list_works_by_keyboard_alone(qtbot: QtBot, sign_in: SignIn, desk: Desk):
    made = a_booked_case(desk, at("2027-01-12 10:00"))
    screen = opened(qtbot, sign_in, made.patient_id)

    QTest.keyClick(screen.tab.table, Key.Key_End, Qt.KeyboardModifier.ControlModifier)

    assert screen.details.startswith("Registered the patient")
