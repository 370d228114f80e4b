"""When the made-up procedures are: full days until next week, then fewer, over ten years.

A lane is a room with its physician, nurse and recovery bay; within a lane nothing overlaps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random
from zoneinfo import ZoneInfo

from clinicdesk.scheduling.rules import local_instant

_AHEAD, _FULL_AHEAD, _LEAST_LOAD = 84, 7, 0.12
_YEARS_BACK_DAYS = 3650
_FIRST, _LAST_END = time(8), time(16)
_LENGTHS, _TURNOVER = (45, 45, 60), timedelta(minutes=15)
_SLOTS_A_DAY = 6.5


@dataclass(frozen=True)
class Slot:
    """A procedure's place: `lane` from 0, `start` and `end` aware UTC."""

    lane: int
    start: datetime
    end: datetime


def lanes_for(bookings: int) -> int:
    """How many lanes place this many procedures within ten years."""
    return max(2, -(-bookings // int(_YEARS_BACK_DAYS * 5 / 7 * _SLOTS_A_DAY)))


def slots(draw: Random, bookings: int, today: date, zone: ZoneInfo) -> list[Slot]:
    """The last so many places of the calendar that ends twelve weeks from today, in order."""
    found = list(islice(_backwards(draw, lanes_for(bookings), today, zone), bookings))
    return found[::-1]


def _backwards(draw: Random, lanes: int, today: date, zone: ZoneInfo) -> Iterator[Slot]:
    for offset in range(_AHEAD, -2 * _YEARS_BACK_DAYS, -1):
        day = today + timedelta(days=offset)
        if day.weekday() < 5:
            yield from reversed(_day(draw, lanes, day, zone, _load(offset)))


def _load(offset: int) -> float:
    if offset <= _FULL_AHEAD:
        return 1.0
    left = (_AHEAD - offset) / (_AHEAD - _FULL_AHEAD)
    return _LEAST_LOAD + (1 - _LEAST_LOAD) * left


def _day(draw: Random, lanes: int, day: date, zone: ZoneInfo, load: float) -> list[Slot]:
    first, last = local_instant(day, _FIRST, zone), local_instant(day, _LAST_END, zone)
    found = []
    for lane in range(lanes):
        start = first
        while (end := start + timedelta(minutes=draw.choice(_LENGTHS))) <= last:
            if draw.random() < load:
                found.append(Slot(lane, start, end))
            start = end + _TURNOVER
    return sorted(found, key=lambda slot: (slot.start, slot.lane))
