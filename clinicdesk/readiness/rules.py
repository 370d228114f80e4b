"""The gates of one booking and what they add up to. Computed from evidence, never stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from clinicdesk.errors import Reason
from clinicdesk.evaluations.rules import Decision
from clinicdesk.holds.rules import ClearanceDecision, HoldClock, HoldState
from clinicdesk.policy import DrugClass, Due
from clinicdesk.record.rules import ThinnerAnswer
from clinicdesk.scheduling.rules import Sedation

# Every booking is younger than this, so a gate due at booking always counts.
_AT_BOOKING = datetime(1970, 1, 1, tzinfo=UTC)


class GateState(StrEnum):
    """The worst first. "Not asked" is never "ready"."""

    BLOCKED = "blocked"
    NEEDS_ACTION = "needs_action"
    NOT_ASKED = "not_asked"
    OVERRIDDEN = "overridden"
    READY = "ready"
    NOT_APPLICABLE = "not_applicable"


_WORST_FIRST = list(GateState)
PASSED = (GateState.OVERRIDDEN, GateState.READY, GateState.NOT_APPLICABLE)


class GateKey(StrEnum):
    """The gates, named as in the readiness policy."""

    EVALUATION = "evaluation"
    BLOOD_THINNER = "blood_thinner"
    DRIVER = "driver"
    PACKET = "packet"


class EscortKind(StrEnum):
    """Who takes the patient home: an adult who stays responsible, a mere ride, nobody so far."""

    RESPONSIBLE_ADULT = "responsible_adult"
    RIDE_ALONE = "ride_alone"
    NOBODY_YET = "nobody_yet"


class PacketState(StrEnum):
    """Whether the patient's printed sheets agree with the booking."""

    NOT_PRINTED = "not_printed"
    CURRENT = "current"
    OUT_OF_DATE = "out_of_date"


@dataclass(frozen=True, kw_only=True)
class Escort:
    """What is recorded of the way home; an adult may come by taxi, a taxi alone is a mere ride."""

    kind: EscortKind
    name: str = ""
    relationship: str = ""
    phone: str = ""
    is_adult: bool | None = None
    has_agreed: bool | None = None


def escort_fields(escort: Escort | None) -> Mapping[str, object]:
    """The escort's values by name, for a comparison; none when nothing is recorded."""
    return vars(escort) if escort else {}


@dataclass(frozen=True)
class Override:
    """A physician's word that one gate may be passed although it is open.

    `covers` are the open reasons as they stood; what comes up afterwards is not let pass by it.
    """

    physician: str
    reason: str
    rule: str
    at: datetime
    covers: frozenset[str]


@dataclass(frozen=True)
class Gate:
    """One readiness item. `summary` is a chip's few words; `reasons` say what to do, or the proof.

    The gate counts from `due` on; before that it is only shown. One that was let pass tells by
    whom first, then what is still open.
    """

    key: GateKey
    state: GateState
    due: Due
    reasons: tuple[Reason, ...]
    summary: Reason
    override: Override | None = None


@dataclass(frozen=True)
class Readiness:
    """All gates together: the worst state that counts, how many are open, which one to do next."""

    state: GateState
    open_count: int
    next_step: Gate | None


def driver_gate(escort: Escort | None, sedation: Sedation | None, due: Due) -> Gate:
    """A responsible adult takes the patient home (RULE-21; 42 CFR 416.52).

    Not applicable only when it is known that no sedation is given.
    """
    if sedation is Sedation.NONE:
        return _driver(GateState.NOT_APPLICABLE, due, "driver_not_needed")
    if escort is None:
        return _driver(GateState.NOT_ASKED, due, "driver_not_asked", Reason("readiness.ask_driver"))
    objections = escort_objections(escort)
    if objections:
        return _driver(GateState.NEEDS_ACTION, due, "driver_missing", *objections)
    who = ", ".join(filter(None, (escort.name, escort.relationship)))
    reason = Reason("readiness.driver_is", {"who": who})
    return _driver(GateState.READY, due, "driver_confirmed", reason)


