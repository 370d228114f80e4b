"""Arithmetic of one interval: from the start back to the last dose allowed, and forth again.

Instants are aware; answers are in UTC. For every interval the two directions agree: a last dose is
allowed exactly when `earliest_ok` of it is not later than the start.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice
from zoneinfo import ZoneInfo

from clinicdesk.errors import Reason, Refused
from clinicdesk.policy import HoldUnit, Interval

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class AllowedLastDose:
    """How late the last dose may be taken.

    `cut_off` is the latest instant allowed; when `whole_day`, it is the midnight that ends the last
    day allowed, and a dose at that instant is too late. `last_dose` is the patient's own last dose
    time that is early enough, or None when the dose times are not known.
    """

    cut_off: datetime
    last_dose: datetime | None
    whole_day: bool = False

    def allows(self, dose: datetime) -> bool:
        """Whether a dose taken then is early enough."""
        return dose < self.cut_off if self.whole_day else dose <= self.cut_off

    @property
    def shown(self) -> datetime:
        """What to print: the last dose, else the cut-off, for a whole day as its last minute."""
        return self.last_dose or (self.cut_off - _MINUTE if self.whole_day else self.cut_off)


def allowed_last_dose(
    procedure_start: datetime,
    interval: Interval,
    zone: ZoneInfo,
    dose_times: Sequence[time] = (),
) -> AllowedLastDose:
    """The last dose that the interval allows before a start (RULE-25; ASRA 2018, ACC/AHA).

    `dose_times` are local; without them no dose is guessed, and an interval counted
    in doses raises Refused with "holds.dose_times_missing".
    """
    start = utc(procedure_start)
    if interval.unit is HoldUnit.HOURS_ELAPSED:
        cut_off = start - timedelta(hours=interval.value)
        return AllowedLastDose(cut_off, _last_at(cut_off, dose_times, zone))
    if interval.unit is HoldUnit.FULL_DAYS_OFF:
        cut_off = _midnight(_local_day(start, zone) - interval.value * _DAY, zone)
        last_dose = _last_at(cut_off - timedelta.resolution, dose_times, zone)
        return AllowedLastDose(cut_off, last_dose, whole_day=True)
    # A dose due at the very start is not skipped before it.
    dose = _nth(_doses_back_from(start - _MINUTE, dose_times, zone), interval.value)
    return AllowedLastDose(dose, dose)


def earliest_ok(
    last_dose: datetime,
    interval: Interval,
    zone: ZoneInfo,
    dose_times: Sequence[time] = (),
) -> datetime:
    """The earliest start that the interval allows after a last dose (RULE-25).

    Counted in doses, a dose between two dose times counts as the later one. Raises Refused as
    `allowed_last_dose` does.
    """
    last = utc(last_dose)
    if interval.unit is HoldUnit.HOURS_ELAPSED:
        return last + timedelta(hours=interval.value)
    if interval.unit is HoldUnit.FULL_DAYS_OFF:
        return _midnight(_local_day(last, zone) + (interval.value + 1) * _DAY, zone)
    return _nth(_doses_on_from(last, dose_times, zone), interval.value) + _MINUTE


def _last_at(limit: datetime, dose_times: Sequence[time], zone: ZoneInfo) -> datetime | None:
    return next(_doses_back_from(limit, dose_times, zone)) if dose_times else None


def _doses_back_from(limit: datetime, times: Sequence[time], zone: ZoneInfo) -> Iterator[datetime]:
    _require(times)
    days = (_local_day(limit, zone) - back * _DAY for back in count())
    return (dose for day in days for dose in reversed(_doses_on(day, times, zone)) if dose <= limit)


def _doses_on_from(limit: datetime, times: Sequence[time], zone: ZoneInfo) -> Iterator[datetime]:
    _require(times)
    days = (_local_day(limit, zone) + ahead * _DAY for ahead in count())
    return (dose for day in days for dose in _doses_on(day, times, zone) if dose >= limit)


def _require(times: Sequence[time]) -> None:
    if not times:
        raise Refused(Reason("holds.dose_times_missing"))


def _nth(doses: Iterator[datetime], n: int) -> datetime:
    return next(islice(doses, n, None))


def _doses_on(day: date, times: Sequence[time], zone: ZoneInfo) -> list[datetime]:
    return sorted(_instant(day, at, zone) for at in times)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return _instant(day, time(), zone)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Local to UTC: a time that happens twice is its first, one that is jumped over comes later."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def _local_day(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()


def utc(instant: datetime) -> datetime:
    """The instant in UTC, where arithmetic counts real time. Raises ValueError without a zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC)
