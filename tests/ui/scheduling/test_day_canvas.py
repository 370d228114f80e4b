"""The painted day: where things are, the keyboard, the mouse, and what a screen reader finds."""

import gc
from dataclasses import replace
from datetime import date, time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.readiness.rules import GateState
from tests.builders.times import at
from tests.ui.scheduling.canvases import a_canvas, minute, picture, press, two_bookings
from tests.ui.scheduling.days import LONG_FAMILY, NOW, ROOMS, a_day, facts, gates, hours
from ui.kit import theme
from ui.scheduling.day_canvas import DayCanvas
from ui.scheduling.day_geometry import AXIS, HOUR, NARROWEST
from ui.scheduling.day_grid import uncut

Key = Qt.Key


# ------------------------------------------------------------------------------------- painting


def test_a_card_is_painted_from_its_start_to_its_end(qtbot: QtBot):
    booked = facts("2027-01-12 09:00", minutes=45)
    canvas = a_canvas(qtbot, a_day(booked, readiness=[gates(booked, GateState.BLOCKED)]))
    image, x = picture(canvas), AXIS + 6
    bar = theme.color("block_bar")

    inside = [y for y in range(image.height()) if image.pixelColor(x, y) == bar]
    assert abs(min(inside) - 9 * HOUR) <= 4
    assert abs(max(inside) - (9 * HOUR + HOUR * 3 // 4)) <= 4


@pytest.mark.parametrize(
    ("status", "state", "bar"),
    [
        (CaseStatus.SCHEDULED, GateState.READY, "ready_bar"),
        (CaseStatus.SCHEDULED, GateState.NEEDS_ACTION, "attn_bar"),
        (CaseStatus.SCHEDULED, GateState.BLOCKED, "block_bar"),
        (CaseStatus.IN_PROCEDURE, GateState.READY, "flow_bar"),
        (CaseStatus.DISCHARGED, GateState.READY, "done_bar"),
    ],
)
def test_the_bar_has_the_colour_of_what_to_do(
    qtbot: QtBot, status: CaseStatus, state: GateState, bar: str
):
    booked = facts("2027-01-12 09:00", status=status)
    canvas = a_canvas(qtbot, a_day(booked, readiness=[gates(booked, state)]))

    assert picture(canvas).pixelColor(AXIS + 6, 9 * HOUR + 45) == theme.color(bar)


def test_the_present_instant_lies_under_the_cards(qtbot: QtBot):
    booked = facts("2027-01-12 10:00")
    canvas = a_canvas(qtbot, a_day(booked))
    image, y = picture(canvas), 10 * HOUR + HOUR * 24 // 60
    free = int(canvas.geometry_now.column(1).center().x())

    assert image.pixelColor(free, y) == theme.color("now")
    assert image.pixelColor(int(canvas.geometry_now.column(0).center().x()), y) != theme.color(
        "now"
    )
    assert image.pixelColor(AXIS - 44, y) == theme.color("now")


def test_another_day_has_no_present_instant(qtbot: QtBot):
    image = picture(a_canvas(qtbot, a_day(day=date(2027, 1, 13))))

    assert image.pixelColor(AXIS - 44, 10 * HOUR + HOUR * 24 // 60) == theme.color("surface")


def test_closed_time_is_hatched_and_open_time_is_not(qtbot: QtBot):
    image = picture(a_canvas(qtbot, a_day()))
    colours = [
        {image.pixelColor(AXIS + 20, y).name() for y in range(top + 2, top + 40)}
        for top in (6 * HOUR, 7 * HOUR, 17 * HOUR)
    ]

    assert [len(found) > 1 for found in colours] == [True, False, True]


def test_turnover_is_a_strip_after_the_card(qtbot: QtBot):
    booked = facts("2027-01-12 09:00")
    image = picture(a_canvas(qtbot, a_day(booked)))
    strip = [image.pixelColor(AXIS + 30, 10 * HOUR + px) for px in (12, 30)]

    assert strip == [theme.color("bg"), theme.color("surface")]


@pytest.mark.parametrize(
    ("day", "wall", "hours_down"),
    [("2027-03-14", "09:00", 8), ("2027-11-07", "09:00", 10), ("2027-11-07", "00:30", 0.5)],
)
def test_a_card_on_a_day_when_the_clocks_change(
    qtbot: QtBot, day: str, wall: str, hours_down: float
):
    booked = facts(f"{day} {wall}")
    on = date.fromisoformat(day)
    canvas = a_canvas(qtbot, a_day(booked, day=on, open_spans=hours(on, 0, 17)))

    area = canvas.card_area(booked.id)
    assert abs(area.top() - hours_down * HOUR) <= 2
    assert abs(area.height() - HOUR) <= 2


def test_a_long_name_makes_the_hours_higher_and_stays_whole(qtbot: QtBot):
    long = facts("2027-01-12 09:00", LONG_FAMILY, LONG_FAMILY.title(), minutes=30)
    canvas = a_canvas(qtbot, a_day(long))
    layout = canvas._cards.layout(canvas.card(long.id), canvas.card_area(long.id).size())

    assert canvas.geometry_now.hour > HOUR
    assert layout.name.text.text() == long.patient.name.on_screen
    assert layout.name.bottom <= canvas.card_area(long.id).height()


def test_a_day_opens_at_its_first_booking_or_the_opening_and_today_about_now(qtbot: QtBot):
    later, early = date(2027, 1, 13), facts("2027-01-13 06:00")
    days = [(a_day(day=later), 6.5), (a_day(early, day=later), 5.5), (a_day(), 8.9)]
    for contents, top in days:
        grid = a_canvas(qtbot, contents).frame
        assert grid._area.verticalScrollBar().value() == int(top * HOUR)


@pytest.mark.parametrize(
    ("starts", "begins"),
    [((8, 11), 7 * 60 + 55), ((8, 9), 7 * 60 + 55), ((9, 11), 530), ((6, 11), 530)],
)
def test_no_card_under_way_loses_its_name_to_the_upper_edge(starts: tuple[int, int], begins: int):
    first, second = (f"2027-01-12 {hour:02}:00" for hour in starts)
    assert uncut(a_day(facts(first), facts(second, room=1)), 530) == begins


@pytest.mark.parametrize("lunch", [True, False])
def test_closed_time_says_so(qtbot: QtBot, lunch: bool):
    spans = (hours(opens=7, closes=12)[0], hours(opens=13, closes=17)[0])
    canvas = a_canvas(qtbot, a_day(open_spans=spans if lunch else ()))
    middle = canvas.geometry_now.column(0).center().x()
    top = 12 * HOUR + HOUR // 2 - 8 if lunch else 8 * HOUR + 28
    plate = picture(canvas).copy(int(middle) - 20, top, 40, 16)
    inks = {plate.pixelColor(x, y).name() for x in range(40) for y in range(16)}

    assert theme.color("text2").name() in inks
    assert theme.color("grid_hour").name() not in inks


def test_many_rooms_scroll_sideways_with_their_names(qtbot: QtBot):
    contents = a_day()
    rooms = tuple(replace(contents.rooms[0], id=number) for number in range(8))
    canvas = a_canvas(qtbot, replace(contents, rooms=rooms))
    header = canvas.frame._header
    still = header.grab().toImage()
    press(canvas, *[Key.Key_Right] * 7)

    assert canvas.width() == AXIS + 8 * NARROWEST
    assert -canvas.x() > 0
    assert header.grab().toImage() != still


def test_a_room_that_is_no_longer_used_keeps_its_bookings_on_screen(qtbot: QtBot):
    gone = replace(facts("2027-01-12 09:00"), room_id=99, room="Old room")
    canvas = a_canvas(qtbot, a_day(gone))

    assert [room.name for room in canvas.contents.rooms] == [
        "Procedure Room 1",
        "Procedure Room 2",
        "Old room",
    ]
    assert canvas.booking_at_cursor() == gone.id


# ------------------------------------------------------------------------------------- keyboard


def test_arrows_go_over_bookings_and_free_steps(qtbot: QtBot):
    first, second = two_bookings()
    canvas = a_canvas(qtbot, a_day(first, second))

    assert canvas.booking_at_cursor() == first.id
    press(canvas, Key.Key_Down)
    assert (canvas.booking_at_cursor(), minute(canvas)) == (None, time(10, 15))
    press(canvas, Key.Key_Right, *[Key.Key_Down] * 3)
    assert canvas.booking_at_cursor() == second.id
    press(canvas, Key.Key_Right, Key.Key_Home)
    assert (canvas.cursor_place.column, minute(canvas)) == (1, time(7, 0))
    press(canvas, Key.Key_Left, Key.Key_Left, Key.Key_End)
    assert (canvas.cursor_place.column, minute(canvas)) == (0, time(16, 45))


def test_the_cursor_is_scrolled_into_view(qtbot: QtBot):
    canvas = a_canvas(qtbot, a_day())
    area = canvas.frame._area.viewport()
    press(canvas, Key.Key_End)

    top = canvas.area_of(canvas.cursor_place).top() + canvas.y()
    assert 0 <= top <= area.height() - 20


@pytest.mark.parametrize(
    ("key", "signal", "arguments"),
    [
        (Key.Key_PageUp, "week_stepped", [-1]),
        (Key.Key_PageDown, "week_stepped", [1]),
        (Key.Key_T, "today_wanted", []),
        (Key.Key_G, "date_wanted", []),
    ],
)
def test_keys_that_leave_the_day(qtbot: QtBot, key: Qt.Key, signal: str, arguments: list[int]):
    canvas = a_canvas(qtbot, a_day())
    with qtbot.waitSignal(getattr(canvas, signal)) as told:
        press(canvas, key)

    assert told.args == arguments


def test_enter_opens_and_m_moves_the_booking_under_the_cursor(qtbot: QtBot):
    first, _ = two_bookings()
    canvas = a_canvas(qtbot, a_day(first))
    with qtbot.waitSignal(canvas.booking_opened) as opened:
        press(canvas, Key.Key_Return)
    with qtbot.waitSignal(canvas.move_wanted) as moved:
        press(canvas, Key.Key_M)

    assert (opened.args, moved.args) == ([first.id], [first.id])


def test_m_leaves_a_case_alone_that_is_under_way(qtbot: QtBot):
    canvas = a_canvas(qtbot, a_day(facts("2027-01-12 09:00", status=CaseStatus.CHECKED_IN)))
    with qtbot.assertNotEmitted(canvas.move_wanted):
        press(canvas, Key.Key_M)


@pytest.mark.parametrize(
    ("key", "signal"), [(Key.Key_B, "book_wanted"), (Key.Key_Return, "slot_wanted")]
)
def test_book_at_the_free_step_under_the_cursor(qtbot: QtBot, key: Qt.Key, signal: str):
    canvas = a_canvas(qtbot, a_day())
    press(canvas, Key.Key_Right, Key.Key_Down, Key.Key_Down)
    with qtbot.waitSignal(getattr(canvas, signal)) as wanted:
        press(canvas, key)

    assert wanted.args == [at("2027-01-12 07:30"), ROOMS[1].id]


def test_book_on_a_booking_means_right_after_its_turnover(qtbot: QtBot):
    canvas = a_canvas(qtbot, a_day(facts("2027-01-12 09:00")))
    with qtbot.waitSignal(canvas.book_wanted) as wanted:
        press(canvas, Key.Key_B)

    assert wanted.args == [at("2027-01-12 10:15"), ROOMS[0].id]


def test_the_same_day_again_keeps_the_cursor_on_its_booking(qtbot: QtBot):
    first, second = two_bookings()
    canvas = a_canvas(qtbot, a_day(first, second))
    press(canvas, Key.Key_Right, *[Key.Key_Down] * 5)
    before = canvas.cursor_place
    earlier = facts("2027-01-12 07:00")
    canvas.show_day(a_day(earlier, first, second))

    assert canvas.cursor_place == before
    canvas.select(second.id)
    canvas.show_day(a_day(earlier, second))
    assert canvas.booking_at_cursor() == second.id


def test_keys_with_alt_or_ctrl_are_not_for_the_day(qtbot: QtBot):
    canvas = a_canvas(qtbot, a_day())
    with qtbot.assertNotEmitted(canvas.book_wanted):
        QTest.keyClick(canvas, Key.Key_B, Qt.KeyboardModifier.ControlModifier)


# -------------------------------------------------------------------------------- accessibility


def interface(canvas: DayCanvas):
    return QAccessible.queryAccessibleInterface(canvas)


def names(canvas: DayCanvas) -> list[str]:
    found = interface(canvas)
    return [found.child(at).text(QAccessible.Text.Name) for at in range(found.childCount())]


def test_a_screen_reader_finds_a_list_of_the_bookings(qtbot: QtBot):
    first, second = two_bookings()
    canvas = a_canvas(qtbot, a_day(first, second, readiness=[gates(first, GateState.NOT_ASKED)]))
    found = interface(canvas)

    assert found.role() == QAccessible.Role.List
    assert found.text(QAccessible.Text.Name) == "Schedule, Tuesday, January 12, 2027"
    assert names(canvas) == [
        "9:00 to 10:00 AM, MARTINEZ, Rosa, MILD L4–L5 both sides, Needs action",
        "11:00 AM to 12:00 PM, BRANDT, Harold, MILD L4–L5 both sides, Scheduled",
    ]
    item = found.child(1)
    assert item.role() == QAccessible.Role.ListItem
    assert found.indexOfChild(item) == 1
    assert item.parent().childCount() == 2
    expected = canvas.card_area(second.id).toAlignedRect()
    assert item.rect().size() == expected.size()
    assert canvas.mapFromGlobal(item.rect().topLeft()) == expected.topLeft()


def test_the_focused_item_is_told(qtbot: QtBot):
    first, _ = two_bookings()
    canvas = a_canvas(qtbot, a_day(first))
    canvas.select(first.id)
    focused = interface(canvas).focusChild()

    assert focused.text(QAccessible.Text.Name).startswith("9:00 to 10:00 AM, MARTINEZ, Rosa")
    assert focused.state().focused
    assert focused.state().selected
    press(canvas, Key.Key_Down)
    assert not interface(canvas).child(0).state().focused
    assert interface(canvas).focusChild().text(QAccessible.Text.Name) == (
        "10:15 AM, Procedure Room 1, free"
    )


def test_items_live_as_long_as_the_canvas(qtbot: QtBot):
    for number in range(60):
        canvas = DayCanvas(lambda: NOW)
        canvas.show_day(a_day(*two_bookings()))
        assert len(names(canvas)) == 2
        kept = interface(canvas).child(1)
        canvas.show_day(a_day(facts("2027-01-12 08:00", f"Family{number}")))
        assert not kept.isValid()
        assert kept.text(QAccessible.Text.Name) == ""
        assert names(canvas)[0].startswith(f"8:00 to 9:00 AM, FAMILY{number}, Rosa")
        del kept
        canvas.deleteLater()
        del canvas
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if number % 20 == 0:
            gc.collect(1)  # all of this is young
