"""Which open gates a physician may let pass, under which rule, and how far such a word reaches."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import msgspec

from clinicdesk.errors import Fact, Reason
from clinicdesk.readiness.rules import PASSED, Gate, GateKey, GateState, Override

GATE_NAMES = {
    GateKey.EVALUATION: "Evaluation",
    GateKey.BLOOD_THINNER: "Blood thinner",
    GateKey.DRIVER: "Driver home",
    GateKey.PACKET: "Packet",
}

# What a physician may let pass; the rules name it as a gate that blocks.
_MAY_PASS = {
    "evaluations.imaging_too_old": "RULE-09",
    "holds.too_late": "RULE-26",
    "holds.crcl_missing": "RULE-27",
    "holds.crcl_old": "RULE-27",
    "holds.not_clearable": "RULE-27",
    "holds.inr_high": "RULE-28",
    "holds.inr_missing": "RULE-28",
    "readiness.ask_driver": "RULE-21",
    "readiness.driver_nobody": "RULE-21",
    "readiness.driver_ride_alone": "RULE-21",
    "readiness.driver_name": "RULE-21",
    "readiness.driver_phone": "RULE-21",
    "readiness.driver_age": "RULE-21",
    "readiness.driver_agreement": "RULE-21",
    "readiness.print_packet": "RULE-19",
    "readiness.reprint_packet": "RULE-19",
}
# What nobody lets pass: a missing signature, clearance or answer is got, never waived.
_STOPS = {
    "evaluations.imaging_missing": "RULE-09",
    "evaluations.imaging_in_future": "RULE-09",
    "holds.no_clearance": "RULE-24",
    "holds.clearance_outside": "RULE-24",
    "holds.deferred": "RULE-24",
    "holds.last_dose_missing": "RULE-24",
    "holds.last_dose_open": "RULE-24",
    "holds.planned": "RULE-24",
    "holds.dose_times_missing": "RULE-25",
    "holds.inr_waits": "RULE-28",
    "holds.indication_missing": "RULE-29",
    "holds.physician_must_set": "RULE-32",
    "holds.policy_unsigned": "RULE-32",
    "readiness.ask_thinner": "RULE-02",
    "readiness.name_thinner": "RULE-02",
    "readiness.bridge_missing": "RULE-30",
    "readiness.sign_evaluation": "RULE-16",
    "readiness.decided_more_work_up": "RULE-16",
    "readiness.decided_not_a_candidate": "RULE-16",
}
_SETTLED = frozenset({"holds.held", "holds.continues"})
_ANY_OTHER = "RULE-19"


@dataclass(frozen=True)
class Release:
    """Under which rules a gate stands in the way, and whether a physician may let it pass."""

    rules: str
    by_physician: bool


def release_of(gate: Gate) -> Release:
    """Who can release an open gate; of several reasons the strictest counts (RULE-19).

    What is not known is asked, not waived (RULE-02), and no word of a physician stands for a
    signature, a clearance or a last dose (RULE-16, RULE-24). An unknown reason stops.
    """
    codes = [reason.code for reason in _open(gate.reasons)]
    rules = [_MAY_PASS.get(code) or _STOPS.get(code, _ANY_OTHER) for code in codes]
    may = bool(codes) and all(code in _MAY_PASS for code in codes)
    return Release(", ".join(dict.fromkeys(rules)) or _ANY_OTHER, may)


def covers(reasons: Iterable[Reason]) -> frozenset[str]:
    """The open reasons as they stand, for an override to reach no further."""
    return frozenset(map(_written, _open(reasons)))


def let_pass(gate: Gate, overrides: Iterable[Override]) -> Gate:
    """The gate as the newest override that covers all of it leaves it; else as it is.

    A dose that was taken since, or another drug, is no reason that the physician knew of.
    """
    if gate.state in PASSED:
        return gate
    open_now = covers(gate.reasons)
    reaching = [one for one in overrides if open_now and open_now <= one.covers]
    if not reaching:
        return gate
    newest = max(reaching, key=lambda one: one.at)
    facts: dict[str, Fact] = {
        "physician": newest.physician,
        "reason": newest.reason,
        "rule": newest.rule,
        "at": newest.at,
    }
    return replace(
        gate,
        state=GateState.OVERRIDDEN,
        reasons=(Reason("readiness.overridden_by", facts), *gate.reasons),
        summary=Reason("readiness.overridden"),
        override=newest,
    )


def bare(gate: Gate) -> Gate:
    """The gate as if nobody had let it pass."""
    if gate.override is None:
        return gate
    return replace(gate, state=GateState.NEEDS_ACTION, reasons=gate.reasons[1:], override=None)


def gate_reasons(gate: Gate) -> list[Reason]:
    """Why an open gate is in the way: its name, its rule, who can release it, what to do."""
    release = release_of(gate)
    code = "gate_needs_physician" if release.by_physician else "gate_stops"
    named = {"gate": GATE_NAMES[gate.key], "rule": release.rules}
    return [Reason(f"readiness.{code}", named), *_open(gate.reasons)]


def _open(reasons: Iterable[Reason]) -> list[Reason]:
    return [reason for reason in reasons if reason.code not in _SETTLED]


def _written(reason: Reason) -> str:
    facts = [(name, _plain(fact)) for name, fact in sorted(reason.facts.items())]
    return msgspec.json.encode([reason.code, facts]).decode()


def _plain(fact: Fact) -> Fact:
    return fact.astimezone(UTC) if isinstance(fact, datetime) else fact
