"""Time and who takes it: spans, parts of a booking, lengths, opening hours, the site's clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.errors import Fact, Reason, Refused

_CANCELLABLE = (CaseStatus.SCHEDULED, CaseStatus.CHECKED_IN, CaseStatus.PRE_OP)


class Sedation(StrEnum):
    """Planned or given depth, as the ASA continuum names it."""

    NONE = "none"
    MINIMAL = "minimal"
    MODERATE = "moderate"
    DEEP = "deep"
    GENERAL = "general"


class BookingState(StrEnum):
    """What became of a booking; only a booked one takes up time. An undone one never counted."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    DONE = "done"
    UNDONE = "undone"


class Cause(StrEnum):
    """Why a booking was moved or cancelled."""

    PATIENT_ASKED = "patient_asked"
    PATIENT_ILL = "patient_ill"
    NO_DRIVER = "no_driver"
    BLOOD_THINNER = "blood_thinner"
    NOT_FASTING = "not_fasting"
    NO_SHOW = "no_show"
    AUTHORIZATION = "authorization"
    PHYSICIAN_AWAY = "physician_away"
    ROOM_OR_EQUIPMENT = "room_or_equipment"
    WEATHER = "weather"
    BOOKED_IN_ERROR = "booked_in_error"
    OTHER = "other"


def cause_objections(cause: Cause | None, words: str) -> list[Reason]:
    """Why this does not say why a booking ended (RULE-37): another cause needs words."""
    if cause is Cause.OTHER and not words.strip():
        return [Reason("scheduling.words_missing")]
    return []


def no_show_objections(
    cause: Cause, status: CaseStatus, now: datetime, expected: datetime
) -> list[Reason]:
    """Why this patient cannot have missed the appointment: here already, or not expected yet."""
    if cause is not Cause.NO_SHOW:
        return []
    if status is not CaseStatus.SCHEDULED:
        return [Reason("scheduling.patient_is_here")]
    return [Reason("scheduling.not_missed_yet", {"arrival": expected})] if now < expected else []


def way_after_cancel(
    status: CaseStatus, cause: Cause, *, and_close: bool
) -> tuple[CaseStatus, ...]:
    """Where a case goes whose booking is cancelled: it waits again for a date, or it is over.

    Raises Refused once the procedure has begun.
    """
    if status not in _CANCELLABLE:
        raise Refused(Reason("scheduling.too_late_to_cancel", {"status": status.shown}))
    missed = (CaseStatus.NO_SHOW,) if cause is Cause.NO_SHOW else ()
    if and_close:
        return (*missed, CaseStatus.CANCELLED)
    # Who has arrived goes home again, so the case was postponed before it waits anew.
    here = (CaseStatus.POSTPONED,) if status is not CaseStatus.SCHEDULED else ()
    return (*(missed or here), CaseStatus.APPROVED)


class ResourceKind(StrEnum):
    """What kind of thing cannot be in two places at once."""

    ROOM = "room"
    STAFF = "staff"
    DEVICE = "device"
    BAY = "bay"
    PATIENT = "patient"


class Part(StrEnum):
    """The part a resource plays in a booking."""

    ROOM = "room"
    PHYSICIAN = "physician"
    NURSE = "nurse"
    RECOVERY_BAY = "recovery_bay"
    PATIENT = "patient"


class Phase(StrEnum):
    """Whether a part is needed during the procedure or after it."""

    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, order=True)
