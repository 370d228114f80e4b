"""The merge fields and conditions a sheet's text may use: name -> what to read -> how to print it.

A text names a field as `{arrival.clock}` and a condition as `{field = "driver", is = "named"}`.
Whatever is not registered here is refused when the text is loaded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from clinicdesk import messages
from clinicdesk.procedure_day.rules import Closure
from clinicdesk.scheduling.rules import Sedation
from clinicdesk.sheets.rules import DoseKind, RestartKind, SheetKind, ThinnerState

_MANY_DAYS = 4


@dataclass(frozen=True)
class Field:
    """`read` takes it from the facts (or the line of a table), `show` words it for paper."""

    read: Callable[[Any], Any]
    show: Callable[[Any, ZoneInfo], str]


@dataclass(frozen=True)
class Condition:
    """The values a condition can have, and how to read the one that holds."""

    values: frozenset[str]
    read: Callable[[Any], str]


def text(value: str, _zone: ZoneInfo) -> str:
    """As it is."""
    return value


def count(value: int, _zone: ZoneInfo) -> str:
    """`60`."""
    return str(value)


def listed(values: tuple[str, ...], _zone: ZoneInfo) -> str:
    """`L3–L4 (left), L4–L5 (both sides)`."""
    return ", ".join(values)


def calendar_day(value: date, _zone: ZoneInfo) -> str:
    """`Tuesday, January 12, 2027`."""
    return messages.long_day(value)


def local_day(value: datetime, zone: ZoneInfo) -> str:
    """The site's day of an instant: `Tuesday, January 12, 2027`."""
    return messages.long_day(value.astimezone(zone))


def local_clock(value: datetime, zone: ZoneInfo) -> str:
    """`9:45 AM`, `12 noon`; on the hour that happens twice, which of the two."""
    local = value.astimezone(zone)
    words = "12 noon" if local.time() == time(12) else messages.clock(local)
    if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
        return words
    return f"{words} ({'daylight saving' if local.dst() else 'standard'} time)"


def moment(value: datetime, zone: ZoneInfo) -> str:
    """`Saturday, January 9, 2027, at 8:00 AM`."""
    return f"{local_day(value, zone)}, at {local_clock(value, zone)}"


def deadline(value: datetime, zone: ZoneInfo) -> str:
    """A last moment. Midnight reads 11:59 PM of the day before: nobody mistakes its day."""
    at_midnight = value.astimezone(zone).time() == time(0)
    return moment(value - timedelta(minutes=1) if at_midnight else value, zone)


def days(values: tuple[date, ...], _zone: ZoneInfo) -> str:
    """`Sunday, January 10; or Monday, January 11, 2027`; four days in a row and more as a range."""
    first, last = values[0], values[-1]
    *earlier, final = [_briefly(day, last) for day in values]
    if len(values) >= _MANY_DAYS and (last - first).days == len(values) - 1:
        return f"any day from {earlier[0]}, through {final}"
    return "; or ".join(filter(None, ["; ".join(earlier), final]))


def _briefly(day: date, last: date) -> str:
    words = messages.long_day(day)
    return words if day.year != last.year or day == last else words.rsplit(",", 1)[0]


def _one_of(values: type[StrEnum], read: Callable[[Any], str]) -> Condition:
    return Condition(frozenset(values), read)


def _either(yes: str, no: str, holds: Callable[[Any], object]) -> Condition:
    return Condition(frozenset({yes, no}), lambda facts: yes if holds(facts) else no)


_COMMON = {
    "clinic.phone": Field(lambda facts: facts.clinic.phone, text),
    "clinic.after_hours_phone": Field(lambda facts: facts.clinic.after_hours_phone, text),
    "clinic.address": Field(lambda facts: facts.clinic.address_lines, listed),
    "procedure.clock": Field(lambda facts: facts.procedure_start, local_clock),
    "physician": Field(lambda facts: facts.physician, text),
    "driver.name": Field(lambda facts: facts.driver and facts.driver.name, text),
    "driver.relationship": Field(lambda facts: facts.driver and facts.driver.relationship, text),
    "driver.phone": Field(lambda facts: facts.driver and facts.driver.phone, text),
}

