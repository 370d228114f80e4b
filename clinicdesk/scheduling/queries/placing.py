"""A place in time for a case: whether it can be had, and what it would take."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.evaluations.queries import imaging_date
from clinicdesk.evaluations.rules import imaging_objections
from clinicdesk.patients.tables import Patient
from clinicdesk.patients.verification import Verification
from clinicdesk.policy import candidacy
from clinicdesk.scheduling.availability import Supply, open_spans, supply
from clinicdesk.scheduling.occupying import occupancies
from clinicdesk.scheduling.queries.bookings import BookingFacts
from clinicdesk.scheduling.rules import (
    BookingState,
    Part,
    Sedation,
    Span,
    hours_objections,
    length_objection,
)
from clinicdesk.scheduling.tables import Booking, Occupancy
from clinicdesk.staff.queries import clinic

Whose = tuple[Case, Patient]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in time, for a patient who was verified. A part not chosen comes from its pool."""

    verified: Verification | None
    starts_at: datetime
    minutes: int
    sedation: Sedation
    room_id: int | None = None
    physician_id: int | None = None
    unusual_length_is_meant: bool = False

    @property
    def span(self) -> Span:
        """The procedure itself, without turnover, arrival and recovery."""
        return Span(self.starts_at, self.starts_at + timedelta(minutes=self.minutes))


def whose(work: Work, case_id: int) -> Whose:
    """The case and its patient."""
    both = select(Case, Patient).join(Patient, Patient.id == Case.patient_id)
    case, patient = work.session.execute(both.where(Case.id == case_id)).one()
    return case, patient


def planned(
    work: Work, whose: Whose, place: Place, stock: Supply, *, replaces: int | None = None
) -> Booking:
    """The booking as it would be, with what it takes; nothing is added to the database.

    `stock` is the supply with this patient. The place of the booking that it `replaces` counts as
    free. Raises Refused like a booking.
    """
    case, patient = whose
    refuse_if(_objections(work, case, patient, place, stock))
    wishes = {
        Part.PATIENT: stock.pools[Part.PATIENT][0],
        Part.ROOM: place.room_id,
        Part.PHYSICIAN: place.physician_id,
    }
    parts = tuple(requirement.part for requirement in stock.requirements)
    return Booking(
        case_id=case.id,
        procedure_type_id=stock.procedure_type_id,
        starts_at=place.span.start,
        ends_at=place.span.end,
        sedation=place.sedation,
        state=BookingState.BOOKED,
        replaces_id=replaces,
        occupancies=occupancies(work, stock, place.span, wishes, parts, ignoring=replaces),
    )


def refuse_under_way(case: Case) -> None:
    """Raise Refused for a case whose day began: what was done on it belongs to its booking."""
    if case.status is not CaseStatus.SCHEDULED:
        raise Refused(Reason("scheduling.under_way", {"status": case.status.shown}))


def is_other_room_only(old: Booking, place: Place) -> bool:
    """Whether nothing changes for the patient: same time, same physician, same sedation."""
    held = {occupancy.part: occupancy.resource_id for occupancy in old.occupancies}
    same_person = place.physician_id in (None, held.get(Part.PHYSICIAN))
    same_time = (old.starts_at, old.ends_at) == (place.span.start, place.span.end)
    return same_person and same_time and old.sedation is place.sedation


def other_room(work: Work, old: Booking, place: Place) -> Occupancy:
    """The room that this booking would take instead. Raises Refused when it is taken."""
    wishes = {Part.ROOM: place.room_id}
    [room] = occupancies(work, supply(work), place.span, wishes, (Part.ROOM,), ignoring=old.id)
    return room


def as_planned(old: BookingFacts, new: Booking, stock: Supply) -> BookingFacts:
    """The facts of `old` in its new place; the id is 0 as long as the new booking is only planned.

    No evidence is recorded for that id, as none is for a booking made just now.
    """
    names = stock.names
    takes = {occupancy.part: occupancy for occupancy in new.occupancies}
    here, room = takes[Part.PATIENT], takes[Part.ROOM].resource_id
    physician = takes[Part.PHYSICIAN].resource_id if Part.PHYSICIAN in takes else None
    return replace(
        old,
        id=new.id or 0,
        state=new.state,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        arrives_at=here.starts_at,
        home_at=here.ends_at,
        minutes=Span(new.starts_at, new.ends_at).minutes,
        sedation=new.sedation,
        room_id=room,
        room=names[room],
        physician_id=physician,
        physician=names[physician] if physician else "",
    )


def _objections(
    work: Work, case: Case, patient: Patient, place: Place, stock: Supply
) -> list[Reason]:
    reasons = []
    limits = (stock.least_minutes, stock.most_minutes)
    unusual = length_objection(place.minutes, stock.usual_minutes, limits)
    if unusual and not place.unusual_length_is_meant:
        reasons.append(unusual)
    start = place.span.start
    if start < work.now:
        reasons.append(Reason("scheduling.in_the_past", {"start": start}))
    if patient.has_died:
        reasons.append(Reason("scheduling.deceased"))
    day = start.astimezone(clinic(work).zone).date()
    hours = open_spans(work, day)
    if not hours:
        reasons.append(Reason("scheduling.closed", {"day": day}))
    else:
        reasons += hours_objections(stock.requirements, place.span, hours, hours[-1].end)
    imaging = imaging_date(work, case.id)
    return reasons + imaging_objections(imaging, day, candidacy().imaging_max_age_months)
