"""The search for openings: by hand on a small day, and against a naive oracle on random ones."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicdesk.scheduling.openings import OpenDay, Opening, Wanted, openings
from clinicdesk.scheduling.rules import (
    Part,
    Phase,
    Requirement,
    Span,
    hours_objections,
    occupied,
)

DAY = datetime(2027, 1, 12, tzinfo=UTC)
ROOM_1, ROOM_2, DR_REED, DR_SHAH, NURSE, BAY_1, BAY_2, PATIENT = range(1, 9)

MILD = (
    Requirement(Part.ROOM, Phase.DURING, 0, 15),
    Requirement(Part.PHYSICIAN),
    Requirement(Part.NURSE),
    Requirement(Part.RECOVERY_BAY, Phase.AFTER, 0, 60),
    Requirement(Part.PATIENT, Phase.DURING, 60, 60),
)
POOLS = {
    Part.ROOM: (ROOM_1,),
    Part.PHYSICIAN: (DR_REED,),
    Part.NURSE: (NURSE,),
    Part.RECOVERY_BAY: (BAY_1,),
    Part.PATIENT: (PATIENT,),
}


def at(clock: str, day: int = 0) -> datetime:
    hours, minutes = map(int, clock.split(":"))
    return DAY + timedelta(days=day, hours=hours, minutes=minutes)


def span(start: str, end: str, day: int = 0) -> Span:
    return Span(at(start, day), at(end, day))


def mild(**changed: object) -> Wanted:
    """A 60-minute MILD on a 15-minute grid with one resource for each part."""
    usual = {
        "minutes": 60,
        "requirements": MILD,
        "pools": POOLS,
        "not_before": DAY,
        "step": 15,
    }
    return Wanted(**{**usual, **changed})


def starts(days: list[OpenDay], wanted: Wanted, n: int = 3) -> list[str]:
    found = openings(days, wanted, n)
    return [f"{opening.start - DAY}".removesuffix(":00") for opening in found]


MORNING = OpenDay((span("8:00", "12:00"),), at("17:00"))


def busy(**resources: list[Span]) -> OpenDay:
    """The morning with these resources taken."""
    named = {"room": ROOM_1, "reed": DR_REED, "nurse": NURSE, "bay": BAY_1, "patient": PATIENT}
    taken = {named[name]: spans for name, spans in resources.items()}
    return OpenDay(MORNING.hours, MORNING.closes, taken)


def test_an_empty_day_offers_every_step_until_the_room_is_clean_at_noon() -> None:
    found = starts([MORNING], mild(), 99)
    assert (found[0], found[1], found[-1], len(found)) == ("8:00", "8:15", "10:45", 12)


@pytest.mark.parametrize(
    ("apart", "found"),
    [
        (0, ["8:00", "8:15", "8:30"]),
        (1, ["8:00", "8:15", "8:30"]),
        (15, ["8:00", "8:15", "8:30"]),
        (16, ["8:00", "8:30", "9:00"]),
        (60, ["8:00", "9:00", "10:00"]),
    ],
)
def test_openings_that_are_a_choice(apart: int, found: list[str]) -> None:
    assert starts([MORNING], mild(apart=apart)) == found


def test_no_more_than_asked_for() -> None:
    assert starts([MORNING], mild(), 2) == ["8:00", "8:15"]
    assert starts([MORNING], mild(), 0) == []


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (busy(room=[span("8:00", "9:00")]), "9:00"),
        (busy(room=[span("9:15", "10:00")]), "8:00"),
        (busy(room=[span("9:14", "10:00")]), "10:00"),
        (busy(reed=[span("9:00", "9:30")]), "8:00"),
        (busy(reed=[span("8:59", "9:30")]), "9:30"),
        (busy(nurse=[span("8:00", "8:01")]), "8:15"),
        (busy(bay=[span("9:00", "9:05")]), "8:15"),
        (busy(bay=[span("8:00", "9:00"), span("10:00", "12:00")]), "8:00"),
        # From 11:00 the bay would be free, but the room not clean by noon.
        (busy(bay=[span("8:00", "9:00"), span("9:59", "12:00")]), None),
        (busy(patient=[span("6:00", "7:15")]), "8:15"),
        (busy(patient=[span("10:00", "10:30")]), "8:00"),
        (busy(patient=[span("9:59", "10:30")]), None),
        (busy(room=[span("0:00", "23:00")]), None),
    ],
)
def test_every_part_must_be_free_for_its_own_time(day: OpenDay, first: str | None) -> None:
    assert starts([day], mild(), 1) == ([] if first is None else [first])


def test_back_to_back_with_turnover_fits_exactly() -> None:
    booked_until_clean = span("8:00", "9:15")
    gap_fits = busy(room=[booked_until_clean, span("10:30", "12:00")])
    assert starts([gap_fits], mild()) == ["9:15"]
    one_minute_less = busy(room=[booked_until_clean, span("10:29", "12:00")])
    assert starts([one_minute_less], mild()) == []


@pytest.mark.parametrize(("closes", "last"), [("12:00", "10:00"), ("11:59", "9:45")])
def test_recovery_ends_when_the_site_closes(closes: str, last: str) -> None:
    day = OpenDay(MORNING.hours, at(closes))
    assert starts([day], mild(), 99)[-1] == last


def test_recovery_may_run_through_a_lunch_that_the_room_may_not() -> None:
    day = OpenDay((span("8:00", "9:15"), span("13:00", "14:15")), at("15:00"))
    assert starts([day], mild()) == ["8:00", "13:00"]


@pytest.mark.parametrize(
    ("not_before", "first"), [("7:00", "8:00"), ("8:00", "8:00"), ("8:01", "8:15"), ("11:00", None)]
)
def test_the_past_is_skipped(not_before: str, first: str | None) -> None:
    found = starts([MORNING], mild(not_before=at(not_before)), 1)
    assert found == ([] if first is None else [first])


def test_one_microsecond_too_late_is_too_late() -> None:
    late = mild(not_before=at("8:15") + timedelta(microseconds=1))
    assert starts([MORNING], late, 1) == ["8:30"]


def test_later_days_are_not_asked_for() -> None:
    def days() -> Iterator[OpenDay]:
        yield MORNING
        raise AssertionError("the first day had enough")

    assert len(openings(days(), mild(), 3)) == 3


def test_days_follow_one_another() -> None:
    full = busy(room=[span("0:00", "23:00")])
    tomorrow = OpenDay((span("8:00", "10:00", day=1),), at("17:00", day=1))
    found = openings([full, tomorrow], mild(), 9)
    assert [opening.start for opening in found] == [
        at("8:00", 1), at("8:15", 1), at("8:30", 1), at("8:45", 1)
    ]  # fmt: skip


def test_too_short_hours_offer_nothing() -> None:
    assert starts([OpenDay((span("8:00", "8:30"),), at("17:00"))], mild()) == []
    assert starts([OpenDay((), at("17:00"))], mild()) == []


TWO_OF_EACH = {
    **POOLS,
    Part.ROOM: (ROOM_1, ROOM_2),
    Part.PHYSICIAN: (DR_REED, DR_SHAH),
    Part.RECOVERY_BAY: (BAY_1, BAY_2),
}


@pytest.mark.parametrize(
    ("preferred", "room", "physician"),
    [
        ([], ROOM_1, DR_REED),
        ([DR_SHAH], ROOM_1, DR_SHAH),
        ([ROOM_2, DR_SHAH], ROOM_2, DR_SHAH),
        ([NURSE], ROOM_1, DR_REED),
    ],
)
def test_the_asked_room_and_physician_are_chosen(
    preferred: list[int], room: int, physician: int
) -> None:
    wanted = mild(pools=TWO_OF_EACH, preferred=frozenset(preferred))
    (opening,) = openings([MORNING], wanted, 1)
    assert opening == Opening(
        at("8:00"),
        {
            Part.ROOM: room,
            Part.PHYSICIAN: physician,
            Part.NURSE: NURSE,
            Part.RECOVERY_BAY: BAY_1,
            Part.PATIENT: PATIENT,
        },
    )


def test_when_the_asked_one_is_taken_another_is_chosen() -> None:
    day = OpenDay(MORNING.hours, MORNING.closes, {DR_SHAH: [span("8:00", "8:15")]})
    wanted = mild(pools=TWO_OF_EACH, preferred=frozenset({DR_SHAH}))
    first, second = openings([day], wanted, 2)
    assert (first.chosen[Part.PHYSICIAN], second.chosen[Part.PHYSICIAN]) == (DR_REED, DR_SHAH)


def test_half_a_room_is_no_room() -> None:
    first_half, second_half = span("8:00", "8:30"), span("8:30", "12:00")
    day = OpenDay(MORNING.hours, MORNING.closes, {ROOM_1: [first_half], ROOM_2: [second_half]})
    assert starts([day], mild(pools=TWO_OF_EACH), 1) == ["8:30"]


@pytest.mark.parametrize("pool", [{}, {Part.ROOM: ()}])
def test_a_part_without_resources_is_not_required(pool: dict[Part, tuple[int, ...]]) -> None:
    pools = {part: ids for part, ids in POOLS.items() if part is not Part.ROOM} | pool
    found = openings([MORNING], mild(pools=pools), 99)
    assert found[-1].start == at("11:00")
    assert Part.ROOM not in found[0].chosen


def test_a_resource_in_two_pools_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="two pools"):
        mild(pools={**POOLS, Part.NURSE: (DR_REED,)})


def test_a_part_required_twice_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="required twice"):
        mild(requirements=(*MILD, Requirement(Part.NURSE, Phase.AFTER, 0, 30)))


# ------------------------------------------------------------------------------ the naive oracle


def naive_openings(days: list[OpenDay], wanted: Wanted, n: int) -> list[Opening]:
    """Try every start of every opening, one resource after the other."""
    step, length = timedelta(minutes=wanted.step), timedelta(minutes=wanted.minutes)
    found = []
    for day in days:
        for hours in day.hours:
            start = hours.start
            while start + length <= hours.end:
                chosen = naive_choice(day, hours, wanted, Span(start, start + length))
                if start >= wanted.not_before and chosen is not None:
                    found.append(Opening(start, chosen))
                start += step
    return found[:n]


def naive_choice(
    day: OpenDay, hours: Span, wanted: Wanted, procedure: Span
) -> dict[Part, int] | None:
    required = [one for one in wanted.requirements if wanted.pools.get(one.part)]
    if hours_objections(required, procedure, [hours], day.closes):
        return None
    chosen = {}
    for requirement in required:
        taken = occupied(requirement, procedure)
        pool = wanted.pools[requirement.part]
        free = [one for one in pool if not any(map(taken.overlaps, day.busy.get(one, ())))]
        if not free:
            return None
        asked = [one for one in free if one in wanted.preferred]
        chosen[requirement.part] = (asked or free)[0]
    return chosen


def minutes(low: int, high: int) -> st.SearchStrategy[timedelta]:
    """Whole minutes, and now and then a stray microsecond beside them."""
    return st.builds(
        lambda whole, stray: timedelta(minutes=whole, microseconds=stray),
        st.integers(low, high),
        st.sampled_from([0, 0, 0, 0, 1, -1]),
    )


@st.composite
def spans(draw: st.DrawFn, low: int, high: int, longest: int) -> Span:
    start = DAY + draw(minutes(low, high))
    return Span(start, start + max(draw(minutes(1, longest)), timedelta(microseconds=1)))


@st.composite
def open_days(draw: st.DrawFn, resources: list[int], day: int) -> OpenDay:
    noon = DAY + timedelta(days=day, hours=12)
    morning = Span(noon - draw(minutes(10, 300)), noon)
    after_lunch = noon + draw(minutes(1, 90))
    afternoon = Span(after_lunch, after_lunch + draw(minutes(10, 300)))
    hours = draw(st.sampled_from([(morning, afternoon), (morning,), (afternoon,), ()]))
    begins = 24 * 60 * day
    taken = st.lists(spans(begins + 300, begins + 1200, 180), max_size=4)
    busy_ = draw(st.dictionaries(st.sampled_from(resources), taken))
    closes = max(after_lunch, afternoon.end) + draw(minutes(0, 90))
    return OpenDay(hours, closes, busy_)


@st.composite
def searches(draw: st.DrawFn) -> tuple[list[OpenDay], Wanted]:
    sizes = draw(st.lists(st.integers(0, 3), min_size=5, max_size=5))
    ids = iter(draw(st.permutations(range(1, 16))))
    pools = {
        part: tuple(next(ids) for _ in range(size)) for part, size in zip(Part, sizes, strict=True)
    }
    offsets = st.sampled_from([0, 5, 7, 15, 60])
    requirements = tuple(
        Requirement(part, phase, draw(offsets), draw(offsets) + (phase is Phase.AFTER))
        for part in draw(st.sets(st.sampled_from(Part)))
        for phase in [draw(st.sampled_from(Phase))]
    )
    resources = [resource for pool in pools.values() for resource in pool] or [99]
    wanted = Wanted(
        minutes=draw(st.integers(5, 90)),
        requirements=requirements,
        pools=pools,
        not_before=DAY + draw(minutes(0, 2400)),
        step=draw(st.sampled_from([5, 7, 10, 15])),
        preferred=frozenset(draw(st.sets(st.sampled_from(resources), max_size=4))),
    )
    return [draw(open_days(resources, day)) for day in range(2)], wanted


@given(searches(), st.integers(0, 200))
@settings(max_examples=150, deadline=None)
def test_the_search_finds_what_the_oracle_finds(
    search: tuple[list[OpenDay], Wanted], n: int
) -> None:
    days, wanted = search
    assert openings(days, wanted, n) == naive_openings(days, wanted, n)
