"""Holding a drug before a procedure: the interval, the prescriber's clearance, the clock."""

from clinicdesk.holds.rules.clearance import (
    Clearance,
    ClearanceDecision,
    clearance_objections,
    clearance_still_covers,
    last_dose_objections,
    restart_suggestion,
    untold,
)
from clinicdesk.holds.rules.clock import (
    Finding,
    HoldClock,
    HoldPlan,
    HoldState,
    clock,
    interval_for,
    terms_fields,
)
from clinicdesk.holds.rules.interval import AllowedLastDose, allowed_last_dose, earliest_ok
from clinicdesk.holds.rules.window import SafeFrom, earliest_start, values_end
from clinicdesk.policy import Interval

__all__ = [
    "AllowedLastDose",
    "Clearance",
    "ClearanceDecision",
    "Finding",
    "HoldClock",
    "HoldPlan",
    "HoldState",
    "Interval",
    "SafeFrom",
    "allowed_last_dose",
    "clearance_objections",
    "clearance_still_covers",
    "clock",
    "earliest_ok",
    "earliest_start",
    "interval_for",
    "last_dose_objections",
    "restart_suggestion",
    "terms_fields",
    "untold",
    "values_end",
]
