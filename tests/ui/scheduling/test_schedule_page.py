"""The schedule as people use it: days, panels, booking and moving, on a real desk."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.desk import Desk
from clinicdesk.scheduling.actions.book import MoveBooking, move_booking
from clinicdesk.scheduling.queries import current_booking
from tests.builders.clinic import COORDINATOR
from tests.builders.evidence import name_driver
from tests.builders.gestures import ask, do
from tests.builders.patients import Made, a_booked_case, an_approved_case, sure_of
from tests.builders.times import at
from tests.conftest import Clock
from tests.screens import checks, keys
from tests.screens.schedule import ScheduleScreen
from tests.screens.seat import away
from tests.ui.scheduling.panels import TODAY, Below
from tests.ui.scheduling.panels import OpenPage as Open
from ui.scheduling.booking_details import BookingDetails
from ui.scheduling.booking_panel import BookingPanel

Key = Qt.Key


def placed(desk: Desk, made: Made):
    return ask(desk, COORDINATOR, current_booking, made.case_id)


# ----------------------------------------------------------------------------------------- days


def test_a_day_that_does_not_come_is_told_and_comes_with_the_database(desk: Desk, open_page: Open):
    screen = open_page()
    with away(desk, screen.page._session):
        screen.press(Key.Key_PageDown, Key.Key_PageDown)
        assert screen.page.away.isVisible()
        assert screen.page.away.words == (
            "Not connected. Mon, Dec 7, 2026 comes once the database answers. "
            "What you see is Mon, Nov 23, 2026, as of 8:00 AM."
        )
        screen.press(Key.Key_T)
        assert screen.page.away.words.startswith("Not connected. This day is as of 8:00 AM;")
        screen.press(Key.Key_PageUp)
        assert screen.title == "Monday, November 23, 2026"

    assert screen.title == "Monday, November 16, 2026"
    assert screen.page.away.words == ""


def test_the_schedule_opens_on_today(desk: Desk, open_page: Open):
    a_booked_case(desk, at(f"{TODAY} 10:00"))
    screen = open_page()

    assert screen.title == "Monday, November 23, 2026"
    assert screen.spoken == [
        "10:00 to 11:00 AM, MARTINEZ, Rosa, MILD L4–L5 both sides, Needs action"
    ]
    assert screen.page.header.to_fix.text == "1 to fix"
    assert screen.page.header.blocked.isHidden()
    assert screen.page.empty.isHidden()


@pytest.mark.parametrize(
    ("pressed", "title"),
    [
        ([Key.Key_PageDown], "Monday, November 30, 2026"),
        ([Key.Key_PageUp], "Monday, November 16, 2026"),
        ([Key.Key_PageDown, Key.Key_T], "Monday, November 23, 2026"),
    ],
)
def test_keys_go_to_another_day(open_page: Open, pressed: list[Qt.Key], title: str):
    screen = open_page()
    screen.press(*pressed)

    assert screen.title == title


def test_g_goes_to_a_typed_date_and_back_to_the_day(open_page: Open):
    screen = open_page()
    screen.go_to("jan 12")

    assert screen.title == "Tuesday, January 12, 2027"
    assert screen.page.go_to.isHidden()
    assert QApplication.focusWidget() is screen.page.canvas


def test_a_date_that_cannot_be_read_stays_to_be_corrected(open_page: Open):
    screen = open_page()
    screen.go_to("somewhen")
    assert screen.page.go_to.field.error.startswith("Go to date needs a date like")
    assert screen.title == "Monday, November 23, 2026"
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)

    assert screen.page.go_to.isHidden()
    assert QApplication.focusWidget() is screen.page.canvas


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("11/25/2026", "No procedures on Wed, Nov 25, 2026. Next booked day: Thu, Dec 3."),
        ("11/29/2026", "The clinic is closed on Sun, Nov 29, 2026. Next booked day: Thu, Dec 3."),
        ("12/4/2026", "No procedures on Fri, Dec 4, 2026."),
    ],
)
def test_an_empty_day_says_so_and_offers_to_book(
    desk: Desk, open_page: Open, day: str, sentence: str
):
    a_booked_case(desk, at("2026-12-03 10:00"))
    screen = open_page()
    screen.go_to(day)
    empty = screen.page.empty

    assert empty.isVisible()
    assert empty.sentence == sentence
    assert empty.go.isVisible() is ("Next" in sentence)
    keys.press(empty.findChildren(QPushButton)[1])
    assert isinstance(screen.page.panel, BookingPanel)


def test_the_header_steps_through_days(open_page: Open):
    screen = open_page()
    buttons = {
        button.accessibleName(): button for button in screen.page.header.findChildren(QPushButton)
    }
    keys.press(buttons["Next day"])
    assert screen.title == "Tuesday, November 24, 2026"
    keys.press(buttons["Today"])
    keys.press(buttons["Previous day"])

    assert screen.title == "Sunday, November 22, 2026"


def test_an_answer_about_a_day_that_was_left_is_not_shown(
    qtbot: QtBot, desk: Desk, open_page: Open
):
    a_booked_case(desk, at("2026-12-01 10:00"))
    screen = open_page(threads=True)
    for day in (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)):
        screen.page.show_day(day)
    assert screen.title == "Monday, November 23, 2026"
    screen.settle()

    assert screen.title == "Wednesday, December 2, 2026"
    assert screen.spoken == []


# ------------------------------------------------------------------------------------- bookings


def test_opening_a_booking_shows_whose_and_where(qtbot: QtBot, desk: Desk, open_page: Open):
    made = a_booked_case(desk, at(f"{TODAY} 10:00"), minutes=45)
    screen = open_page()
    screen.open("MARTINEZ, Rosa")
    panel = screen.page.panel
    where = placed(desk, made)
    words = [label.text() for label in panel.findChildren(QLabel)]

    assert isinstance(panel, BookingDetails)
    assert words[0] == "Mon, Nov 23 · 10:00 – 10:45 AM"
    assert words[1] == "MARTINEZ, Rosa"
    assert words[2].startswith("Born\N{NO-BREAK SPACE}")
    unbroken = where.patient.mrn.replace("-", "\N{NON-BREAKING HYPHEN}")
    assert words[2].endswith(f"y) · MRN\N{NO-BREAK SPACE}{unbroken}")
    assert words[3:] == ["MILD L4–L5 both sides, 45 min", f"{where.room} · {where.physician}"]
    assert panel.findChild(Below).booking_id == made.booking_id
    assert screen.page.canvas.selected == made.booking_id


def test_the_booking_stays_in_view_when_tab_goes_to_its_panel(desk: Desk, open_page: Open):
    a_booked_case(desk, at(f"{TODAY} 14:15"), minutes=45)
    screen = open_page()
    screen.open("MARTINEZ, Rosa")
    canvas = screen.page.canvas
    QTest.keyClick(canvas, Key.Key_Tab)

    area = canvas.area_of(canvas.cursor_place).translated(0, canvas.y())
    assert not canvas.hasFocus()
    assert 0 <= area.top() < area.bottom() <= canvas.parentWidget().height()


def test_both_ways_to_the_chart(qtbot: QtBot, desk: Desk, open_page: Open):
    made = a_booked_case(desk, at(f"{TODAY} 10:00"))
    screen = open_page()
    screen.open("MARTINEZ, Rosa")
    panel = screen.page.panel
    buttons = {button.accessibleName(): button for button in panel.findChildren(QPushButton)}
    for name, patient_id in (("Open chart", made.patient_id), ("Chart", 7)):
        button = buttons.get(name) or panel.findChild(Below).findChild(QPushButton)
        with qtbot.waitSignal(screen.page.chart_wanted) as wanted:
            keys.press(button)
        assert wanted.args == [patient_id]


def test_escape_goes_back_to_who_waits(desk: Desk, open_page: Open):
    a_booked_case(desk, at(f"{TODAY} 10:00"))
    screen = open_page()
    screen.open("MARTINEZ, Rosa")
    assert screen.page.to_schedule.isHidden()
    screen.press(Key.Key_Escape)

    assert screen.page.panel is None
    assert screen.page.canvas.selected is None
    assert not screen.page.to_schedule.isHidden()


def test_who_waits_is_listed_and_placed(desk: Desk, open_page: Open):
    made = an_approved_case(desk, family="Delacroix", given="Odette")
    screen = open_page()
    waiting = screen.page.to_schedule.list
    assert waiting.item(0).text() == "DELACROIX, Odette"
    waiting.setFocus()
    QTest.keyClick(waiting, Key.Key_Return)
    booking = screen.panel
    booking.pick(1)
    booking.commit()

    assert placed(desk, made) is not None
    assert screen.page.to_schedule.list.count() == 0


# ----------------------------------------------------------------------------- booking and moving


def test_booking_at_the_cursor(qtbot: QtBot, desk: Desk, open_page: Open):
    made = an_approved_case(desk)
    screen = open_page()
    screen.go_to("12/1/2026")
    screen.stand_at("9:15 AM", "Procedure Room 2")
    booking = screen.book()
    booking.choose_patient("mar")
    booking.choose_length(45)
    assert booking.typed == (45, "Dec 1, 2026", "9:15 AM", "Procedure Room 2", "Any physician")
    with qtbot.waitSignal(screen.page.did) as said:
        booking.commit()

    assert said.args[0].words == "Booked MARTINEZ, Rosa for Tue, Dec 1, 2026, 9:15 AM"
    assert screen.spoken == ["9:15 to 10:00 AM, MARTINEZ, Rosa, MILD L4–L5 both sides, Ready"]
    assert screen.page.canvas.selected == placed(desk, made).id
    assert isinstance(screen.page.panel, BookingDetails)
    assert QApplication.focusWidget() is screen.page.canvas


def test_who_begins_another_booking_never_goes_on_with_the_patient_before(
    desk: Desk, open_page: Open
):
    """Somebody was called away with a patient chosen, and comes back for the next one."""
    made = an_approved_case(desk)
    other = an_approved_case(desk, family="Delacroix", given="Odette")
    screen = open_page()
    screen.stand_at("9:15 AM", "Procedure Room 2")
    screen.book().choose_patient("mar")
    screen.page.canvas.setFocus()
    booking = screen.book()
    assert screen.page.panel.about is None
    booking.choose_patient("del")
    assert screen.page.panel.about == (other.case_id, 0, 0)
    screen.page.book(case_id=made.case_id)
    assert screen.page.panel.about == (made.case_id, 0, 0)


def test_a_place_in_the_past_is_not_proposed(desk: Desk, open_page: Open, clock: Clock):
    an_approved_case(desk)
    clock.advance(hours=3)
    screen = open_page()
    screen.stand_at("9:00 AM", "Procedure Room 1")

    assert screen.book().typed[1:4] == ("", "", "Any room")


def test_a_move_that_somebody_else_made_first_is_seen_on_the_day(desk: Desk, open_page: Open):
    made = a_booked_case(desk, at(f"{TODAY} 10:00"))
    screen = open_page()
    booking, old = screen.move("MARTINEZ, Rosa"), placed(desk, made)
    booking.set_time("2p")
    theirs = MoveBooking(
        booking_id=old.id,
        verified=sure_of(old.patient),
        lock_version=old.lock_version,
        starts_at=at(f"{TODAY} 13:00"),
        minutes=old.minutes,
        sedation=old.sedation,
    )
    do(desk, COORDINATOR, move_booking, theirs)
    booking.commit()

    assert screen.page.panel.conflict.isVisible()
    assert booking.typed[2] == "2:00 PM"
    assert screen.spoken[0].startswith("1:00 to 2:00 PM, MARTINEZ, Rosa")


def test_after_booking_for_another_day_that_day_is_shown(desk: Desk, open_page: Open):
    made = an_approved_case(desk)
    screen = open_page()
    screen.page.book(case_id=made.case_id)
    booking = screen.panel
    booking.set_date("12/3")
    booking.set_time("2p")
    booking.commit()

    assert screen.title == "Thursday, December 3, 2026"
    assert screen.page.canvas.selected == placed(desk, made).id


def test_m_moves_with_an_opening(qtbot: QtBot, desk: Desk, open_page: Open):
    made = a_booked_case(desk, at("2026-12-01 10:00"))
    screen = open_page()
    screen.go_to("12/1/2026")
    booking = screen.move("MARTINEZ, Rosa")
    booking.pick(2)
    assert booking.typed[2] == "8:00 AM"
    with qtbot.waitSignal(screen.page.did) as said:
        booking.commit()

    assert said.args[0].words == "Moved MARTINEZ, Rosa to Tue, Dec 1, 2026, 8:00 AM"
    assert placed(desk, made).starts_at == at("2026-12-01 08:00")
    assert screen.page.canvas.selected == placed(desk, made).id


def test_the_arrows_carry_what_m_took_in_hand_and_enter_asks_in_the_panel(
    desk: Desk, open_page: Open
):
    made = a_booked_case(desk, at("2026-12-01 10:00"))
    screen = open_page()
    screen.go_to("12/1/2026")
    booking = screen.move("MARTINEZ, Rosa")
    screen.press(Key.Key_Right, *[Key.Key_Down] * 12, Key.Key_Minus, Key.Key_Return)
    assert booking.typed[:4] == (45, "Dec 1, 2026", "1:00 PM", "Procedure Room 2")
    assert screen.page.canvas.ghost is None
    assert placed(desk, made).starts_at == at("2026-12-01 10:00")
    booking.commit()

    found = placed(desk, made)
    assert (found.starts_at, found.room) == (at("2026-12-01 13:00"), "Procedure Room 2")


def test_a_drag_that_undoes_nothing_moves_at_once(qtbot: QtBot, desk: Desk, open_page: Open):
    made = a_booked_case(desk, at("2026-12-01 10:00"))
    screen = open_page()
    screen.go_to("12/1/2026")
    with qtbot.waitSignal(screen.page.did) as said:
        drag_down_and_right(screen, made)

    assert said.args[0].words == "Moved MARTINEZ, Rosa to Tue, Dec 1, 2026, 11:00 AM"
    assert placed(desk, made).starts_at == at("2026-12-01 11:00")
    assert screen.page.canvas.selected == placed(desk, made).id


def test_a_drag_that_undoes_something_asks_in_the_panel(desk: Desk, open_page: Open):
    made = a_booked_case(desk, at("2026-12-01 10:00"))
    name_driver(desk, made.booking_id)
    screen = open_page()
    screen.go_to("12/1/2026")
    drag_down_and_right(screen, made)

    assert screen.panel.impact == [
        "This move undoes:",
        "Ask the driver again; the answer was for the earlier booking.",
    ]
    assert screen.panel.typed[1:4] == ("Dec 1, 2026", "11:00 AM", "Procedure Room 2")
    assert placed(desk, made).starts_at == at("2026-12-01 10:00")
    screen.panel.commit()
    found = placed(desk, made)
    assert (found.starts_at, found.room) == (at("2026-12-01 11:00"), "Procedure Room 2")


def test_a_drag_that_cannot_be_says_why_in_the_panel(desk: Desk, open_page: Open, clock: Clock):
    made = a_booked_case(desk, at("2026-12-01 14:00"))
    screen = open_page()
    screen.go_to("12/1/2026")
    canvas = screen.page.canvas
    begin = canvas.card_area(made.booking_id).center().toPoint()
    drag(canvas, begin, begin + QPoint(0, int(1.75 * canvas.geometry_now.hour)))
    screen.settle()

    [sentence] = screen.panel.impact
    assert sentence.startswith("Recovery would last until")
    assert placed(desk, made).starts_at == at("2026-12-01 14:00")


def drag_down_and_right(screen: ScheduleScreen, made: Made) -> None:
    """An hour later, in the room beside."""
    canvas = screen.page.canvas
    begin = canvas.card_area(made.booking_id).center().toPoint()
    end = begin + QPoint(int(canvas.geometry_now.column(1).width()), canvas.geometry_now.hour)
    drag(canvas, begin, end)
    screen.settle()


def drag(canvas: QWidget, begin: QPoint, end: QPoint) -> None:
    left, free = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(canvas, left, free, begin)
    for at_ in (begin + (end - begin) * 0.5, end):
        where, over = QPointF(at_), canvas.mapToGlobal(QPointF(at_))
        moved = QMouseEvent(QEvent.Type.MouseMove, where, over, Qt.MouseButton.NoButton, left, free)
        QApplication.sendEvent(canvas, moved)
    QTest.mouseRelease(canvas, left, free, end)


# ------------------------------------------------------------------------------- news of others


def test_the_day_follows_the_news(qtbot: QtBot, desk: Desk, open_page: Open):
    screen = open_page()
    a_booked_case(desk, at(f"{TODAY} 10:00"))
    assert screen.spoken == []
    screen.page._session.background.changed.emit(frozenset({"schedule"}))

    assert len(screen.spoken) == 1


def test_a_booking_that_somebody_moved_away_has_no_panel_any_more(
    qtbot: QtBot, desk: Desk, open_page: Open
):
    a_booked_case(desk, at(f"{TODAY} 12:00"))
    theirs, mine = open_page(), open_page()
    mine.open("MARTINEZ, Rosa")
    theirs.page.activateWindow()
    qtbot.waitUntil(theirs.page.isActiveWindow)
    booking = theirs.move("MARTINEZ, Rosa")
    booking.set_date("12/1")
    booking.commit()
    mine.page._session.background.changed.emit(frozenset({"schedule"}))

    assert mine.spoken == []
    assert mine.page.panel is None
    assert not mine.page.to_schedule.isHidden()


@pytest.mark.parametrize(
    ("status", "word"),
    [(CaseStatus.CHECKED_IN, "Checked in"), (CaseStatus.DISCHARGED, "Done")],
)
def test_a_case_that_got_under_way_is_not_moved_from_its_panel(
    desk: Desk, open_page: Open, status: CaseStatus, word: str
):
    made = a_booked_case(desk, at(f"{TODAY} 10:00"))
    screen = open_page()
    screen.open("MARTINEZ, Rosa")
    panel = screen.page.panel
    assert panel.move_button.isVisible()
    assert panel.progress.isHidden()
    panel.show_status(replace(placed(desk, made), status=status))

    assert panel.move_button.isHidden()
    assert (panel.progress.isVisible(), panel.progress.text) == (True, word)


def test_the_news_leaves_an_open_booking_panel_alone(desk: Desk, open_page: Open):
    made = an_approved_case(desk)
    screen = open_page()
    screen.page.book(case_id=made.case_id)
    screen.panel.set_date("12/1")
    a_booked_case(desk, at("2026-12-01 10:00"), family="Brandt")
    screen.page._session.background.changed.emit(frozenset({"schedule"}))

    assert len(screen.spoken) == 1
    assert screen.panel.typed[1] == "Dec 1, 2026"


def test_with_real_threads(desk: Desk, open_page: Open):
    made = an_approved_case(desk)
    screen = open_page(threads=True)
    screen.go_to("12/1/2026")
    booking = screen.book()
    booking.choose_patient("mar")
    booking.commit()
    screen.settle()

    assert placed(desk, made).starts_at == at("2026-12-01 07:00")
    assert len(screen.spoken) == 1


def test_everything_can_be_named_hit_and_reached(desk: Desk, open_page: Open):
    a_booked_case(desk, at(f"{TODAY} 10:00"))
    an_approved_case(desk)
    screen = open_page()
    for opened in (False, True):
        if opened:
            screen.open("MARTINEZ, Rosa")
        assert checks.unnamed(screen.page) == []
        assert checks.too_small(screen.page) == []
        assert checks.rich_labels(screen.page) == []
        assert set(checks.tab_cycle(screen.page)) == set(checks.tab_stops(screen.page))
