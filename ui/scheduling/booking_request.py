"""What the booking panel asks of the core, and what it says of the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.readiness.actions import BookProcedure, OtherLanguage, book_procedure
from clinicdesk.readiness.rules import Escort
from clinicdesk.scheduling.actions.book import Booked, BookSlot, MoveBooking, move_booking
from clinicdesk.scheduling.actions.cancel import Cancelled
from clinicdesk.scheduling.queries import BookingFacts


@dataclass(frozen=True)
class Done:
    """What was done, by its answer, in words, and in sentences what it made undone."""

    answer: Booked | Cancelled
    words: str
    undone: tuple[str, ...] = ()


Place = Mapping[str, Any]
"""A place in time by the names of the core's requests."""
Asked = tuple[Callable[..., Booked], BookProcedure | MoveBooking]
"""An action and its request."""


def to_move(old: BookingFacts, place: Place) -> Asked:
    """Move the old booking as it was shown."""
    return move_booking, MoveBooking(booking_id=old.id, lock_version=old.lock_version, **place)


def to_book(
    case_id: int, place: Place, escort: Escort | None, language: OtherLanguage | None
) -> Asked:
    """Book the case, with what was asked on the same call."""
    slot = BookSlot(case_id=case_id, **place)
    return book_procedure, BookProcedure(slot=slot, escort=escort, language=language)


def done(name: str, booked: Booked, start: datetime, zone: ZoneInfo, *, moved: bool) -> Done:
    """`Moved MARTINEZ, Rosa to Tue, Dec 1, 2026, 1:00 PM`, and what the move undid."""
    verb, to = ("Moved", "to") if moved else ("Booked", "for")
    undone = tuple(messages.sentence(Reason(code)) for code in booked.undone)
    return Done(booked, f"{verb} {name} {to} {messages.moment(start, zone)}", undone)
