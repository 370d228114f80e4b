"""Placing a case in time: booking and moving. The database has the last word on what is free."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from clinicdesk import topics
from clinicdesk.cases.actions import move_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.evaluations.queries import imaging_date
from clinicdesk.evaluations.rules import imaging_objections
from clinicdesk.patients.tables import Patient
from clinicdesk.policy import candidacy
from clinicdesk.scheduling.actions.conflict import booking_now
from clinicdesk.scheduling.availability import (
    Supply,
    Taken,
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
class Place:
    """A place in time. A part that is not chosen is filled from its pool."""

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


@dataclass(frozen=True, kw_only=True)
class BookSlot(Place):
    """A MILD for a case."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class MoveBooking(Place):
    """A booking's new place; `lock_version` is the one that was shown."""

    booking_id: int
    lock_version: int


@dataclass(frozen=True)
class Booked:
    """The booking that now counts, and what its move made undone, as codes of sentences."""

    booking_id: int
    undone: tuple[str, ...] = ()


def book_slot(work: Work, request: BookSlot) -> Booked:
    """Book an approved case. Refused when not approved, closed, too old imaging, or taken."""
    case, patient = _case(work, request.case_id)
    if case.status is not CaseStatus.APPROVED:
        raise Refused(Reason("scheduling.not_approved", {"status": case.status.shown}))
    booking = _placed(work, case, patient, request, replaces=None)
    move_case(work, case, CaseStatus.SCHEDULED)
    return Booked(booking.id)


def move_booking(work: Work, request: MoveBooking) -> Booked:
    """Give a booking another place: its row closes as moved, a new row takes its place.

    Confirmations belong to the old row and no longer count; `undone` names them. Another room at
    the same time changes nothing for the patient, so the booking stays. Refused like a booking,
    or when somebody else moved it meanwhile to where this contradicts.
    """
    old = work.session.get_one(Booking, request.booking_id)
    if (old.lock_version, old.state) != (request.lock_version, BookingState.BOOKED):
        old = booking_now(
            work,
            old,
            start=request.starts_at,
            minutes=request.minutes,
            sedation=request.sedation,
            room_id=request.room_id,
            physician_id=request.physician_id,
        )
    case, patient = _case(work, old.case_id)
    if _is_other_room_only(old, request):
        _change_room(work, case, old, request)
        return Booked(old.id)
    old.state = BookingState.MOVED
    for occupancy in old.occupancies:
        occupancy.active = False
    work.session.flush()
    booking = _placed(work, case, patient, request, replaces=old.id)
    moved = Moved(old.id, booking.id)
    undone = [code for ask in work.wiring.consequences for code in ask(work, moved)]
    return Booked(booking.id, tuple(undone))


def _case(work: Work, case_id: int) -> tuple[Case, Patient]:
    both = select(Case, Patient).join(Patient, Patient.id == Case.patient_id)
    case, patient = work.session.execute(both.where(Case.id == case_id)).one()
    return case, patient


def _is_other_room_only(old: Booking, place: Place) -> bool:
    held = {occupancy.part: occupancy.resource_id for occupancy in old.occupancies}
    same_person = place.physician_id in (None, held.get(Part.PHYSICIAN))
    same_time = (old.starts_at, old.ends_at) == (place.span.start, place.span.end)
    return same_person and same_time and old.sedation is place.sedation


def _change_room(work: Work, case: Case, old: Booking, place: Place) -> None:
    wishes = {Part.ROOM: place.room_id}
    [room] = _occupancies(work, supply(work), place.span, wishes, (Part.ROOM,), ignoring=old.id)
    for occupancy in old.occupancies:
        if occupancy.part is Part.ROOM:
            occupancy.resource_id = room.resource_id
    # The row keeps its columns and still gets a new version: an older view must not move it.
    flag_modified(old, "reason")
    _settle(work, case)


