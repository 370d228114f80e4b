"""Who waits for a date, and which openings there are."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.evaluations.queries import levels_by_case
from clinicdesk.patients.queries import PatientFacts, facts, name_of
from clinicdesk.patients.tables import Patient
from clinicdesk.scheduling.availability import free_from, supply
from clinicdesk.scheduling.name_alerts import Namesake, around, day_of_care
from clinicdesk.scheduling.queries.bookings import current_booking
from clinicdesk.scheduling.rules import Part, day_span
from clinicdesk.scheduling.tables import Resource
from clinicdesk.staff.queries import clinic, local_day


@dataclass(frozen=True)
class Waiting:
    """An approved case without a booking; `namesakes` wait too, or are booked around today."""

    case_id: int
    patient: PatientFacts
    levels: tuple[str, ...]
    namesakes: tuple[Namesake, ...] = ()


@dataclass(frozen=True)
class FreeOpening:
    """A proposed place in time."""

    starts_at: datetime
    room_id: int
    room: str
    physician_id: int | None
    physician: str


def to_schedule(work: Work) -> tuple[Waiting, ...]:
    """Approved cases waiting for a place, the longest waiting first."""
    rows = work.session.execute(
        select(Case, Patient)
        .join(Patient, Patient.id == Case.patient_id)
        .options(selectinload(Patient.phones))
        .where(Case.status == CaseStatus.APPROVED)
        .order_by(Case.id)
    )
    waiting = rows.all()
    levels = levels_by_case(work, [case.id for case, _ in waiting])
    today = local_day(work)
    names = around(work, {(row.id, today): name_of(row) for _, row in waiting}, waiting=True)
    return tuple(
        Waiting(case.id, facts(row), levels.get(case.id, ()), names.get((row.id, today), ()))
        for case, row in waiting
    )


def count_to_schedule(work: Work) -> int:
    """How many approved cases wait for a place; one statement."""
    waiting = select(func.count()).select_from(Case).where(Case.status == CaseStatus.APPROVED)
    return work.session.scalar(waiting) or 0


def name_alerts(work: Work, patient_id: int, on: date | None = None) -> tuple[Namesake, ...]:
    """Whoever has a similar name around the day, without one around the patient's next booking.

    Without either, around today. While the patient waits for a date, who else waits counts too.
    """
    name = name_of(work.session.get_one(Patient, patient_id))
    next_day, waits = day_of_care(work, patient_id)
    key = (patient_id, on or next_day)
    return around(work, {key: name}, waiting=waits).get(key, ())


def free_openings(
    work: Work,
    case_id: int,
    minutes: int,
    from_day: date,
    n: int = 9,
    procedure_type_id: int | None = None,
) -> tuple[FreeOpening, ...]:
    """The next openings for a case from a local day on, none of which overlap.

    Its own booking counts as free.
    """
    stock = supply(work, procedure_type_id=procedure_type_id)
    case = work.session.get_one(Case, case_id)
    own = current_booking(work, case_id)
    found = free_from(
        work,
        stock,
        minutes=minutes,
        not_before=day_span(from_day, clinic(work).zone).start,
        n=n,
        patient_resource=work.session.scalar(
            select(Resource.id).filter_by(patient_id=case.patient_id)
        ),
        ignoring=own.id if own else None,
        apart=minutes,
    )
    return tuple(
        FreeOpening(
            opening.start,
            opening.chosen[Part.ROOM],
            stock.names[opening.chosen[Part.ROOM]],
            opening.chosen.get(Part.PHYSICIAN),
            stock.names.get(opening.chosen.get(Part.PHYSICIAN, 0), ""),
        )
        for opening in found
    )
