"""The painted day under the hand: clicks, tooltips, hover, and cards that are drawn elsewhere."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from clinicdesk.cases.rules import CaseStatus
from tests.builders.times import at
from tests.ui.scheduling.canvases import (
    LEFT,
    NO,
    a_canvas,
    drag,
    move,
    picture,
    point,
    press,
    two_bookings,
)
from tests.ui.scheduling.days import ROOMS, a_day, facts
from ui.kit import theme
from ui.scheduling.day_cursor import Place
from ui.scheduling.day_geometry import AXIS, HOUR

Key = Qt.Key


def test_a_click_opens_a_booking(qtbot: QtBot):
    first, second = two_bookings()
    canvas = a_canvas(qtbot, a_day(first, second))
    with qtbot.waitSignal(canvas.booking_opened) as opened:
        QTest.mouseClick(canvas, LEFT, NO, point(canvas, "11:00", room=1))

    assert opened.args == [second.id]


def test_a_double_click_books_where_it_is_free(qtbot: QtBot):
    canvas = a_canvas(qtbot, a_day())
    with qtbot.waitSignal(canvas.slot_wanted) as wanted:
        QTest.mouseDClick(canvas, LEFT, NO, point(canvas, "13:15", room=1))

    assert wanted.args == [at("2027-01-12 13:15"), ROOMS[1].id]


@pytest.mark.parametrize("wall", ["06:00", "09:10", "10:05", "17:30"])
def test_a_double_click_on_taken_or_closed_time_books_nothing(qtbot: QtBot, wall: str):
    canvas = a_canvas(qtbot, a_day(facts("2027-01-12 09:00")))
    with qtbot.assertNotEmitted(canvas.slot_wanted):
        QTest.mouseDClick(canvas, LEFT, NO, point(canvas, wall))


@pytest.mark.parametrize(
    ("px", "room", "start"),
    [
        (HOUR, 0, "2027-01-12 14:00"),
        (HOUR + 9, 0, "2027-01-12 14:00"),  # snaps to the nearer step
        (HOUR + 14, 1, "2027-01-12 14:15"),
        (-HOUR // 2, 1, "2027-01-12 12:30"),
    ],
)
def test_a_drag_moves_a_card_along_the_grid(qtbot: QtBot, px: int, room: int, start: str):
    booked = facts("2027-01-12 13:00")
    canvas = a_canvas(qtbot, a_day(booked))
    begin = point(canvas, "13:00", below=40)
    end = QPoint(point(canvas, "13:00", room).x(), begin.y() + px)
    with (
        qtbot.waitSignal(canvas.booking_dropped) as dropped,
        qtbot.assertNotEmitted(canvas.booking_opened),
    ):
        drag(canvas, begin, end)

    assert dropped.args == [booked.id, at(start), ROOMS[room].id, 60]
    assert canvas.ghost is None


def test_a_card_on_its_way_is_drawn_where_it_would_go(qtbot: QtBot):
    booked, _ = two_bookings()
    canvas = a_canvas(qtbot, a_day(booked))
    before = picture(canvas)
    begin = point(canvas, "09:00", below=40)
    QTest.mousePress(canvas, LEFT, NO, begin)
    move(canvas, begin + QPoint(0, 2 * HOUR))
    during, middle = picture(canvas), QPoint(AXIS + 100, 11 * HOUR + 60)
    QTest.mouseRelease(canvas, LEFT, NO, begin + QPoint(0, 2 * HOUR))

    assert before.pixelColor(middle) == theme.color("surface")
    assert during.pixelColor(middle) == theme.color("accent_soft")


def test_the_card_under_the_pointer_shows_it(qtbot: QtBot):
    booked, _ = two_bookings()
    canvas = a_canvas(qtbot, a_day(booked))
    still = picture(canvas)
    QTest.mouseMove(canvas, point(canvas, "09:00"))
    assert picture(canvas) != still
    assert canvas.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))

    assert picture(canvas) == still


def test_a_drag_back_to_its_place_and_one_given_up_move_nothing(qtbot: QtBot):
    booked, _ = two_bookings()
    canvas = a_canvas(qtbot, a_day(booked))
    begin = point(canvas, "09:00", below=40)
    with qtbot.assertNotEmitted(canvas.booking_dropped):
        drag(canvas, begin, begin + QPoint(25, 3))
        QTest.mousePress(canvas, LEFT, NO, begin)
        move(canvas, begin + QPoint(0, HOUR))
        assert canvas.ghost.place == Place(0, 600)
        press(canvas, Key.Key_Escape)
        assert canvas.ghost is None
        QTest.mouseRelease(canvas, LEFT, NO, begin + QPoint(0, HOUR))


def test_an_edge_changes_the_length(qtbot: QtBot):
    booked = facts("2027-01-12 13:00")
    canvas = a_canvas(qtbot, a_day(booked))
    area = canvas.card_area(booked.id)
    begin = QPoint(int(area.center().x()), int(area.bottom()) - 2)
    QTest.mouseMove(canvas, begin)
    assert canvas.cursor().shape() == Qt.CursorShape.SizeVerCursor
    with qtbot.waitSignal(canvas.booking_dropped) as dropped:
        drag(canvas, begin, begin + QPoint(0, HOUR // 2))

    assert dropped.args == [booked.id, at("2027-01-12 13:00"), ROOMS[0].id, 90]


def test_a_drop_on_taken_time_says_why_and_moves_nothing(qtbot: QtBot):
    booked = facts("2027-01-12 13:00")
    canvas = a_canvas(qtbot, a_day(booked, facts("2027-01-12 15:00", "Brandt", "Harold")))
    begin = point(canvas, "13:00", below=40)
    with (
        qtbot.waitSignal(canvas.drop_refused) as refused,
        qtbot.assertNotEmitted(canvas.booking_dropped),
    ):
        drag(canvas, begin, begin + QPoint(0, 2 * HOUR))

    assert refused.args == [
        "MARTINEZ, Rosa stays where it was. Taken by BRANDT, Harold, 3:00 – 4:00."
    ]
    assert canvas.ghost is None


def test_a_card_held_at_the_edge_scrolls_the_day_and_goes_along(qtbot: QtBot):
    booked = facts("2027-01-12 13:00")
    canvas = a_canvas(qtbot, a_day(booked))
    grid, begin = canvas.frame, point(canvas, "13:00", below=40)
    bar = grid._area.verticalScrollBar()
    bar.setValue(begin.y() - 300)
    QTest.mousePress(canvas, LEFT, NO, begin)
    move(canvas, QPoint(begin.x(), bar.value() + grid._area.viewport().height() - 5))
    before, ghost = bar.value(), canvas.ghost
    for _ in range(5):
        grid._scroll_on()

    assert bar.value() > before
    assert canvas.ghost.place.minute > ghost.place.minute
    press(canvas, Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, NO, begin)
    grid._scroll_on()
    assert not grid._scrolling.isActive()


def test_what_m_took_in_hand_goes_back_with_esc_and_stays_put_on_its_own_place(qtbot: QtBot):
    booked = facts("2027-01-12 13:00")
    canvas = a_canvas(qtbot, a_day(booked))
    with qtbot.assertNotEmitted(canvas.booking_dropped):
        press(canvas, Key.Key_M, Key.Key_Return, Key.Key_T)
        assert canvas.ghost is not None
        press(canvas, Key.Key_Down, Key.Key_Escape)
    assert canvas.ghost is None
    with qtbot.waitSignal(canvas.opening_wanted) as picked:
        press(canvas, Key.Key_M, Key.Key_3)
    assert picked.args == [3]


def test_shift_and_arrows_change_the_length_of_what_is_in_hand(qtbot: QtBot):
    booked = facts("2027-01-12 13:00")
    canvas = a_canvas(qtbot, a_day(booked))
    press(canvas, Key.Key_M)
    lengths = []
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Up):
        QTest.keyClick(canvas, key, Qt.KeyboardModifier.ShiftModifier)
        lengths.append(canvas.ghost.minutes)

    assert lengths == [75, 90, 75]


def test_a_case_under_way_cannot_be_dragged(qtbot: QtBot):
    canvas = a_canvas(qtbot, a_day(facts("2027-01-12 09:00", status=CaseStatus.PRE_OP)))
    begin = point(canvas, "09:00", below=40)
    with qtbot.assertNotEmitted(canvas.booking_dropped):
        drag(canvas, begin, begin + QPoint(0, HOUR))


def test_the_tooltip_shows_names_as_they_are(qtbot: QtBot):
    canvas = a_canvas(qtbot, a_day(facts("2027-01-12 09:00", "O'Brien-<b>Smith</b>", "Zoë")))
    over = point(canvas, "09:00")
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, over, canvas.mapToGlobal(over)))

    assert "O&#x27;BRIEN-&lt;B&gt;SMITH&lt;/B&gt;, Zoë" in QToolTip.text()
    QToolTip.hideText()
