"""The hold clock of one drug: what is known of it, what is open, when the start is safe."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from clinicdesk.errors import Fact, Reason
from clinicdesk.holds.rules.clearance import Clearance, ClearanceDecision, clearance_still_covers
from clinicdesk.holds.rules.interval import AllowedLastDose, allowed_last_dose, earliest_ok, utc
from clinicdesk.policy import DrugRow, HoldUnit, Indication, InrRule, Interval
from clinicdesk.record.rules import LabValue

_HOUR = timedelta(hours=1)


class HoldState(StrEnum):
    """Where a hold stands. Of several that apply, the first in this order counts."""

    DEFERRED = "deferred"
    TOO_LATE = "too_late"
    NEEDS_CLEARANCE = "needs_clearance"
    CANNOT_COMPUTE = "cannot_compute"
    PHYSICIAN_MUST_SET = "physician_must_set"
    UNSIGNED = "unsigned"
    INR_HIGH = "inr_high"
    NEEDS_LAST_DOSE = "needs_last_dose"
    NEEDS_INR = "needs_inr"
    PLANNED = "planned"
    AWAITING_INR = "awaiting_inr"
    HELD = "held"
    CONTINUES = "continues"


@dataclass(frozen=True, kw_only=True)
class HoldPlan:
    """All that is known of one drug before one start; None is "not known", never "no".

    `row` and `citation` are the hold's own copies, `physician_interval` replaces the row's hold,
    `dose_times` are local, `last_dose` is what the patient says was really taken.
    """

    row: DrugRow
    citation: str
    start: datetime
    zone: ZoneInfo
    now: datetime
    policy_signed: bool
    dose_times: tuple[time, ...] = ()
    clearance: Clearance | None = None
    last_dose: datetime | None = None
    creatinine_clearance: LabValue | None = None
    inr: LabValue | None = None
    indication: Indication | None = None
    physician_interval: Interval | None = None


@dataclass(frozen=True)
class HoldClock:
    """The answer. `reasons` say what is open, the first one first; DRAFT shows while `draft`.

    `allowed` is None until a clearance covers it; `margin_hours` is start minus `earliest_ok`.
    """

    row: DrugRow
    state: HoldState
    draft: bool
    reasons: tuple[Reason, ...]
    citation: str
    decision: ClearanceDecision | None
    interval: Interval | None = None
    allowed: AllowedLastDose | None = None
    earliest_ok: datetime | None = None
    margin_hours: Decimal | None = None


class Finding(NamedTuple):
    """A state and why."""

    state: HoldState
    reason: Reason


def clock(plan: HoldPlan) -> HoldClock:
    """Evaluate one hold (RULE-24 to RULE-30; ASRA 2018 by default).

    Nothing counts as held without a recorded clearance, a computable interval, a signed policy, the
    real last dose and, where the row wants one, an INR. No last dose is proposed before that
    clearance.
    """
    interval = interval_for(plan)
    clearance = plan.clearance
    if clearance is None or not clearance.stops:
        return _answer(plan, uncleared(plan, interval))
    if isinstance(interval, Finding):
        return _answer(plan, [interval, *_untimed(plan, clearance)])
    return _timed(plan, clearance, interval)


def terms_fields(indication: Indication | None, own: Interval | None) -> Mapping[str, object]:
    """A physician's terms by name, for a comparison."""
    return {
        "indication": indication,
        "hold_for": own.value if own else None,
        "counted_in": own.unit if own else None,
    }


def interval_for(plan: HoldPlan) -> Interval | Finding:
    """The interval that applies, or why there is none (RULE-27, RULE-29, RULE-32).

    A missing, old or too low creatinine clearance stops a physician's interval too.
    """
    renal = _renal(plan)
    if isinstance(renal, Finding):
        return renal
    interval = plan.physician_interval or _row_interval(plan, renal)
    if isinstance(interval, Finding):
        return interval
    if interval.unit is HoldUnit.DOSES_SKIPPED and not plan.dose_times:
        return _cannot(plan, "dose_times_missing")
    return interval


def _renal(plan: HoldPlan) -> Interval | Finding | None:
    """The renal variant's interval; None when the row's own hold applies."""
    rule, lab = plan.row.creatinine_clearance, plan.creatinine_clearance
    if rule is None:
        return None
    if lab is None:
        return _cannot(plan, "crcl_missing")
    taken_on = lab.taken_at.astimezone(plan.zone).date()
    if (plan.start.astimezone(plan.zone).date() - taken_on).days > rule.max_age_days:
        return _cannot(plan, "crcl_old", taken_on=taken_on, days=rule.max_age_days)
    variant = next((item for item in rule.variants if lab.value < item.below), None)
    if variant is None:
        return None
    return variant.hold or _cannot(plan, "not_clearable", crcl=lab.value, limit=variant.below)


def _row_interval(plan: HoldPlan, renal: Interval | None) -> Interval | Finding:
    row = plan.row
    if row.by_indication and plan.indication is None:
        return _cannot(plan, "indication_missing")
    by_indication = row.by_indication.get(plan.indication) if plan.indication else None
    interval = renal or by_indication or row.hold
    if row.always_physician or interval is None:
        return Finding(HoldState.PHYSICIAN_MUST_SET, _reason(plan, "physician_must_set"))
    return interval


