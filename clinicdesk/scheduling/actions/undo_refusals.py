"""What speaks against taking back a change of the schedule, a sentence for each."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.history import Change
from clinicdesk.scheduling.availability import taken, taken_facts
from clinicdesk.scheduling.queries.placing import Whose
from clinicdesk.scheduling.rules import BookingState, Part, Span
from clinicdesk.scheduling.tables import Booking, Occupancy, Resource
from clinicdesk.scheduling.undoing import Written
from clinicdesk.staff.queries import clinic, local_day

Rows = Sequence[tuple[Written, object]]


def refuse_undo(
    work: Work, change: Change, rows: Rows, bookings: Sequence[Booking], whose: Whose
) -> None:
    """Raise Refused unless the change can be taken back as if it had never been made."""
    case, patient = whose
    _refuse_late(work, change, bookings)
    _refuse_changed(change, rows, bookings, case)
    _refuse_recorded(work, change)
    _refuse_restarted(work, bookings, case)
    places = [(one, row) for one, row in rows if isinstance(row, Occupancy) and one.takes]
    if places and patient.has_died:
        raise Refused(Reason("scheduling.deceased"))
    _refuse_taken(work, places, {one.id for one in bookings})


def _refuse_late(work: Work, change: Change, bookings: Sequence[Booking]) -> None:
    """What was told to patients on another day is not known here; they may have acted on it."""
    zone, today = clinic(work).zone, local_day(work)
    done_on = change.at.astimezone(zone).date()
    if done_on != today:
        raise Refused(Reason("scheduling.undo_another_day", {"day": done_on}))
    first = min(one.starts_at.astimezone(zone).date() for one in bookings)
    if first < today:
        raise Refused(Reason("scheduling.undo_day_over", {"day": first}))


def _refuse_changed(change: Change, rows: Rows, bookings: Sequence[Booking], case: Case) -> None:
    of_case = [one for one, row in rows if row is case]
    moves = any(isinstance(row, Booking) for _, row in rows) and not of_case
    if any(not one.holds(case) for one in of_case) or (
        moves and case.status is not CaseStatus.SCHEDULED
    ):
        raise Refused(Reason("scheduling.case_went_on", {"status": case.status.shown}))
    merged = case.patient_id != change.patient_id
    only_other_room = {*bookings} - {row for _, row in rows}
    gone = any(one.state is not BookingState.BOOKED for one in only_other_room)
    if merged or gone or any(not one.holds(row) for one, row in rows):
        raise Refused(Reason("scheduling.changed_since"))


def _refuse_recorded(work: Work, change: Change) -> None:
    """Evidence that came since belongs to the booking that an undo would take away."""
    tables = [
        Change.body.contains(f'"table":"{name}"', autoescape=True) for name in work.wiring.evidence
    ]
    since = select(Change.id).where(
        Change.id > change.id, Change.patient_id == change.patient_id, or_(*tables)
    )
    if work.session.scalar(since.limit(1)):
        raise Refused(Reason("scheduling.recorded_since"))


def _refuse_restarted(work: Work, bookings: Sequence[Booking], case: Case) -> None:
    """Who was told to take the drug again has another last dose than the one that would count."""
    if any(one.state is BookingState.CANCELLED for one in bookings):
        for guard in work.wiring.cancel_guards:
            decided = guard(work, case.id, "")
            refuse_if([Reason("scheduling.restart_decided", one.facts) for one in decided])


def _refuse_taken(work: Work, places: Sequence[tuple[Written, Occupancy]], own: set[int]) -> None:
    """Named here; whoever is faster than this look is met by the database."""
    for one, row in places:
        resource = work.session.get_one(Resource, one.before.get("resource_id", row.resource_id))
        name = "This patient" if row.part is Part.PATIENT else resource.name
        if resource.ended_at is not None:
            raise Refused(Reason("scheduling.resource_ended_since", {"resource": name}))
        span = Span(row.starts_at, row.ends_at)
        others = [by for by in taken(work, [resource.id], span) if by.booking_id not in own]
        if others:
            facts = taken_facts(work, others[0], name)
            raise Refused(Reason("scheduling.place_taken_since", facts))