def _placed(
    work: Work, case: Case, patient: Patient, place: Place, *, replaces: int | None
) -> Booking:
    stock = supply(work, case.patient_id)
    refuse_if(_objections(work, case, patient, place, stock))
    wishes = {
        Part.PATIENT: _patient_resource(work, stock, case.patient_id),
        Part.ROOM: place.room_id,
        Part.PHYSICIAN: place.physician_id,
    }
    parts = tuple(requirement.part for requirement in stock.requirements)
    booking = Booking(
        case_id=case.id,
        procedure_type_id=stock.procedure_type_id,
        starts_at=place.span.start,
        ends_at=place.span.end,
        sedation=place.sedation,
        state=BookingState.BOOKED,
        replaces_id=replaces,
        occupancies=_occupancies(work, stock, place.span, wishes, parts),
    )
    work.session.add(booking)
    _settle(work, case)
    return booking


def _settle(work: Work, case: Case) -> None:
    try:
        work.session.flush()
    except IntegrityError as error:
        if "taken" not in str(error.orig):
            raise
        # Somebody was faster than the look before: the database itself refused.
        raise Refused(Reason("scheduling.just_taken")) from None
    work.touch(topics.SCHEDULE, topics.READINESS, patient_id=case.patient_id)


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
    if patient.deceased_on:
        reasons.append(Reason("scheduling.deceased"))
    day = start.astimezone(clinic(work).zone).date()
    hours = open_spans(work, day)
    if not hours:
        reasons.append(Reason("scheduling.closed", {"day": day}))
    else:
        reasons += hours_objections(stock.requirements, place.span, hours, hours[-1].end)
    imaging = imaging_date(work, case.id)
    return reasons + imaging_objections(imaging, day, candidacy().imaging_max_age_months)


def _occupancies(
    work: Work,
    stock: Supply,
    procedure: Span,
    wishes: Mapping[Part, int | None],
    parts: Collection[Part],
    ignoring: int | None = None,
) -> list[Occupancy]:
    """For each part the wished resource, or the first free one of its pool.

    A part without resources is not required. Refused when one is taken, or not in its pool.
    """
    candidates = {part: _candidates(stock, part, wishes.get(part)) for part in parts}
    spans = {part: occupied(stock.requirement(part), procedure) for part in parts}
    around = Span(
        min(span.start for span in spans.values()), max(span.end for span in spans.values())
    )
    everything = [one for pool in candidates.values() for one in pool]
    busy = taken(work, everything, around, ignoring)
    chosen = []
    for part in (part for part in parts if candidates[part]):
        span = spans[part]
        theirs = [
            item
            for item in busy
            if item.resource_id in candidates[part] and item.span.overlaps(span)
        ]
        held = {item.resource_id for item in theirs}
        free = next((one for one in candidates[part] if one not in held), None)
        if free is None:
            raise Refused(_taken(work, stock, procedure, wishes, part, theirs[0]))
        chosen.append(
            Occupancy(
                resource_id=free, part=part, starts_at=span.start, ends_at=span.end, active=True
            )
        )
    return chosen


def _candidates(stock: Supply, part: Part, wish: int | None) -> tuple[int, ...]:
    if wish is None:
        return stock.pools[part]
    if part is not Part.PATIENT and wish not in stock.pools[part]:
        raise Refused(Reason("scheduling.not_in_pool", {"part": part.replace("_", " ")}))
    return (wish,)


def _taken(
    work: Work,
    stock: Supply,
    procedure: Span,
    wishes: Mapping[Part, int | None],
    part: Part,
    by: Taken,
) -> Reason:
    free = free_from(
        work,
        stock,
        minutes=procedure.minutes,
        not_before=procedure.start,
        n=2,
        patient_resource=wishes.get(Part.PATIENT),
        preferred=frozenset(one for one in wishes.values() if one),
    )
    if part is Part.PATIENT:
        resource = "This patient"
    elif wishes.get(part):
        resource = stock.names[by.resource_id]
    else:
        resource = f"Every {part.replace('_', ' ')}"
    return taken_reason(work, stock, by, resource, free)


def _patient_resource(work: Work, stock: Supply, patient_id: int) -> int:
    """The resource that stands for the patient, made with the first booking."""
    if stock.pools[Part.PATIENT]:
        return stock.pools[Part.PATIENT][0]
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
