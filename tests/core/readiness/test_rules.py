"""The gates, when they count, and what they add up to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.evaluations.rules import Decision
from clinicdesk.holds.rules import ClearanceDecision, HoldClock, HoldState
from clinicdesk.policy import Due, drug_table, readiness_policy
from clinicdesk.readiness.rules import (
    Escort,
    EscortKind,
    Gate,
    GateKey,
    GateState,
    PacketState,
    blood_thinner_gate,
    driver_gate,
    due_instants,
    evaluation_gate,
    overall,
    packet_gate,
)
from clinicdesk.record.rules import ThinnerAnswer
from clinicdesk.scheduling.rules import Sedation

LA = ZoneInfo("America/Los_Angeles")
START = datetime(2026, 9, 15, 10, tzinfo=LA)
ARRIVAL = START - timedelta(hours=1)
MICROSECOND = timedelta.resolution
ADULT = Escort(
    kind=EscortKind.RESPONSIBLE_ADULT,
    name="Ana",
    relationship="sister",
    phone="(707) 555-0138",
    is_adult=True,
    has_agreed=True,
)


def codes(gate: Gate) -> list[str]:
    return [reason.code.removeprefix("readiness.") for reason in gate.reasons]


def worded(gate: Gate) -> str:
    """Every sentence of a gate exists and finds its facts."""
    assert all(messages.sentence(reason, LA) for reason in gate.reasons)
    return messages.sentence(gate.summary, LA)


def clock(
    state: HoldState, key: str = "apixaban", decision: ClearanceDecision | None = None
) -> HoldClock:
    row = drug_table().row(key)
    reason = Reason("holds.last_dose_missing", {"drug": f"{row.name} {state}"})
    return HoldClock(row, state, False, (reason,), "", decision)


@pytest.mark.parametrize(
    ("escort", "sedation", "state", "reasons"),
    [
        (None, Sedation.NONE, GateState.NOT_APPLICABLE, []),
        (None, Sedation.MINIMAL, GateState.NOT_ASKED, ["ask_driver"]),
        (None, None, GateState.NOT_ASKED, ["ask_driver"]),
        (ADULT, Sedation.MODERATE, GateState.READY, ["driver_is"]),
        (ADULT, None, GateState.READY, ["driver_is"]),
        (
            Escort(kind=EscortKind.NOBODY_YET),
            Sedation.MODERATE,
            GateState.NEEDS_ACTION,
            ["driver_nobody"],
        ),
        (
            replace(ADULT, kind=EscortKind.RIDE_ALONE),
            Sedation.MODERATE,
            GateState.NEEDS_ACTION,
            ["driver_ride_alone"],
        ),
        (replace(ADULT, name=" "), Sedation.DEEP, GateState.NEEDS_ACTION, ["driver_name"]),
        (replace(ADULT, phone=""), Sedation.DEEP, GateState.NEEDS_ACTION, ["driver_phone"]),
        (replace(ADULT, is_adult=False), Sedation.DEEP, GateState.NEEDS_ACTION, ["driver_age"]),
        (replace(ADULT, is_adult=None), Sedation.DEEP, GateState.NEEDS_ACTION, ["driver_age"]),
        (
            replace(ADULT, has_agreed=False),
            Sedation.GENERAL,
            GateState.NEEDS_ACTION,
            ["driver_agreement"],
        ),
        (
            Escort(kind=EscortKind.RESPONSIBLE_ADULT),
            Sedation.MINIMAL,
            GateState.NEEDS_ACTION,
            ["driver_name", "driver_phone", "driver_age", "driver_agreement"],
        ),
    ],
)
def test_driver(
    escort: Escort | None, sedation: Sedation | None, state: GateState, reasons: list[str]
) -> None:
    gate = driver_gate(escort, sedation, Due.T_3)

    assert (gate.key, gate.due) == (GateKey.DRIVER, Due.T_3)
    assert (gate.state, codes(gate)) == (state, reasons)
    assert worded(gate)


@pytest.mark.parametrize(
    ("relationship", "shown"), [("sister", "Ana, sister"), ("", "Ana"), ("O’Hara", "Ana, O’Hara")]
)
def test_the_driver_is_named(relationship: str, shown: str) -> None:
    gate = driver_gate(replace(ADULT, relationship=relationship), Sedation.MODERATE, Due.T_3)

    assert messages.sentence(gate.reasons[0]) == shown


@pytest.mark.parametrize(
    ("answer", "state", "summary"),
    [
        (ThinnerAnswer.NO, GateState.READY, "None taken"),
        (ThinnerAnswer.YES, GateState.NEEDS_ACTION, "Not named"),
        (ThinnerAnswer.NOT_ASKED, GateState.NOT_ASKED, "Not asked"),
    ],
)
def test_no_drug_is_listed(answer: ThinnerAnswer, state: GateState, summary: str) -> None:
    gate = blood_thinner_gate(answer, [], Due.BOOKING)

    assert (gate.state, worded(gate), gate.due) == (state, summary, Due.BOOKING)


ONE_CLOCK = {
    HoldState.DEFERRED: GateState.BLOCKED,
    HoldState.TOO_LATE: GateState.BLOCKED,
    HoldState.NEEDS_CLEARANCE: GateState.NEEDS_ACTION,
    HoldState.CANNOT_COMPUTE: GateState.BLOCKED,
    HoldState.PHYSICIAN_MUST_SET: GateState.NEEDS_ACTION,
    HoldState.UNSIGNED: GateState.NEEDS_ACTION,
    HoldState.INR_HIGH: GateState.BLOCKED,
    HoldState.NEEDS_LAST_DOSE: GateState.NEEDS_ACTION,
    HoldState.NEEDS_INR: GateState.NEEDS_ACTION,
    HoldState.PLANNED: GateState.NEEDS_ACTION,
    HoldState.AWAITING_INR: GateState.NEEDS_ACTION,
    HoldState.HELD: GateState.READY,
    HoldState.CONTINUES: GateState.READY,
}


WORST = [HoldState(state) for gate in GateState for state in ONE_CLOCK if ONE_CLOCK[state] is gate]


@pytest.mark.parametrize("state", HoldState)
def test_one_drug(state: HoldState) -> None:
    gate = blood_thinner_gate(ThinnerAnswer.YES, [clock(state)], Due.BOOKING)
    waits = state in (HoldState.PLANNED, HoldState.AWAITING_INR)

    assert gate.state is ONE_CLOCK[state]
    assert gate.due is (Due.CHECK_IN if waits else Due.BOOKING)
    assert gate.reasons == clock(state).reasons
    assert worded(gate)


def test_a_waiting_hold_never_becomes_due_earlier() -> None:
    gate = blood_thinner_gate(ThinnerAnswer.YES, [clock(HoldState.PLANNED)], Due.IN_ROOM)

    assert gate.due is Due.IN_ROOM


@pytest.mark.parametrize(
    ("states", "state", "summary", "due"),
    [
        (("held", "continues"), GateState.READY, "Hold confirmed", Due.BOOKING),
        (("held", "planned"), GateState.NEEDS_ACTION, "Planned", Due.CHECK_IN),
        (("planned", "needs_last_dose"), GateState.NEEDS_ACTION, "Not confirmed", Due.BOOKING),
        (("needs_clearance", "cannot_compute"), GateState.BLOCKED, "Cannot compute", Due.BOOKING),
        (("held", "too_late", "inr_high"), GateState.BLOCKED, "Not held", Due.BOOKING),
    ],
)
def test_the_worst_drug_decides(
    states: tuple[str, ...], state: GateState, summary: str, due: Due
) -> None:
    clocks = [clock(HoldState(item)) for item in states]

    for order in (clocks, clocks[::-1]):
        gate = blood_thinner_gate(ThinnerAnswer.YES, order, Due.BOOKING)
        assert (gate.state, worded(gate), gate.due) == (state, summary, due)
        assert len(gate.reasons) == len(states)
        assert gate.reasons[0] == min(clocks, key=lambda item: WORST.index(item.state)).reasons[0]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (HoldState.HELD, GateState.NEEDS_ACTION),
        (HoldState.PLANNED, GateState.NEEDS_ACTION),
        (HoldState.TOO_LATE, GateState.BLOCKED),
    ],
)
def test_held_drugs_do_not_answer_the_question(state: HoldState, expected: GateState) -> None:
    gate = blood_thinner_gate(ThinnerAnswer.NOT_ASKED, [clock(state)], Due.BOOKING)

    assert (gate.state, gate.due) == (expected, Due.BOOKING)
    assert "ask_thinner" in codes(gate)
    assert worded(gate)


@pytest.mark.parametrize(
    ("answer", "drugs", "state"),
    [
        (ThinnerAnswer.YES, ["ibuprofen"], GateState.NEEDS_ACTION),
        (ThinnerAnswer.YES, ["ibuprofen", "naproxen"], GateState.NEEDS_ACTION),
        (ThinnerAnswer.YES, ["ibuprofen", "apixaban"], GateState.READY),
        (ThinnerAnswer.YES, ["aspirin"], GateState.READY),
        (ThinnerAnswer.NO, ["ibuprofen"], GateState.READY),
    ],
)
def test_a_pain_medicine_is_not_the_thinner_that_was_meant(
    answer: ThinnerAnswer, drugs: list[str], state: GateState
) -> None:
    clocks = [clock(HoldState.HELD, drug) for drug in drugs]

    gate = blood_thinner_gate(answer, clocks, Due.BOOKING)

    assert gate.state is state
    assert ("name_thinner" in codes(gate)) is (state is GateState.NEEDS_ACTION)


@pytest.mark.parametrize(
    ("bridge", "state"),
    [
        (None, GateState.NEEDS_ACTION),
        ("apixaban", GateState.NEEDS_ACTION),
        ("enoxaparin_treatment", GateState.READY),
        ("heparin_subcutaneous", GateState.READY),
    ],
)
def test_a_bridge_needs_a_hold_of_its_own(bridge: str | None, state: GateState) -> None:
    bridged = clock(HoldState.HELD, "warfarin", ClearanceDecision.BRIDGE)
    other = [clock(HoldState.HELD, bridge, ClearanceDecision.HOLD)] if bridge else []

    gate = blood_thinner_gate(ThinnerAnswer.YES, [bridged, *other], Due.BOOKING)

    assert gate.state is state
    assert ("bridge_missing" in codes(gate)) is (state is GateState.NEEDS_ACTION)
    assert worded(gate)


@pytest.mark.parametrize(
    ("decision", "imaging", "state", "summary"),
    [
        (None, (), GateState.NEEDS_ACTION, "Unsigned"),
        (Decision.CANDIDATE, (), GateState.READY, "Signed"),
        (
            Decision.CANDIDATE,
            (Reason("evaluations.imaging_missing"),),
            GateState.BLOCKED,
            "Imaging",
        ),
        (Decision.NOT_A_CANDIDATE, (), GateState.BLOCKED, "Not approved"),
        (Decision.MORE_WORK_UP, (), GateState.BLOCKED, "Not approved"),
    ],
)
def test_evaluation(
    decision: Decision | None,
    imaging: tuple[Reason, ...],
    state: GateState,
    summary: str,
) -> None:
    gate = evaluation_gate(decision, imaging, Due.BOOKING)

    assert (gate.key, gate.state, worded(gate)) == (GateKey.EVALUATION, state, summary)
    assert bool(gate.reasons) is (state is not GateState.READY)


@pytest.mark.parametrize(
    ("state", "expected", "summary", "reason"),
    [
        (PacketState.NOT_PRINTED, GateState.NOT_ASKED, "To print", "Print the packet"),
        (PacketState.CURRENT, GateState.READY, "Printed", None),
        (PacketState.OUT_OF_DATE, GateState.NEEDS_ACTION, "Out of date", "agrees: Arrival, Driver"),
    ],
)
def test_packet(state: PacketState, expected: GateState, summary: str, reason: str | None) -> None:
    gate = packet_gate(state, ["Arrival", "Driver"], Due.T_7)

    assert (gate.key, gate.state, worded(gate)) == (GateKey.PACKET, expected, summary)
    assert reason is None or reason in messages.sentence(gate.reasons[0])


@pytest.mark.parametrize(
    ("due", "instant"),
    [
        (Due.T_7, datetime(2026, 9, 8, tzinfo=LA)),
        (Due.T_3, datetime(2026, 9, 12, tzinfo=LA)),
        (Due.T_1, datetime(2026, 9, 14, tzinfo=LA)),
        (Due.CHECK_IN, ARRIVAL),
        (Due.IN_ROOM, START),
    ],
)
def test_due_times(due: Due, instant: datetime) -> None:
    assert due_instants(START, ARRIVAL, LA)[due] == instant


def test_due_days_are_the_sites_days() -> None:
    """Each begins at its own midnight; this start is already on the next day in UTC."""
    start = datetime(2026, 11, 3, 18, tzinfo=LA)
    due_at = due_instants(start.astimezone(UTC), start, LA)

    assert due_at[Due.T_3] == datetime(2026, 10, 31, 7, tzinfo=UTC)
    assert due_at[Due.T_1] == datetime(2026, 11, 2, 8, tzinfo=UTC)


def test_every_due_time_has_its_instant_in_order() -> None:
    instants = list(due_instants(START, ARRIVAL, LA).values())

    assert due_instants(START, ARRIVAL, LA).keys() == {*Due}
    assert instants == sorted(instants)


def gate(key: GateKey, state: GateState, due: Due) -> Gate:
    return Gate(key, state, due, (), Reason("readiness.ask_driver"))


EVALUATED = gate(GateKey.EVALUATION, GateState.READY, Due.BOOKING)
THINNER = gate(GateKey.BLOOD_THINNER, GateState.BLOCKED, Due.T_7)
PACKET = gate(GateKey.PACKET, GateState.NOT_ASKED, Due.T_3)
DRIVER = gate(GateKey.DRIVER, GateState.NEEDS_ACTION, Due.T_1)
UNSEDATED = gate(GateKey.DRIVER, GateState.NOT_APPLICABLE, Due.BOOKING)


@pytest.mark.parametrize(
    ("gates", "due", "state", "count", "next_step"),
    [
        pytest.param([EVALUATED], Due.IN_ROOM, GateState.READY, 0, None, id="ready"),
        pytest.param([UNSEDATED], Due.IN_ROOM, GateState.READY, 0, None, id="not applicable"),
        pytest.param([PACKET], Due.T_3, GateState.NOT_ASKED, 1, PACKET, id="not started"),
        pytest.param(
            [EVALUATED, PACKET, DRIVER, THINNER],
            Due.T_1,
            GateState.BLOCKED,
            3,
            THINNER,
            id="the worst first",
        ),
        pytest.param(
            [PACKET, DRIVER], Due.T_1, GateState.NEEDS_ACTION, 2, DRIVER, id="action before asking"
        ),
        pytest.param(
            [PACKET, DRIVER], Due.T_3, GateState.NOT_ASKED, 1, PACKET, id="later gates do not count"
        ),
        pytest.param(
            [EVALUATED, PACKET, DRIVER, THINNER],
            Due.BOOKING,
            GateState.READY,
            0,
            None,
            id="ready for now",
        ),
    ],
)
def test_overall(
    gates: list[Gate], due: Due, state: GateState, count: int, next_step: Gate | None
) -> None:
    due_at = due_instants(START, ARRIVAL, LA)
    answer = overall(gates, due_at, due_at[due])

    assert (answer.state, answer.open_count, answer.next_step) == (state, count, next_step)


@pytest.mark.parametrize("due", [due for due in Due if due is not Due.BOOKING])
def test_a_gate_counts_from_its_very_instant(due: Due) -> None:
    due_at = due_instants(START, ARRIVAL, LA)
    late = gate(GateKey.DRIVER, GateState.NEEDS_ACTION, due)

    assert overall([late], due_at, due_at[due] - MICROSECOND).state is GateState.READY
    assert overall([late], due_at, due_at[due]).state is GateState.NEEDS_ACTION


def test_a_gate_due_at_booking_always_counts() -> None:
    due_at = due_instants(START, ARRIVAL, LA)
    missing = gate(GateKey.EVALUATION, GateState.NEEDS_ACTION, Due.BOOKING)

    assert overall([missing], due_at, START - timedelta(days=400)).open_count == 1


def test_nothing_known_is_not_ready() -> None:
    with pytest.raises(ValueError, match="gates"):
        overall([], due_instants(START, ARRIVAL, LA), START)


def test_the_policy_has_every_gate() -> None:
    assert readiness_policy().gates.keys() == {*GateKey}
    assert all(gate.source for gate in readiness_policy().gates.values())
