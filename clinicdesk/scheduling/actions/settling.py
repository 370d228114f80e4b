"""What every change of the schedule ends with."""

from sqlalchemy.exc import IntegrityError

from clinicdesk import topics
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.scheduling.rules import BookingState, Cause
from clinicdesk.scheduling.tables import Booking


def close_booking(row: Booking, state: BookingState, cause: Cause | None, reason: str) -> None:
    """It counts no more, for this cause; what it took is free."""
    row.state, row.cause, row.reason = state, cause, reason.strip() or None
    for occupancy in row.occupancies:
        occupancy.active = False


def settle(work: Work, case: Case) -> None:
    """Hand the change to the database and tell whom it concerns. Refused when a place is taken."""
    try:
        work.session.flush()
    except IntegrityError as error:
        if "taken" not in str(error.orig):
            raise
        # Somebody was faster than the look before: the database itself refused.
        raise Refused(Reason("scheduling.just_taken")) from None
    work.touch(topics.SCHEDULE, topics.READINESS, patient_id=case.patient_id)
