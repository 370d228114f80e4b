"""The words of patient sheets, and the times that follow from the procedure's own."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec import Struct

from clinicdesk.evaluations.rules import months_after
from clinicdesk.policy import DrugClass
from clinicdesk.record.rules import ThinnerAnswer

_SATURDAY = 5


class SheetKind(StrEnum):
    """Which sheet."""

    PRE_OP = "pre_op"
    DISCHARGE = "discharge"


class ThinnerState(StrEnum):
    """What is known about blood thinners; not known is never "none" (RULE-02)."""

    NONE = "none"
    LISTED = "listed"
    UNNAMED = "unnamed"  # one is taken, but nobody wrote down which
    NOT_KNOWN = "not_known"


class DoseKind(StrEnum):
    """What the pre-op sheet asks for one drug."""

    LAST_DOSE = "last_dose"  # the dose times are known: this is the last one to take
    CUT_OFF = "cut_off"  # they are not: no dose after this instant
    KEEP_TAKING = "keep_taking"
    ASK = "ask"  # no clearance or no interval yet: the sheet promises nothing


class RestartKind(StrEnum):
    """What the physician ordered for one held drug."""

    RESTART_AT = "restart_at"
    WHEN_TOLD = "when_told"
    STAY_OFF = "stay_off"
    NOT_DECIDED = "not_decided"


class CountsFrom(StrEnum):
    """The instant from which fasting hours are counted back."""

    ARRIVAL = "arrival"
    PROCEDURE = "procedure"


class FastingProfile(Struct, frozen=True, forbid_unknown_fields=True):
    """One fasting policy; hours are elapsed hours."""

    id: str
    version: str
    date: date
    source: str
    reviewer: str
    counts_from: CountsFrom
    solids_hours: int
    light_meal_hours: int
    clear_liquids_hours: int


class Aftercare(Struct, frozen=True, forbid_unknown_fields=True):
    """How long each limit lasts after the procedure; hours are elapsed hours."""

    id: str
    version: str
    date: date
    source: str
    reviewer: str
    no_driving_hours: int
    shower_days: int
    soreness_days: int
    lifting_days: int
    exercise_days: int
    soaking_days: int
    first_visit_weeks: int
    second_visit_months: int


@dataclass(frozen=True)
class FastingTimes:
    """The last instants, aware, for each kind of food and drink."""

    solids_until: datetime
    light_meal_until: datetime
    clear_liquids_until: datetime


@dataclass(frozen=True)
class AftercareDates:
    """When each limit ends: the aware instant or the first day on which it no longer holds."""

    no_driving_until: datetime
    shower_from: date
    soreness_until: date
    lifting_from: date
    exercise_from: date
    soaking_from: date


@dataclass(frozen=True)
class FollowUp:
    """A visit after the procedure; `day` is None when it is not known yet."""

    label: str
    day: date | None


def thinner_state(answer: ThinnerAnswer, listed: Collection[DrugClass]) -> ThinnerState:
    """What the answer and the classes of the listed drugs say together (RULE-02, RULE-03).

    A pain medicine is held as well, but nobody means it when asked for blood thinners.
    """
    if any(drug_class is not DrugClass.NSAID for drug_class in listed):
        return ThinnerState.LISTED
    if answer is ThinnerAnswer.NO:
        return ThinnerState.LISTED if listed else ThinnerState.NONE
    return ThinnerState.UNNAMED if answer is ThinnerAnswer.YES else ThinnerState.NOT_KNOWN


def fasting_times(
    arrival: datetime, procedure_start: datetime, profile: FastingProfile
) -> FastingTimes:
    """ASA 8/6/2 elapsed hours before sedation (ASA 2023). Aware instants in UTC."""
    start = arrival if profile.counts_from is CountsFrom.ARRIVAL else procedure_start

    def before(hours: int) -> datetime:
        return start.astimezone(UTC) - timedelta(hours=hours)

    return FastingTimes(
        before(profile.solids_hours),
        before(profile.light_meal_hours),
        before(profile.clear_liquids_hours),
    )


def aftercare_dates(procedure_end: datetime, zone: ZoneInfo, limits: Aftercare) -> AftercareDates:
    """Limits as dates of the site's calendar, counted from the actual end (RULE-45)."""
    day = procedure_end.astimezone(zone).date()
    return AftercareDates(
        no_driving_until=procedure_end.astimezone(UTC) + timedelta(hours=limits.no_driving_hours),
        shower_from=day + timedelta(days=limits.shower_days),
        soreness_until=day + timedelta(days=limits.soreness_days),
        lifting_from=day + timedelta(days=limits.lifting_days),
        exercise_from=day + timedelta(days=limits.exercise_days),
        soaking_from=day + timedelta(days=limits.soaking_days),
    )


def follow_ups(procedure_day: date, limits: Aftercare) -> tuple[FollowUp, FollowUp]:
    """The two visits after a MILD, moved off weekends (RULE-47)."""
    weeks, months = limits.first_visit_weeks, limits.second_visit_months
    return (
        FollowUp(f"{weeks} weeks", off_weekend(procedure_day + timedelta(weeks=weeks))),
        FollowUp(f"{months} months", off_weekend(months_after(procedure_day, months))),
    )


def off_weekend(day: date) -> date:
    """The day itself, or the Monday after a Saturday or Sunday."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= _SATURDAY else day


def stale(printed: Mapping[str, str], current: Mapping[str, str]) -> tuple[str, ...]:
    """The fields, in words, that differ between the printed sheet and the facts of now."""
    names = dict.fromkeys([*printed, *current])
    return tuple(name for name in names if printed.get(name) != current.get(name))
