"""From when a drug lets a procedure start: the clock's own answer, asked before there is one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk import messages
from clinicdesk.holds.rules import (
    ClearanceDecision,
    Finding,
    HoldPlan,
    HoldState,
    Interval,
    SafeFrom,
    clock,
    earliest_start,
)
from clinicdesk.policy import HoldUnit
from tests.builders.hold_plans import ACC, APIXABAN, BEFORE, BID, CLEARED, LA, MINUTE, at, lab, plan

S = HoldState
DEFERS = replace(CLEARED, decision=ClearanceDecision.DEFER)
CONTINUES = replace(CLEARED, decision=ClearanceDecision.CONTINUE)
DAYS = Interval(value=3, unit=HoldUnit.FULL_DAYS_OFF)
DOSES = Interval(value=4, unit=HoldUnit.DOSES_SKIPPED)
_AFTER = "clopidogrel: 168 hours elapsed after a last dose on {}, cleared by Dr. Osei."


@pytest.mark.parametrize(
    ("known", "state", "code"),
    [
        ({}, S.NEEDS_CLEARANCE, "holds.no_clearance"),
        ({"clearance": DEFERS}, S.DEFERRED, "holds.deferred"),
        ({"clearance": CONTINUES}, S.CONTINUES, "holds.continues"),
        ({"clearance": CLEARED, "policy_signed": False}, S.UNSIGNED, "holds.policy_unsigned"),
    ],
)
def test_nothing_is_computed_before_somebody_answered(known, state: HoldState, code: str):
    """RULE-24: no clearance, no date; an unsigned table gives none either."""
    found = earliest_start(plan(**known))

    assert isinstance(found, Finding)
    assert (found.state, found.reason.code) == (state, code)


def test_what_the_clock_cannot_compute_has_no_date():
    """RULE-27: without a creatinine clearance, or with one that will be too old by then."""
    no_value = plan("apixaban", clearance=CLEARED, dose_times=BID)
    late = replace(CLEARED, cleared_from=at("2026-12-01 08:00"), cleared_to=at("2026-12-31 08:00"))
    too_old = plan("apixaban", **{**APIXABAN, "clearance": late})

    assert earliest_start(no_value).reason.code == "holds.crcl_missing"
    assert earliest_start(too_old).reason.code == "holds.crcl_old"


@pytest.mark.parametrize(
    ("known", "earliest", "words"),
    [
        (
            {},
            "2026-09-15 09:00",
            "clopidogrel: 168 hours elapsed, cleared by Dr. Osei, if the last dose is taken now.",
        ),
        (
            {"last_dose": at("2026-09-07 21:00")},
            "2026-09-14 21:00",
            _AFTER.format("Mon, Sep 7, 2026, 9:00 PM"),
        ),
        (
            {"clearance": replace(CLEARED, cleared_from=at("2026-09-10 08:00"))},
            "2026-09-17 08:00",
            _AFTER.format("Thu, Sep 10, 2026, 8:00 AM"),
        ),
    ],
)
def test_the_earliest_start_is_counted_from_a_dose(known, earliest: str, words: str):
    found = earliest_start(plan(**{"clearance": CLEARED, **known}))

    assert isinstance(found, SafeFrom)
    assert found.at == at(earliest)
    assert messages.sentence(found.because, LA) == words


@pytest.mark.parametrize(
    ("own", "earliest"),
    [
        (DAYS, "2026-09-12 00:00"),  # off on the 9th, 10th and 11th
        (DOSES, "2026-09-10 20:01"),  # the 8th at eight PM is the last one, four are skipped
    ],
)
def test_every_unit_is_counted_in_its_own_way(own: Interval, earliest: str):
    told = plan(clearance=CLEARED, physician_interval=own, dose_times=BID)

    assert earliest_start(told).at == at(earliest)


@given(
    st.sampled_from([DAYS, DOSES, Interval(value=72, unit=HoldUnit.HOURS_ELAPSED), None]),
    st.integers(-14 * 24 * 60, 14 * 24 * 60),
)
def test_the_clock_agrees_to_the_minute(own: Interval | None, later: int):
    """Cleared from some minute on: that dose is early enough for the start, and no later one is."""
    begins = (BEFORE + timedelta(minutes=later)).astimezone(LA)
    clearance = replace(CLEARED, cleared_from=begins, cleared_to=begins + timedelta(days=60))
    table = {"table": ACC} if own is None else {}
    known = plan(
        "clopidogrel", clearance=clearance, physician_interval=own, dose_times=BID, **table
    )
    found = earliest_start(known)
    assert isinstance(found, SafeFrom)
    dose = max(known.now, begins - MINUTE)

    assert standing(known, found.at, dose) is S.HELD
    assert standing(known, found.at - MINUTE, max(known.now, begins)) is S.TOO_LATE


def standing(known: HoldPlan, start, dose) -> HoldState:
    return clock(replace(known, start=start, last_dose=dose)).state


def test_a_lab_value_of_today_is_enough():
    fresh = {**APIXABAN, "creatinine_clearance": lab("71", "2026-09-08 08:00")}

    assert isinstance(earliest_start(plan("apixaban", **fresh)), SafeFrom)