def escort_objections(escort: Escort) -> list[Reason]:
    """Why this is not a named, reachable, adult person who agreed (RULE-21)."""
    if escort.kind is EscortKind.NOBODY_YET:
        return [Reason("readiness.driver_nobody")]
    if escort.kind is EscortKind.RIDE_ALONE:
        return [Reason("readiness.driver_ride_alone")]
    checks = {
        "readiness.driver_name": bool(escort.name.strip()),
        "readiness.driver_phone": bool(escort.phone.strip()),
        "readiness.driver_age": escort.is_adult is True,
        "readiness.driver_agreement": escort.has_agreed is True,
    }
    return [Reason(code) for code, met in checks.items() if not met]


_OF_HOLD = {
    HoldState.DEFERRED: GateState.BLOCKED,
    HoldState.TOO_LATE: GateState.BLOCKED,
    HoldState.CANNOT_COMPUTE: GateState.BLOCKED,
    HoldState.INR_HIGH: GateState.BLOCKED,
    HoldState.HELD: GateState.READY,
    HoldState.CONTINUES: GateState.READY,
}
_WAITING = (HoldState.PLANNED, HoldState.AWAITING_INR)
_BRIDGING = (DrugClass.HEPARIN, DrugClass.LOW_MOLECULAR_HEPARIN)


def blood_thinner_gate(answer: ThinnerAnswer, clocks: Sequence[HoldClock], due: Due) -> Gate:
    """Every blood thinner is held as planned, or none is taken (RULE-19, RULE-24, RULE-30).

    While a hold only waits for its time, the gate is due at check-in; once that time has passed
    without the last dose or the INR, it counts again.
    """
    if not clocks:
        return _unheld(answer, due)
    worst = min(clocks, key=_severity)
    state = _OF_HOLD.get(worst.state, GateState.NEEDS_ACTION)
    gaps = thinner_gaps(answer, clocks)
    if gaps and state is not GateState.BLOCKED:
        return _thinner(GateState.NEEDS_ACTION, due, "thinner_gap", *gaps, *_reasons(clocks))
    if worst.state in _WAITING:
        due = _later(due, Due.CHECK_IN)
    return _thinner(state, due, f"thinner_{worst.state}", *_reasons(clocks), *gaps)


def evaluation_gate(decision: Decision | None, imaging: Sequence[Reason], due: Due) -> Gate:
    """A signed note supports this procedure on its day (RULE-09, RULE-16).

    `decision` is that of the newest signed note, `imaging` what speaks against its imaging on the
    procedure's day.
    """
    if decision is None:
        reason = Reason("readiness.sign_evaluation")
        return _evaluation(GateState.NEEDS_ACTION, due, "evaluation_unsigned", reason)
    if decision is not Decision.CANDIDATE:
        reason = Reason(f"readiness.decided_{decision}")
        return _evaluation(GateState.BLOCKED, due, "evaluation_against", reason)
    if imaging:
        return _evaluation(GateState.BLOCKED, due, "evaluation_imaging", *imaging)
    return _evaluation(GateState.READY, due, "evaluation_signed")


def packet_gate(state: PacketState, stale_fields: Sequence[str], due: Due) -> Gate:
    """The paper agrees with the schedule (RULE-19, RULE-34). `stale_fields` are their labels.

    A sheet that is out of date misleads the patient from now on, so it counts at once.
    """
    summary = Reason(f"readiness.packet_{state}")
    if state is PacketState.CURRENT:
        return Gate(GateKey.PACKET, GateState.READY, due, (), summary)
    if state is PacketState.NOT_PRINTED:
        reason = Reason("readiness.print_packet")
        return Gate(GateKey.PACKET, GateState.NOT_ASKED, due, (reason,), summary)
    reason = Reason("readiness.reprint_packet", {"fields": ", ".join(stale_fields)})
    return Gate(GateKey.PACKET, GateState.NEEDS_ACTION, Due.BOOKING, (reason,), summary)


