"""What the clinic has, what is taken of it, and the words for "taken"."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Fact, Reason
from clinicdesk.patients.queries import name_of
from clinicdesk.patients.tables import Patient
from clinicdesk.scheduling.openings import OpenDay, Opening, Wanted, openings
from clinicdesk.scheduling.rules import Part, Requirement, Span, WeeklyHours, hours_on
from clinicdesk.scheduling.tables import (
    LONGEST_OCCUPANCY_HOURS,
    Booking,
    Occupancy,
    OpeningHours,
    ProcedureRequirement,
    ProcedureType,
    Resource,
)
from clinicdesk.staff.queries import clinic

_LOOK_BACK = timedelta(hours=LONGEST_OCCUPANCY_HOURS)
_HORIZON_DAYS = 180
_CHUNK_DAYS = 7


@dataclass(frozen=True)
class Supply:
    """A procedure's lengths and needs, the resources of each pool, and all procedures, by id."""

    procedure_type_id: int
    usual_minutes: tuple[int, ...]
    least_minutes: int
    most_minutes: int
    grid_minutes: int
    requirements: tuple[Requirement, ...]
    pools: Mapping[Part, tuple[int, ...]]
    names: Mapping[int, str]
    procedures: Mapping[int, str]

    def requirement(self, part: Part) -> Requirement:
        """The requirement of a part."""
        return next(item for item in self.requirements if item.part is part)


@dataclass(frozen=True)
class Taken:
    """A stretch of time that a resource is not free, and the booking that takes it."""

    resource_id: int
    booking_id: int
    span: Span


def supply(
    work: Work, patient_id: int | None = None, procedure_type_id: int | None = None
) -> Supply:
    """What there is to book, now, for the first procedure unless another one is asked for.

    With a patient, the resource that stands for this one too.
    """
    rows = work.session.execute(
        select(ProcedureType, ProcedureRequirement)
        .join(ProcedureRequirement, ProcedureRequirement.procedure_type_id == ProcedureType.id)
        .order_by(ProcedureType.id, ProcedureRequirement.id)
    ).all()
    procedures = {kind.id: kind for kind, _ in rows}
    procedure = procedures[procedure_type_id or min(procedures)]
    needs = [need for kind, need in rows if kind is procedure]
    this_one = Resource.patient_id.is_(None) | (Resource.patient_id == patient_id)
    resources = work.session.scalars(
        select(Resource).where(Resource.ended_at.is_(None), this_one).order_by(Resource.id)
    ).all()
    return Supply(
        procedure.id,
        tuple(map(int, procedure.usual_minutes.split())),
        procedure.least_minutes,
        procedure.most_minutes,
        procedure.grid_minutes,
        tuple(Requirement(n.part, n.phase, n.before_minutes, n.after_minutes) for n in needs),
        {part: tuple(r.id for r in resources if r.pool == part) for part in Part},
        {r.id: r.name for r in resources},
        {kind.id: kind.name for kind in procedures.values()},
    )


def taken(
    work: Work, resource_ids: Collection[int], window: Span, ignoring: int | None = None
) -> list[Taken]:
    """What is taken of these resources in the window, leaving out one booking."""
    rows = work.session.execute(
        select(
            Occupancy.resource_id, Occupancy.booking_id, Occupancy.starts_at, Occupancy.ends_at
        ).where(
            Occupancy.active,
            Occupancy.resource_id.in_(resource_ids),
            Occupancy.starts_at < window.end,
            Occupancy.starts_at > window.start - _LOOK_BACK,
            Occupancy.ends_at > window.start,
        )
    )
    return [
        Taken(resource_id, booking_id, Span(start, end))
        for resource_id, booking_id, start, end in rows
        if booking_id != ignoring
    ]


def open_spans(work: Work, day: date) -> tuple[Span, ...]:
    """When the site takes procedures on a day, in real time."""
    return _spans_on(work, day, _hours(work))


