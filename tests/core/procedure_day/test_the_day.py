"""From check-in to discharge, and back, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.cases.queries import current_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.desk import Desk
from clinicdesk.patients.verification import Verification
from clinicdesk.procedure_day.actions import (
    TakeBackStep,
    TakeStep,
    record_procedure,
    take_back_step,
    take_step,
)
from clinicdesk.procedure_day.queries import today
from clinicdesk.procedure_day.rules import Step
from clinicdesk.readiness.actions import override_gate
from clinicdesk.readiness.rules import EscortKind, GateKey, GateState, PacketState
from clinicdesk.record.rules import LabKind
from clinicdesk.scheduling.rules import Sedation
from clinicdesk.sheets.rules import SheetKind
from tests.builders.clinic import COORDINATOR, NURSE, PHYSICIAN, actor, proof
from tests.builders.evidence import (
    a_driver,
    a_lab,
    clear,
    gate,
    name_driver,
    print_sheet,
    sign_hold_table,
    tell_last_dose,
)
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import Made, a_booked_case, move_to
from tests.builders.procedures import as_done
from tests.builders.rows import counted
from tests.builders.the_day import a_step, an_override, on_the_board, ready_for, take
from tests.builders.times import TUESDAY, at
from tests.conftest import Clock

SEVEN, TEN, NOON = (at(f"2027-01-12 {hour}:00") for hour in ("07", "10", "12"))


@pytest.fixture
def ready(desk: Desk, clock: Clock) -> Made:
    """A case that is ready, on the morning of its day."""
    made = ready_for(desk, TEN)
    clock.now = SEVEN
    return made


def status(desk: Desk, made: Made) -> CaseStatus:
    case = ask(desk, COORDINATOR, current_case, made.patient_id)
    assert case is not None
    return CaseStatus(case.status)


def recorded(desk: Desk, clock: Clock, made: Made, **given: object) -> None:
    clock.now = NOON
    do(desk, PHYSICIAN, record_procedure, as_done(desk, made.booking_id, **given))


def test_a_day_from_check_in_to_discharge(desk: Desk, ready: Made, clock: Clock):
    seen = []
    for step in (Step.ARRIVED, Step.IN_PROCEDURE, Step.DONE):
        take(desk, ready.booking_id, step)
        seen.append(status(desk, ready))
        clock.advance(hours=1)
    recorded(desk, clock, ready)
    print_sheet(desk, ready.booking_id, SheetKind.DISCHARGE)
    take(desk, ready.booking_id, Step.DRIVER_HERE, Step.DISCHARGED)

    assert seen == [CaseStatus.CHECKED_IN, CaseStatus.IN_PROCEDURE, CaseStatus.RECOVERY]
    assert status(desk, ready) is CaseStatus.DISCHARGED
    row = on_the_board(desk, ready.booking_id)
    assert row.steps.keys() == {*Step}
    arrived = row.steps[Step.ARRIVED]
    assert (arrived.at, arrived.by) == (SEVEN, "Noor Haddad")
    assert (row.is_recorded, row.sheet) == (True, PacketState.CURRENT)


def test_nobody_is_checked_in_without_two_identifiers(desk: Desk, ready: Made):
    """Not another patient's, and with a similar name that day not without the birth year."""
    right = a_step(desk, ready.booking_id, Step.ARRIVED)
    unsure = replace(right, verified=None)
    other = replace(right, verified=Verification(ready.patient_id + 1, 1951))
    read_back = replace(right, verified=Verification(ready.patient_id))
    namesake = a_booked_case(desk, at("2027-01-12 13:00"), family="Martines", given="Rose")

    assert refused(desk, NURSE, take_step, unsure) == ["patients.not_verified"]
    assert refused(desk, NURSE, take_step, other) == ["patients.not_verified"]
    assert refused(desk, NURSE, take_step, read_back) == ["patients.birth_year_needed"]
    wrong_year = replace(right, verified=Verification(ready.patient_id, 1899))
    assert refused(desk, NURSE, take_step, wrong_year) == ["patients.birth_year_differs"]
    assert not on_the_board(desk, namesake.booking_id).steps
    do(desk, COORDINATOR, take_step, right)


