"""Placing a case in time: booking and moving. The database has the last word on what is free."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from clinicdesk import topics
from clinicdesk.cases.actions import move_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.evaluations.queries import signed_note
from clinicdesk.evaluations.rules import imaging_objections
from clinicdesk.policy import candidacy
from clinicdesk.scheduling.availability import (
    Supply,
    free_from,
    open_spans,
    supply,
    taken,
    taken_reason,
)
from clinicdesk.scheduling.queries import Moved
from clinicdesk.scheduling.rules import (
    BookingState,
    Part,
    Requirement,
    ResourceKind,
    Sedation,
    Span,
    hours_objections,
    length_objection,
    occupied,
)
from clinicdesk.scheduling.tables import Booking, Occupancy, Resource
from clinicdesk.staff.queries import clinic


@dataclass(frozen=True, kw_only=True)
class BookSlot:
    """A MILD for a case. A part that is not chosen is filled from its pool."""

    case_id: int
    starts_at: datetime
    minutes: int
    sedation: Sedation
    room_id: int | None = None
    physician_id: int | None = None
    unusual_length_is_meant: bool = False


@dataclass(frozen=True, kw_only=True)
class MoveBooking:
    """A booking's new place; `lock_version` is the one that was shown."""

    booking_id: int
    lock_version: int
    starts_at: datetime
    minutes: int
    sedation: Sedation
    room_id: int | None = None
    physician_id: int | None = None
    unusual_length_is_meant: bool = False


@dataclass(frozen=True)
class Booked:
    """The booking that now counts, and what its move made undone, as codes of sentences."""

    booking_id: int
    undone: tuple[str, ...] = ()


def book_slot(work: Work, request: BookSlot) -> Booked:
    """Book an approved case. Refused when not approved, closed, too old imaging, or taken."""
    case = work.session.get_one(Case, request.case_id)
    if case.status is not CaseStatus.APPROVED:
        raise Refused(Reason("scheduling.not_approved", {"status": case.status.shown}))
    booking = _placed(work, case, request, replaces=None)
    move_case(work, case, CaseStatus.SCHEDULED)
    return Booked(booking.id)


def move_booking(work: Work, request: MoveBooking) -> Booked:
    """Give a booking another place: its row closes as moved, a new row takes its place.

    Confirmations belong to the old row and no longer count; `undone` names them.
    Refused like a booking, or when somebody changed the booking meanwhile.
    """
    old = work.session.get_one(Booking, request.booking_id)
    if (old.lock_version, old.state) != (request.lock_version, BookingState.BOOKED):
        raise Refused(Reason("desk.changed_meanwhile"))
    case = work.session.get_one(Case, old.case_id)
    if case.status is not CaseStatus.SCHEDULED:
        raise Refused(Reason("scheduling.already_under_way", {"status": case.status.shown}))
    old.state = BookingState.MOVED
    for occupancy in old.occupancies:
        occupancy.active = False
    work.session.flush()
    booking = _placed(work, case, request, replaces=old.id)
    moved = Moved(old.id, booking.id)
    undone = [code for ask in work.wiring.consequences for code in ask(work, moved)]
    return Booked(booking.id, tuple(undone))


def _placed(
    work: Work, case: Case, request: BookSlot | MoveBooking, *, replaces: int | None
) -> Booking:
    stock = supply(work)
    procedure = Span(request.starts_at, request.starts_at + timedelta(minutes=request.minutes))
    refuse_if(_objections(work, case, request, stock, procedure))
    wishes = {
        Part.PATIENT: patient_resource(work, case.patient_id),
        Part.ROOM: request.room_id,
        Part.PHYSICIAN: request.physician_id,
    }
    booking = Booking(
        case_id=case.id,
        procedure_type_id=stock.procedure_type_id,
        starts_at=procedure.start,
        ends_at=procedure.end,
        sedation=request.sedation,
        state=BookingState.BOOKED,
        replaces_id=replaces,
        occupancies=[
            _occupancy(work, stock, requirement, procedure, wishes)
            for requirement in stock.requirements
            if wishes.get(requirement.part) or stock.pools[requirement.part]
        ],
    )
    work.session.add(booking)
    try:
        work.session.flush()
    except IntegrityError:
        # Somebody was faster than the look above: the database itself refused.
        raise Refused(Reason("scheduling.just_taken")) from None
    work.touch(topics.SCHEDULE, topics.READINESS, patient_id=case.patient_id)
    return booking


def _objections(
    work: Work, case: Case, request: BookSlot | MoveBooking, stock: Supply, procedure: Span
) -> list[Reason]:
    reasons = []
    limits = (stock.least_minutes, stock.most_minutes)
    unusual = length_objection(request.minutes, stock.usual_minutes, limits)
    if unusual and not request.unusual_length_is_meant:
        reasons.append(unusual)
    if procedure.start < work.now:
        reasons.append(Reason("scheduling.in_the_past", {"start": procedure.start}))
    day = procedure.start.astimezone(clinic(work).zone).date()
    hours = open_spans(work, day)
    if not hours:
        reasons.append(Reason("scheduling.closed", {"day": day}))
    else:
        reasons += hours_objections(stock.requirements, procedure, hours, hours[-1].end)
    signed = signed_note(work, case.id)
    imaging = signed.note.imaging_date if signed else None
    return reasons + imaging_objections(imaging, day, candidacy().imaging_max_age_months)


def _occupancy(
    work: Work,
    stock: Supply,
    requirement: Requirement,
    procedure: Span,
    wishes: Mapping[Part, int | None],
) -> Occupancy:
    """The wished resource, or the first free one of the pool. Refused when there is none."""
    wish = wishes.get(requirement.part)
    candidates = (wish,) if wish else stock.pools[requirement.part]
    span = occupied(requirement, procedure)
    busy = taken(work, candidates, span)
    for candidate in candidates:
        if candidate not in {item.resource_id for item in busy}:
            return Occupancy(
                resource_id=candidate,
                part=requirement.part,
                starts_at=span.start,
                ends_at=span.end,
                active=True,
            )
    room, physician = wishes[Part.ROOM], wishes[Part.PHYSICIAN]
    free = free_from(
        work,
        stock,
        minutes=procedure.minutes,
        not_before=procedure.start,
        n=2,
        patient_resource=wishes[Part.PATIENT],
        preferred=frozenset(one for one in (room, physician) if one),
    )
    raise Refused(taken_reason(work, stock, busy[0], _named(stock, requirement.part, wish), free))


def _named(stock: Supply, part: Part, wish: int | None) -> str:
    if part is Part.PATIENT:
        return "This patient"
    if wish is not None:
        return stock.names[wish]
    return f"Every {part.replace('_', ' ')}"


def patient_resource(work: Work, patient_id: int) -> int:
    """The resource that stands for the patient, made with the first booking."""
    found = work.session.scalar(select(Resource.id).filter_by(patient_id=patient_id))
    if found is not None:
        return found
    resource = Resource(
        site_id=clinic(work).id,
        kind=ResourceKind.PATIENT,
        pool=Part.PATIENT,
        name="Patient",
        patient_id=patient_id,
    )
    work.session.add(resource)
    work.session.flush()
    return resource.id