def spans_of_days(work: Work, days: Collection[date]) -> Mapping[date, tuple[Span, ...]]:
    """When the site takes procedures on each of the days."""
    weekly = _hours(work)
    return {day: _spans_on(work, day, weekly) for day in days}


def days_beside(work: Work, days: Collection[date]) -> Mapping[date, tuple[date, date]]:
    """The working days before and after each day: within a week, or the day itself."""
    weekly = _hours(work)

    def nearest(day: date, step: int) -> date:
        around = (day + timedelta(days=step * away) for away in range(1, _CHUNK_DAYS + 1))
        return next((one for one in around if _spans_on(work, one, weekly)), day)

    return {day: (nearest(day, -1), nearest(day, 1)) for day in days}


def _hours(work: Work) -> Sequence[OpeningHours]:
    return work.session.scalars(select(OpeningHours)).all()


def _spans_on(work: Work, day: date, hours: Sequence[OpeningHours]) -> tuple[Span, ...]:
    weekly = [
        WeeklyHours(row.weekday, row.opens, row.closes)
        for row in hours
        if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
    ]
    return hours_on(day, weekly, clinic(work).zone)


def free_from(
    work: Work,
    stock: Supply,
    *,
    minutes: int,
    not_before: datetime,
    n: int,
    patient_resource: int | None = None,
    preferred: frozenset[int] = frozenset(),
    ignoring: int | None = None,
    apart: int = 0,
) -> list[Opening]:
    """The first `n` openings within half a year, at least `apart` minutes from each other."""
    pools = dict(stock.pools)
    pools[Part.PATIENT] = (patient_resource,) if patient_resource else ()
    wanted = Wanted(
        minutes=minutes,
        requirements=stock.requirements,
        pools=pools,
        not_before=max(not_before, work.now),
        step=stock.grid_minutes,
        apart=apart,
        preferred=preferred,
    )
    first_day = not_before.astimezone(clinic(work).zone).date()
    everything = [one for pool in pools.values() for one in pool]
    return openings(_days(work, first_day, everything, ignoring), wanted, n)


def _days(
    work: Work, first: date, resource_ids: Collection[int], ignoring: int | None
) -> Iterator[OpenDay]:
    weekly = _hours(work)
    for offset in range(0, _HORIZON_DAYS, _CHUNK_DAYS):
        days = [first + timedelta(days=offset + more) for more in range(_CHUNK_DAYS)]
        hours = [spans for day in days if (spans := _spans_on(work, day, weekly))]
        if not hours:
            continue
        margin = timedelta(days=1)
        window = Span(hours[0][0].start - margin, hours[-1][-1].end + margin)
        busy: dict[int, list[Span]] = {}
        for item in taken(work, resource_ids, window, ignoring):
            busy.setdefault(item.resource_id, []).append(item.span)
        yield from (OpenDay(spans, spans[-1].end, busy) for spans in hours)


def taken_reason(
    work: Work, stock: Supply, by: Taken, resource: str, free: list[Opening]
) -> Reason:
    """Who has it, how long with turnover, and the next two openings."""
    facts = taken_facts(work, by, resource)
    if len(free) < 2:
        return Reason("scheduling.taken_and_full", facts)
    for label, opening in zip(("first", "second"), free, strict=False):
        facts[label] = opening.start
        facts[f"{label}_room"] = stock.names[opening.chosen[Part.ROOM]]
    return Reason("scheduling.taken", facts)


def taken_facts(work: Work, by: Taken, resource: str) -> dict[str, Fact]:
    """Who has it, and from when until when with turnover."""
    patient = work.session.execute(
        select(Patient)
        .join(Case, Case.patient_id == Patient.id)
        .join(Booking, Booking.case_id == Case.id)
        .where(Booking.id == by.booking_id)
    ).scalar_one()
    zone = clinic(work).zone
    return {
        "resource": resource,
        "other": name_of(patient).on_screen,
        "start": by.span.start.astimezone(zone).timetz(),
        "end": by.span.end.astimezone(zone).timetz(),
    }