def test_a_blocked_blood_thinner_is_not_let_in_but_by_a_physician(desk: Desk, clock: Clock):
    sign_hold_table(desk)
    made = a_booked_case(desk, TEN, ["Eliquis 5 mg"])
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "71", clock.now)
    clear(desk, made.booking_id)
    name_driver(desk, made.booking_id)
    clock.now = SEVEN
    asked = told(desk, NURSE, take_step, a_step(desk, made.booking_id, Step.ARRIVED))
    stop = ["readiness.gate_stops", "holds.last_dose_missing"]
    word = an_override(desk, made.booking_id, GateKey.BLOOD_THINNER)
    assert refused(desk, PHYSICIAN, override_gate, word) == stop
    tell_last_dose(desk, made.booking_id, at("2027-01-11 20:00"))
    print_sheet(desk, made.booking_id)
    check_in = a_step(desk, made.booking_id, Step.ARRIVED)
    blocked = told(desk, NURSE, take_step, check_in)

    # The dose was told after the physician read the gate.
    assert refused(desk, PHYSICIAN, override_gate, word) == ["readiness.gate_changed"]
    do(desk, PHYSICIAN, override_gate, an_override(desk, made.booking_id, GateKey.BLOOD_THINNER))
    do(desk, NURSE, take_step, check_in)

    assert "Blood thinner is open (RULE-24). Nobody can let this pass" in asked
    assert "Blood thinner is open (RULE-26). Settle it, or let a physician pass" in blocked
    passed = gate(desk, made.booking_id, GateKey.BLOOD_THINNER)
    assert (passed.state, passed.override.rule) == (GateState.OVERRIDDEN, "RULE-26")
    assert (passed.override.physician, passed.override.at) == ("Dr. N. Okafor", SEVEN)
    # One more dose is no dose that the physician knew of.
    tell_last_dose(desk, made.booking_id, at("2027-01-12 06:00"))
    go_in = a_step(desk, made.booking_id, Step.IN_PROCEDURE)
    assert refused(desk, NURSE, take_step, go_in)[0] == "readiness.gate_needs_physician"


def test_an_override_is_a_physicians_own_word_with_a_reason(desk: Desk, clock: Clock):
    made = a_booked_case(desk, TEN)
    word = an_override(desk, made.booking_id, GateKey.PACKET)
    forged = replace(word, proof=proof(actor(desk, NURSE)))
    settled = an_override(desk, made.booking_id, GateKey.EVALUATION)

    assert refused(desk, PHYSICIAN, override_gate, forged) == ["staff.wrong_password"]
    assert told(desk, NURSE, override_gate, word).endswith("Ask a physician to do it.")
    silent = replace(word, reason="  ")
    assert refused(desk, PHYSICIAN, override_gate, silent) == ["readiness.override_reason"]
    assert refused(desk, PHYSICIAN, override_gate, settled) == ["readiness.gate_passed"]
    do(desk, PHYSICIAN, override_gate, word)
    # It expires with the booking that it was given for.
    moved = move_to(desk, made.booking_id, at("2027-01-13 10:00"))
    assert gate(desk, made.booking_id, GateKey.PACKET).state is GateState.OVERRIDDEN
    assert gate(desk, moved, GateKey.PACKET).state is GateState.NOT_ASKED


def test_a_start_before_its_hour_waits_until_the_drug_is_off_long_enough(desk: Desk, clock: Clock):
    """Held to the minute for 10 AM, and taken in two hours early."""
    sign_hold_table(desk)
    made = a_booked_case(desk, TEN, ["Eliquis 5 mg"])
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "71", clock.now)
    clear(desk, made.booking_id)
    name_driver(desk, made.booking_id)
    clock.now = SEVEN
    held = gate_hold_hours(desk, made)
    tell_last_dose(desk, made.booking_id, TEN - held)
    print_sheet(desk, made.booking_id)
    take(desk, made.booking_id, Step.ARRIVED)

    go_in = a_step(desk, made.booking_id, Step.IN_PROCEDURE)
    assert refused(desk, NURSE, take_step, go_in) == ["holds.too_late"]
    clock.now = TEN
    do(desk, NURSE, take_step, go_in)


def gate_hold_hours(desk: Desk, made: Made) -> timedelta:
    """How long apixaban is held: a dose told now makes the clock say when the start is safe."""
    tell_last_dose(desk, made.booking_id, SEVEN - timedelta(days=10))
    [hold] = on_the_board(desk, made.booking_id).readiness.holds
    assert hold.clock.earliest_ok is not None
    return hold.clock.earliest_ok - (SEVEN - timedelta(days=10))


