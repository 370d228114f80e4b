"""The day and the booking panel beside it speak of one place, and typed work is kept."""

from datetime import date

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QToolTip

from clinicdesk.desk import Desk
from tests.builders.contacts import has_alert
from tests.builders.patients import Made, a_booked_case, an_approved_case
from tests.builders.times import at
from tests.screens import keys
from tests.screens.schedule import BookingScreen, ScheduleScreen
from tests.ui.scheduling.panels import DAY, OpenPage, fill
from ui.kit import theme
from ui.scheduling.booking_panel import BookingPanel
from ui.scheduling.patient_to_book import BookingAlerts

Key = Qt.Key


def place(screen: ScheduleScreen, made: Made) -> BookingScreen:
    """Open the panel for somebody who waits, from the list beside the day."""
    screen.page.book(case_id=made.case_id)
    screen.settle()
    assert screen.panel.panel.about == (made.case_id, 0, 0)
    return screen.panel


def escape(screen: ScheduleScreen) -> None:
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert screen.page.panel is None


# ---------------------------------------------------------------------------------- the same day


def test_the_day_follows_the_date_in_the_panel(desk: Desk, open_page: OpenPage):
    made = an_approved_case(desk)
    screen = open_page()
    booking = place(screen, made)
    booking.set_date("12/1/2026")
    assert screen.title == "Tuesday, December 1, 2026"
    booking.set_date("somewhen")
    assert screen.title == "Tuesday, December 1, 2026"
    booking.pick(1)

    assert booking.typed[1] == "Nov 23, 2026"
    assert screen.title == "Monday, November 23, 2026"


def test_the_chosen_place_is_outlined_while_the_panel_is_open(desk: Desk, open_page: OpenPage):
    made = an_approved_case(desk)
    screen = open_page()
    canvas, booking = screen.page.canvas, place(screen, made)
    fill(booking, "1:00 PM", 45, "Procedure Room 2")
    area = canvas.proposed_area()
    minute = canvas.geometry_now.minute_of(at(f"{DAY} 13:00"))
    assert area == canvas.geometry_now.block(1, minute, minute + 45)
    edge = area.toAlignedRect().topLeft() + QPoint(area.toRect().width() // 2, 1)
    assert canvas.grab().toImage().pixelColor(edge) == theme.color("accent")
    assert area.toAlignedRect().intersects(canvas.visibleRegion().boundingRect())
    screen.press(Key.Key_Escape)

    assert canvas.proposed_area() is None
    assert canvas.grab().toImage().pixelColor(edge) != theme.color("accent")


def test_a_place_in_any_room_is_outlined_over_all_rooms(desk: Desk, open_page: OpenPage):
    made = an_approved_case(desk)
    screen = open_page()
    canvas, booking = screen.page.canvas, place(screen, made)
    booking.set_date("12/1/2026")
    assert canvas.proposed_area() is None
    booking.set_time("1:00 PM")
    area = canvas.proposed_area()

    assert area.width() > 1.9 * canvas.geometry_now.column(0).width()
    screen.go_to("12/2/2026")
    assert canvas.proposed_area() is None


def test_one_click_on_a_free_step_shows_the_cursor_and_how_to_book(open_page: OpenPage):
    canvas = open_page().page.canvas
    canvas.clearFocus()
    column = canvas.geometry_now.column(1)
    over = QPoint(int(column.center().x()), int(canvas.geometry_now.y(9 * 60 + 20)))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=over)
    ring = canvas.area_of(canvas.cursor_place).toAlignedRect().topLeft() + QPoint(40, 1)

    assert canvas.hasFocus()
    assert canvas.cursor_place.minute == 9 * 60 + 15
    assert canvas.grab().toImage().pixelColor(ring) == theme.color("focus")
    tip = QHelpEvent(QEvent.Type.ToolTip, over, canvas.mapToGlobal(over))
    QApplication.sendEvent(canvas, tip)
    assert QToolTip.text() == "Double-click or B to book"
    QToolTip.hideText()


# ------------------------------------------------------------------------------------ from a chart


def test_an_alert_for_booking_never_scrolls_away(desk: Desk, open_page: OpenPage):
    """In Book, beside the day, and in Move."""
    made = a_booked_case(desk, at(f"{DAY} 10:00"), family="Brandt", given="Harold")
    waits = an_approved_case(desk)
    for one in (made, waits):
        has_alert(desk, one.patient_id, "Hard of hearing", at_booking=True)
    screen = open_page()
    screen.page.book_patient(waits.patient_id)
    screen.settle()
    assert screen.page.isActiveWindow()
    assert screen.panel.panel.about == (waits.case_id, 0, 0)
    assert screen.panel.panel.openings.list.hasFocus()
    assert stays_in_sight(screen)
    screen.go_to("12/1/2026")
    screen.open("BRANDT, Harold")
    assert stays_in_sight(screen)
    screen.move("BRANDT, Harold")

    assert stays_in_sight(screen)