FIELDS: Mapping[SheetKind, Mapping[str, Field]] = {
    SheetKind.PRE_OP: _COMMON
    | {
        "procedure.minutes": Field(lambda facts: facts.minutes, count),
        "arrival.day": Field(lambda facts: facts.arrival, local_day),
        "arrival.clock": Field(lambda facts: facts.arrival, local_clock),
        "going_home.clock": Field(lambda facts: facts.going_home, local_clock),
        "levels": Field(lambda facts: facts.levels, listed),
        "fasting.solids": Field(lambda facts: facts.fasting.solids_until, deadline),
        "fasting.light_meal": Field(lambda facts: facts.fasting.light_meal_until, deadline),
        "fasting.clear_liquids": Field(lambda facts: facts.fasting.clear_liquids_until, deadline),
        "stay_hours": Field(lambda facts: facts.stay_hours, count),
    },
    SheetKind.DISCHARGE: _COMMON
    | {
        "procedure.day": Field(lambda facts: facts.procedure_start, local_day),
        "levels_done": Field(lambda facts: facts.levels_done, listed),
        "aftercare.no_driving": Field(lambda facts: facts.aftercare.no_driving_until, moment),
        "aftercare.shower": Field(lambda facts: facts.aftercare.shower_from, calendar_day),
        "aftercare.soreness": Field(lambda facts: facts.aftercare.soreness_until, calendar_day),
        "aftercare.lifting": Field(lambda facts: facts.aftercare.lifting_from, calendar_day),
        "aftercare.exercise": Field(lambda facts: facts.aftercare.exercise_from, calendar_day),
        "aftercare.soaking": Field(lambda facts: facts.aftercare.soaking_from, calendar_day),
    },
}

LINE_FIELDS: Mapping[str, Mapping[str, Field]] = {
    "drugs": {
        "drug.name": Field(lambda line: line.name, text),
        "drug.last_dose": Field(lambda line: line.instant, moment),
        "drug.cut_off": Field(lambda line: line.instant, deadline),
        "drug.days_off": Field(lambda line: line.days_off, days),
    },
    "restarts": {
        "restart.name": Field(lambda line: line.name, text),
        "restart.instant": Field(lambda line: line.instant, moment),
    },
    "follow_ups": {
        "follow_up.label": Field(lambda line: line.label, text),
        "follow_up.day": Field(lambda line: line.day, calendar_day),
    },
}

_COMMON_CONDITIONS = {
    "after_hours_phone": _either("given", "none", lambda facts: facts.clinic.after_hours_phone),
    "address": _either("given", "none", lambda facts: any(facts.clinic.address_lines)),
    "driver": _either("named", "not_named", lambda facts: facts.driver),
    "sedated": _either("yes", "no", lambda facts: facts.sedation is not Sedation.NONE),
    "thinner": _one_of(ThinnerState, lambda facts: facts.thinner_state),
}

CONDITIONS: Mapping[SheetKind, Mapping[str, Condition]] = {
    SheetKind.PRE_OP: _COMMON_CONDITIONS
    | {"drugs": _either("some", "none", lambda facts: facts.drugs)},
    SheetKind.DISCHARGE: _COMMON_CONDITIONS
    | {
        "closure": _one_of(Closure, lambda facts: facts.closure),
        "sedation": _one_of(Sedation, lambda facts: facts.sedation),
        "restarts": _either("some", "none", lambda facts: facts.restarts),
    },
}

LINE_CONDITIONS: Mapping[str, Mapping[str, Condition]] = {
    "drugs": {
        "drug.kind": _one_of(DoseKind, lambda line: line.kind),
        "drug.days_off": _either("some", "none", lambda line: line.days_off),
    },
    "restarts": {"restart.kind": _one_of(RestartKind, lambda line: line.kind)},
    "follow_ups": {"follow_up.day": _either("set", "not_set", lambda line: line.day)},
}

LINES_OF: Mapping[SheetKind, frozenset[str]] = {
    SheetKind.PRE_OP: frozenset({"drugs"}),
    SheetKind.DISCHARGE: frozenset({"restarts", "follow_ups"}),
}
