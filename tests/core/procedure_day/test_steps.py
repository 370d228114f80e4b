"""Which step may follow, which may be taken back: every step in every state of the day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest

from clinicdesk.errors import Reason
from clinicdesk.policy import Due
from clinicdesk.procedure_day.rules import Step
from clinicdesk.procedure_day.steps import (
    STATUSES,
    WAY,
    DayFacts,
    may_take,
    next_step,
    objections_to_step,
    objections_to_taking_back,
)
from clinicdesk.readiness.rules import (
    Escort,
    EscortKind,
    Gate,
    GateKey,
    GateState,
    PacketState,
)
from clinicdesk.scheduling.rules import Sedation
from tests.builders.evidence import a_driver
from tests.builders.times import TUESDAY, ZONE, at

NOW = at("2027-01-12 13:00")
HOURS = {Step.ARRIVED: "08:00", Step.IN_PROCEDURE: "09:00", Step.DONE: "10:00"}
AT = {step: at(f"2027-01-12 {hour}") for step, hour in HOURS.items()}
AT |= {Step.DRIVER_HERE: at("2027-01-12 10:30"), Step.DISCHARGED: at("2027-01-12 12:00")}
RECOVERING = {Step.ARRIVED, Step.DRIVER_HERE, Step.IN_PROCEDURE, Step.DONE}
A_MINUTE = timedelta(minutes=1)


def a_day(*taken: Step, **given: object) -> DayFacts:
    """A day on which everything is in order, with these steps taken."""
    facts = DayFacts(
        taken={step: AT[step] for step in taken},
        at=NOW,
        now=NOW,
        booked_day=TUESDAY,
        zone=ZONE,
        recorded=Step.DONE in taken,
        sedation_given=Sedation.MODERATE if Step.DONE in taken else None,
        escort=a_driver(),
        sheet=PacketState.CURRENT,
    )
    return replace(facts, **given)  # type: ignore[arg-type]


def codes(reasons: Sequence[Reason]) -> list[str]:
    return [reason.code.partition(".")[2] for reason in reasons]


def a_gate(state: GateState, due: Due, code: str = "readiness.print_packet") -> Gate:
    return Gate(GateKey.PACKET, state, due, (Reason(code),), Reason("readiness.packet_not_printed"))


# What is said to each step (down) after so many steps of the way (across: none to four).
TURNS = {
    Step.ARRIVED: ["", "step_taken", "step_taken", "step_taken", "step_taken"],
    Step.DRIVER_HERE: ["", "", "", "", "discharged_already"],
    Step.IN_PROCEDURE: ["first_arrived", "", "step_taken", "step_taken", "step_taken"],
    Step.DONE: ["first_arrived", "first_in_procedure", "", "step_taken", "step_taken"],
    Step.DISCHARGED: ["first_arrived", "first_in_procedure", "first_done", "", "step_taken"],
}


@pytest.mark.parametrize(("step", "gone"), [*product(Step, range(5))])
def test_every_step_in_every_state_of_the_day(step: Step, gone: int) -> None:
    here = [] if step is Step.DRIVER_HERE else [Step.DRIVER_HERE]
    found = codes(objections_to_step(step, a_day(*WAY[:gone], *here)))

    assert found == [code for code in [TURNS[step][gone]] if code]


def test_the_way_has_a_status_for_every_step_and_an_end() -> None:
    assert STATUSES.keys() == {*Step}
    assert [next_step(WAY[:gone]) for gone in range(5)] == [*WAY, None]


@pytest.mark.parametrize(
    ("step", "desk"), [(one, one in (Step.ARRIVED, Step.DRIVER_HERE)) for one in Step]
)
def test_the_front_desk_checks_in_and_sees_the_driver(step: Step, desk: bool) -> None:
    assert may_take(step, {"front_desk"}) is desk
    assert not may_take(step, {"administrator"}) or desk
    assert may_take(step, {"nurse"})
    assert may_take(step, {"front_desk", "physician"})


@pytest.mark.parametrize(
    ("step", "when", "said"),
    [
        (Step.ARRIVED, NOW + A_MINUTE, ["step_in_future"]),
        (Step.ARRIVED, at("2027-01-12 00:00"), []),
        (Step.ARRIVED, at("2027-01-11 23:59"), ["not_that_day"]),
        (Step.DRIVER_HERE, at("2027-01-11 23:59"), ["not_that_day"]),
        (Step.IN_PROCEDURE, AT[Step.ARRIVED], []),
        (Step.IN_PROCEDURE, AT[Step.ARRIVED] - A_MINUTE, ["step_too_early"]),
        (Step.DONE, AT[Step.IN_PROCEDURE] - A_MINUTE, ["step_too_early"]),
        (Step.DISCHARGED, AT[Step.DONE], []),
        (Step.DISCHARGED, AT[Step.DONE] - A_MINUTE, ["step_too_early"]),
    ],
)
def test_when_a_step_was(step: Step, when: datetime, said: list[str]) -> None:
    before = WAY[: WAY.index(step)] if step in WAY else ()
    here = [] if step is Step.DRIVER_HERE else [Step.DRIVER_HERE]
    day = a_day(*before, *here, at=when)

    assert codes(objections_to_step(step, day)) == said


def test_the_day_after_nobody_checks_in_but_recovery_may_end_past_midnight() -> None:
    tomorrow = at("2027-01-13 00:01")

    def said(step: Step, *taken: Step) -> list[str]:
        return codes(objections_to_step(step, a_day(*taken, at=tomorrow, now=tomorrow)))

    assert said(Step.ARRIVED) == ["not_that_day"]
    assert said(Step.IN_PROCEDURE, Step.ARRIVED) == ["not_that_day"]
    assert said(Step.DONE, Step.ARRIVED, Step.IN_PROCEDURE) == []
    assert said(Step.DRIVER_HERE, *RECOVERING - {Step.DRIVER_HERE}) == []
    assert said(Step.DISCHARGED, *RECOVERING) == []


@pytest.mark.parametrize("fold", [0, 1])
def test_the_day_on_which_the_clocks_go_back_has_both_its_hours(fold: int) -> None:
    """1:30 AM comes twice on Nov 1, 2026; the second one is an hour later."""
    when = at("2026-11-01 01:30", fold=fold)
    taken = {Step.ARRIVED: at("2026-11-01 01:30")}
    day = a_day(booked_day=when.astimezone(ZONE).date(), taken=taken, at=when, now=when)

    assert objections_to_step(Step.IN_PROCEDURE, day) == []
    assert codes(objections_to_step(Step.IN_PROCEDURE, replace(day, at=when - 2 * A_MINUTE))) == (
        [] if fold else ["step_too_early"]
    )


@pytest.mark.parametrize(
    ("state", "due", "at_check_in", "in_room"),
    [
        (GateState.BLOCKED, Due.BOOKING, True, True),
        (GateState.NEEDS_ACTION, Due.T_1, True, True),
        (GateState.NOT_ASKED, Due.CHECK_IN, True, True),
        (GateState.BLOCKED, Due.IN_ROOM, False, True),
        (GateState.OVERRIDDEN, Due.BOOKING, False, False),
        (GateState.READY, Due.BOOKING, False, False),
        (GateState.NOT_APPLICABLE, Due.BOOKING, False, False),
    ],
)
def test_open_gates_that_are_due_stand_in_the_way(
    state: GateState, due: Due, at_check_in: bool, in_room: bool
) -> None:
    gates = [a_gate(state, due)]
    says = ["gate_needs_physician", "print_packet"]

    def said(step: Step, *taken: Step) -> list[str]:
        return codes(objections_to_step(step, a_day(*taken, gates=gates)))

    assert said(Step.ARRIVED) == (says if at_check_in else [])
    assert said(Step.IN_PROCEDURE, Step.ARRIVED) == (says if in_room else [])
    assert said(Step.DONE, Step.ARRIVED, Step.IN_PROCEDURE) == []


def test_an_open_gate_names_itself_its_rule_and_whether_anybody_can_release_it() -> None:
    gate = a_gate(GateState.NEEDS_ACTION, Due.BOOKING, "readiness.sign_evaluation")
    named = {"gate": "Packet", "rule": "RULE-16"}

    [first, then] = objections_to_step(Step.ARRIVED, a_day(gates=[gate]))

    assert (first, then.code) == (
        Reason("readiness.gate_stops", named),
        "readiness.sign_evaluation",
    )


def test_a_start_before_its_hour_waits_for_it() -> None:
    early = Reason("holds.too_late", {"drug": "apixaban"})
    day = a_day(Step.ARRIVED, too_soon=[early])

    assert objections_to_step(Step.IN_PROCEDURE, day) == [early]
    assert objections_to_step(Step.ARRIVED, a_day(too_soon=[early])) == []


RIDE = Escort(kind=EscortKind.RIDE_ALONE)


@pytest.mark.parametrize(
    ("escort", "said"),
    [
        (a_driver(), []),
        (None, ["ask_driver"]),
        (RIDE, ["driver_ride_alone"]),
        (Escort(kind=EscortKind.NOBODY_YET), ["driver_nobody"]),
        (a_driver(is_adult=None), ["driver_age"]),
        (a_driver(has_agreed=False), ["driver_agreement"]),
    ],
)
def test_only_a_named_adult_is_here_or_takes_the_patient_home(
    escort: Escort | None, said: list[str]
) -> None:
    here = objections_to_step(Step.DRIVER_HERE, a_day(escort=escort))
    leaves = objections_to_step(Step.DISCHARGED, a_day(*RECOVERING, escort=escort))

    assert codes(here) == said
    assert codes(leaves) == (["goes_alone", *said] if said else [])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ["goes_alone", "driver_not_here"]),
        ({"sedation_given": Sedation.MINIMAL}, ["goes_alone", "driver_not_here"]),
        ({"sedation_given": Sedation.NONE}, []),
        ({"sedation_given": Sedation.NONE, "escort": None}, []),
        # Not known is never "none".
        ({"sedation_given": None}, ["goes_alone", "driver_not_here"]),
        ({"exempted_at": AT[Step.DONE]}, []),
        ({"exempted_at": AT[Step.DONE], "escort": RIDE}, []),
        # What let the patient in does not let the patient go home alone.
        ({"exempted_at": AT[Step.DONE] - A_MINUTE}, ["goes_alone", "driver_not_here"]),
        ({"recorded": False}, ["not_recorded"]),
        ({"sheet": PacketState.NOT_PRINTED, "sedation_given": Sedation.NONE}, ["sheet_missing"]),
        (
            {"sheet": PacketState.OUT_OF_DATE},
            ["goes_alone", "driver_not_here", "sheet_out_of_date"],
        ),
    ],
)
def test_nobody_goes_home_without_order_adult_and_sheet(
    given: dict[str, object], said: list[str]
) -> None:
    """The driver has not come; everything else is in order but for what is given."""
    day = a_day(*RECOVERING - {Step.DRIVER_HERE}, **given)

    assert codes(objections_to_step(Step.DISCHARGED, day)) == said


@pytest.mark.parametrize(
    ("step", "taken", "recorded", "said"),
    [
        (Step.ARRIVED, [], False, ["step_not_taken"]),
        (Step.ARRIVED, WAY[:1], False, []),
        (Step.ARRIVED, WAY[:2], False, ["step_after"]),
        (Step.IN_PROCEDURE, WAY[:2], False, []),
        (Step.IN_PROCEDURE, WAY[:3], False, ["step_after"]),
        (Step.DONE, WAY[:3], False, []),
        (Step.DONE, WAY[:3], True, ["record_stands"]),
        (Step.DONE, WAY, True, ["step_after"]),
        (Step.DISCHARGED, WAY, True, []),
        (Step.DRIVER_HERE, [Step.DRIVER_HERE, *WAY[:3]], True, []),
        (Step.DRIVER_HERE, [Step.DRIVER_HERE, *WAY], True, ["step_after"]),
    ],
)
def test_what_may_be_taken_back(
    step: Step, taken: Sequence[Step], recorded: bool, said: list[str]
) -> None:
    steps = {one: AT[one] for one in taken}
    assert codes(objections_to_taking_back(step, steps, recorded=recorded)) == said
