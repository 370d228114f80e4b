"""Moving a booking, on both databases: what it frees, keeps and makes undone."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from clinicdesk.desk import Desk
from clinicdesk.holds.rules import HoldState
from clinicdesk.procedure_day.actions import record_procedure
from clinicdesk.readiness.rules import GateKey, GateState, PacketState
from clinicdesk.record.rules import LabKind
from clinicdesk.scheduling.actions.book import MoveBooking, book_slot, move_booking
from clinicdesk.scheduling.queries import booking, current_booking, day, free_openings
from clinicdesk.scheduling.rules import BookingState, Sedation
from clinicdesk.scheduling.tables import Booking, Occupancy
from tests.builders.clinic import COORDINATOR, PHYSICIAN
from tests.builders.evidence import (
    a_lab,
    clear,
    gate,
    hold,
    name_driver,
    print_sheet,
    sheet,
    sign_hold_table,
    tell_last_dose,
)
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import Made, a_booked_case, a_slot, an_approved_case, sure_of
from tests.builders.procedures import as_done
from tests.builders.rows import rows
from tests.builders.times import TUESDAY, at
from tests.conftest import Clock

TEN = at("2027-01-12 10:00")


def a_move(desk: Desk, booking_id: int, wall: str, **chosen: Any) -> MoveBooking:
    shown = ask(desk, COORDINATOR, booking, booking_id)
    move = MoveBooking(
        booking_id=booking_id,
        verified=sure_of(shown.patient),
        lock_version=shown.lock_version,
        starts_at=at(wall),
        minutes=shown.minutes,
        sedation=shown.sedation,
        room_id=shown.room_id,
        physician_id=shown.physician_id,
    )
    return replace(move, **chosen)


def test_a_move_keeps_the_old_booking_and_frees_its_place(desk: Desk, url: str):
    made = a_booked_case(desk, TEN)

    moved = do(desk, COORDINATOR, move_booking, a_move(desk, made.booking_id, "2027-01-13 08:00"))

    with rows(url) as session:
        old, new = session.query(Booking).order_by(Booking.id)
        assert (old.state, new.state) == (BookingState.MOVED, BookingState.BOOKED)
        assert (new.id, new.replaces_id) == (moved.booking_id, old.id)
        active = {row.booking_id for row in session.query(Occupancy).filter_by(active=True)}
        assert active == {new.id}
    assert ask(desk, COORDINATOR, day, TUESDAY).bookings == ()
    assert ask(desk, COORDINATOR, booking, made.booking_id).starts_at == TEN
    assert ask(desk, COORDINATOR, current_booking, made.case_id).id == moved.booking_id
    assert moved.undone == ()
    do(desk, COORDINATOR, book_slot, a_slot(an_approved_case(desk), TEN))


def test_a_booking_moves_over_its_own_place(desk: Desk):
    made = a_booked_case(desk, TEN)

    own = ask(desk, COORDINATOR, free_openings, made.case_id, 60, TUESDAY, n=4)[-1]
    assert (own.starts_at, own.room) == (TEN, "Procedure Room 1")
    assert do(desk, COORDINATOR, move_booking, a_move(desk, made.booking_id, "2027-01-12 10:15"))


def test_moves_that_are_refused(desk: Desk):
    made = a_booked_case(desk, TEN)
    taken = a_booked_case(desk, at("2027-01-13 08:00"))
    room = ask(desk, COORDINATOR, booking, taken.booking_id).room_id
    stay = a_move(desk, made.booking_id, "2027-01-12 10:00")
    moves = {
        "scheduling.taken": replace(stay, starts_at=at("2027-01-13 08:30"), room_id=room),
        "scheduling.closed": replace(stay, starts_at=at("2027-01-16 08:30")),
        "scheduling.in_the_past": replace(stay, starts_at=at("2026-11-20 08:30")),
        "scheduling.unusual_length": replace(stay, minutes=75),
    }

    found = {code: refused(desk, COORDINATOR, move_booking, move) for code, move in moves.items()}

    assert found == {code: [code] for code in moves}
    assert ask(desk, COORDINATOR, current_booking, made.case_id).starts_at == TEN


def test_a_booking_moves_once(desk: Desk):
    """Two windows showed it; the second to move it hears of the first."""
    made = a_booked_case(desk, TEN)
    first, second = (a_move(desk, made.booking_id, f"2027-01-13 0{hour}:00") for hour in (8, 9))
    do(desk, COORDINATOR, move_booking, first)

    assert told(desk, COORDINATOR, move_booking, second) == (
        "Dana Mills saved Wed, Jan 13, 2027, 8:00 AM for start meanwhile; "
        "you have Wed, Jan 13, 2027, 9:00 AM. Decide which one counts, then save again."
    )


def test_a_case_under_way_does_not_move(desk: Desk, clock: Clock):
    made = a_booked_case(desk, TEN)
    move = a_move(desk, made.booking_id, "2027-01-13 08:00")
    clock.now = at("2027-01-12 12:00")
    do(desk, PHYSICIAN, record_procedure, as_done(desk, made.booking_id))

    current = replace(move, lock_version=move.lock_version + 1)
    assert refused(desk, COORDINATOR, move_booking, current) == ["desk.changed_meanwhile"]


def prepared(desk: Desk, clock: Clock) -> Made:
    """Apixaban cleared, stopped in time and told; driver confirmed; pre-op sheet printed."""
    clock.now = at("2027-01-11 08:00")
    sign_hold_table(desk)
    times = (time(8), time(20))
    made = a_booked_case(desk, TEN, ["Eliquis 5 mg"], dose_times=times)
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "70", clock.now)
    clear(desk, made.booking_id)
    tell_last_dose(desk, made.booking_id, at("2027-01-09 08:00"))
    name_driver(desk, made.booking_id)
    print_sheet(desk, made.booking_id)
    assert hold(desk, made.booking_id).clock.state is HoldState.HELD
    assert gate(desk, made.booking_id, GateKey.DRIVER).state is GateState.READY
    assert sheet(desk, made.booking_id).state is PacketState.CURRENT
    return made


@pytest.mark.parametrize(
    ("wall", "chosen", "covered"),
    [
        ("2027-01-12 10:00", {"sedation": Sedation.MINIMAL, "minutes": 45}, True),
        ("2027-01-12 09:45", {}, False),
        ("2027-01-13 10:00", {}, False),
    ],
)
def test_a_move_asks_again_for_what_was_confirmed(
    desk: Desk, clock: Clock, wall: str, chosen: dict[str, Any], covered: bool
):
    """The clearance stays while the time off the drug lies within what was cleared."""
    made = prepared(desk, clock)

    move = a_move(desk, made.booking_id, wall, **chosen)
    new = do(desk, COORDINATOR, move_booking, move)

    again = [] if covered else ["holds.clearance_again"]
    assert new.undone == (
        "holds.last_dose_again",
        *again,
        "readiness.driver_again",
        "sheets.sheet_again",
    )
    state = HoldState.NEEDS_LAST_DOSE if covered else HoldState.NEEDS_CLEARANCE
    assert hold(desk, new.booking_id).clock.state is state
    assert gate(desk, new.booking_id, GateKey.DRIVER).state is GateState.NOT_ASKED
    assert sheet(desk, new.booking_id).state is PacketState.OUT_OF_DATE
    assert gate(desk, new.booking_id, GateKey.PACKET).state is GateState.NEEDS_ACTION


def test_three_hours_earlier_on_the_same_day_breaks_a_hold_that_was_kept(desk: Desk, clock: Clock):
    """Saturday 8:00 AM is 74 hours before ten o'clock, but 71 before seven."""
    made = prepared(desk, clock)
    new = do(desk, COORDINATOR, move_booking, a_move(desk, made.booking_id, "2027-01-12 07:00"))

    clear(desk, new.booking_id)
    tell_last_dose(desk, new.booking_id, at("2027-01-09 08:00"))

    assert hold(desk, new.booking_id).clock.state is HoldState.TOO_LATE
    assert gate(desk, new.booking_id, GateKey.BLOOD_THINNER).state is GateState.BLOCKED
