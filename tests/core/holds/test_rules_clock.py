"""The hold clock: every state, its order, its boundaries, and what it never proposes."""

from dataclasses import replace
from datetime import UTC, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinicdesk import messages
from clinicdesk.holds.rules import (
    ClearanceDecision,
    HoldPlan,
    HoldState,
    Interval,
    allowed_last_dose,
    clock,
)
from clinicdesk.policy import HoldUnit, Indication
from tests.builders.hold_plans import (
    ACC,
    APIXABAN,
    ASRA,
    BID,
    CLEARED,
    LA,
    MINUTE,
    START,
    at,
    codes,
    inr,
    lab,
    plan,
)

S = HoldState


@pytest.mark.parametrize(
    ("hold", "state", "reasons"),
    [
        pytest.param(plan(), S.NEEDS_CLEARANCE, ["no_clearance"], id="nobody was asked"),
        pytest.param(
            plan(last_dose=at("2026-09-14 08:00")),
            S.NEEDS_CLEARANCE,
            ["no_clearance"],
            id="a last dose without clearance",
        ),
        pytest.param(
            plan("dabigatran"),
            S.NEEDS_CLEARANCE,
            ["no_clearance", "crcl_missing"],
            id="both can be asked at once",
        ),
        pytest.param(
            plan(clearance=replace(CLEARED, decision=ClearanceDecision.CONTINUE)),
            S.CONTINUES,
            ["continues"],
            id="continues",
        ),
        pytest.param(
            plan("desirudin", clearance=replace(CLEARED, decision=ClearanceDecision.CONTINUE)),
            S.CONTINUES,
            ["continues"],
            id="a drug without interval continues",
        ),
        pytest.param(
            plan(clearance=replace(CLEARED, decision=ClearanceDecision.DEFER)),
            S.DEFERRED,
            ["deferred"],
            id="deferred",
        ),
        pytest.param(plan(clearance=CLEARED), S.PLANNED, ["planned"], id="planned"),
        pytest.param(
            plan(clearance=replace(CLEARED, decision=ClearanceDecision.BRIDGE)),
            S.PLANNED,
            ["planned"],
            id="bridging holds the drug",
        ),
        pytest.param(
            plan(clearance=CLEARED, now=START - timedelta(days=7)),
            S.PLANNED,
            ["planned"],
            id="at the cut-off the dose may still be taken",
        ),
        pytest.param(
            plan(clearance=CLEARED, now=START - timedelta(days=7) + MINUTE),
            S.NEEDS_LAST_DOSE,
            ["last_dose_missing"],
            id="after the cut-off it is time to ask",
        ),
        pytest.param(
            plan(clearance=CLEARED, last_dose=START - timedelta(days=7)),
            S.HELD,
            ["held"],
            id="the exact interval",
        ),
        pytest.param(
            plan(clearance=CLEARED, last_dose=START - timedelta(days=7) + timedelta.resolution),
            S.TOO_LATE,
            ["too_late"],
            id="a microsecond less",
        ),
        pytest.param(
            plan(clearance=CLEARED, last_dose=START + MINUTE),
            S.TOO_LATE,
            ["too_late"],
            id="a dose after the start",
        ),
        pytest.param(
            plan(clearance=CLEARED, last_dose=START - timedelta(days=7), policy_signed=False),
            S.UNSIGNED,
            ["policy_unsigned"],
            id="nothing is held under an unsigned policy",
        ),
        pytest.param(
            plan(clearance=CLEARED, policy_signed=False),
            S.UNSIGNED,
            ["policy_unsigned", "planned"],
            id="a draft plan",
        ),
        pytest.param(
            plan("desirudin", clearance=CLEARED),
            S.PHYSICIAN_MUST_SET,
            ["physician_must_set", "last_dose_open"],
            id="unlisted",
        ),
        pytest.param(
            plan("cangrelor", clearance=CLEARED),
            S.PHYSICIAN_MUST_SET,
            ["physician_must_set", "last_dose_open"],
            id="the source's number is only shown",
        ),
        pytest.param(
            plan("aspirin", table=ACC, clearance=CLEARED),
            S.PHYSICIAN_MUST_SET,
            ["physician_must_set", "last_dose_open"],
            id="a drug the profile leaves out",
        ),
        pytest.param(
            plan("aspirin", clearance=CLEARED),
            S.CANNOT_COMPUTE,
            ["indication_missing", "last_dose_open"],
            id="aspirin for an unknown reason",
        ),
        pytest.param(
            plan("aspirin", clearance=CLEARED, indication=Indication.SECONDARY_PREVENTION),
            S.PHYSICIAN_MUST_SET,
            ["physician_must_set", "last_dose_open"],
            id="aspirin for secondary prevention",
        ),
        pytest.param(
            plan(
                "aspirin",
                clearance=CLEARED,
                indication=Indication.PRIMARY_PREVENTION,
                last_dose=START - timedelta(days=6),
            ),
            S.HELD,
            ["held"],
            id="aspirin for primary prevention",
        ),
        pytest.param(
            plan(
                "desirudin",
                clearance=CLEARED,
                physician_interval=Interval(1, HoldUnit.DOSES_SKIPPED),
            ),
            S.CANNOT_COMPUTE,
            ["dose_times_missing", "last_dose_open"],
            id="doses cannot be counted without dose times",
        ),
        pytest.param(
            plan(
                "desirudin",
                clearance=CLEARED,
                physician_interval=Interval(1, HoldUnit.DOSES_SKIPPED),
                dose_times=BID,
                last_dose=at("2026-09-14 20:00"),
            ),
            S.HELD,
            ["held"],
            id="doses counted",
        ),
    ],
)
def test_states(hold: HoldPlan, state: HoldState, reasons: list[str]) -> None:
    answer = clock(hold)

    assert (answer.state, codes(answer)) == (state, reasons)
    assert answer.draft is not hold.policy_signed
    assert answer.citation == hold.citation
    assert answer.decision == (hold.clearance.decision if hold.clearance else None)


