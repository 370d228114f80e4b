"""Interval arithmetic: the worked vectors, both clock changes, exact boundaries, round trips."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicdesk.errors import Refused
from clinicdesk.holds.rules import AllowedLastDose, Interval, allowed_last_dose, earliest_ok
from clinicdesk.policy import HoldUnit

LA = ZoneInfo("America/Los_Angeles")
HAVANA = ZoneInfo("America/Havana")  # its clocks change at midnight
HOURS, DAYS, DOSES = HoldUnit.HOURS_ELAPSED, HoldUnit.FULL_DAYS_OFF, HoldUnit.DOSES_SKIPPED
BID = (time(8), time(20))
QD = (time(18),)


def at(text: str, zone: ZoneInfo = LA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def local(instant: datetime | None, zone: ZoneInfo = LA) -> str:
    assert instant is not None
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"


def elapsed(start: datetime, dose: datetime | None) -> float:
    assert dose is not None
    return (start.astimezone(UTC) - dose) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "doses", "interval", "last_dose", "hours"),
    [
        ("2026-09-15 10:00", BID, Interval(72, HOURS), "2026-09-12 08:00", 74),
        ("2026-09-15 10:00", BID, Interval(3, DAYS), "2026-09-11 20:00", 86),
        ("2026-09-15 10:00", BID, Interval(2, DAYS), "2026-09-12 20:00", 62),
        ("2026-09-15 07:00", BID, Interval(72, HOURS), "2026-09-11 20:00", 83),
        ("2026-09-15 07:00", BID, Interval(3, DAYS), "2026-09-11 20:00", 83),
        ("2026-09-15 07:00", BID, Interval(2, DAYS), "2026-09-12 20:00", 59),
        ("2026-09-15 14:00", QD, Interval(72, HOURS), "2026-09-11 18:00", 92),
        ("2026-09-15 14:00", QD, Interval(3, DAYS), "2026-09-11 18:00", 92),
        ("2026-09-15 14:00", QD, Interval(2, DAYS), "2026-09-12 18:00", 68),
        # ACC/AHA: one day off a drug taken at 20:00 and 08:00, start at 08:00, is 36 hours.
        ("2026-09-15 08:00", BID, Interval(1, DAYS), "2026-09-13 20:00", 36),
        ("2026-09-15 08:00", BID, Interval(0, DAYS), "2026-09-14 20:00", 12),
        # SIR counts doses; one due at the very start is not skipped before it.
        ("2026-09-15 08:00", BID, Interval(2, DOSES), "2026-09-13 20:00", 36),
        ("2026-09-15 08:01", BID, Interval(2, DOSES), "2026-09-14 08:00", 24 + 1 / 60),
        ("2026-09-15 10:00", BID, Interval(4, DOSES), "2026-09-13 08:00", 50),
        ("2026-09-15 10:00", BID, Interval(0, DOSES), "2026-09-15 08:00", 2),
        # The dose at the very cut-off is allowed.
        ("2026-09-15 08:00", BID, Interval(72, HOURS), "2026-09-12 08:00", 72),
    ],
)
def test_last_dose(
    start: str, doses: tuple[time, ...], interval: Interval, last_dose: str, hours: float
) -> None:
    allowed = allowed_last_dose(at(start), interval, LA, doses)

    assert local(allowed.last_dose) == last_dose
    assert allowed.shown == allowed.last_dose
    assert elapsed(at(start), allowed.last_dose) == pytest.approx(hours)


def test_moving_earlier_on_the_same_day_breaks_the_hold() -> None:
    took = at("2026-09-12 08:00")

    assert allowed_last_dose(at("2026-09-15 10:00"), Interval(72, HOURS), LA, BID).allows(took)
    assert not allowed_last_dose(at("2026-09-15 07:00"), Interval(72, HOURS), LA, BID).allows(took)
    assert local(earliest_ok(took, Interval(72, HOURS), LA)) == "2026-09-15 08:00"


@pytest.mark.parametrize(
    ("start", "interval", "cut_off"),
    [
        # Autumn: 72 real hours before 10:00 PST is 11:00 PDT, not 10:00.
        ("2026-11-03 10:00", Interval(72, HOURS), "2026-10-31 11:00"),
        ("2027-03-15 10:00", Interval(72, HOURS), "2027-03-12 09:00"),
        ("2026-09-15 10:00", Interval(72, HOURS), "2026-09-12 10:00"),
        # Whole days end at midnight on both sides of a clock change.
        ("2026-11-03 10:00", Interval(3, DAYS), "2026-10-31 00:00"),
        ("2026-11-02 10:00", Interval(1, DAYS), "2026-11-01 00:00"),
        ("2027-03-15 10:00", Interval(1, DAYS), "2027-03-14 00:00"),
        ("2026-11-03 00:00", Interval(1, DAYS), "2026-11-02 00:00"),
        ("2026-11-03 23:59", Interval(1, DAYS), "2026-11-02 00:00"),
    ],
)
def test_cut_off_without_dose_times(start: str, interval: Interval, cut_off: str) -> None:
    allowed = allowed_last_dose(at(start), interval, LA)

    assert local(allowed.cut_off) == cut_off
    assert allowed.last_dose is None


@pytest.mark.parametrize(
    ("last_dose", "interval", "earliest"),
    [
        ("2026-10-31 11:00", Interval(72, HOURS), "2026-11-03 10:00"),
        ("2027-03-12 09:00", Interval(72, HOURS), "2027-03-15 10:00"),
        ("2026-10-30 23:59", Interval(3, DAYS), "2026-11-03 00:00"),
        ("2026-10-31 00:00", Interval(3, DAYS), "2026-11-04 00:00"),
        ("2027-03-13 20:00", Interval(1, DAYS), "2027-03-15 00:00"),
    ],
)
def test_earliest_start(last_dose: str, interval: Interval, earliest: str) -> None:
    assert local(earliest_ok(at(last_dose), interval, LA)) == earliest


def test_a_zone_whose_day_begins_at_one() -> None:
    """In Havana 2026-03-08 begins at 01:00; the day before ends there."""
    allowed = allowed_last_dose(at("2026-03-09 10:00", HAVANA), Interval(1, DAYS), HAVANA)

    assert local(allowed.cut_off, HAVANA) == "2026-03-08 01:00"
    assert not allowed.allows(at("2026-03-08 01:00", HAVANA))
    assert allowed.allows(at("2026-03-07 23:59", HAVANA))


@pytest.mark.parametrize(
    ("moment", "last_dose"),
    [
        # 02:30 does not exist on this day and is read as 03:30.
        ("2027-03-14 04:00", "2027-03-14 03:30"),
        ("2027-03-14 03:15", "2027-03-13 02:30"),
        # After the autumn change 02:30 happens once.
        ("2026-11-01 04:00", "2026-11-01 02:30"),
    ],
)
def test_dose_times_on_the_days_of_a_clock_change(moment: str, last_dose: str) -> None:
    allowed = allowed_last_dose(at(moment), Interval(0, HOURS), LA, (time(2, 30),))

    assert local(allowed.last_dose) == last_dose


def test_the_first_of_two_equal_times_is_the_dose() -> None:
    allowed = allowed_last_dose(at("2026-11-01 04:00"), Interval(0, HOURS), LA, (time(1, 30),))

    assert allowed.last_dose == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("interval", "too_late_by"),
    [
        (Interval(72, HOURS), timedelta.resolution),
        (Interval(3, DAYS), timedelta(0)),
    ],
)
def test_the_limit_is_exact(interval: Interval, too_late_by: timedelta) -> None:
    start = at("2026-09-15 10:00")
    allowed = allowed_last_dose(start, interval, LA)
    late = allowed.cut_off + too_late_by
    early = late - timedelta.resolution

    assert allowed.allows(early)
    assert not allowed.allows(late)
    assert earliest_ok(early, interval, LA) <= start < earliest_ok(late, interval, LA)


def test_what_is_printed_without_dose_times() -> None:
    start = at("2026-09-15 10:00")

    assert local(allowed_last_dose(start, Interval(72, HOURS), LA).shown) == "2026-09-12 10:00"
    assert local(allowed_last_dose(start, Interval(3, DAYS), LA).shown) == "2026-09-11 23:59"


def test_doses_are_not_guessed() -> None:
    with pytest.raises(Refused) as back:
        allowed_last_dose(at("2026-09-15 10:00"), Interval(2, DOSES), LA)
    with pytest.raises(Refused) as forth:
        earliest_ok(at("2026-09-15 10:00"), Interval(2, DOSES), LA)

    assert str(back.value) == str(forth.value) == "holds.dose_times_missing"


@pytest.mark.parametrize(
    ("took", "earliest"),
    [
        ("2026-09-12 08:00", "2026-09-13 08:01"),
        ("2026-09-12 07:50", "2026-09-13 08:01"),  # a little early is still that dose
        ("2026-09-12 08:10", "2026-09-13 20:01"),  # late counts as the next one
    ],
)
def test_a_dose_off_its_time_counts_as_the_later_one(took: str, earliest: str) -> None:
    assert local(earliest_ok(at(took), Interval(2, DOSES), LA, BID)) == earliest


@pytest.mark.parametrize("unit", HoldUnit)
def test_a_time_without_zone_is_refused(unit: HoldUnit) -> None:
    naive = datetime.fromisoformat("2026-09-15 10:00")

    with pytest.raises(ValueError, match="time zone"):
        allowed_last_dose(naive, Interval(1, unit), LA, BID)
    with pytest.raises(ValueError, match="time zone"):
        earliest_ok(naive, Interval(1, unit), LA, BID)


def test_the_limit_itself() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)

    assert AllowedLastDose(noon, None).allows(noon)
    assert not AllowedLastDose(noon, None, whole_day=True).allows(noon)


instants = st.datetimes(
    datetime.fromisoformat("2025-01-01"),
    datetime.fromisoformat("2029-01-01"),
    timezones=st.just(UTC),
).map(lambda value: value.replace(second=0, microsecond=0))
zones = st.sampled_from([LA, HAVANA, ZoneInfo("Asia/Kolkata"), ZoneInfo("Pacific/Apia")])
regimens = st.lists(st.times().map(lambda t: t.replace(second=0, microsecond=0)), min_size=1)
intervals = st.builds(Interval, st.integers(0, 240), st.just(HOURS)) | st.builds(
    Interval, st.integers(0, 14), st.sampled_from([DAYS, DOSES])
)


@settings(deadline=None)
@given(start=instants, hours=st.integers(0, 500), zone=zones)
def test_elapsed_hours_go_there_and_back(start: datetime, hours: int, zone: ZoneInfo) -> None:
    interval = Interval(hours, HOURS)
    cut_off = allowed_last_dose(start, interval, zone).cut_off

    assert earliest_ok(cut_off, interval, zone) == start


@settings(deadline=None)
@given(
    start=instants, before=st.integers(0, 30 * 1440), interval=intervals, zone=zones, times=regimens
)
def test_allowed_exactly_when_the_earliest_start_is_not_later(
    start: datetime, before: int, interval: Interval, zone: ZoneInfo, times: list[time]
) -> None:
    dose = start - timedelta(minutes=before)
    allowed = allowed_last_dose(start, interval, zone, times)

    assert allowed.allows(dose) == (earliest_ok(dose, interval, zone, times) <= start)


@settings(deadline=None)
@given(start=instants, interval=intervals, zone=zones, times=regimens)
def test_the_proposed_dose_is_allowed(
    start: datetime, interval: Interval, zone: ZoneInfo, times: list[time]
) -> None:
    allowed = allowed_last_dose(start, interval, zone, times)

    assert allowed.last_dose is not None
    assert allowed.allows(allowed.last_dose)


@settings(deadline=None)
@given(start=instants, later=st.integers(0, 20000), interval=intervals, zone=zones, times=regimens)
def test_a_later_start_never_allows_less(
    start: datetime, later: int, interval: Interval, zone: ZoneInfo, times: list[time]
) -> None:
    moved = start + timedelta(minutes=later)

    assert (
        allowed_last_dose(start, interval, zone, times).cut_off
        <= allowed_last_dose(moved, interval, zone, times).cut_off
    )


@settings(deadline=None)
@given(dose=instants, value=st.integers(0, 13), unit=st.sampled_from(HoldUnit), times=regimens)
def test_a_longer_hold_never_starts_earlier(
    dose: datetime, value: int, unit: HoldUnit, times: list[time]
) -> None:
    assert earliest_ok(dose, Interval(value, unit), LA, times) <= earliest_ok(
        dose, Interval(value + 1, unit), LA, times
    )
