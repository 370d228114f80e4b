"""What words of a one-line booking can say, each by itself. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import cached_property

from clinicdesk.days import parse_day
from clinicdesk.patients.rules import fold
from clinicdesk.times import parse_time

_SHORTEST_NAME = 3
_ROOM = re.compile(r"(?:r|rm|room) ?(\d+)", re.ASCII)
_LAST_NUMBER = re.compile(r"(\d+)\W*$", re.ASCII)
_MINUTES = re.compile(r"(\d{1,3}) ?(?:m|min|mins|minutes)", re.ASCII)
_BARE_MINUTES = re.compile(r"(2[4-9]|[3-9]\d)", re.ASCII)
_BARE_YEAR = re.compile(r"(?:19|2[01])\d\d", re.ASCII)
_SHORT_NUMBER = re.compile(r"\d{1,2}", re.ASCII)
_DOCTOR = ("dr", "doctor")


class Kind(StrEnum):
    """What some words of the line say; every kind but `patient` and `unread` stands once."""

    PATIENT = "patient"
    DAY = "day"
    TIME = "time"
    ROOM = "room"
    LENGTH = "length"
    PHYSICIAN = "physician"
    UNREAD = "unread"


@dataclass(frozen=True)
class Named:
    """A patient, room or physician by id and name."""

    id: int
    name: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The name's words, folded as for a search."""
        return tuple(fold(self.name).split())


@dataclass(frozen=True)
class Offered:
    """What a line may name, and the day on which it is typed."""

    today: date
    patients: tuple[Named, ...] = ()
    rooms: tuple[Named, ...] = ()
    physicians: tuple[Named, ...] = ()


Value = date | time | int | Named | None
Said = list[tuple[Kind, Value]]


def fitting(typed: str, among: Sequence[Named]) -> list[Named]:
    """Who has a name with a word that begins so, for every word typed."""
    begun = fold(typed).split()
    return [
        one
        for one in among
        if begun and all(any(word.startswith(b) for word in one.words) for b in begun)
    ]


def say_day(span: Sequence[str], offered: Offered) -> Said:
    """A day as anywhere in the program, but for a year of two digits after words: `jan 14 45`."""
    text = " ".join(span)
    is_rest = len(span) > 1 and _SHORT_NUMBER.fullmatch(span[-1])
    if is_rest and parse_day(" ".join(span[:-1]), offered.today):
        return []
    day = parse_day(text, offered.today)
    return [(Kind.DAY, day)] if day else []


def _time(span: Sequence[str], _: Offered) -> Said:
    text = " ".join(span)
    at = None if _BARE_YEAR.fullmatch(text) else parse_time(text)
    return [(Kind.TIME, at)] if at is not None else []


def _parted_time(span: Sequence[str], offered: Offered) -> Said:
    """`9 45` may be a time as well as an hour and a length."""
    parted = len(span) == 2 and all(_SHORT_NUMBER.fullmatch(word) for word in span)
    return _time([":".join(span)], offered) if parted else []


def _minutes(span: Sequence[str], _: Offered) -> Said:
    text = " ".join(span)
    match = _MINUTES.fullmatch(text) or _BARE_MINUTES.fullmatch(text)
    return [(Kind.LENGTH, int(match[1]))] if match and int(match[1]) else []


def _room(span: Sequence[str], offered: Offered) -> Said:
    """By its number, or by the beginning of its name; a whole name is no beginning."""
    text = " ".join(span)
    numbered = _ROOM.fullmatch(text)
    if numbered:
        found = [one for one in offered.rooms if _number(one) == int(numbered[1])]
    else:
        begun = fold(text)
        found = [one for one in offered.rooms if " ".join(one.words).startswith(begun)]
        whole = [one for one in found if " ".join(one.words) == begun]
        found = whole or (found if len(begun) >= _SHORTEST_NAME else [])
    return [(Kind.ROOM, one) for one in found]


def _number(room: Named) -> int | None:
    match = _LAST_NUMBER.search(room.name)
    return int(match[1]) if match else None


def _physician(span: Sequence[str], offered: Offered) -> Said:
    """`dr` and beginnings of the name's words in their order, or such without `dr`."""
    typed = fold(" ".join(span)).split()
    called = typed[0] in _DOCTOR if typed else False
    begun = typed[1:] if called else typed
    if not begun or not (called or max(map(len, begun)) >= _SHORTEST_NAME):
        return []
    found = [one for one in offered.physicians if _begin(begun, one.words)]
    whole = [one for one in found if begun == [w for w in one.words if w not in _DOCTOR]]
    return [(Kind.PHYSICIAN, one) for one in whole or found]


def _begin(begun: Sequence[str], words: Sequence[str]) -> bool:
    """Whether words that begin so stand in a name, in this order."""
    rest = iter(word for word in words if word not in _DOCTOR)
    return all(any(word.startswith(one) for word in rest) for one in begun)


def _patient(span: Sequence[str], offered: Offered) -> Said:
    if len(span) > 1 or not fitting(span[0], offered.patients):
        return []
    return [(Kind.PATIENT, None)]


READERS: tuple[Callable[[Sequence[str], Offered], Said], ...] = (
    say_day,
    _time,
    _parted_time,
    _minutes,
    _room,
    _physician,
    _patient,
)
"""Each tells what all words of a span, in lower case, say of one kind; [] for nothing."""
