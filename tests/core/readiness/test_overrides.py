"""What a physician may let pass, and how far that reaches."""

import tomllib
from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk import paths
from clinicdesk.errors import Reason
from clinicdesk.holds.rules import clock
from clinicdesk.policy import Due
from clinicdesk.readiness.overrides import bare, covers, gate_reasons, let_pass, release_of
from clinicdesk.readiness.rules import (
    Gate,
    GateKey,
    GateState,
    Override,
    blood_thinner_gate,
    due_instants,
    overall,
)
from clinicdesk.record.rules import ThinnerAnswer
from tests.builders.hold_plans import CLEARED, START, plan
from tests.builders.times import ZONE, at

DAY = timedelta(days=1)
NOON = at("2027-01-12 12:00")
TOO_LATE = Reason("holds.too_late", {"drug": "apixaban", "last_dose": NOON, "earliest": NOON})
HELD = Reason("holds.held", {"drug": "clopidogrel", "last_dose": NOON})


def a_gate(*reasons: Reason, state: GateState = GateState.BLOCKED) -> Gate:
    summary = Reason("readiness.thinner_too_late")
    return Gate(GateKey.BLOOD_THINNER, state, Due.BOOKING, reasons, summary)


def a_word(*reasons: Reason, hours: int = 0) -> Override:
    said = NOON + timedelta(hours=hours)
    return Override("Dr. N. Okafor", "Bleeding risk is low", "RULE-26", said, covers(reasons))


@pytest.mark.parametrize(
    ("codes", "rules", "by_physician"),
    [
        (["holds.too_late"], "RULE-26", True),
        (["holds.crcl_missing"], "RULE-27", True),
        (["holds.inr_high", "holds.held"], "RULE-28", True),
        (["holds.too_late", "holds.inr_missing"], "RULE-26, RULE-28", True),
        (["evaluations.imaging_too_old"], "RULE-09", True),
        (["readiness.driver_ride_alone"], "RULE-21", True),
        (["readiness.reprint_packet"], "RULE-19", True),
        # One thing that nobody may waive is enough.
        (["holds.too_late", "holds.no_clearance"], "RULE-26, RULE-24", False),
        (["holds.last_dose_missing"], "RULE-24", False),
        (["holds.deferred"], "RULE-24", False),
        (["holds.policy_unsigned"], "RULE-32", False),
        (["readiness.ask_thinner"], "RULE-02", False),
        (["readiness.name_thinner"], "RULE-02", False),
        (["readiness.sign_evaluation"], "RULE-16", False),
        (["readiness.decided_not_a_candidate"], "RULE-16", False),
        (["readiness.never_heard_of"], "RULE-19", False),
        ([], "RULE-19", False),
    ],
)
def test_who_can_release_an_open_gate(codes: list[str], rules: str, by_physician: bool) -> None:
    release = release_of(a_gate(*map(Reason, codes)))

    assert (release.rules, release.by_physician) == (rules, by_physician)


@pytest.mark.parametrize(
    ("known", "rules", "by_physician"),
    [
        ({"last_dose": START - timedelta(days=9)}, "RULE-27", True),
        ({}, "RULE-27, RULE-24", False),
        ({"last_dose": START, "policy_signed": False}, "RULE-27, RULE-32", False),
        ({"last_dose": START, "start": CLEARED.cleared_to + DAY}, "RULE-24, RULE-27", False),
    ],
)
def test_a_missing_value_lets_no_missing_dose_signature_or_clearance_pass(
    known: dict[str, object], rules: str, by_physician: bool
) -> None:
    """Without a creatinine clearance nothing is computed; what else is open is still told."""
    hold = clock(plan("dabigatran", clearance=CLEARED, **known))

    release = release_of(blood_thinner_gate(ThinnerAnswer.YES, [hold], Due.BOOKING))

    assert (release.rules, release.by_physician) == (rules, by_physician)


def test_a_missing_value_that_was_let_pass_lets_no_later_dose_pass() -> None:
    known = {"clearance": CLEARED, "last_dose": START - timedelta(days=9)}

    def covered(**changed: object) -> frozenset[str]:
        return covers(clock(plan("dabigatran", **{**known, **changed})).reasons)

    assert covered(now=START) == covered()
    assert not covered(last_dose=START - DAY) <= covered()


def test_every_reason_that_opens_a_gate_has_its_rule() -> None:
    """A new sentence that says what to do before a booking has to say who can release it."""
    file = paths.resources() / "text" / "en" / "messages.toml"
    words = tomllib.loads(file.read_text(encoding="utf-8"))
    asks = ("ask_", "name_", "print_", "reprint_", "sign_", "decided_", "bridge_")
    own = [f"readiness.{code}" for code in words["readiness"] if code.startswith(asks)]

    assert len(own) > 7
    assert {release_of(a_gate(Reason(code))).rules for code in own} <= {
        "RULE-02",
        "RULE-16",
        "RULE-19",
        "RULE-21",
        "RULE-30",
    }


def test_a_gate_that_was_let_pass_counts_as_passed_and_still_tells_by_whom() -> None:
    passed = let_pass(a_gate(TOO_LATE, HELD), [a_word(TOO_LATE)])

    assert (passed.state, passed.summary.code) == (GateState.OVERRIDDEN, "readiness.overridden")
    assert passed.reasons[0].facts["physician"] == "Dr. N. Okafor"
    assert passed.reasons[1:] == (TOO_LATE, HELD)
    assert overall([passed], due_instants(NOON, NOON, ZONE), NOON).state is GateState.READY
    assert release_of(bare(passed)) == release_of(a_gate(TOO_LATE))


def test_it_reaches_no_further_than_what_the_physician_knew() -> None:
    """A later dose, another drug and a new reason are not let pass; what settled meanwhile is."""
    word = a_word(TOO_LATE, Reason("holds.inr_missing", {"drug": "warfarin", "hours": 24}))
    dose_since = replace(TOO_LATE, facts={**TOO_LATE.facts, "last_dose": NOON + timedelta(hours=1)})
    other_drug = replace(TOO_LATE, facts={**TOO_LATE.facts, "drug": "rivaroxaban"})

    def state(*reasons: Reason) -> GateState:
        return let_pass(a_gate(*reasons), [word]).state

    assert state(TOO_LATE) is GateState.OVERRIDDEN
    assert state(dose_since) is GateState.BLOCKED
    assert state(TOO_LATE, other_drug) is GateState.BLOCKED
    assert state(Reason("readiness.ask_thinner")) is GateState.BLOCKED


def test_the_newest_word_counts_and_a_ready_gate_needs_none() -> None:
    both = [a_word(TOO_LATE, hours=2), a_word(TOO_LATE, hours=1)]
    passed = let_pass(a_gate(TOO_LATE), both)
    ready = a_gate(HELD, state=GateState.READY)

    assert passed.override == both[0]
    assert let_pass(ready, both) == ready


def test_the_instant_is_the_same_in_every_zone() -> None:
    elsewhere = {name: _local(fact) for name, fact in TOO_LATE.facts.items()}

    assert covers([replace(TOO_LATE, facts=elsewhere)]) == covers([TOO_LATE])


def _local(fact: object) -> object:
    return fact.astimezone(ZONE) if hasattr(fact, "astimezone") else fact


def test_an_open_gate_says_its_name_its_rule_and_what_to_do() -> None:
    named = Reason("readiness.gate_needs_physician", {"gate": "Blood thinner", "rule": "RULE-26"})

    assert gate_reasons(a_gate(TOO_LATE, HELD)) == [named, TOO_LATE]
