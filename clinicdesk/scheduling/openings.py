"""The first starts at which everything a procedure needs is free; pure, no database.

Every possible start of a day is one bit of an int. A resource's bookings set the bits at which it
is taken; a part is taken where its whole pool is, a start is free where no part is taken.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import islice
from operator import and_, or_

from clinicdesk.scheduling.rules import WITHIN_HOURS, Part, Requirement, Span, occupied

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class OpenDay:
    """A day's supply: opening `hours`, apart and in order, and when the site `closes`.

    `busy` are the spans taken by each resource id, those reaching in from other days too.
    """

    hours: tuple[Span, ...]
    closes: datetime
    busy: Mapping[int, Sequence[Span]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A procedure to be placed: its length, what it needs, and the resources for each part.

    A part without resources is not required. `preferred` resources are chosen when they are free,
    else the first of the pool that is. Starts lie `step` minutes apart from each opening of the
    site; those that are answered at least `apart`, so that they are a choice.
    Raises ValueError for a resource in two pools and for a part that is required twice.
    """

    minutes: int
    requirements: tuple[Requirement, ...]
    pools: Mapping[Part, tuple[int, ...]]
    not_before: datetime
    step: int = 5
    apart: int = 0
    preferred: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        resources = [resource for pool in self.pools.values() for resource in pool]
        if len({*resources}) < len(resources):
            raise ValueError("a resource stands in two pools")
        if len({one.part for one in self.requirements}) < len(self.requirements):
            raise ValueError("a part is required twice")


@dataclass(frozen=True)
class Opening:
    """A free start and the resource chosen for each part."""

    start: datetime
    chosen: Mapping[Part, int]


def openings(days: Iterable[OpenDay], wanted: Wanted, n: int) -> list[Opening]:
    """The first `n` openings in the given days; later days are not even asked for."""
    needs = _needs(wanted)
    found = (
        opening
        for day in days
        for hours in day.hours
        for opening in _openings_in(day, hours, wanted, needs)
    )
    return list(islice(found, n))


@dataclass(frozen=True)
class _Need:
    """A part's pool in order of preference, taken from start + `begins` to start + `ends`."""

    part: Part
    pool: tuple[int, ...]
    begins: timedelta
    ends: timedelta


def _needs(wanted: Wanted) -> list[_Need]:
    """What is needed, the smallest pools first: where they are full, no other is looked at."""
    start = datetime(2000, 1, 1, tzinfo=UTC)
    procedure = Span(start, start + timedelta(minutes=wanted.minutes))
    needs = []
    for requirement in wanted.requirements:
        pool = wanted.pools.get(requirement.part, ())
        if pool:
            span = occupied(requirement, procedure)
            by_preference = tuple(sorted(pool, key=lambda one: one not in wanted.preferred))
            need = _Need(requirement.part, by_preference, span.start - start, span.end - start)
            needs.append(need)
    return sorted(needs, key=lambda need: len(need.pool))


@dataclass(frozen=True)
class _Grid:
    """The possible starts: `first` and every `step` after it."""

    first: datetime
    step: timedelta

    def between(self, earliest: datetime, latest: datetime) -> int:
        """The bits of the starts from `earliest` to `latest`, both included."""
        low = max(-((self.first - earliest) // self.step), 0)
        high = (latest - self.first) // self.step
        return (1 << (high + 1)) - (1 << low) if low <= high else 0


def _openings_in(
    day: OpenDay, hours: Span, wanted: Wanted, needs: list[_Need]
) -> Iterator[Opening]:
    grid = _Grid(hours.start, timedelta(minutes=wanted.step))
    free = grid.between(wanted.not_before, hours.end - timedelta(minutes=wanted.minutes))
    taken: dict[Part, dict[int, int]] = {}
    for need in needs:
        free &= _inside_hours(grid, need, hours, day.closes)
        taken[need.part] = {one: _taken(grid, need, day.busy.get(one, ())) for one in need.pool}
        free &= ~reduce(and_, taken[need.part].values())
        if not free:
            return
    while free:
        bit = free & -free
        chosen = {
            part: next(one for one, bits in pool.items() if not bits & bit)
            for part, pool in taken.items()
        }
        start = grid.first + (bit.bit_length() - 1) * grid.step
        yield Opening(start, chosen)
        too_near = start + max(timedelta(minutes=wanted.apart) - _TICK, timedelta())
        free &= ~grid.between(start, too_near)


def _inside_hours(grid: _Grid, need: _Need, hours: Span, closes: datetime) -> int:
    if need.part in WITHIN_HOURS:
        return grid.between(hours.start - need.begins, hours.end - need.ends)
    latest = closes - need.ends if need.part is Part.RECOVERY_BAY else hours.end
    return grid.between(grid.first, latest)


def _taken(grid: _Grid, need: _Need, busy: Sequence[Span]) -> int:
    """The starts at which the need would overlap a busy span: open on both ends."""
    after, before = need.ends - _TICK, need.begins + _TICK
    return reduce(or_, (grid.between(span.start - after, span.end - before) for span in busy), 0)
