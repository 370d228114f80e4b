"""A booking on its own day: ready to be checked in, and taken through the steps of the day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from clinicdesk.desk import Desk
from clinicdesk.procedure_day.actions import (
    TakeBackStep,
    TakeStep,
    record_procedure,
    take_back_step,
    take_step,
)
from clinicdesk.procedure_day.board import BoardRow
from clinicdesk.procedure_day.queries import today
from clinicdesk.procedure_day.rules import Step
from clinicdesk.procedure_day.steps import IDENTIFIED
from clinicdesk.readiness.actions import (
    BookProcedure,
    OtherLanguage,
    OverrideGate,
    book_procedure,
    override_gate,
)
from clinicdesk.readiness.overrides import bare, covers
from clinicdesk.readiness.queries import readiness
from clinicdesk.readiness.rules import GateKey
from clinicdesk.scheduling.actions.book import book_slot
from clinicdesk.scheduling.queries import booking, free_openings
from tests.builders.clinic import COORDINATOR, NURSE, PHYSICIAN, actor, proof
from tests.builders.evidence import a_driver, name_driver, print_sheet
from tests.builders.gestures import ask, do
from tests.builders.patients import Made, a_booked_case, a_slot, an_approved_case, sure_of
from tests.builders.procedures import as_done
from tests.builders.times import ZONE

Asked = tuple[str, Callable[..., Any], object]


class MovableClock(Protocol):
    """The part of the tests' clock that is used here."""

    now: datetime

    def advance(self, **by: float) -> None: ...


def ready_for(desk: Desk, starts_at: datetime, **given: Any) -> Made:
    """A booked case without a blood thinner, with its driver and its printed packet."""
    made = a_booked_case(desk, starts_at, **given)
    name_driver(desk, made.booking_id)
    print_sheet(desk, made.booking_id)
    return made


def a_step(desk: Desk, booking_id: int, step: Step, at: datetime | None = None) -> TakeStep:
    """The request, sure of the patient where that is asked for."""
    who = ask(desk, NURSE, booking, booking_id).patient
    verified = sure_of(who) if step in IDENTIFIED else None
    return TakeStep(booking_id=booking_id, step=step, verified=verified, at=at)


def take(desk: Desk, booking_id: int, *steps: Step) -> None:
    """Take steps one after the other, as the nurse does."""
    for step in steps:
        do(desk, NURSE, take_step, a_step(desk, booking_id, step))


def on_the_board(desk: Desk, booking_id: int) -> BoardRow:
    """The booking's row on the board of its day."""
    facts = ask(desk, NURSE, booking, booking_id)
    day = facts.starts_at.astimezone(ZONE).date()
    rows = ask(desk, NURSE, today, day).rows
    return next(row for row in rows if row.booking.id == booking_id)


def an_override(desk: Desk, booking_id: int, gate: GateKey, **given: Any) -> OverrideGate:
    """The physician's word on what stands there, with a reason."""
    seen = ask(desk, PHYSICIAN, readiness, booking_id).gates
    covered = covers(next(bare(one).reasons for one in seen if one.key is gate))
    said = {
        "seen": covered,
        "reason": "Benefit outweighs the risk",
        "proof": proof(actor(desk, PHYSICIAN)),
    }
    return OverrideGate(booking_id=booking_id, gate=gate, **{**said, **given})


def _came(desk: Desk, clock: MovableClock) -> Made:
    """Booked for the next opening that there is, and the clock goes on to it."""
    made = an_approved_case(desk)
    local_day = clock.now.astimezone(ZONE).date()
    start = ask(desk, COORDINATOR, free_openings, made.case_id, 60, local_day)[0].starts_at
    booked = do(desk, COORDINATOR, book_slot, a_slot(made, start))
    clock.advance(seconds=max(0.0, (start - clock.now) / timedelta(seconds=1)))
    return replace(made, booking_id=booked.booking_id)


def _take_step(desk: Desk, clock: MovableClock) -> Asked:
    made = _came(desk, clock)
    name_driver(desk, made.booking_id)
    return COORDINATOR, take_step, TakeStep(booking_id=made.booking_id, step=Step.DRIVER_HERE)


def _take_back_step(desk: Desk, clock: MovableClock) -> Asked:
    login, action, request = _take_step(desk, clock)
    do(desk, login, action, request)
    assert isinstance(request, TakeStep)
    back = TakeBackStep(booking_id=request.booking_id, step=request.step)
    return COORDINATOR, take_back_step, back


def _record_procedure(desk: Desk, clock: MovableClock) -> Asked:
    made = _came(desk, clock)
    clock.advance(hours=1)
    return PHYSICIAN, record_procedure, as_done(desk, made.booking_id)


def _override_gate(desk: Desk, clock: MovableClock) -> Asked:
    made = _came(desk, clock)
    return PHYSICIAN, override_gate, an_override(desk, made.booking_id, GateKey.PACKET)


def _book_procedure(desk: Desk, clock: MovableClock) -> Asked:
    made = an_approved_case(desk)
    local_day = clock.now.astimezone(ZONE).date()
    start = ask(desk, COORDINATOR, free_openings, made.case_id, 60, local_day)[0].starts_at
    spanish = OtherLanguage("es", began="")
    whole = BookProcedure(slot=a_slot(made, start), escort=a_driver(), language=spanish)
    return COORDINATOR, book_procedure, whole


DAY_GESTURES: dict[str, Callable[[Desk, MovableClock], Asked]] = {
    "procedure_day.record_procedure": _record_procedure,
    "procedure_day.take_step": _take_step,
    "procedure_day.take_back_step": _take_back_step,
    "readiness.book_procedure": _book_procedure,
    "readiness.override_gate": _override_gate,
}