def uncleared(plan: HoldPlan, interval: Interval | Finding) -> list[Finding]:
    """What is open while the prescriber has not agreed to a stop."""
    clearance = plan.clearance
    if clearance is None:
        unasked = Finding(HoldState.NEEDS_CLEARANCE, _reason(plan, "no_clearance"))
        return [unasked, interval] if isinstance(interval, Finding) else [unasked]
    if clearance.decision is ClearanceDecision.DEFER:
        state, code = HoldState.DEFERRED, "deferred"
    else:
        state, code = HoldState.CONTINUES, "continues"
    return [Finding(state, _reason(plan, code, prescriber=clearance.prescriber))]


def _timed(plan: HoldPlan, clearance: Clearance, interval: Interval) -> HoldClock:
    allowed = allowed_last_dose(plan.start, interval, plan.zone, plan.dose_times)
    covered = clearance_still_covers(clearance, allowed.cut_off, plan.start)
    earliest = None
    if plan.last_dose is not None:
        earliest = earliest_ok(plan.last_dose, interval, plan.zone, plan.dose_times)
    answer = _answer(plan, [*_open(plan, allowed, earliest, covered=covered)])
    return replace(
        answer,
        interval=interval,
        allowed=allowed if covered else None,
        earliest_ok=earliest,
        margin_hours=None if earliest is None else _hours(plan.start - earliest),
    )


def _untimed(plan: HoldPlan, clearance: Clearance) -> Iterator[Finding]:
    """What is open whatever the interval: who lets that pass does not let this pass (RULE-24)."""
    if clearance.cleared_to is None or plan.start > clearance.cleared_to:
        yield Finding(HoldState.NEEDS_CLEARANCE, _reason(plan, "clearance_outside"))
    if not plan.policy_signed:
        yield Finding(HoldState.UNSIGNED, Reason("holds.policy_unsigned"))
    if plan.last_dose is None:
        yield Finding(HoldState.NEEDS_LAST_DOSE, _reason(plan, "last_dose_open"))


def _open(
    plan: HoldPlan, allowed: AllowedLastDose, earliest: datetime | None, *, covered: bool
) -> Iterator[Finding]:
    """Everything between a clearance to stop and a drug that is held."""
    if earliest is not None and earliest > plan.start:
        facts = {"last_dose": plan.last_dose, "earliest": earliest}
        yield Finding(HoldState.TOO_LATE, _reason(plan, "too_late", **facts))
    if not covered:
        yield Finding(HoldState.NEEDS_CLEARANCE, _reason(plan, "clearance_outside"))
    if not plan.policy_signed:
        yield Finding(HoldState.UNSIGNED, Reason("holds.policy_unsigned"))
    if plan.row.inr is not None:
        yield from _inr(plan, plan.row.inr)
    if plan.last_dose is None:
        yield _undosed(plan, allowed, covered=covered)


def _undosed(plan: HoldPlan, allowed: AllowedLastDose, *, covered: bool) -> Finding:
    """The last dose is not known: either it may still be taken, or it is time to ask."""
    if covered and allowed.allows(plan.now):
        return Finding(HoldState.PLANNED, _reason(plan, "planned", last_dose=allowed.shown))
    return Finding(HoldState.NEEDS_LAST_DOSE, _reason(plan, "last_dose_missing"))


def _inr(plan: HoldPlan, rule: InrRule) -> Iterator[Finding]:
    """The INR must be low enough, in a sample of the last hours before the start (RULE-28)."""
    opens = utc(plan.start) - rule.max_age_hours * _HOUR
    result = plan.inr
    if result is not None and opens <= result.taken_at <= plan.start:
        if result.value > rule.maximum:
            facts = {"inr": result.value, "limit": rule.maximum}
            yield Finding(HoldState.INR_HIGH, _reason(plan, "inr_high", **facts))
    elif plan.now < opens:
        yield Finding(HoldState.AWAITING_INR, _reason(plan, "inr_waits", opens=opens))
    else:
        yield Finding(HoldState.NEEDS_INR, _reason(plan, "inr_missing", hours=rule.max_age_hours))


def _answer(plan: HoldPlan, findings: list[Finding]) -> HoldClock:
    """The clock with its findings in the order of HoldState; without any, the drug is held."""
    order = list(HoldState)
    found = sorted(findings, key=lambda finding: order.index(finding.state))
    if not found:
        found = [Finding(HoldState.HELD, _reason(plan, "held", last_dose=plan.last_dose))]
    return HoldClock(
        row=plan.row,
        state=found[0].state,
        draft=not plan.policy_signed,
        reasons=tuple(finding.reason for finding in found),
        citation=plan.citation,
        decision=plan.clearance.decision if plan.clearance else None,
    )


def _cannot(plan: HoldPlan, code: str, **facts: Fact) -> Finding:
    """With the dose that is known: who lets this pass knows of no later one."""
    if plan.last_dose is not None:
        facts["last_dose"] = plan.last_dose
    return Finding(HoldState.CANNOT_COMPUTE, _reason(plan, code, **facts))


def _reason(plan: HoldPlan, code: str, **facts: Fact) -> Reason:
    return Reason(f"holds.{code}", {"drug": plan.row.name, **facts})


def _hours(duration: timedelta) -> Decimal:
    """Hours with one decimal, rounded down, so that a minute too late never reads as none."""
    exact = Decimal(duration // timedelta(minutes=1)) / 60
    return exact.quantize(Decimal("0.1"), ROUND_FLOOR)
