"""Placing a case in time: booking and moving. The database has the last word on what is free."""

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
from clinicdesk.patients.verification import Verification, refuse_unverified
from clinicdesk.policy import candidacy
from clinicdesk.scheduling.actions.conflict import booking_now
from clinicdesk.scheduling.actions.occupying import occupancies, patient_resource
from clinicdesk.scheduling.availability import (
    Supply,
    open_spans,
    supply,
)
from clinicdesk.scheduling.queries import Moved
from clinicdesk.scheduling.rules import (
    BookingState,
    Part,
    Sedation,
    Span,
    hours_objections,
    length_objection,
)
from clinicdesk.scheduling.tables import Booking
from clinicdesk.staff.queries import clinic


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
    """Book an approved case. Refused when not approved, closed, too old imaging, or taken.

    Refused too when nobody made sure whose case it is (RULE-18).
    """
    case, patient = _case(work, request.case_id)
    _refuse_other_patient(work, patient, request)
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
    case, patient = _case(work, old.case_id)
    _refuse_other_patient(work, patient, request)
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


def _refuse_other_patient(work: Work, patient: Patient, place: Place) -> None:
    day = place.starts_at.astimezone(clinic(work).zone).date()
    refuse_unverified(work, place.verified, patient.id, patient.birth_date, day)


def _is_other_room_only(old: Booking, place: Place) -> bool:
    held = {occupancy.part: occupancy.resource_id for occupancy in old.occupancies}
    same_person = place.physician_id in (None, held.get(Part.PHYSICIAN))
    same_time = (old.starts_at, old.ends_at) == (place.span.start, place.span.end)
    return same_person and same_time and old.sedation is place.sedation


def _change_room(work: Work, case: Case, old: Booking, place: Place) -> None:
    wishes = {Part.ROOM: place.room_id}
    [room] = occupancies(work, supply(work), place.span, wishes, (Part.ROOM,), ignoring=old.id)
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
        Part.PATIENT: patient_resource(work, stock, case.patient_id),
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
        occupancies=occupancies(work, stock, place.span, wishes, parts),
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
