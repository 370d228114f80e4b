"""Where a card goes that is drawn or nudged: minutes and px, on days when clocks change too."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QRectF

from clinicdesk.scheduling.queries import BookingFacts
from tests.builders.times import at
from tests.ui.scheduling.days import NOW, a_day, facts, hours
from ui.scheduling.day_contents import DayContents
from ui.scheduling.day_cursor import Place
from ui.scheduling.gestures import (
    Ghost,
    Grip,
    dragged,
    grip_at,
    is_moved,
    lengthened,
    nudged,
    objection,
    scroll_step,
    snapped,
)

ONE = 13 * 60
TWELVE_TO_ONE = (hours(opens=7, closes=12)[0], hours(opens=13, closes=17)[0])


def a_ghost(contents: DayContents, booked: BookingFacts) -> Ghost:
    """The booking in hand, where it is."""
    block = contents.blocks[booked.id]
    card = next(card for card in contents.cards if card.id == booked.id)
    return Ghost(card, Place(block.column, block.start), block.end - block.start)


@pytest.mark.parametrize(
    ("y", "grip"),
    [(100, Grip.TOP), (105, Grip.TOP), (107, Grip.WHOLE), (153, Grip.WHOLE), (155, Grip.BOTTOM)],
)
def test_the_edges_of_a_card_change_its_length(y: float, grip: Grip):
    assert grip_at(QRectF(0, 100, 200, 60), y) is grip


def test_a_low_card_can_still_be_held_in_its_middle():
    found = [grip_at(QRectF(0, 0, 200, 12), y) for y in (2, 6, 10)]

    assert found == [Grip.TOP, Grip.WHOLE, Grip.BOTTOM]


@pytest.mark.parametrize(
    ("minute", "to"), [(0, 0), (7.4, 0), (7.5, 15), (-3, 0), (-20, 0), (597, 600)]
)
def test_a_minute_snaps_to_the_nearest_step(minute: float, to: int):
    assert snapped(minute, 15) == to


@pytest.mark.parametrize(
    ("grip", "moved", "place", "minutes"),
    [
        (Grip.WHOLE, 62, Place(1, ONE + 60), 60),
        (Grip.WHOLE, -62, Place(1, ONE - 60), 60),
        (Grip.TOP, -14, Place(0, ONE - 15), 75),
        (Grip.TOP, 200, Place(0, ONE + 45), 15),  # never shorter than a step
        (Grip.BOTTOM, 31, Place(0, ONE), 90),
        (Grip.BOTTOM, -200, Place(0, ONE), 15),
    ],
)
def test_a_card_is_drawn_whole_or_by_an_edge(grip: Grip, moved: float, place: Place, minutes: int):
    contents = a_day(facts("2027-01-12 13:00"))
    card, block = contents.cards[0], next(iter(contents.blocks.values()))

    assert dragged(card, block, grip, moved, 1, 15) == Ghost(card, place, minutes)


@pytest.mark.parametrize(
    ("steps", "columns", "place"),
    [
        (1, 0, Place(0, ONE + 15)),
        (-1, 0, Place(0, ONE - 15)),
        (0, 1, Place(1, ONE)),
        (0, -1, Place(0, ONE)),  # at the edge it stays
        (0, 9, Place(1, ONE)),
        (-999, 0, Place(0, 0)),
        (999, 0, Place(0, 23 * 60)),
    ],
)
def test_a_key_moves_by_a_step_or_a_column(steps: int, columns: int, place: Place):
    booked = facts("2027-01-12 13:00")
    contents = a_day(booked)

    assert nudged(a_ghost(contents, booked), contents, steps=steps, columns=columns).place == place


def test_a_booking_off_the_grid_comes_onto_it_with_the_first_step():
    booked = facts("2027-01-12 13:05")
    contents = a_day(booked)

    assert nudged(a_ghost(contents, booked), contents, steps=1).place == Place(0, ONE)


@pytest.mark.parametrize(("steps", "minutes"), [(1, 75), (-1, 45), (-9, 15), (99, 11 * 60)])
def test_a_key_makes_it_longer_or_shorter(steps: int, minutes: int):
    booked = facts("2027-01-12 13:00")
    contents = a_day(booked)

    assert lengthened(a_ghost(contents, booked), contents, steps).minutes == minutes


@pytest.mark.parametrize(
    ("place", "minutes", "why"),
    [
        (Place(0, ONE), 60, ""),  # where it is
        (Place(0, ONE + 60), 60, ""),
        (Place(0, 9 * 60), 60, "In the past"),
        (Place(0, 15 * 60 + 45), 60, ""),
        (Place(0, 16 * 60), 60, "Outside the opening hours"),  # its turnover would not fit
        (Place(0, 11 * 60 + 30), 60, "Outside the opening hours"),
        (Place(1, 14 * 60 + 45), 60, "Taken by BRANDT, Harold, 3:00 – 4:00"),
        (Place(1, 14 * 60), 60, "No time to make the room ready for BRANDT, Harold"),
        (Place(1, 16 * 60), 30, "After BRANDT, Harold the room is ready at 4:15"),
        (Place(1, 16 * 60 + 15), 30, ""),
    ],
)
def test_what_stands_in_the_way_is_seen_at_once(place: Place, minutes: int, why: str):
    booked = facts("2027-01-12 13:00")
    other = facts("2027-01-12 15:00", "Brandt", "Harold", room=1)
    contents = a_day(booked, other, open_spans=TWELVE_TO_ONE)
    ghost = replace(a_ghost(contents, booked), place=place, minutes=minutes)

    assert objection(ghost, contents, NOW) == why
    assert is_moved(ghost, contents) is (place != Place(0, ONE))


@pytest.mark.parametrize(("day", "down"), [("2027-03-14", 8), ("2027-11-07", 10)])
def test_steps_are_real_minutes_when_the_clocks_change(day: str, down: int):
    on, booked = date.fromisoformat(day), facts(f"{day} 09:00")
    contents = a_day(booked, day=on, open_spans=hours(on, 0, 17))
    ghost = a_ghost(contents, booked)
    moved = nudged(ghost, contents, steps=4)

    assert ghost.place.minute == down * 60
    assert contents.geometry(0).instant(moved.place.minute) == at(f"{day} 10:00")


@pytest.mark.parametrize(
    ("where", "step"), [(300, 0), (36, 0), (35, -1), (0, -24), (-90, -24), (565, 1), (700, 24)]
)
def test_near_an_edge_a_drag_scrolls_and_faster_further_out(where: float, step: int):
    assert scroll_step(where, 600) == step