class Span:
    """A half-open stretch of time [start, end) in UTC, to the microsecond.

    Raises ValueError for a time without its zone, Refused for an end that is not after the start.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))
        if self.end <= self.start:
            facts = {"start": self.start, "end": self.end}
            raise Refused(Reason("scheduling.ends_before_start", facts))

    @property
    def minutes(self) -> int:
        """Whole minutes that really pass, on both days when the clocks change too."""
        return (self.end - self.start) // timedelta(minutes=1)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share any time; one that ends as the other starts does not."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether the other lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Requirement:
    """A part that a procedure needs, with minutes `before` and `after` it (RULE-17)."""

    part: Part
    phase: Phase = Phase.DURING
    before: int = 0
    after: int = 0

    def __post_init__(self) -> None:
        least = 1 if self.phase is Phase.AFTER else 0
        if self.before < 0 or self.after < 0 or self.before + self.after < least:
            raise ValueError(f"the {self.part} part takes no time")


WITHIN_HOURS = frozenset({Part.ROOM, Part.PHYSICIAN, Part.NURSE})
"""Parts that must lie inside the opening hours; recovery may go on until the site closes."""


def occupied(requirement: Requirement, procedure: Span) -> Span:
    """When the part is taken: [start - before, end + after), or [end - before, end + after)."""
    start = procedure.start if requirement.phase is Phase.DURING else procedure.end
    before, after = timedelta(minutes=requirement.before), timedelta(minutes=requirement.after)
    return Span(start - before, procedure.end + after)


def hours_objections(
    requirements: Iterable[Requirement], procedure: Span, hours: Iterable[Span], closes: datetime
) -> list[Reason]:
    """Why a procedure does not fit the opening `hours` of a site that closes at `closes`."""
    taken = [(requirement.part, occupied(requirement, procedure)) for requirement in requirements]
    working = [procedure, *(span for part, span in taken if part in WITHIN_HOURS)]
    needed = Span(min(span.start for span in working), max(span.end for span in working))
    reasons = []
    if not any(opening.covers(needed) for opening in hours):
        facts: dict[str, Fact] = {"start": needed.start, "end": needed.end}
        reasons.append(Reason("scheduling.outside_hours", facts))
    for part, span in taken:
        if part is Part.RECOVERY_BAY and span.end > closes:
            facts = {"end": span.end, "closes": closes}
            reasons.append(Reason("scheduling.recovery_after_closing", facts))
    return reasons


def length_objection(
    minutes: int, usual: tuple[int, ...] = (45, 60), limits: tuple[int, int] = (30, 240)
) -> Reason | None:
    """A warning when the length is outside the clinic's usual ones (RULE-17).

    Raises Refused outside `limits`, both allowed.
    """
    least, most = limits
    if not least <= minutes <= most:
        facts = {"minutes": minutes, "least": least, "most": most}
        raise Refused(Reason("scheduling.length_not_possible", facts))
    shortest, longest = min(usual), max(usual)
    if shortest <= minutes <= longest:
        return None
    return Reason(
        "scheduling.unusual_length", {"minutes": minutes, "shortest": shortest, "longest": longest}
    )


def local_instant(day: date, at: time, zone: ZoneInfo, *, earlier: bool | None = None) -> datetime:
    """The UTC instant when the site's clock shows `at` on `day`.

    Raises Refused for a time the clocks skip in spring, and for one they show twice in autumn
    unless `earlier` says which of the two is meant.
    """
    wall = datetime.combine(day, at, zone)
    first, second = wall.replace(fold=0).utcoffset(), wall.replace(fold=1).utcoffset()
    # In the skipped hour the two readings differ the other way round than in the repeated one.
    if first is not None and second is not None and first != second:
        facts: dict[str, Fact] = {"day": day, "time": at}
        if first < second:
            raise Refused(Reason("scheduling.time_does_not_exist", facts))
        if earlier is None:
            raise Refused(Reason("scheduling.time_happens_twice", facts))
    return wall.replace(fold=1 if earlier is False else 0).astimezone(UTC)


def day_span(day: date, zone: ZoneInfo) -> Span:
    """The site's calendar day; where the clocks skip midnight it begins when they go on."""
    start, end = (
        datetime.combine(day + timedelta(days=later), time(), zone).astimezone(UTC)
        for later in (0, 1)
    )
    return Span(start, end)


@dataclass(frozen=True)
class WeeklyHours:
    """Opening hours of a weekday (0 = Monday), as the site's clock shows them."""

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.weekday not in range(7):
            raise ValueError("a weekday is 0 (Monday) to 6")
        if self.closes <= self.opens:
            facts = {"opens": self.opens, "closes": self.closes}
            raise Refused(Reason("scheduling.closes_before_opening", facts))


def hours_on(day: date, weekly: Iterable[WeeklyHours], zone: ZoneInfo) -> tuple[Span, ...]:
    """The real opening hours of that day in order; hours that touch or overlap become one."""
    joined: list[Span] = []
    for span in sorted(_open_spans(day, weekly, zone)):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _open_spans(day: date, weekly: Iterable[WeeklyHours], zone: ZoneInfo) -> Iterable[Span]:
    for hours in weekly:
        opens = datetime.combine(day, hours.opens, zone).astimezone(UTC)
        closes = datetime.combine(day, hours.closes, zone).astimezone(UTC)
        # When the clocks spring forward, hours inside the skipped hour do not happen.
        if hours.weekday == day.weekday() and opens < closes:
            yield Span(opens, closes)
