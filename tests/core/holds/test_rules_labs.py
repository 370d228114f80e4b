"""What the hold clock asks of the laboratory: creatinine clearance and INR."""

from dataclasses import replace

import pytest

from clinicdesk.holds.rules import HoldState, Interval, clock, interval_for
from clinicdesk.policy import HoldUnit
from clinicdesk.record.rules import LabValue
from tests.builders.hold_plans import (
    ACC,
    APIXABAN,
    CLEARED,
    LATER,
    WARFARIN,
    at,
    codes,
    inr,
    lab,
    plan,
)

S = HoldState


@pytest.mark.parametrize(
    ("key", "value", "hours"),
    [
        ("dabigatran", "29.9", None),
        ("dabigatran", "30", 144),
        ("dabigatran", "50", 144),
        ("dabigatran", "50.9", 144),
        ("dabigatran", "51", 96),
        ("apixaban", "5", 72),
        ("enoxaparin_treatment", "80", 24),
    ],
)
def test_the_interval_by_creatinine_clearance(key: str, value: str, hours: int | None) -> None:
    renal = lab(value, "2026-09-01 08:00")
    answer = clock(plan(key, clearance=CLEARED, creatinine_clearance=renal))

    if hours is None:
        assert (answer.state, codes(answer)) == (
            S.CANNOT_COMPUTE,
            ["not_clearable", "last_dose_open"],
        )
        assert answer.interval is None
    else:
        assert answer.interval is not None
        assert answer.interval.value == hours


@pytest.mark.parametrize(
    ("key", "value", "days"),
    [
        ("apixaban", "24.9", 5),
        ("apixaban", "25", 2),
        ("rivaroxaban", "29.9", 5),
        ("rivaroxaban", "30", 2),
        ("edoxaban", "14.9", 5),
        ("edoxaban", "15", 2),
        ("dabigatran", "50", 4),
        ("dabigatran", "51", 2),
    ],
)
def test_the_acc_adds_days_below_its_limits(key: str, value: str, days: int) -> None:
    renal = lab(value, "2026-09-01 08:00")

    interval = interval_for(plan(key, table=ACC, creatinine_clearance=renal))

    assert isinstance(interval, Interval)
    assert (interval.value, interval.unit) == (days, HoldUnit.FULL_DAYS_OFF)


@pytest.mark.parametrize(
    ("taken_at", "state"),
    [
        ("2026-06-17 00:00", S.PLANNED),
        ("2026-06-17 23:59", S.PLANNED),
        ("2026-06-16 23:59", S.CANNOT_COMPUTE),
    ],
)
def test_a_creatinine_clearance_may_be_90_days_old_at_the_procedure(
    taken_at: str, state: HoldState
) -> None:
    """Days are the site's: this start is already on the next day in UTC."""
    evening = at("2026-09-15 18:00")
    known = {**APIXABAN, "start": evening, "creatinine_clearance": lab("80", taken_at)}

    assert clock(plan("apixaban", **known)).state is state


@pytest.mark.parametrize(
    ("renal", "code"),
    [
        (None, "crcl_missing"),
        (lab("80", "2026-01-01 08:00"), "crcl_old"),
        (lab("20", "2026-09-01 08:00"), "not_clearable"),
    ],
)
def test_a_physicians_interval_does_not_replace_the_creatinine_clearance(
    renal: LabValue | None, code: str
) -> None:
    hold = plan(
        "dabigatran",
        clearance=CLEARED,
        creatinine_clearance=renal,
        physician_interval=Interval(120, HoldUnit.HOURS_ELAPSED),
    )

    assert codes(clock(hold)) == [code, "last_dose_open"]


@pytest.mark.parametrize(
    ("known", "state", "reasons"),
    [
        pytest.param({}, S.AWAITING_INR, ["inr_waits"], id="too early to draw"),
        pytest.param({"now": LATER}, S.NEEDS_INR, ["inr_missing"], id="time to draw"),
        pytest.param(
            {"now": at("2026-09-14 10:00")}, S.NEEDS_INR, ["inr_missing"], id="from 24 hours on"
        ),
        pytest.param(
            {"now": at("2026-09-14 09:59")}, S.AWAITING_INR, ["inr_waits"], id="not before"
        ),
        pytest.param(
            {"now": LATER, "inr": inr("1.2", "2026-09-14 10:00")}, S.HELD, ["held"], id="24 hours"
        ),
        pytest.param(
            {"now": LATER, "inr": inr("1.2", "2026-09-14 09:59")},
            S.NEEDS_INR,
            ["inr_missing"],
            id="a minute too old",
        ),
        pytest.param(
            {"now": LATER, "inr": inr("1.3", "2026-09-14 11:00")},
            S.INR_HIGH,
            ["inr_high"],
            id="too high",
        ),
        pytest.param(
            {"inr": inr("2.6", "2026-09-07 11:00")},
            S.AWAITING_INR,
            ["inr_waits"],
            id="an old high value says nothing yet",
        ),
        pytest.param(
            {"now": LATER, "inr": inr("1.2", "2026-09-15 10:00")},
            S.HELD,
            ["held"],
            id="at the start",
        ),
        pytest.param(
            {"now": LATER, "inr": inr("1.0", "2026-09-15 10:01")},
            S.NEEDS_INR,
            ["inr_missing"],
            id="after the start",
        ),
        pytest.param(
            {"last_dose": None}, S.PLANNED, ["planned", "inr_waits"], id="not yet stopped"
        ),
        pytest.param(
            {"last_dose": None, "now": LATER, "inr": inr("1.1", "2026-09-14 11:00")},
            S.NEEDS_LAST_DOSE,
            ["last_dose_missing"],
            id="a good INR does not replace the last dose",
        ),
        pytest.param(
            {"last_dose": at("2026-09-10 10:01"), "inr": inr("1.1", "2026-09-14 11:00")},
            S.TOO_LATE,
            ["too_late"],
            id="a good INR does not replace the days",
        ),
    ],
)
def test_warfarin_needs_days_and_an_inr(
    known: dict[str, object], state: HoldState, reasons: list[str]
) -> None:
    now = {"now": at("2026-09-10 09:00")}
    answer = clock(plan("warfarin", **{**WARFARIN, **now, **known}))

    assert (answer.state, codes(answer)) == (state, reasons)


def test_24_hours_before_the_start_are_real_hours() -> None:
    known = {
        "start": at("2026-11-01 10:00"),
        "now": at("2026-11-01 09:00"),
        "clearance": replace(CLEARED, cleared_to=at("2026-12-01 00:00")),
        "last_dose": at("2026-10-20 10:00"),
    }

    early = clock(plan("warfarin", **known, inr=inr("1.0", "2026-10-31 10:59")))
    in_time = clock(plan("warfarin", **known, inr=inr("1.0", "2026-10-31 11:00")))

    assert (early.state, in_time.state) == (S.NEEDS_INR, S.HELD)