def due_instants(start: datetime, arrival: datetime, zone: ZoneInfo) -> dict[Due, datetime]:
    """From when each due time counts, in UTC: days from their local start."""
    day = start.astimezone(zone).date()

    def days_before(days: int) -> datetime:
        return datetime.combine(day - timedelta(days=days), time(), zone).astimezone(UTC)

    return {
        Due.BOOKING: _AT_BOOKING,
        Due.T_7: days_before(7),
        Due.T_3: days_before(3),
        Due.T_1: days_before(1),
        Due.CHECK_IN: arrival.astimezone(UTC),
        Due.IN_ROOM: start.astimezone(UTC),
    }


def overall(gates: Sequence[Gate], due_at: Mapping[Due, datetime], now: datetime) -> Readiness:
    """Ready when every gate due by now is passed; later gates do not count (RULE-19).

    Raises ValueError without gates: nothing known is not ready.
    """
    if not gates:
        raise ValueError("readiness needs the booking's gates")
    due = [gate for gate in gates if due_at[gate.due] <= now and gate.state not in PASSED]
    if not due:
        return Readiness(GateState.READY, 0, None)
    worst = min(due, key=lambda gate: _WORST_FIRST.index(gate.state))
    return Readiness(worst.state, len(due), worst)


def _unheld(answer: ThinnerAnswer, due: Due) -> Gate:
    if answer is ThinnerAnswer.NO:
        return _thinner(GateState.READY, due, "thinner_none")
    if answer is ThinnerAnswer.YES:
        reason = Reason("readiness.name_thinner")
        return _thinner(GateState.NEEDS_ACTION, due, "thinner_unnamed", reason)
    return _thinner(GateState.NOT_ASKED, due, "thinner_not_asked", Reason("readiness.ask_thinner"))


def thinner_gaps(answer: ThinnerAnswer, clocks: Sequence[HoldClock]) -> list[Reason]:
    """What no single clock can see."""
    gaps = []
    if answer is ThinnerAnswer.NOT_ASKED:
        gaps.append(Reason("readiness.ask_thinner"))
    if answer is ThinnerAnswer.YES and all(_is_nsaid(clock) for clock in clocks):
        gaps.append(Reason("readiness.name_thinner"))
    bridged = [clock for clock in clocks if clock.decision is ClearanceDecision.BRIDGE]
    if bridged and not any(clock.row.drug_class in _BRIDGING for clock in clocks):
        gaps.append(Reason("readiness.bridge_missing", {"drug": bridged[0].row.name}))
    return gaps


def _is_nsaid(clock: HoldClock) -> bool:
    """A pain medicine is held, but nobody means it when asked for blood thinners."""
    return clock.row.drug_class is DrugClass.NSAID


def _severity(clock: HoldClock) -> tuple[int, int]:
    gate = _OF_HOLD.get(clock.state, GateState.NEEDS_ACTION)
    return _WORST_FIRST.index(gate), list(HoldState).index(clock.state)


def _reasons(clocks: Sequence[HoldClock]) -> list[Reason]:
    return [reason for clock in sorted(clocks, key=_severity) for reason in clock.reasons]


def _later(one: Due, other: Due) -> Due:
    return max(one, other, key=list(Due).index)


def _driver(state: GateState, due: Due, summary: str, *reasons: Reason) -> Gate:
    return Gate(GateKey.DRIVER, state, due, reasons, Reason(f"readiness.{summary}"))


def _thinner(state: GateState, due: Due, summary: str, *reasons: Reason) -> Gate:
    return Gate(GateKey.BLOOD_THINNER, state, due, reasons, Reason(f"readiness.{summary}"))


def _evaluation(state: GateState, due: Due, summary: str, *reasons: Reason) -> Gate:
    return Gate(GateKey.EVALUATION, state, due, reasons, Reason(f"readiness.{summary}"))
