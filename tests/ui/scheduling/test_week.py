"""The week on the same canvas: which days it has, where bookings lie, and how full a day is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QSizeF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinicdesk.readiness.rules import GateState
from clinicdesk.scheduling.queries import BookingFacts, WeekView
from clinicdesk.scheduling.rules import Span
from tests.builders.times import TUESDAY, ZONE, at
from tests.ui.scheduling.canvases import LEFT, NO, a_canvas, picture
from tests.ui.scheduling.days import LONG_FAMILY, NOW, OFFERED, ROOMS, ROSE, facts, gates, hours
from ui.scheduling.card_brief import lay_out_brief, least_brief
from ui.scheduling.day_contents import DayContents, week_of
from ui.scheduling.day_cursor import Place
from ui.scheduling.wording import short_names, week_title

MONDAY = date(2027, 1, 11)


def a_week(
    *bookings: BookingFacts, monday: date = MONDAY, open_days: int = 5, **given: object
) -> DayContents:
    """A week of two rooms, open from 7 AM to 5 PM on its first days."""
    days = [monday + timedelta(days=number) for number in range(7)]
    spans: list[tuple[Span, ...]] = [
        hours(day) if day < days[0] + timedelta(open_days) else () for day in days
    ]
    view = WeekView(tuple(zip(days, spans, strict=True)), ROOMS, tuple(bookings))
    return week_of(TUESDAY, view, given.get("readiness", ()), OFFERED, ZONE, NOW)


def test_the_rooms_stand_day_by_day_from_monday_to_friday():
    contents = a_week()

    assert [(room.day.day, room.name) for room in contents.rooms][:3] == [
        (11, "Procedure Room 1"),
        (11, "Procedure Room 2"),
        (12, "Procedure Room 1"),
    ]
    assert [day.day for day in contents.days] == [11, 12, 13, 14, 15]
    assert contents.title == "January 11 – 15, 2027"


@pytest.mark.parametrize(("open_days", "booked"), [(6, ()), (5, ("2027-01-16 09:00",))])
def test_a_weekend_day_that_is_open_or_booked_is_shown(open_days: int, booked: tuple[str, ...]):
    contents = a_week(*map(facts, booked), open_days=open_days)

    assert [day.day for day in contents.days] == [11, 12, 13, 14, 15, 16]


@pytest.mark.parametrize("is_week", [True, False])
def test_a_clinic_without_rooms_is_painted_and_walked_over(qtbot: QtBot, is_week: bool):
    canvas = a_canvas(qtbot, replace(a_week(), rooms=(), is_week=is_week))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_B, Qt.Key.Key_M, Qt.Key.Key_Return):
        QTest.keyClick(canvas, key)
    QTest.mouseClick(canvas, LEFT, NO, QPoint(200, 200))

    assert canvas.cursor_place is None
    assert not picture(canvas).isNull()


def test_a_booking_lies_in_the_column_of_its_day_and_room():
    booked = facts("2027-01-13 09:30", room=1)
    block = a_week(booked).blocks[booked.id]

    assert (block.column, block.start, block.end) == (5, 570, 630)


@pytest.mark.parametrize(
    ("monday", "sunday"), [("2027-03-08", "2027-03-14"), ("2027-11-01", "2027-11-07")]
)
def test_working_hours_lie_side_by_side_when_the_clocks_change(monday: str, sunday: str):
    early, late = facts(f"{monday} 09:00"), facts(f"{sunday} 09:00")
    contents = a_week(early, late, monday=date.fromisoformat(monday))
    blocks = contents.blocks

    assert blocks[early.id].start == blocks[late.id].start == 9 * 60
    assert contents.geometry(0).instant(9 * 60, blocks[late.id].column) == late.starts_at


@pytest.mark.parametrize(
    ("bookings", "full"),
    [((), 0), (("2027-01-11 09:00",), 75 / 1200), (("2027-01-16 09:00",), 1)],
)
def test_how_full_a_day_is(bookings: tuple[str, ...], full: float):
    """An hour with its turnover of two rooms' ten hours; a closed day that is booked is full."""
    contents = a_week(*map(facts, bookings))

    assert contents.fullness(contents.days[-1 if full == 1 else 0]) == pytest.approx(full)


def test_arrows_cross_the_days_and_a_reader_hears_which(qtbot: QtBot):
    booked = facts("2027-01-12 09:00")
    canvas = a_canvas(qtbot, a_week(booked))
    found = QAccessible.queryAccessibleInterface(canvas)
    said = found.child(0).text(QAccessible.Text.Name)

    assert said.startswith("Tue, Jan 12, 9:00 to 10:00 AM, MARTINEZ, Rosa")
    assert canvas.cursor_place == Place(2, 540)
    for _ in range(2):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert found.focusChild().text(QAccessible.Text.Name) == (
        "Wed, Jan 13, 9:00 AM, Procedure Room 1, free"
    )


def test_a_booking_is_carried_to_another_day(qtbot: QtBot):
    booked = facts("2027-01-12 13:00")
    canvas = a_canvas(qtbot, a_week(booked))
    for key in (Qt.Key.Key_M, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(canvas, key)
    with qtbot.waitSignal(canvas.booking_dropped) as dropped:
        QTest.keyClick(canvas, Qt.Key.Key_Return)

    assert dropped.args == [booked.id, at("2027-01-13 13:15"), ROOMS[0].id, 60]


@pytest.mark.parametrize("family", ["Brandt", "Wolfeschlegel-Steinhausen", LONG_FAMILY])
@pytest.mark.parametrize("namesakes", [(), (ROSE,)])
def test_a_brief_card_keeps_name_and_alert_whole(qtbot: QtBot, family: str, namesakes: tuple):
    booked = facts("2027-01-12 09:00", family, minutes=30, namesakes=namesakes)
    card = a_week(booked).cards[0]
    height = least_brief(card, 104)
    layout = lay_out_brief(card, QSizeF(104, height))
    letters = layout.name.text.text().replace("\N{LINE SEPARATOR}", ", ")

    assert letters == card.name
    assert max(words.bottom for words in (layout.name, *layout.others)) <= height
    assert any("alert" in words.text.text() for words in layout.others) is bool(namesakes)


def test_a_brief_card_names_its_first_problem_where_there_is_room(qtbot: QtBot):
    booked = facts("2027-01-12 11:00")
    ready = [gates(booked, GateState.READY, GateState.BLOCKED)]
    card = a_week(booked, readiness=ready).cards[0]
    high, low = (lay_out_brief(card, QSizeF(104, height)) for height in (90, 40))

    assert [words.text.text() for words in high.others] == ["11:00", "Blood thinner"]
    assert [words.text.text() for words in low.others] == ["11:00"]


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["Procedure Room 1", "Procedure Room 2"], ["Room 1", "Room 2"]),
        (["Procedure Room 1", "Evaluation"], ["Procedure Room 1", "Evaluation"]),
        (["Room East", "Room West"], ["East", "West"]),
        (["Room", "Room 2"], ["Room", "Room 2"]),
        (["Suite"], ["Suite"]),
        ([], []),
    ],
)
def test_rooms_are_told_apart_by_what_they_do_not_share(names: list[str], short: list[str]):
    assert short_names(names) == short


@pytest.mark.parametrize(
    ("first", "last", "title"),
    [
        ("2027-01-11", "2027-01-15", "January 11 – 15, 2027"),
        ("2026-12-28", "2027-01-01", "December 28 – January 1, 2027"),
    ],
)
def test_a_week_is_named_by_its_first_and_last_day(first: str, last: str, title: str):
    assert week_title([date.fromisoformat(day) for day in (first, last)]) == title
