"""A move of a booking that somebody else has moved meanwhile."""

from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.scheduling.availability import supply
from clinicdesk.scheduling.queries import BookingFacts, booking, current_booking
from clinicdesk.scheduling.rules import BookingState
from clinicdesk.scheduling.tables import Booking
from clinicdesk.staff.savers import refuse_conflict


def booking_now(
    work: Work,
    old: Booking,
    *,
    room_id: int | None,
    physician_id: int | None,
    **typed: object,
) -> Booking:
    """The booking in whose place `old` was shown, when what is `typed` contradicts nobody.

    `typed` are a start, minutes and sedation; a room or physician that is not chosen agrees with
    any. Raises Refused with what somebody else saved otherwise, field by field.
    """
    now = current_booking(work, old.case_id)
    if now is None or now.state is not BookingState.BOOKED:
        raise Refused(Reason("desk.changed_meanwhile"))
    began, saved = _fields(booking(work, old.id)), _fields(now)
    if now.id == old.id:
        # Another room only: the row stayed and no longer knows the one it had.
        began["room"] = None
    names = supply(work).names
    for part, chosen in (("room", room_id), ("physician", physician_id)):
        typed[part] = names.get(chosen or 0, saved[part])
    refuse_conflict(work, now.patient.id, "occupancy", began=began, saved=saved, typed=typed)
    return work.session.get_one(Booking, now.id)


def _fields(facts: BookingFacts) -> dict[str, object]:
    return {
        "start": facts.starts_at,
        "minutes": facts.minutes,
        "sedation": facts.sedation,
        "room": facts.room,
        "physician": facts.physician,
    }
