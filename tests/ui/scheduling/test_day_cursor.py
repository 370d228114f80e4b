"""Where the keyboard goes on a day."""

import pytest

from ui.scheduling.day_cursor import Block, DayPlaces, Place

NINE, TEN, NOON = 540, 600, 720
BOOKED = Block(1, 0, NINE, TEN, TEN + 15)
ODD = Block(2, 1, NINE + 5, NINE + 50, TEN + 5)


def places(*blocks: Block, opened: tuple[tuple[int, int], ...] = ((480, NOON),)) -> DayPlaces:
    return DayPlaces(blocks, (opened, opened), 15)


@pytest.mark.parametrize(
    ("minute", "steps", "to"),
    [
        (480, 1, 495),
        (525, 1, NINE),  # from the last free step onto the booking
        (NINE, 1, TEN + 15),  # over it and over its turnover
        (TEN + 15, -1, NINE),
        (480, -1, 480),
        (705, 1, 705),
    ],
)
def test_up_and_down(minute: int, steps: int, to: int):
    assert places(BOOKED).down(Place(0, minute), steps) == Place(0, to)


@pytest.mark.parametrize(
    ("start", "steps", "to"),
    [
        (Place(0, NINE), 1, Place(1, NINE)),
        (Place(1, NINE + 30), -1, Place(0, NINE)),  # into the booking that holds this minute
        (Place(0, 480), -1, Place(0, 480)),
        (Place(1, 480), 1, Place(1, 480)),
    ],
)
def test_left_and_right_stop_at_the_edges(start: Place, steps: int, to: Place):
    assert places(BOOKED).across(start, steps) == to


def test_a_booking_off_the_grid_is_reached_and_left():
    odd = places(ODD)

    assert odd.down(Place(1, NINE), 1) == Place(1, NINE + 5)
    assert odd.down(Place(1, NINE + 5), 1) == Place(1, TEN + 15)


@pytest.mark.parametrize(
    ("begins", "free"),
    [
        (Place(0, 480), 480),
        (Place(0, NINE), NOON - 45),  # the next one begins when the room is free again
        (Place(0, TEN + 15), NOON - 45),
        (Place(1, NINE), NINE),
    ],
)
def test_free_is_after_the_bookings_that_follow_each_other(begins: Place, free: int):
    follows = Block(3, 0, TEN + 15, NOON - 60, NOON - 45)

    assert places(BOOKED, follows).free_from(begins) == free


def test_home_and_end_go_to_the_ends_of_the_column():
    assert places(BOOKED).end(Place(0, NINE), last=False) == Place(0, 480)
    assert places(BOOKED).end(Place(0, NINE), last=True) == Place(0, 705)


def test_the_day_begins_at_its_first_booking_or_its_first_free_step():
    assert places(ODD, BOOKED).first() == Place(0, NINE)
    assert places().first() == Place(0, 480)
    assert places(opened=()).first() is None


def test_a_closed_day_has_only_its_bookings():
    closed = places(BOOKED, opened=())

    assert closed.down(Place(0, NINE), 1) == Place(0, NINE)
    assert closed.across(Place(0, NINE), 1) == Place(0, NINE)


@pytest.mark.parametrize(
    ("column", "minute", "free"),
    [
        (0, NINE - 1, True),
        (0, NINE, False),
        (0, TEN, False),  # turnover
        (0, TEN + 15, True),
        (1, NINE, True),
        (0, 479, False),
        (0, NOON, False),
        (2, NINE, False),
    ],
)
def test_what_is_free(column: int, minute: int, free: bool):
    assert places(BOOKED).is_free(column, minute) is free
