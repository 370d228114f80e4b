"""From when a procedure may start as far as one drug goes, before there is a booking."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from clinicdesk.errors import Fact, Reason
from clinicdesk.holds.rules.clock import Finding, HoldPlan, HoldState, interval_for, uncleared
from clinicdesk.holds.rules.interval import earliest_ok, utc
from clinicdesk.policy import HoldUnit, Interval


@dataclass(frozen=True)
class SafeFrom:
    """The earliest start that a drug allows, in UTC, and what it rests on."""

    at: datetime
    because: Reason


def earliest_start(plan: HoldPlan) -> SafeFrom | Finding:
    """The earliest start, were the drug taken until now, or what has to be known first.

    Nothing is computed before the prescriber cleared a stop, nor by a table that nobody signed
    (RULE-24, RULE-25). A dose that was really the last one replaces now; before the time off that
    was cleared begins, the drug is taken until then.
    """
    interval, clearance = interval_for(plan), plan.clearance
    if clearance is None or not clearance.stops:
        return uncleared(plan, interval)[0]
    if isinstance(interval, Finding):
        return interval
    if not plan.policy_signed:
        return Finding(HoldState.UNSIGNED, Reason("holds.policy_unsigned"))
    last = plan.last_dose or max(utc(plan.now), _may_take_until(plan, interval))
    earliest = earliest_ok(last, interval, plan.zone, plan.dose_times)
    then = interval_for(replace(plan, start=earliest))
    if isinstance(then, Finding):  # a value will be too old by then
        return then
    return SafeFrom(earliest, _because(plan, interval, clearance.prescriber, last))


def values_end(plan: HoldPlan) -> datetime | None:
    """From when on the value that the interval rests on is too old (RULE-27); None without one."""
    rule, lab = plan.row.creatinine_clearance, plan.creatinine_clearance
    if rule is None or lab is None:
        return None
    after = lab.taken_at.astimezone(plan.zone).date() + timedelta(days=rule.max_age_days + 1)
    return utc(datetime.combine(after, time(), plan.zone))


def _may_take_until(plan: HoldPlan, interval: Interval) -> datetime:
    """The last instant at which the cleared time off lets the drug be taken."""
    assert plan.clearance is not None
    begins = utc(plan.clearance.cleared_from or plan.now)
    # The midnight at which whole days off begin is no longer early enough for a dose.
    return begins - timedelta(minutes=interval.unit is HoldUnit.FULL_DAYS_OFF)


def _because(plan: HoldPlan, interval: Interval, prescriber: str, last: datetime) -> Reason:
    drug, hold = plan.row.name, f"{interval.value} {interval.unit.replace('_', ' ')}"
    if last == utc(plan.now):
        facts: dict[str, Fact] = {"drug": drug, "hold": hold, "prescriber": prescriber}
        return Reason("holds.safe_from_now", facts)
    facts = {"drug": drug, "hold": hold, "prescriber": prescriber, "last_dose": last}
    return Reason("holds.safe_from_dose", facts)
