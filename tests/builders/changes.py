"""Changes of a booking, and the gestures that make them."""

from collections.abc import Callable
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.scheduling.actions.book import MoveBooking, book_slot, move_booking
from clinicdesk.scheduling.actions.cancel import CancelBooking, cancel_booking
from clinicdesk.scheduling.actions.undo import UndoChange, undo_change
from clinicdesk.scheduling.queries import booking
from clinicdesk.scheduling.rules import Cause
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask, do
from tests.builders.patients import a_booked_case, a_slot, an_approved_case, sure_of
from tests.builders.times import a_free_start

Asked = tuple[str, Callable[..., Any], object]


def a_move(desk: Desk, booking_id: int, **chosen: Any) -> MoveBooking:
    """The booking moved to a free start, unless another place is chosen."""
    shown = ask(desk, COORDINATOR, booking, booking_id)
    move = {
        "starts_at": a_free_start(),
        "minutes": shown.minutes,
        "sedation": shown.sedation,
        "verified": sure_of(shown.patient),
    }
    return MoveBooking(booking_id=booking_id, lock_version=shown.lock_version, **{**move, **chosen})


def a_cancel(desk: Desk, booking_id: int, **chosen: Any) -> CancelBooking:
    """The booking cancelled because the patient asked, unless another cause is chosen."""
    shown = ask(desk, COORDINATOR, booking, booking_id)
    cancel = {"verified": sure_of(shown.patient), "cause": Cause.PATIENT_ASKED}
    return CancelBooking(
        booking_id=booking_id, lock_version=shown.lock_version, **{**cancel, **chosen}
    )


def _moving(desk: Desk) -> Asked:
    made = a_booked_case(desk, a_free_start())
    return COORDINATOR, move_booking, a_move(desk, made.booking_id)


def _cancelling(desk: Desk) -> Asked:
    made = a_booked_case(desk, a_free_start())
    return COORDINATOR, cancel_booking, a_cancel(desk, made.booking_id)


def _undoing(desk: Desk) -> Asked:
    booked = do(desk, COORDINATOR, book_slot, a_slot(an_approved_case(desk), a_free_start()))
    return COORDINATOR, undo_change, UndoChange(booked.change_id)


CHANGE_GESTURES: dict[str, Callable[[Desk], Asked]] = {
    "scheduling.move_booking": _moving,
    "scheduling.cancel_booking": _cancelling,
    "scheduling.undo_change": _undoing,
}
