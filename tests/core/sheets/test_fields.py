"""How dates and times read on paper."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from clinicdesk.sheets.fields import days, deadline, listed, local_clock, moment

PACIFIC = ZoneInfo("America/Los_Angeles")


def pacific(year: int, month: int, day: int, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=PACIFIC, fold=fold)


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (pacific(2027, 1, 12, 9, 5), "9:05 AM"),
        (pacific(2027, 1, 12, 12), "12 noon"),
        (pacific(2027, 1, 12, 12, 1), "12:01 PM"),
        (pacific(2027, 1, 12, 0, 30), "12:30 AM"),
        (pacific(2026, 11, 1, 0, 59), "12:59 AM"),
        (pacific(2026, 11, 1, 1, 30), "1:30 AM (daylight saving time)"),
        (pacific(2026, 11, 1, 1, 30, fold=1), "1:30 AM (standard time)"),
        (pacific(2026, 11, 1, 2, 0), "2:00 AM"),
    ],
)
def test_a_clock_time_names_one_moment(instant: datetime, words: str) -> None:
    assert local_clock(instant.astimezone(UTC), PACIFIC) == words


def test_a_moment_is_in_the_sites_zone() -> None:
    # the worked vector: 72 elapsed hours before Tuesday 10:00 AM, across the end of daylight saving
    assert (
        moment(datetime(2026, 10, 31, 18, 0, tzinfo=UTC), PACIFIC)
        == "Saturday, October 31, 2026, at 11:00 AM"
    )


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (pacific(2027, 1, 12, 0), "Monday, January 11, 2027, at 11:59 PM"),
        (pacific(2027, 1, 12, 0, 1), "Tuesday, January 12, 2027, at 12:01 AM"),
        (pacific(2027, 1, 11, 23, 59), "Monday, January 11, 2027, at 11:59 PM"),
    ],
)
def test_a_deadline_never_says_midnight(instant: datetime, words: str) -> None:
    assert deadline(instant, PACIFIC) == words


def january(*numbers: int) -> tuple[date, ...]:
    return tuple(date(2027, 1, number) for number in numbers)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (january(12), "Tuesday, January 12, 2027"),
        (january(11, 12), "Monday, January 11; or Tuesday, January 12, 2027"),
        (
            january(10, 11, 12),
            "Sunday, January 10; Monday, January 11; or Tuesday, January 12, 2027",
        ),
        (
            january(9, 10, 11, 12),
            "any day from Saturday, January 9, through Tuesday, January 12, 2027",
        ),
        (
            january(7, 9, 11, 12),
            (
                "Thursday, January 7; Saturday, January 9; Monday, January 11; "
                "or Tuesday, January 12, 2027"
            ),
        ),
    ],
)
def test_days_without_a_dose(values: tuple[date, ...], words: str) -> None:
    assert days(values, PACIFIC) == words


def test_days_across_the_year_name_both_years() -> None:
    assert days((date(2026, 12, 31), date(2027, 1, 1)), PACIFIC) == (
        "Thursday, December 31, 2026; or Friday, January 1, 2027"
    )


def test_listed() -> None:
    assert listed(("L3–L4 (left)", "L4–L5 (both sides)"), PACIFIC) == (
        "L3–L4 (left), L4–L5 (both sides)"
    )
