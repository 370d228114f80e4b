"""In which time a case may be booked, and what binds each end. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinicdesk.errors import Reason
from clinicdesk.evaluations.rules import months_after
from clinicdesk.holds.rules import HoldPlan, HoldState, SafeFrom, clock, earliest_start, values_end
from clinicdesk.policy import Due
from clinicdesk.readiness.rules import GateState, blood_thinner_gate, thinner_gaps
from clinicdesk.record.rules import ThinnerAnswer
from clinicdesk.scheduling.rules import day_span


@dataclass(frozen=True)
class Limit:
    """An instant, in UTC, and the reason that sets it."""

    at: datetime
    because: Reason


@dataclass(frozen=True)
class Window:
    """Starts from `earliest` on and before `until` are safe; None where nothing binds.

    While something is `unknown`, no earliest start is known. After `cleared_to` the prescriber is
    asked again, from `values_end` on a value is measured anew. What binds nothing is `known`, and
    why.
    """

    earliest: Limit | None = None
    until: Limit | None = None
    cleared_to: datetime | None = None
    values_end: datetime | None = None
    unknown: tuple[Reason, ...] = ()
    known: tuple[Reason, ...] = ()

    def standing(self, start: datetime) -> GateState:
        """How a start stands in the window: ready, needs action first, or blocked."""
        if self.earliest and start < self.earliest.at:
            return GateState.BLOCKED
        if self.until and start >= self.until.at:
            return GateState.BLOCKED
        if self.values_end and start >= self.values_end:
            return GateState.NEEDS_ACTION
        if self.unknown or (self.cleared_to and start > self.cleared_to):
            return GateState.NEEDS_ACTION
        return GateState.READY


def bookable(
    answer: ThinnerAnswer,
    plans: Sequence[HoldPlan],
    imaging: date | None,
    max_age_months: int,
    zone: ZoneInfo,
) -> Window:
    """The window of a case by its blood thinners and its imaging (RULE-09, RULE-24, RULE-25).

    `plans` are those of every drug that must be held; `imaging` is the signed note's.
    """
    found = [earliest_start(plan) for plan in plans]
    safe = [one for one in found if isinstance(one, SafeFrom)]
    findings = [one for one in found if not isinstance(one, SafeFrom)]
    last = max(safe, key=lambda one: one.at, default=None)
    cleared = [plan.clearance.cleared_to for plan in plans if plan.clearance]
    stopped = [plan for plan in plans if plan.clearance and plan.clearance.stops]
    unknown = [one.reason for one in findings if one.state is not HoldState.CONTINUES]
    known = [one.reason for one in findings if one.state is HoldState.CONTINUES]
    if imaging is None:
        unknown.append(Reason("evaluations.imaging_missing"))
    asked = _open_questions(answer, plans)
    if not plans and not asked:
        known.append(Reason("readiness.no_thinner"))
    return Window(
        earliest=Limit(last.at, last.because) if last else None,
        until=_imaging_ends(imaging, max_age_months, zone) if imaging else None,
        cleared_to=min(filter(None, cleared), default=None),
        values_end=min(filter(None, map(values_end, stopped)), default=None),
        unknown=(*asked, *unknown),
        known=tuple(known),
    )


def _open_questions(answer: ThinnerAnswer, plans: Sequence[HoldPlan]) -> tuple[Reason, ...]:
    """What no plan can say: whether there are blood thinners that nobody named."""
    if plans:
        return tuple(thinner_gaps(answer, [clock(plan) for plan in plans]))
    return () if answer is ThinnerAnswer.NO else blood_thinner_gate(answer, (), Due.BOOKING).reasons


def _imaging_ends(imaging: date, max_age_months: int, zone: ZoneInfo) -> Limit:
    last_day = months_after(imaging, max_age_months)
    facts = {"imaging_date": imaging, "last_day": last_day}
    return Limit(day_span(last_day, zone).end, Reason("readiness.imaging_counts", facts))
