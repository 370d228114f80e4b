"""Intervals, clocks and drugs in words."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.holds.rules import HoldClock, HoldState, Interval
from clinicdesk.policy import DrugRow, HoldUnit, Indication
from ui.kit.tokens import Status

UNITS = (
    (HoldUnit.HOURS_ELAPSED, "hours elapsed"),
    (HoldUnit.FULL_DAYS_OFF, "full days off"),
    (HoldUnit.DOSES_SKIPPED, "doses skipped"),
)
INDICATIONS = (
    (Indication.PRIMARY_PREVENTION, "Primary prevention"),
    (Indication.SECONDARY_PREVENTION, "Secondary prevention"),
)
_DAY = 24
_STATUSES = {
    HoldState.DEFERRED: Status.BLOCK,
    HoldState.TOO_LATE: Status.BLOCK,
    HoldState.CANNOT_COMPUTE: Status.BLOCK,
    HoldState.INR_HIGH: Status.BLOCK,
    HoldState.PLANNED: Status.WAIT,
    HoldState.AWAITING_INR: Status.WAIT,
    HoldState.HELD: Status.READY,
    HoldState.CONTINUES: Status.READY,
}


def status_of(state: HoldState) -> Status:
    """What a person must do about a hold."""
    return _STATUSES.get(state, Status.ATTN)


def state_words(state: HoldState) -> str:
    """The clock's state in a few words."""
    return messages.sentence(Reason(f"readiness.thinner_{state}"))


def drug(row: DrugRow) -> str:
    """`apixaban (Eliquis)`."""
    return f"{row.name} ({row.brands[0]})" if row.brands else row.name


def interval(one: Interval) -> str:
    """`72 hours elapsed (3 days)`; a value is never shown without its unit."""
    words = f"{one.value} {dict(UNITS)[one.unit]}"
    if one.unit is HoldUnit.HOURS_ELAPSED and one.value > _DAY and one.value % _DAY == 0:
        return f"{words} ({one.value // _DAY} days)"
    return words


def source_range(one: Interval) -> str:
    """What the source says where it gives a range."""
    if one.minimum is None or one.maximum is None:
        return ""
    return f"source says {one.minimum} to {one.maximum}"


def margin(hours: Decimal) -> str:
    """`11 hours to spare`, `3.5 hours too late`."""
    words = f"{abs(hours).normalize():f} hours"
    return f"{words} to spare" if hours >= 0 else f"{words} too late"


def clock_lines(clock: HoldClock, zone: ZoneInfo) -> list[tuple[str, str]]:
    """The clock's facts as (label, value); the last dose only once a clearance covers it."""

    def told(instant: datetime) -> str:
        return messages.moment(instant, zone)

    lines = []
    if clock.interval:
        lines.append(("Hold", interval(clock.interval)))
    if clock.allowed:
        known = clock.allowed.last_dose is not None
        lines.append(("Last dose by" if known else "No dose after", told(clock.allowed.shown)))
    if clock.earliest_ok:
        lines.append(("Earliest start", told(clock.earliest_ok)))
    if clock.margin_hours is not None:
        lines.append(("Margin", margin(clock.margin_hours)))
    return lines
