"""The times on a sheet follow from the procedure's own."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from clinicdesk.policy import DrugClass
from clinicdesk.record.rules import ThinnerAnswer
from clinicdesk.sheets.facts import aftercare_limits, fasting_profile
from clinicdesk.sheets.rules import (
    CountsFrom,
    FollowUp,
    ThinnerState,
    aftercare_dates,
    fasting_times,
    follow_ups,
    off_weekend,
    stale,
    thinner_state,
)

PACIFIC = ZoneInfo("America/Los_Angeles")


def pacific(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=PACIFIC)


def wall(instant: datetime) -> str:
    return instant.astimezone(PACIFIC).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "solids", "light_meal", "clear_liquids"),
    [
        (pacific(2027, 1, 12, 9, 45), "01-12 01:45", "01-12 03:45", "01-12 07:45"),
        (pacific(2027, 1, 12, 7, 0), "01-11 23:00", "01-12 01:00", "01-12 05:00"),
        (pacific(2027, 1, 12, 8, 0), "01-12 00:00", "01-12 02:00", "01-12 06:00"),
        # 2:00 AM to 3:00 AM is skipped: eight elapsed hours before 9:00 AM is midnight
        (pacific(2027, 3, 14, 9, 0), "03-14 00:00", "03-14 03:00", "03-14 07:00"),
        # 1:00 AM to 2:00 AM happens twice
        (pacific(2026, 11, 1, 9, 0), "11-01 01:00", "11-01 03:00", "11-01 07:00"),
        (pacific(2026, 11, 1, 8, 0), "11-01 01:00", "11-01 02:00", "11-01 06:00"),
    ],
)
def test_fasting_counts_elapsed_hours(
    start: datetime, solids: str, light_meal: str, clear_liquids: str
) -> None:
    times = fasting_times(start, start, fasting_profile())
    assert wall(times.solids_until) == solids
    assert wall(times.light_meal_until) == light_meal
    assert wall(times.clear_liquids_until) == clear_liquids


@pytest.mark.parametrize(
    ("counts_from", "clear_liquids"),
    [(CountsFrom.PROCEDURE, "01-12 07:45"), (CountsFrom.ARRIVAL, "01-12 06:45")],
)
def test_fasting_counts_from_the_instant_the_clinic_chose(
    counts_from: CountsFrom, clear_liquids: str
) -> None:
    profile = msgspec.structs.replace(fasting_profile(), counts_from=counts_from)
    times = fasting_times(pacific(2027, 1, 12, 8, 45), pacific(2027, 1, 12, 9, 45), profile)
    assert wall(times.clear_liquids_until) == clear_liquids


def test_limits_are_dates_of_the_sites_calendar() -> None:
    # 11:30 PM in the clinic is already the next day in UTC
    end = pacific(2027, 1, 12, 23, 30)
    dates = aftercare_dates(end.astimezone(UTC), PACIFIC, aftercare_limits())
    assert wall(dates.no_driving_until) == "01-13 23:30"
    assert dates.shower_from == date(2027, 1, 13)
    assert dates.soreness_until == date(2027, 1, 19)
    assert dates.lifting_from == dates.exercise_from == dates.soaking_from == date(2027, 1, 26)


def test_no_driving_is_24_real_hours_when_the_clocks_change() -> None:
    dates = aftercare_dates(pacific(2027, 3, 13, 10, 0), PACIFIC, aftercare_limits())
    assert wall(dates.no_driving_until) == "03-14 11:00"


@pytest.mark.parametrize(
    ("done", "two_weeks", "three_months"),
    [
        (date(2027, 1, 12), date(2027, 1, 26), date(2027, 4, 12)),
        (date(2027, 1, 16), date(2027, 2, 1), date(2027, 4, 16)),  # two weeks: a Saturday
        (date(2026, 11, 30), date(2026, 12, 14), date(2027, 3, 1)),  # February 28 is a Sunday
    ],
)
def test_follow_ups_avoid_weekends(done: date, two_weeks: date, three_months: date) -> None:
    assert follow_ups(done, aftercare_limits()) == (
        FollowUp("2 weeks", two_weeks),
        FollowUp("3 months", three_months),
    )


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2027, 1, 8), date(2027, 1, 8)),
        (date(2027, 1, 9), date(2027, 1, 11)),
        (date(2027, 1, 10), date(2027, 1, 11)),
        (date(2027, 1, 11), date(2027, 1, 11)),
    ],
)
def test_off_weekend(day: date, moved: date) -> None:
    assert off_weekend(day) == moved


@pytest.mark.parametrize(
    ("printed", "current", "names"),
    [
        ({}, {}, ()),
        ({"arrival": "8:45"}, {"arrival": "8:45"}, ()),
        ({"arrival": "8:45", "driver": "Ana"}, {"arrival": "9:45", "driver": "Ana"}, ("arrival",)),
        ({"dose aspirin": "x"}, {}, ("dose aspirin",)),
        ({}, {"dose aspirin": "x"}, ("dose aspirin",)),
    ],
)
def test_stale_names_what_differs(
    printed: dict[str, str], current: dict[str, str], names: tuple[str, ...]
) -> None:
    assert stale(printed, current) == names


YES, NO, NOT_ASKED = ThinnerAnswer.YES, ThinnerAnswer.NO, ThinnerAnswer.NOT_ASKED
PAIN, THINNER = DrugClass.NSAID, DrugClass.XA_INHIBITOR


@pytest.mark.parametrize(
    ("answer", "listed", "state"),
    [
        (YES, [THINNER], ThinnerState.LISTED),
        (YES, [PAIN, THINNER], ThinnerState.LISTED),
        (YES, [DrugClass.OTHER], ThinnerState.LISTED),
        (YES, [PAIN], ThinnerState.UNNAMED),
        (YES, [], ThinnerState.UNNAMED),
        (NO, [], ThinnerState.NONE),
        (NO, [PAIN], ThinnerState.LISTED),
        (NOT_ASKED, [THINNER], ThinnerState.LISTED),
        (NOT_ASKED, [PAIN], ThinnerState.NOT_KNOWN),
        (NOT_ASKED, [], ThinnerState.NOT_KNOWN),
    ],
)
def test_what_is_known_of_thinners(
    answer: ThinnerAnswer, listed: list[DrugClass], state: ThinnerState
) -> None:
    assert thinner_state(answer, listed) is state
