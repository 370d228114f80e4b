"""What a move would meet and undo, before anybody makes it: the move's own functions, run dry."""

from dataclasses import dataclass

from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.scheduling.availability import supply
from clinicdesk.scheduling.queries.bookings import BookingFacts, Moved, booking
from clinicdesk.scheduling.queries.placing import (
    Place,
    as_planned,
    is_other_room_only,
    other_room,
    planned,
    refuse_under_way,
    whose,
)
from clinicdesk.scheduling.rules import BookingState
from clinicdesk.scheduling.tables import Booking


@dataclass(frozen=True)
class Impact:
    """What speaks against a move, and what it would make undone, as codes of sentences."""

    objections: tuple[Reason, ...] = ()
    undone: tuple[str, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether the move may be made at once: nothing forbids it, nothing is lost."""
        return not self.objections and not self.undone


def move_impact(work: Work, booking_id: int, place: Place) -> Impact:
    """What moving this booking to the place would meet; nothing is written."""
    old = work.session.get_one(Booking, booking_id)
    if old.state is not BookingState.BOOKED:
        return Impact((Reason("desk.changed_meanwhile"),))
    try:
        if is_other_room_only(old, place):
            other_room(work, old, place)
            return Impact()
        case, patient = whose(work, old.case_id)
        refuse_under_way(case)
        stock = supply(work, case.patient_id)
        new = planned(work, (case, patient), place, stock, replaces=old.id)
    except Refused as refusal:
        return Impact(refusal.reasons)
    shown = booking(work, old.id)
    return Impact(undone=consequences(work, shown, as_planned(shown, new, stock)))


def consequences(work: Work, old: BookingFacts, new: BookingFacts) -> tuple[str, ...]:
    """What the booking's new place makes undone."""
    moved = Moved(old, new)
    return tuple(code for ask in work.wiring.consequences for code in ask(work, moved))