def stays_in_sight(screen: ScheduleScreen) -> bool:
    """Whether the panel has its alert where nothing scrolls."""
    [shown] = screen.page.panel.findChildren(BookingAlerts)
    scrolls = screen.page.panel.findChild(QScrollArea).isAncestorOf(shown)
    return shown.isVisible() and shown.text == "Hard of hearing" and not scrolls


def test_who_waits_for_no_date_is_not_chosen(desk: Desk, open_page: OpenPage):
    made = a_booked_case(desk, at(f"{DAY} 10:00"))
    screen = open_page()
    screen.page.book_patient(made.patient_id)
    screen.settle()

    assert screen.page.panel is None


# ------------------------------------------------------------------------------------ typed work


def test_escape_keeps_what_was_typed_for_the_patient(desk: Desk, open_page: OpenPage):
    made, other = an_approved_case(desk), an_approved_case(desk, family="Brandt")
    screen = open_page()
    fill(place(screen, made), "1:00 PM", 75)
    typed = screen.panel.typed
    escape(screen)
    assert place(screen, other).typed[1:3] == ("", "")
    escape(screen)

    assert place(screen, made).typed == typed
    assert screen.title == "Tuesday, December 1, 2026"
    escape(screen)
    assert place(screen, made).typed == typed


def test_choosing_the_patient_again_finds_what_was_typed(desk: Desk, open_page: OpenPage):
    made = an_approved_case(desk)
    screen = open_page()
    fill(place(screen, made), "1:00 PM")
    typed = screen.panel.typed
    escape(screen)
    keys.press(screen.page.header.book)
    screen.panel.choose_patient("mar")

    assert screen.panel.typed == typed


def test_escape_keeps_what_was_typed_for_a_move(desk: Desk, open_page: OpenPage):
    a_booked_case(desk, at(f"{DAY} 10:00"))
    screen = open_page()
    screen.go_to("12/1/2026")
    screen.move("MARTINEZ, Rosa").set_time("2:00 PM")
    escape(screen)

    assert screen.move("MARTINEZ, Rosa").typed[2] == "2:00 PM"


def test_opening_a_booking_keeps_what_was_typed(desk: Desk, open_page: OpenPage):
    a_booked_case(desk, at(f"{DAY} 10:00"), family="Brandt", given="Harold")
    made = an_approved_case(desk)
    screen = open_page()
    fill(place(screen, made), "1:00 PM", 75)
    typed = screen.panel.typed
    screen.open("BRANDT, Harold")
    assert not isinstance(screen.page.panel, BookingPanel)

    assert place(screen, made).typed == typed


def test_the_book_button_begins_with_nobody_chosen(desk: Desk, open_page: OpenPage):
    made = an_approved_case(desk)
    screen = open_page()
    fill(place(screen, made), "1:00 PM", 75)
    typed = screen.panel.typed
    keys.press(screen.page.header.book)
    assert screen.panel.panel.about is None
    assert not screen.panel.panel.picker.isHidden()
    screen.panel.choose_patient("mar")

    assert screen.panel.typed == typed


def test_what_was_booked_is_no_draft_any_more(desk: Desk, open_page: OpenPage):
    made = an_approved_case(desk)
    screen = open_page()
    fill(place(screen, made), "1:00 PM")
    escape(screen)
    place(screen, made).commit()

    assert screen.page.side.kept((made.case_id, 0, 0)) is None
    assert len(screen.spoken) == 1


# ------------------------------------------------------------------------------------ checking in


def test_a_booking_is_checked_in_on_its_own_day_alone(desk: Desk, open_page: OpenPage) -> None:
    today, later = (a_booked_case(desk, at(f"{day} 10:00")) for day in ("2026-11-23", DAY))
    screen, wanted = open_page(), []
    screen.page.check_in_wanted.connect(wanted.append)
    screen.page.show_day(date(2026, 11, 23))
    screen.settle()
    screen.page.open_booking(today.booking_id)
    assert screen.page.panel.check_in.isVisible()
    screen.page.canvas.on_booking[Key.Key_A](today.booking_id)
    keys.press(screen.page.panel.check_in)
    assert wanted == [today.patient_id] * 2

    screen.page.show_day(date.fromisoformat(DAY))
    screen.settle()
    screen.page.open_booking(later.booking_id)
    assert not screen.page.panel.check_in.isVisible()
    screen.page.canvas.on_booking[Key.Key_A](later.booking_id)
    assert wanted == [today.patient_id] * 2