def test_a_sedated_patient_does_not_leave_alone(desk: Desk, ready: Made, clock: Clock):
    take(desk, ready.booking_id, Step.ARRIVED, Step.IN_PROCEDURE, Step.DONE)
    leave = a_step(desk, ready.booking_id, Step.DISCHARGED)

    assert refused(desk, NURSE, take_step, leave) == ["procedure_day.not_recorded"]
    recorded(desk, clock, ready)
    alone = ["procedure_day.goes_alone", "procedure_day.driver_not_here"]
    assert refused(desk, NURSE, take_step, leave) == [*alone, "procedure_day.sheet_missing"]
    print_sheet(desk, ready.booking_id, SheetKind.DISCHARGE)
    assert refused(desk, NURSE, take_step, leave) == alone
    # Who was named is not coming, and a taxi takes nobody home: the sheet names them no more.
    name_driver(desk, ready.booking_id, kind=EscortKind.RIDE_ALONE, name="", phone="")
    ride = ["procedure_day.goes_alone", "readiness.driver_ride_alone"]
    assert refused(desk, NURSE, take_step, leave) == [*ride, "procedure_day.sheet_out_of_date"]
    here = TakeStep(booking_id=ready.booking_id, step=Step.DRIVER_HERE)
    assert refused(desk, COORDINATOR, take_step, here) == ["readiness.driver_ride_alone"]
    name_driver(desk, ready.booking_id, name="Luis Martinez")
    do(desk, COORDINATOR, take_step, here)
    print_sheet(desk, ready.booking_id, SheetKind.DISCHARGE)
    unsure = replace(leave, verified=None)
    assert refused(desk, NURSE, take_step, unsure) == ["patients.not_verified"]
    do(desk, NURSE, take_step, leave)


def test_another_driver_is_not_here_because_the_first_one_was(
    desk: Desk, ready: Made, clock: Clock
):
    """Who brought the patient went away; who comes instead is marked when here (RULE-44)."""
    take(desk, ready.booking_id, Step.ARRIVED, Step.DRIVER_HERE, Step.IN_PROCEDURE)
    recorded(desk, clock, ready)
    name_driver(desk, ready.booking_id, name="Luis Martinez")
    print_sheet(desk, ready.booking_id, SheetKind.DISCHARGE)
    leave = a_step(desk, ready.booking_id, Step.DISCHARGED)

    alone = ["procedure_day.goes_alone", "procedure_day.driver_not_here"]
    assert refused(desk, NURSE, take_step, leave) == alone
    assert Step.DRIVER_HERE not in on_the_board(desk, ready.booking_id).steps
    take(desk, ready.booking_id, Step.DRIVER_HERE)
    assert on_the_board(desk, ready.booking_id).steps[Step.DRIVER_HERE].at == NOON
    clock.advance(minutes=1)
    # The same adult with another telephone number is still here.
    name_driver(desk, ready.booking_id, name="Luis Martinez", phone="(555) 555-0142")
    print_sheet(desk, ready.booking_id, SheetKind.DISCHARGE)
    do(desk, NURSE, take_step, leave)


def test_whoever_was_checked_in_stays_on_the_board_until_taken_home(
    desk: Desk, ready: Made, clock: Clock
):
    came_not = ready_for(desk, at("2027-01-12 13:00"))
    take(desk, ready.booking_id, Step.ARRIVED, Step.DRIVER_HERE)
    recorded(desk, clock, ready)
    print_sheet(desk, ready.booking_id, SheetKind.DISCHARGE)
    clock.advance(days=1)

    def listed() -> list[int]:
        board = ask(desk, NURSE, today, TUESDAY + timedelta(days=1))
        return [row.booking.id for row in board.rows]

    assert listed() == [ready.booking_id]
    assert came_not.booking_id not in listed()
    take(desk, ready.booking_id, Step.DISCHARGED)
    assert listed() == []


def test_a_physician_may_let_a_patient_go_alone_but_only_after_the_procedure(
    desk: Desk, ready: Made, clock: Clock
):
    name_driver(desk, ready.booking_id, kind=EscortKind.NOBODY_YET)
    word = an_override(desk, ready.booking_id, GateKey.DRIVER)
    do(desk, PHYSICIAN, override_gate, word)
    print_sheet(desk, ready.booking_id)
    take(desk, ready.booking_id, Step.ARRIVED, Step.IN_PROCEDURE)
    recorded(desk, clock, ready)
    print_sheet(desk, ready.booking_id, SheetKind.DISCHARGE)
    leave = a_step(desk, ready.booking_id, Step.DISCHARGED)

    alone = ["procedure_day.goes_alone", "readiness.driver_nobody"]
    assert refused(desk, NURSE, take_step, leave) == alone
    do(desk, PHYSICIAN, override_gate, word)
    do(desk, NURSE, take_step, leave)


