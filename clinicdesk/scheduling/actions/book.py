"""Placing a case in time: booking and moving. The database has the last word on what is free."""

from dataclasses import dataclass, replace

from sqlalchemy.orm.attributes import flag_modified

from clinicdesk.cases.actions import move_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.patients.tables import Patient
from clinicdesk.patients.verification import refuse_unverified
from clinicdesk.scheduling.actions.conflict import booking_now
from clinicdesk.scheduling.actions.settling import close_booking, settle
from clinicdesk.scheduling.availability import Supply, supply
from clinicdesk.scheduling.queries.bookings import booking
from clinicdesk.scheduling.queries.impact import consequences
from clinicdesk.scheduling.queries.placing import (
    Place,
    as_planned,
    is_other_room_only,
    other_room,
    planned,
    refuse_under_way,
    whose,
)
from clinicdesk.scheduling.rules import (
    BookingState,
    Cause,
    Part,
    ResourceKind,
    cause_objections,
)
from clinicdesk.scheduling.tables import Booking, Resource
from clinicdesk.staff.queries import clinic


@dataclass(frozen=True, kw_only=True)
class BookSlot(Place):
    """A procedure for a case, the first of the clinic's unless it says which."""

    case_id: int
    procedure_type_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class MoveBooking(Place):
    """A booking's new place or length; `lock_version` is the one that was shown.

    `cause` and `reason` say why, where somebody said so.
    """

    booking_id: int
    lock_version: int
    cause: Cause | None = None
    reason: str = ""


@dataclass(frozen=True)
class Booked:
    """The booking that now counts, and what its move made undone, as codes of sentences.

    `change_id` is what an undo is asked for.
    """

    booking_id: int
    undone: tuple[str, ...] = ()
    change_id: int = 0


def book_slot(work: Work, request: BookSlot) -> Booked:
    """Book an approved case. Refused when not approved, closed, too old imaging, or taken.

    Refused too when nobody made sure whose case it is (RULE-18).
    """
    case, patient = whose(work, request.case_id)
    _refuse_other_patient(work, patient, request)
    if case.status is not CaseStatus.APPROVED:
        raise Refused(Reason("scheduling.not_approved", {"status": case.status.shown}))
    stock = _stock(work, case, request.procedure_type_id)
    booked = planned(work, (case, patient), request, stock)
    work.session.add(booked)
    settle(work, case)
    move_case(work, case, CaseStatus.SCHEDULED)
    return Booked(booked.id, change_id=work.change_id)


def move_booking(work: Work, request: MoveBooking) -> Booked:
    """Give a booking another place: its row closes as moved, a new row takes its place.

    Confirmations belong to the old row and no longer count; `undone` names them. Another room at
    the same time changes nothing for the patient, so the booking stays. Where nothing is undone,
    it is enough that the patient's card was pointed at. Refused like a booking, once the patient's
    day began, or when somebody else moved it meanwhile to where this contradicts.
    """
    refuse_if(cause_objections(request.cause, request.reason))
    old = work.session.get_one(Booking, request.booking_id)
    case, patient = whose(work, old.case_id)
    _refuse_other_patient(work, patient, request, light=True)
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
    if is_other_room_only(old, request):
        _change_room(work, case, old, request)
        return Booked(old.id, change_id=work.change_id)
    refuse_under_way(case)
    shown, stock = booking(work, old.id), _stock(work, case, old.procedure_type_id)
    new = planned(work, (case, patient), request, stock, replaces=old.id)
    close_booking(old, BookingState.MOVED, request.cause, request.reason)
    work.session.flush()
    work.session.add(new)
    settle(work, case)
    undone = consequences(work, shown, as_planned(shown, new, stock))
    if undone and request.verified and request.verified.pointed_at:
        raise Refused(Reason("patients.not_verified"))
    return Booked(new.id, undone, work.change_id)


def _refuse_other_patient(
    work: Work, patient: Patient, place: Place, *, light: bool = False
) -> None:
    day = place.starts_at.astimezone(clinic(work).zone).date()
    refuse_unverified(work, place.verified, patient.id, patient.birth_date, day, light=light)


def _change_room(work: Work, case: Case, old: Booking, place: Place) -> None:
    room = other_room(work, old, place)
    for occupancy in old.occupancies:
        if occupancy.part is Part.ROOM:
            occupancy.resource_id = room.resource_id
    # The row keeps its columns and still gets a new version: an older view must not move it.
    flag_modified(old, "reason")
    settle(work, case)


def _stock(work: Work, case: Case, procedure_type_id: int | None) -> Supply:
    """What there is to book, with the patient, whose own resource comes with the first booking."""
    stock = supply(work, case.patient_id, procedure_type_id)
    if stock.pools[Part.PATIENT]:
        return stock
    resource = Resource(
        site_id=clinic(work).id,
        kind=ResourceKind.PATIENT,
        pool=Part.PATIENT,
        name="Patient",
        patient_id=case.patient_id,
    )
    work.session.add(resource)
    work.session.flush()
    return replace(stock, pools={**stock.pools, Part.PATIENT: (resource.id,)})
