"""What the booking panel asks of the core, and what it says of the answer."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.scheduling.actions.book import (
    Booked,
    BookSlot,
    MoveBooking,
    book_slot,
    move_booking,
)
from clinicdesk.scheduling.queries import BookingFacts


def asked(
    case_id: int | None, old: BookingFacts | None, place: Mapping[str, Any]
) -> tuple[Callable[..., Booked], BookSlot | MoveBooking]:
    """The action and its request: book the case, or move the old booking as it was shown."""
    if old:
        moved = MoveBooking(booking_id=old.id, lock_version=old.lock_version, **place)
        return move_booking, moved
    return book_slot, BookSlot(case_id=case_id, **place)


def answered(name: str, booked: Booked, start: datetime, zone: ZoneInfo, *, moved: bool) -> str:
    """`MARTINEZ, Rosa is booked for Tue, Dec 1, 2026, 1:00 PM.`, and what the move undid."""
    verb = "is moved to" if moved else "is booked for"
    undone = [messages.sentence(Reason(code)) for code in booked.undone]
    return " ".join([f"{name} {verb} {messages.moment(start, zone)}.", *undone])