def test_a_physician_may_choose_the_shorter_end() -> None:
    took = START - timedelta(days=8)
    week = Interval(168, HoldUnit.HOURS_ELAPSED)

    longer = clock(plan("prasugrel", clearance=CLEARED, last_dose=took))
    shorter = clock(plan("prasugrel", clearance=CLEARED, last_dose=took, physician_interval=week))

    assert (longer.state, shorter.state) == (S.TOO_LATE, S.HELD)


def test_the_proposed_last_dose_and_the_margin() -> None:
    answer = clock(plan("apixaban", **APIXABAN, last_dose=at("2026-09-12 08:00")))

    assert answer.allowed == allowed_last_dose(START, Interval(72, HoldUnit.HOURS_ELAPSED), LA, BID)
    assert answer.allowed is not None
    assert answer.allowed.last_dose == at("2026-09-12 08:00")
    assert answer.earliest_ok == at("2026-09-15 08:00")
    assert answer.margin_hours == Decimal("2.0")


@pytest.mark.parametrize(
    ("took", "margin"),
    [
        ("2026-09-12 10:00", "0.0"),
        ("2026-09-12 09:55", "0.0"),
        ("2026-09-12 10:01", "-0.1"),
        ("2026-09-13 10:00", "-24.0"),
    ],
)
def test_a_margin_is_rounded_down(took: str, margin: str) -> None:
    answer = clock(plan("apixaban", **APIXABAN, last_dose=at(took)))

    assert str(answer.margin_hours) == margin


def test_moving_outside_the_cleared_time_reopens_the_clearance() -> None:
    narrow = replace(CLEARED, cleared_from=at("2026-09-12 08:00"), cleared_to=START)
    known = {**APIXABAN, "clearance": narrow}

    assert clock(plan("apixaban", **known)).state is S.PLANNED
    later = clock(plan("apixaban", **known, start=START + MINUTE))
    earlier = clock(plan("apixaban", **known, start=at("2026-09-15 07:59")))
    for moved in (later, earlier):
        assert codes(moved) == ["clearance_outside", "last_dose_missing"]
        assert moved.state is S.NEEDS_CLEARANCE
        assert moved.allowed is None


def test_a_move_that_makes_the_last_dose_too_late_says_so_first() -> None:
    narrow = replace(CLEARED, cleared_from=at("2026-09-12 08:00"), cleared_to=START)
    known = {**APIXABAN, "clearance": narrow, "last_dose": at("2026-09-12 08:00")}

    answer = clock(plan("apixaban", **known, start=at("2026-09-15 07:00")))

    assert codes(answer) == ["too_late", "clearance_outside"]
    assert answer.state is S.TOO_LATE
    assert answer.earliest_ok == at("2026-09-15 08:00")
    assert answer.margin_hours == Decimal("-1.0")


decisions = st.none() | st.sampled_from(ClearanceDecision)


@settings(deadline=None)
@given(
    key=st.sampled_from([row.key for row in ASRA.rows]),
    decision=decisions,
    signed=st.booleans(),
    took=st.none() | st.integers(0, 400),
    renal=st.none() | st.integers(1, 120),
    value=st.none() | st.integers(8, 30),
    indication=st.none() | st.sampled_from(Indication),
    now=st.integers(0, 400),
)
def test_what_the_clock_never_does(
    key: str,
    decision: ClearanceDecision | None,
    signed: bool,
    took: int | None,
    renal: int | None,
    value: int | None,
    indication: Indication | None,
    now: int,
) -> None:
    """Whatever is known: no dose before a clearance to stop, nothing held on a missing fact."""
    start = START.astimezone(UTC)
    hold = plan(
        key,
        now=start - timedelta(hours=now),
        policy_signed=signed,
        clearance=decision and replace(CLEARED, decision=decision),
        last_dose=None if took is None else start - timedelta(hours=took),
        creatinine_clearance=renal and lab(str(renal), "2026-09-01 08:00"),
        inr=value and inr(str(Decimal(value) / 10), "2026-09-15 08:00"),
        indication=indication,
    )
    answer = clock(hold)

    stops = decision in (ClearanceDecision.HOLD, ClearanceDecision.BRIDGE)
    if not stops:
        assert answer.allowed is None
    if answer.state is S.HELD:
        assert stops
        assert signed
        assert took is not None
        assert answer.margin_hours is not None
        assert answer.margin_hours >= 0
        assert not hold.row.creatinine_clearance or renal
        assert not hold.row.inr or (value and value <= 12)
        assert not hold.row.always_physician
    assert answer.reasons
    assert all(messages.sentence(reason, LA) for reason in answer.reasons)


def test_a_sentence_says_what_to_do() -> None:
    late = clock(plan("apixaban", **APIXABAN, last_dose=at("2026-09-13 10:00")))

    assert messages.sentence(late.reasons[0], LA) == (
        "apixaban: the last dose on Sun, Sep 13, 2026, 10:00 AM is too late."
        " The earliest start is Wed, Sep 16, 2026, 10:00 AM."
    )


CODES = (
    "prescriber_missing method_missing spoke_with_missing clearance_in_future clearance_window"
    " last_dose_in_future dose_times_missing crcl_old"
).split()


@pytest.mark.parametrize("code", CODES)
def test_every_refusal_has_its_sentence(code: str) -> None:
    assert messages.known(f"holds.{code}")
