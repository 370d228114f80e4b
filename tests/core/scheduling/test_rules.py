"""Spans, the parts of a booking and lengths."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import Reason, Refused
from clinicdesk.scheduling.rules import (
    WITHIN_HOURS,
    BookingState,
    Cause,
    Part,
    Phase,
    Requirement,
    ResourceKind,
    Sedation,
    Span,
    hours_objections,
    length_objection,
    occupied,
)

DAY = datetime(2027, 1, 12, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SPANS = st.builds(
    lambda begins, lasts: Span(DAY + begins * MICROSECOND, DAY + (begins + lasts) * MICROSECOND),
    st.integers(0, 8 * 3_600_000_000),
    st.integers(1, 4 * 3_600_000_000),
)


def at(clock: str) -> datetime:
    """`9:45` on the day of these tests, UTC."""
    hours, minutes = map(int, clock.split(":"))
    return DAY + timedelta(hours=hours, minutes=minutes)


def span(start: str, end: str) -> Span:
    return Span(at(start), at(end))


def test_stored_values() -> None:
    assert [*Sedation] == ["none", "minimal", "moderate", "deep", "general"]
    assert [*BookingState] == ["booked", "moved", "cancelled", "done", "undone"]
    assert " ".join(Cause) == (
        "patient_asked patient_ill no_driver blood_thinner not_fasting no_show authorization"
        " physician_away room_or_equipment weather booked_in_error other"
    )
    assert [*ResourceKind] == ["room", "staff", "device", "bay", "patient"]
    assert [*Part] == ["room", "physician", "nurse", "recovery_bay", "patient"]
    assert [*Phase] == ["during", "after"]
    assert {*Part} - WITHIN_HOURS == {"recovery_bay", "patient"}


def test_a_span_is_kept_in_utc() -> None:
    pacific = timezone(timedelta(hours=-8))
    local = Span(datetime(2027, 1, 12, 1, tzinfo=pacific), datetime(2027, 1, 12, 2, tzinfo=pacific))
    assert local == span("9:00", "10:00")
    assert (local.start.tzinfo, local.end.tzinfo) == (UTC, UTC)


@pytest.mark.parametrize("microseconds", [0, -1, -3_600_000_000])
def test_a_span_ends_after_it_starts(microseconds: int) -> None:
    with pytest.raises(Refused) as refused:
        Span(at("9:00"), at("9:00") + microseconds * MICROSECOND)
    assert refused.value.reasons[0].code == "scheduling.ends_before_start"


def test_one_microsecond_is_a_span() -> None:
    assert Span(at("9:00"), at("9:00") + MICROSECOND).minutes == 0


@pytest.mark.parametrize("naive", ["start", "end"])
def test_a_span_needs_its_zone(naive: str) -> None:
    ends = {"start": at("9:00"), "end": at("10:00")}
    with pytest.raises(ValueError, match="time zone"):
        Span(**{**ends, naive: ends[naive].replace(tzinfo=None)})


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        ("8:00", "9:00", False),
        ("8:00", "9:01", True),
        ("9:00", "10:00", True),
        ("9:15", "9:30", True),
        ("8:00", "11:00", True),
        ("9:59", "11:00", True),
        ("10:00", "11:00", False),
    ],
)
def test_overlap_is_half_open(start: str, end: str, overlaps: bool) -> None:
    assert span("9:00", "10:00").overlaps(span(start, end)) is overlaps
    assert span(start, end).overlaps(span("9:00", "10:00")) is overlaps


@given(SPANS, SPANS)
def test_overlap_means_a_shared_instant(one: Span, other: Span) -> None:
    shared = max(one.start, other.start) < min(one.end, other.end)
    assert one.overlaps(other) is other.overlaps(one) is shared
    if one.covers(other):
        assert one.overlaps(other)
    assert one.covers(other) is (other.start >= one.start and other.end <= one.end)


@given(SPANS)
def test_a_span_and_itself(one: Span) -> None:
    assert one.overlaps(one)
    assert one.covers(one)
    assert not one.overlaps(Span(one.end, one.end + timedelta(minutes=1)))
    assert (
        timedelta(minutes=one.minutes) <= one.end - one.start < timedelta(minutes=one.minutes + 1)
    )


@pytest.mark.parametrize(
    ("requirement", "start", "end"),
    [
        (Requirement(Part.PHYSICIAN), "9:00", "10:00"),
        (Requirement(Part.ROOM, Phase.DURING, 0, 15), "9:00", "10:15"),
        (Requirement(Part.NURSE, Phase.DURING, 10, 5), "8:50", "10:05"),
        (Requirement(Part.PATIENT, Phase.DURING, 60, 60), "8:00", "11:00"),
        (Requirement(Part.RECOVERY_BAY, Phase.AFTER, 0, 60), "10:00", "11:00"),
        (Requirement(Part.RECOVERY_BAY, Phase.AFTER, 5, 60), "9:55", "11:00"),
        (Requirement(Part.RECOVERY_BAY, Phase.AFTER, 5, 0), "9:55", "10:00"),
        (Requirement(Part.RECOVERY_BAY, Phase.AFTER, 0, 1), "10:00", "10:01"),
    ],
)
def test_occupied(requirement: Requirement, start: str, end: str) -> None:
    assert occupied(requirement, span("9:00", "10:00")) == span(start, end)


@pytest.mark.parametrize(
    ("phase", "before", "after"),
    [(Phase.AFTER, 0, 0), (Phase.DURING, -1, 5), (Phase.DURING, 5, -1), (Phase.AFTER, -1, 61)],
)
def test_a_requirement_takes_time(phase: Phase, before: int, after: int) -> None:
    with pytest.raises(ValueError, match="takes no time"):
        Requirement(Part.RECOVERY_BAY, phase, before, after)


def test_back_to_back_with_turnover_fits_exactly() -> None:
    room = Requirement(Part.ROOM, Phase.DURING, 0, 15)
    first = occupied(room, span("8:00", "9:00"))
    assert not occupied(room, span("9:15", "10:15")).overlaps(first)
    assert occupied(room, span("9:14", "10:14")).overlaps(first)


NEEDS = (
    Requirement(Part.ROOM, Phase.DURING, 5, 15),
    Requirement(Part.PHYSICIAN),
    Requirement(Part.RECOVERY_BAY, Phase.AFTER, 0, 60),
    Requirement(Part.PATIENT, Phase.DURING, 60, 60),
)
HOURS = (span("8:00", "12:00"), span("13:00", "17:00"))


@pytest.mark.parametrize(
    ("start", "end", "closes", "codes"),
    [
        ("8:05", "9:05", "18:00", []),
        ("8:04", "9:04", "18:00", ["outside_hours"]),
        ("10:45", "11:45", "18:00", []),
        ("10:46", "11:46", "18:00", ["outside_hours"]),
        ("11:45", "13:15", "18:00", ["outside_hours"]),
        ("15:45", "16:45", "17:45", []),
        ("15:45", "16:45", "17:44", ["recovery_after_closing"]),
        ("15:46", "16:46", "17:45", ["outside_hours", "recovery_after_closing"]),
        ("19:00", "20:00", "18:00", ["outside_hours", "recovery_after_closing"]),
    ],
)
def test_opening_hours(start: str, end: str, closes: str, codes: list[str]) -> None:
    reasons = hours_objections(NEEDS, span(start, end), HOURS, at(closes))
    assert [reason.code.removeprefix("scheduling.") for reason in reasons] == codes


def test_opening_hours_say_what_would_be_needed() -> None:
    outside, late = hours_objections(NEEDS, span("16:30", "17:30"), HOURS, at("18:00"))
    assert outside.facts == {"start": at("16:25"), "end": at("17:45")}
    assert late.facts == {"end": at("18:30"), "closes": at("18:00")}


def test_without_any_part_the_procedure_itself_needs_the_hours() -> None:
    assert hours_objections([], span("9:00", "10:00"), HOURS, at("18:00")) == []
    assert len(hours_objections([], span("7:59", "9:00"), HOURS, at("18:00"))) == 1
    assert len(hours_objections([], span("9:00", "10:00"), (), at("18:00"))) == 1


@pytest.mark.parametrize(
    ("minutes", "unusual"),
    [(30, True), (44, True), (45, False), (50, False), (60, False), (61, True), (240, True)],
)
def test_unusual_lengths_name_the_clinics_range(minutes: int, unusual: bool) -> None:
    facts = {"minutes": minutes, "shortest": 45, "longest": 60}
    expected = Reason("scheduling.unusual_length", facts) if unusual else None
    assert length_objection(minutes) == expected


@pytest.mark.parametrize("minutes", [29, 241, 0, -60])
def test_impossible_lengths_are_refused(minutes: int) -> None:
    with pytest.raises(Refused) as refused:
        length_objection(minutes)
    (reason,) = refused.value.reasons
    assert reason.code == "scheduling.length_not_possible"
    assert reason.facts == {"minutes": minutes, "least": 30, "most": 240}


def test_usual_lengths_and_limits_are_the_clinics() -> None:
    assert length_objection(90, usual=(90,), limits=(90, 90)) is None
    assert length_objection(60, usual=(90, 75, 120), limits=(15, 300)) == Reason(
        "scheduling.unusual_length", {"minutes": 60, "shortest": 75, "longest": 120}
    )
