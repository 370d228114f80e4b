"""The site's clock: days with 23 and 25 hours, and opening hours in real time."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import Refused
from clinicdesk.scheduling.rules import Span, WeeklyHours, hours_on, local_instant

PACIFIC = ZoneInfo("America/Los_Angeles")
SYDNEY = ZoneInfo("Australia/Sydney")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
PHOENIX = ZoneInfo("America/Phoenix")

WINTER, SUMMER = date(2027, 1, 12), date(2027, 7, 13)
SPRING, AUTUMN = date(2027, 3, 14), date(2027, 11, 7)


def utc(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), UTC)


@pytest.mark.parametrize(
    ("day", "at", "zone", "instant"),
    [
        (WINTER, time(9, 45), PACIFIC, utc(WINTER, "17:45")),
        (SUMMER, time(9, 45), PACIFIC, utc(SUMMER, "16:45")),
        (WINTER, time(17, 0), PACIFIC, utc(date(2027, 1, 13), "01:00")),
        (WINTER, time(9, 0, 0, 1), PACIFIC, utc(WINTER, "17:00:00.000001")),
        (SPRING, time(1, 59, 59, 999_999), PACIFIC, utc(SPRING, "09:59:59.999999")),
        (SPRING, time(3, 0), PACIFIC, utc(SPRING, "10:00")),
        (SPRING, time(2, 30), PHOENIX, utc(SPRING, "09:30")),
        (AUTUMN, time(0, 59, 59, 999_999), PACIFIC, utc(AUTUMN, "07:59:59.999999")),
        (AUTUMN, time(2, 0), PACIFIC, utc(AUTUMN, "10:00")),
        (date(2026, 11, 3), time(10, 0), PACIFIC, utc(date(2026, 11, 3), "18:00")),
        (date(2026, 10, 31), time(11, 0), PACIFIC, utc(date(2026, 10, 31), "18:00")),
        (WINTER, time(9, 0), SYDNEY, utc(date(2027, 1, 11), "22:00")),
    ],
)
def test_an_ordinary_time_is_one_instant(
    day: date, at: time, zone: ZoneInfo, instant: datetime
) -> None:
    for earlier in (None, True, False):
        assert local_instant(day, at, zone, earlier=earlier) == instant
    assert local_instant(day, at, zone).tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "at", "zone"),
    [
        (SPRING, time(2, 0), PACIFIC),
        (SPRING, time(2, 59, 59, 999_999), PACIFIC),
        (date(2027, 10, 3), time(2, 30), SYDNEY),
        (date(2027, 10, 3), time(2, 15), LORD_HOWE),
    ],
)
@pytest.mark.parametrize("earlier", [None, True, False])
def test_a_skipped_time_is_refused(
    day: date, at: time, zone: ZoneInfo, earlier: bool | None
) -> None:
    with pytest.raises(Refused) as refused:
        local_instant(day, at, zone, earlier=earlier)
    (reason,) = refused.value.reasons
    assert reason.code == "scheduling.time_does_not_exist"
    assert reason.facts == {"day": day, "time": at}


@pytest.mark.parametrize(
    ("day", "at", "zone", "first", "second"),
    [
        (AUTUMN, time(1, 0), PACIFIC, utc(AUTUMN, "08:00"), utc(AUTUMN, "09:00")),
        (AUTUMN, time(1, 59), PACIFIC, utc(AUTUMN, "08:59"), utc(AUTUMN, "09:59")),
        (
            date(2027, 4, 4),
            time(1, 45),
            LORD_HOWE,
            utc(date(2027, 4, 3), "14:45"),
            utc(date(2027, 4, 3), "15:15"),
        ),
    ],
)
def test_a_repeated_time_asks_which(
    day: date, at: time, zone: ZoneInfo, first: datetime, second: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        local_instant(day, at, zone)
    assert refused.value.reasons[0].code == "scheduling.time_happens_twice"
    assert local_instant(day, at, zone, earlier=True) == first
    assert local_instant(day, at, zone, earlier=False) == second


@given(
    st.builds(datetime.combine, st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.times()),
)
def test_the_instant_shows_the_asked_time(wall: datetime) -> None:
    try:
        instant = local_instant(wall.date(), wall.time(), PACIFIC, earlier=True)
    except Refused:
        assert (wall.month, wall.hour) == (3, 2)
        return
    assert instant.astimezone(PACIFIC).replace(tzinfo=None) == wall


MORNING, AFTERNOON = (time(7, 30), time(12, 0)), (time(13, 0), time(17, 0))


def tuesday(*hours: tuple[time, time]) -> tuple[WeeklyHours, ...]:
    return tuple(WeeklyHours(1, opens, closes) for opens, closes in hours)


def test_hours_of_a_weekday_in_order() -> None:
    expected = (
        Span(utc(WINTER, "15:30"), utc(WINTER, "20:00")),
        Span(utc(WINTER, "21:00"), utc(date(2027, 1, 13), "01:00")),
    )
    assert hours_on(WINTER, tuesday(AFTERNOON, MORNING), PACIFIC) == expected
    assert hours_on(date(2027, 1, 13), tuesday(AFTERNOON, MORNING), PACIFIC) == ()
    assert hours_on(WINTER, (), PACIFIC) == ()


@pytest.mark.parametrize(
    "hours",
    [
        [(time(8), time(12)), (time(12), time(17))],
        [(time(8), time(13)), (time(12), time(17))],
        [(time(8), time(17)), (time(9), time(10))],
        [(time(8), time(17)), (time(8), time(17))],
    ],
)
def test_hours_that_touch_or_overlap_become_one(hours: list[tuple[time, time]]) -> None:
    assert hours_on(WINTER, tuesday(*hours), PACIFIC) == (
        Span(utc(WINTER, "16:00"), utc(date(2027, 1, 13), "01:00")),
    )


@pytest.mark.parametrize(
    ("day", "minutes"), [(SPRING, 180), (AUTUMN, 300), (date(2027, 3, 21), 240)]
)
def test_hours_across_a_clock_change_are_real_minutes(day: date, minutes: int) -> None:
    (span,) = hours_on(day, (WeeklyHours(6, time(1), time(5)),), PACIFIC)
    assert span.minutes == minutes


@pytest.mark.parametrize("opens", [time(2), time(2, 30)])
def test_hours_inside_the_skipped_hour_do_not_happen(opens: time) -> None:
    assert hours_on(SPRING, (WeeklyHours(6, opens, time(3)),), PACIFIC) == ()
    assert hours_on(date(2027, 3, 21), (WeeklyHours(6, opens, time(3)),), PACIFIC) != ()


@pytest.mark.parametrize("weekday", [-1, 7])
def test_weekdays(weekday: int) -> None:
    with pytest.raises(ValueError, match="weekday"):
        WeeklyHours(weekday, time(8), time(17))


@pytest.mark.parametrize("closes", [time(8), time(7, 59), time(0)])
def test_a_site_closes_after_it_opens(closes: time) -> None:
    with pytest.raises(Refused) as refused:
        WeeklyHours(0, time(8), closes)
    assert refused.value.reasons[0].code == "scheduling.closes_before_opening"
