"""Patients with similar names who are about on the same day or the working days beside it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.patients.rules import PersonName
from clinicdesk.patients.similar import alike, form_of
from clinicdesk.patients.tables import Patient
from clinicdesk.scheduling.availability import days_beside
from clinicdesk.scheduling.rules import BookingState, Span, day_span
from clinicdesk.scheduling.tables import Booking
from clinicdesk.staff.queries import clinic, local_day

_ABOUT = (BookingState.BOOKED, BookingState.DONE)

Asked = tuple[int, date]
"""A patient's id, and the day around which others are looked for."""


@dataclass(frozen=True)
class Namesake:
    """Somebody with a similar name; `starts_at` is their booking, None while they wait for one."""

    patient_id: int
    name: PersonName
    birth_date: date
    starts_at: datetime | None


def day_of_care(work: Work, patient_id: int) -> tuple[date, bool]:
    """The day of the patient's next booking, else today, and whether they wait for a date."""
    cases = work.session.execute(
        select(Case.status, Booking.starts_at)
        .outerjoin(Booking, and_(Booking.case_id == Case.id, Booking.state == BookingState.BOOKED))
        .where(Case.patient_id == patient_id)
    ).all()
    starts: list[datetime | None] = [start for _, start in cases]
    booked = [start.astimezone(clinic(work).zone).date() for start in starts if start]
    waits = any(status is CaseStatus.APPROVED for status, _ in cases)
    return max([*booked, local_day(work)]), waits


def around(
    work: Work, asked: Mapping[Asked, PersonName], *, waiting: bool = False
) -> Mapping[Asked, tuple[Namesake, ...]]:
    """Who has a similar name about each patient's day; who has no namesake is left out.

    A constant number of statements for any number of patients. `waiting` looks among those too who
    are approved and have no date.
    """
    if not asked:
        return {}
    spans = _spans(work, {day for _, day in asked})
    about = _booked(work, spans.values()) + (_waiting(work) if waiting else [])
    forms = {patient_id: form_of(name) for (patient_id, _), name in asked.items()}
    similar = alike(forms | {one.patient_id: form_of(one.name) for one in about})
    found = {
        (patient_id, day): tuple(
            one
            for one in about
            if one.patient_id in similar.get(patient_id, ())
            and (one.starts_at is None or spans[day].start <= one.starts_at < spans[day].end)
        )
        for patient_id, day in asked
    }
    return {key: namesakes for key, namesakes in found.items() if namesakes}


def _spans(work: Work, days: Collection[date]) -> Mapping[date, Span]:
    """Each day with the working days beside it."""
    zone = clinic(work).zone
    return {
        day: Span(day_span(before, zone).start, day_span(after, zone).end)
        for day, (before, after) in days_beside(work, days).items()
    }


def _booked(work: Work, spans: Iterable[Span]) -> list[Namesake]:
    within = (and_(Booking.starts_at >= one.start, Booking.starts_at < one.end) for one in spans)
    rows = work.session.execute(
        select(*_IDENTITY, Booking.starts_at)
        .join(Case, Case.patient_id == Patient.id)
        .join(Booking, Booking.case_id == Case.id)
        .where(Booking.state.in_(_ABOUT), or_(*within))
        .order_by(Booking.starts_at, Booking.id)
    )
    return [_namesake(*row) for row in rows]


def _waiting(work: Work) -> list[Namesake]:
    rows = work.session.execute(
        select(*_IDENTITY)
        .join(Case, Case.patient_id == Patient.id)
        .where(Case.status == CaseStatus.APPROVED)
        .order_by(Case.id)
    )
    return [_namesake(*row) for row in rows]


_IDENTITY = (Patient.id, Patient.family, Patient.given, Patient.suffix, Patient.birth_date)


def _namesake(
    patient_id: int,
    family: str,
    given: str | None,
    suffix: str | None,
    born: date,
    starts_at: datetime | None = None,
) -> Namesake:
    return Namesake(patient_id, PersonName(family, given or "", "", suffix or ""), born, starts_at)
