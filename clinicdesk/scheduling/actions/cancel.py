"""Cancelling a booking: its place is free, and its case waits for a date again or is over."""

from dataclasses import dataclass

from clinicdesk.cases.actions import move_case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.patients.verification import Verification, refuse_unverified
from clinicdesk.scheduling.actions.settling import close_booking, settle
from clinicdesk.scheduling.queries.bookings import live_booking
from clinicdesk.scheduling.queries.placing import whose
from clinicdesk.scheduling.rules import (
    BookingState,
    Cause,
    cause_objections,
    no_show_objections,
    way_after_cancel,
)
from clinicdesk.scheduling.tables import Booking
from clinicdesk.staff.queries import clinic


@dataclass(frozen=True, kw_only=True)
class CancelBooking:
    """Why a booking is cancelled; `lock_version` is the one that was shown.

    `restart` says what was decided about a drug that may be off. With `and_close` the patient does
    not want the procedure any more: the case is over.
    """

    booking_id: int
    lock_version: int
    verified: Verification | None
    cause: Cause
    reason: str = ""
    restart: str = ""
    and_close: bool = False


@dataclass(frozen=True)
class Cancelled:
    """The booking that counts no more; `change_id` is what an undo is asked for."""

    booking_id: int
    change_id: int = 0


def cancel_booking(work: Work, request: CancelBooking) -> Cancelled:
    """Free the place; the case waits again in "To schedule", or is over when that is said.

    Refused without words for another cause, for a no-show who is not expected yet, once the
    procedure began, and while a drug may be off and nobody decided on its restart (RULE-36).
    """
    shown = live_booking(work, request.booking_id)
    day = shown.starts_at.astimezone(clinic(work).zone).date()
    patient = shown.patient
    refuse_unverified(work, request.verified, patient.id, patient.birth_date, day)
    if shown.lock_version != request.lock_version:
        raise Refused(Reason("desk.changed_meanwhile"))
    refuse_if(
        cause_objections(request.cause, request.reason)
        + no_show_objections(request.cause, shown.status, work.now, shown.arrives_at)
    )
    way = way_after_cancel(shown.status, request.cause, and_close=request.and_close)
    for guard in work.wiring.cancel_guards:
        refuse_if(guard(work, shown.case_id, request.restart))
    case, _ = whose(work, shown.case_id)
    booking = work.session.get_one(Booking, shown.id)
    close_booking(booking, BookingState.CANCELLED, request.cause, _words(request))
    settle(work, case)
    move_case(work, case, *way)
    return Cancelled(booking.id, work.change_id)


def _words(request: CancelBooking) -> str:
    restart = f"Restart: {request.restart.strip()}" if request.restart.strip() else ""
    return " · ".join(filter(None, (request.reason.strip(), restart)))