def test_a_record_takes_the_steps_with_it_and_holds_them(desk: Desk, ready: Made, clock: Clock):
    recorded(desk, clock, ready, sedation=Sedation.NONE)

    steps = on_the_board(desk, ready.booking_id).steps
    assert {step: taken.at for step, taken in steps.items()} == {
        Step.ARRIVED: TEN,
        Step.IN_PROCEDURE: TEN,
        Step.DONE: TEN + timedelta(minutes=50),
    }
    back = TakeBackStep(booking_id=ready.booking_id, step=Step.DONE)
    assert refused(desk, NURSE, take_back_step, back) == ["procedure_day.record_stands"]
    print_sheet(desk, ready.booking_id, SheetKind.DISCHARGE)
    take(desk, ready.booking_id, Step.DISCHARGED)
    assert status(desk, ready) is CaseStatus.DISCHARGED


def test_steps_are_taken_back_one_by_one_and_can_be_taken_again(
    desk: Desk, ready: Made, clock: Clock
):
    before = {Step.DONE: CaseStatus.IN_PROCEDURE, Step.IN_PROCEDURE: CaseStatus.CHECKED_IN}
    before |= {Step.ARRIVED: CaseStatus.SCHEDULED}
    take(desk, ready.booking_id, Step.DRIVER_HERE, *reversed(before))

    def back(step: Step) -> TakeBackStep:
        return TakeBackStep(booking_id=ready.booking_id, step=step)

    assert refused(desk, NURSE, take_back_step, back(Step.ARRIVED)) == ["procedure_day.step_after"]
    for step, then in before.items():
        do(desk, NURSE, take_back_step, back(step))
        assert status(desk, ready) is then
    do(desk, COORDINATOR, take_back_step, back(Step.DRIVER_HERE))
    assert not on_the_board(desk, ready.booking_id).steps
    again = refused(desk, NURSE, take_back_step, back(Step.ARRIVED))
    assert again == ["procedure_day.step_not_taken"]
    # Nothing hinders another day, and nothing another check-in.
    take(desk, ready.booking_id, Step.ARRIVED)
    twice = a_step(desk, ready.booking_id, Step.ARRIVED)
    assert refused(desk, NURSE, take_step, twice) == ["procedure_day.step_taken"]


def test_the_front_desk_takes_nobody_in(desk: Desk, ready: Made):
    do(desk, COORDINATOR, take_step, a_step(desk, ready.booking_id, Step.ARRIVED))
    go_in = a_step(desk, ready.booking_id, Step.IN_PROCEDURE)

    assert refused(desk, COORDINATOR, take_step, go_in) == ["procedure_day.step_needs_nurse"]
    do(desk, NURSE, take_step, go_in)
    back = TakeBackStep(booking_id=ready.booking_id, step=Step.IN_PROCEDURE)
    assert refused(desk, COORDINATOR, take_back_step, back) == ["procedure_day.step_needs_nurse"]


def test_a_patient_who_is_here_is_not_moved_to_another_day(desk: Desk, ready: Made):
    take(desk, ready.booking_id, Step.ARRIVED)

    with pytest.raises(Exception, match="under_way"):
        move_to(desk, ready.booking_id, at("2027-01-13 10:00"))


def test_the_board_asks_as_often_for_many_as_for_one(desk: Desk, clock: Clock):
    def asked() -> int:
        actor(desk, NURSE)  # whom the staff list is asked for once
        with counted(desk._engine) as statements:
            ask(desk, NURSE, today, TUESDAY)
        return len(statements)

    first = ready_for(desk, TEN)
    clock.now = SEVEN
    recorded(desk, clock, first)
    print_sheet(desk, first.booking_id, SheetKind.DISCHARGE)
    once = asked()
    clock.now = SEVEN
    second = ready_for(desk, at("2027-01-12 13:00"))
    take(desk, second.booking_id, Step.ARRIVED)

    assert asked() == once
    board = ask(desk, NURSE, today, TUESDAY)
    assert [row.booking.id for row in board.rows] == [first.booking_id, second.booking_id]
    assert [row.sheet for row in board.rows] == [PacketState.CURRENT, PacketState.NOT_PRINTED]
    empty = ask(desk, NURSE, today, date(2027, 1, 11))
    assert (empty.rows, empty.next_day) == ((), TUESDAY)


def test_an_escort_named_after_the_procedure_is_kept(desk: Desk, ready: Made, clock: Clock):
    recorded(desk, clock, ready)

    name_driver(desk, ready.booking_id, name="Luis Martinez")

    escort = on_the_board(desk, ready.booking_id).readiness.escort
    assert escort == replace(a_driver(name="Luis Martinez"), phone=escort.phone)
