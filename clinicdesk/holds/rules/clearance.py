"""The prescriber's answer, what the patient says was taken, and the restart suggested."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clinicdesk.errors import Reason
from clinicdesk.holds.rules.interval import utc
from clinicdesk.policy import DrugRow


class ClearanceDecision(StrEnum):
    """What the prescriber decided. Bridging holds this drug; the bridge is a row of its own."""

    HOLD = "hold"
    CONTINUE = "continue"
    BRIDGE = "bridge"
    DEFER = "defer"


@dataclass(frozen=True, kw_only=True)
class Clearance:
    """Who agreed to what, how and when (RULE-24), and the time off the drug that it covers.

    `method` is how the prescriber was reached, `spoke_with` who answered there. The drug may be off
    from `cleared_from` (the earliest last dose agreed to) until `cleared_to` (the latest start).
    """

    prescriber: str
    decided_at: datetime
    method: str
    spoke_with: str
    decision: ClearanceDecision
    cleared_from: datetime | None = None
    cleared_to: datetime | None = None

    @property
    def stops(self) -> bool:
        """Whether the drug is to be stopped."""
        return self.decision in (ClearanceDecision.HOLD, ClearanceDecision.BRIDGE)


def clearance_still_covers(clearance: Clearance, cut_off: datetime, start: datetime) -> bool:
    """Whether the answer holds for another start, or must be asked again (RULE-34).

    A stop covers while the time off, from the new `cut_off` to the new `start`, lies within what
    was cleared. A drug that continues has no time off; a deferral is asked again.
    """
    if not clearance.stops:
        return clearance.decision is ClearanceDecision.CONTINUE
    if clearance.cleared_from is None or clearance.cleared_to is None:
        return False
    return clearance.cleared_from <= cut_off and start <= clearance.cleared_to


def untold(prescriber: str, method: str, spoke_with: str) -> list[Reason]:
    """What of who answered, how and to whom is missing (RULE-24)."""
    told = {
        "holds.prescriber_missing": prescriber,
        "holds.method_missing": method,
        "holds.spoke_with_missing": spoke_with,
    }
    return [Reason(code) for code, text in told.items() if not text.strip()]


def clearance_objections(clearance: Clearance, now: datetime) -> list[Reason]:
    """What a clearance lacks before it may be recorded (RULE-24)."""
    objections = untold(clearance.prescriber, clearance.method, clearance.spoke_with)
    if clearance.decided_at > now:
        objections.append(Reason("holds.clearance_in_future"))
    if clearance.stops and not _has_window(clearance):
        objections.append(Reason("holds.clearance_window"))
    return objections


def last_dose_objections(taken_at: datetime, now: datetime) -> list[Reason]:
    """Why a last dose cannot be recorded: it must really have been taken (RULE-24)."""
    return [Reason("holds.last_dose_in_future")] if taken_at > now else []


def restart_suggestion(
    row: DrugRow, procedure_end: datetime, *, hemostasis: bool | None
) -> datetime | None:
    """The restart that the row suggests to the physician, or None (RULE-31; ASRA 2018).

    None, and so "do not restart until we tell you", unless hemostasis is a recorded yes and the row
    has an interval. A range suggests its longer end.
    """
    if hemostasis is not True or row.restart is None:
        return None
    return utc(procedure_end) + timedelta(hours=row.restart.value)


def _has_window(clearance: Clearance) -> bool:
    start, end = clearance.cleared_from, clearance.cleared_to
    return start is not None and end is not None and start < end
