"""What the prescriber cleared, what may be recorded, and what the table suggests afterwards."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinicdesk.holds.rules import (
    Clearance,
    ClearanceDecision,
    clearance_objections,
    clearance_still_covers,
    last_dose_objections,
    restart_suggestion,
)
from clinicdesk.policy import drug_table

LA = ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 9, 1, 17, tzinfo=UTC)
FROM = datetime(2026, 9, 11, 7, tzinfo=UTC)
TO = datetime(2026, 9, 16, 7, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CLEARED = Clearance(
    prescriber="Dr. Osei",
    decided_at=NOW - MINUTE,
    method="phone",
    spoke_with="nurse Hale",
    decision=ClearanceDecision.HOLD,
    cleared_from=FROM,
    cleared_to=TO,
)


@pytest.mark.parametrize(
    ("decision", "cut_off", "start", "covers"),
    [
        (ClearanceDecision.HOLD, FROM, TO, True),
        (ClearanceDecision.BRIDGE, FROM, TO, True),
        (ClearanceDecision.HOLD, FROM + MINUTE, TO - MINUTE, True),
        (ClearanceDecision.HOLD, FROM - MINUTE, TO, False),
        (ClearanceDecision.HOLD, FROM, TO + MINUTE, False),
        (ClearanceDecision.CONTINUE, FROM - MINUTE, TO + MINUTE, True),
        (ClearanceDecision.DEFER, FROM, TO, False),
    ],
)
def test_a_clearance_covers_the_time_off_it_was_given_for(
    decision: ClearanceDecision, cut_off: datetime, start: datetime, covers: bool
) -> None:
    clearance = replace(CLEARED, decision=decision)

    assert clearance_still_covers(clearance, cut_off, start) is covers


@pytest.mark.parametrize("unknown", [{"cleared_from": None}, {"cleared_to": None}])
def test_an_unknown_window_covers_nothing(unknown: dict[str, None]) -> None:
    assert not clearance_still_covers(replace(CLEARED, **unknown), FROM, TO)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"decided_at": NOW}, []),
        ({"decided_at": NOW + MINUTE}, ["holds.clearance_in_future"]),
        ({"prescriber": " "}, ["holds.prescriber_missing"]),
        ({"method": ""}, ["holds.method_missing"]),
        ({"spoke_with": "\t"}, ["holds.spoke_with_missing"]),
        ({"cleared_from": None}, ["holds.clearance_window"]),
        ({"cleared_to": None}, ["holds.clearance_window"]),
        ({"cleared_to": FROM}, ["holds.clearance_window"]),
        ({"decision": ClearanceDecision.CONTINUE, "cleared_to": None}, []),
        ({"decision": ClearanceDecision.DEFER, "cleared_from": None}, []),
        (
            {"prescriber": "", "method": "", "spoke_with": ""},
            ["holds.prescriber_missing", "holds.method_missing", "holds.spoke_with_missing"],
        ),
    ],
)
def test_what_a_clearance_needs(changes: dict[str, object], codes: list[str]) -> None:
    reasons = clearance_objections(replace(CLEARED, **changes), NOW)

    assert [reason.code for reason in reasons] == codes


def test_a_last_dose_was_really_taken() -> None:
    assert last_dose_objections(NOW, NOW) == []
    (reason,) = last_dose_objections(NOW + MINUTE, NOW)
    assert reason.code == "holds.last_dose_in_future"


@pytest.mark.parametrize(
    ("key", "hemostasis", "hours"),
    [
        ("apixaban", True, 24),
        ("warfarin", True, 6),
        ("enoxaparin_treatment", True, 24),  # 12 to 24: the longer end
        ("heparin_subcutaneous", True, 8),
        ("dipyridamole", True, None),  # the source says nothing
        ("apixaban", False, None),
        ("apixaban", None, None),
    ],
)
def test_a_restart_is_suggested_only_with_hemostasis(
    key: str, hemostasis: bool | None, hours: int | None
) -> None:
    end = datetime(2026, 9, 15, 18, tzinfo=UTC)
    suggested = restart_suggestion(drug_table().row(key), end, hemostasis=hemostasis)

    assert suggested == (None if hours is None else end + timedelta(hours=hours))


def test_a_restart_counts_real_hours_over_a_clock_change() -> None:
    end = datetime(2026, 10, 31, 11, tzinfo=LA)
    suggested = restart_suggestion(drug_table().row("apixaban"), end, hemostasis=True)

    assert suggested is not None
    assert f"{suggested.astimezone(LA):%Y-%m-%d %H:%M}" == "2026-11-01 10:00"
