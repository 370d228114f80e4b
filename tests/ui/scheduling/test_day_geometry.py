"""Minutes and pixels of a day, on the two odd days of the year too."""

from datetime import date

import pytest

from tests.builders.times import TUESDAY, ZONE, at
from ui.scheduling.day_geometry import AXIS, HOUR, DayGeometry

SPRING, AUTUMN = date(2027, 3, 14), date(2027, 11, 7)


def geometry(day: date = TUESDAY) -> DayGeometry:
    return DayGeometry.of_day(day, ZONE, columns=2, width=AXIS + 400)


@pytest.mark.parametrize(("day", "hours"), [(TUESDAY, 24), (SPRING, 23), (AUTUMN, 25)])
def test_a_day_is_as_tall_as_it_is_long(day: date, hours: int):
    assert geometry(day).height == hours * HOUR
    assert len(list(geometry(day).hours())) == hours


@pytest.mark.parametrize(
    ("day", "labels"),
    [
        (TUESDAY, ["12 AM", "1 AM", "2 AM", "3 AM"]),
        (SPRING, ["12 AM", "1 AM", "3 AM", "4 AM"]),
        (AUTUMN, ["12 AM", "1 AM", "1 AM", "2 AM"]),
    ],
)
def test_the_hours_read_as_the_clock_shows_them(day: date, labels: list[str]):
    assert [label for _, label in geometry(day).hours()][:4] == labels


@pytest.mark.parametrize(
    ("day", "wall", "minute"),
    [
        (TUESDAY, "2027-01-12 09:45", 585),
        (SPRING, "2027-03-14 09:45", 525),
        (AUTUMN, "2027-11-07 09:45", 645),
        (TUESDAY, "2027-01-11 23:00", 0),
        (TUESDAY, "2027-01-13 01:00", 1440),
    ],
)
def test_an_instant_lies_so_many_real_minutes_down(day: date, wall: str, minute: int):
    assert geometry(day).minute_of(at(wall)) == minute


def test_the_repeated_hour_has_two_places():
    first, second = (at("2027-11-07 01:30", fold=fold) for fold in (0, 1))

    assert [geometry(AUTUMN).minute_of(instant) for instant in (first, second)] == [90, 150]


@pytest.mark.parametrize("day", [TUESDAY, SPRING, AUTUMN])
def test_there_and_back(day: date):
    for minute in (0, 45, 119, 120, 180, 585):
        assert geometry(day).minute_of(geometry(day).instant(minute)) == minute


@pytest.mark.parametrize(
    ("y", "minute"), [(0, 0), (22.9, 0), (23, 15), (HOUR, 60), (-5, 0), (99_999, 1425)]
)
def test_a_height_belongs_to_a_step(y: float, minute: int):
    assert geometry().minute_at(y, 15) == minute


@pytest.mark.parametrize(
    ("x", "column"),
    [(AXIS - 1, None), (AXIS, 0), (AXIS + 199, 0), (AXIS + 200, 1), (AXIS + 400, None)],
)
def test_a_width_belongs_to_a_room(x: float, column: int | None):
    assert geometry().column_at(x) == column


def test_blocks_that_touch_leave_air_between_them():
    first, second = geometry().block(0, 540, 600), geometry().block(0, 600, 660)

    assert first.bottom() < second.top()
    assert first.top() >= 9 * HOUR
    assert second.bottom() <= 11 * HOUR
    assert AXIS < first.left() < first.right() < AXIS + 200
