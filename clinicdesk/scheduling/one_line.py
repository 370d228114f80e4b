"""Reads a booking typed as one line: `delacroix thu 945 r2 45`. Pure, and nothing is guessed.

The words stand in any order. Every way to read the whole line is tried; where more than one is left
and they differ, the words they differ in are unclear and mean nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby, islice
from typing import TypeVar

from clinicdesk.messages import clock, short_day
from clinicdesk.scheduling.line_words import READERS, Kind, Named, Offered, Value, fitting, say_day

__all__ = ["Kind", "Named", "Offered", "Part", "Reading", "line_of", "read_line"]

_LONGEST_SPAN = 6
_MOST_WORDS, _MOST_UNREAD, _MOST_WAYS = 24, 6, 40
_APART = re.compile(r"[\s,;\u00b7]+")
Answer = TypeVar("Answer", date, time, int, Named)


@dataclass(frozen=True)
class Part:
    """Words of the line and what they say: a day, a time, minutes, somebody or something.

    A patient's words and unread ones have no value by themselves.
    """

    typed: str
    kind: Kind
    value: Value = None


@dataclass(frozen=True)
class Reading:
    """A line as read; `patients` are all whom its words fit, `unclear` words mean several things.

    What nobody typed, or not clearly, is None.
    """

    parts: tuple[Part, ...] = ()
    patients: tuple[Named, ...] = ()
    unclear: tuple[str, ...] = ()

    @property
    def day(self) -> date | None:
        return self._value(Kind.DAY, date)

    @property
    def at(self) -> time | None:
        return self._value(Kind.TIME, time)

    @property
    def minutes(self) -> int | None:
        return self._value(Kind.LENGTH, int)

    @property
    def room(self) -> Named | None:
        return self._value(Kind.ROOM, Named)

    @property
    def physician(self) -> Named | None:
        return self._value(Kind.PHYSICIAN, Named)

    @property
    def unread(self) -> tuple[str, ...]:
        """The words that mean nothing here."""
        return tuple(part.typed for part in self.parts if part.kind is Kind.UNREAD)

    @property
    def is_whole(self) -> bool:
        """Whether every word is read, and one patient, a day and a time are named."""
        named = len(self.patients) == 1 and self.day is not None and self.at is not None
        return named and not self.unclear and not self.unread

    def _value(self, kind: Kind, of: type[Answer]) -> Answer | None:
        return next(
            (one.value for one in self.parts if one.kind is kind and isinstance(one.value, of)),
            None,
        )


def read_line(text: str, offered: Offered) -> Reading:
    """The booking that a line names; a bare number up to 23 is an hour, from 24 to 99 minutes.

    Three and four digits are a time, unless they are a year from 1900 on: `945`, `1430`. A room is
    `r2`, `room 2` or the beginning of its name; a physician `dr ok`, or three letters of a name.
    Of more than two dozen words none is read.
    """
    words = [word for word in _APART.split(text) if word]
    if len(words) > _MOST_WORDS:
        return _unread(words)
    meanings = [_meanings(words, at, offered) for at in range(len(words))]
    for unread in range(_MOST_UNREAD + 1):
        ways = _ways(words, meanings, offered.patients, unread)
        found = list(islice(ways, _MOST_WAYS))
        if found:
            return _agreed(words, found, offered.patients)
    return _unread(words)


def line_of(reading: Reading) -> str:
    """The same booking as a line that reads the same, in full words."""
    said: list[str] = [word for one in reading.patients[:1] for word in one.words]
    if reading.day:
        said.append(short_day(reading.day))
    if reading.at is not None:
        said.append(clock(reading.at))
    if reading.minutes:
        said.append(f"{reading.minutes}m")
    said += [one.name for one in (reading.room, reading.physician) if one]
    return " ".join(said)


Span = tuple[int, Part]
"""How many words, and what they say."""


def _meanings(words: Sequence[str], at: int, offered: Offered) -> list[Span]:
    """What the words from here on can say: of each kind, as many words as say it.

    Fewer may be a day too: `thu 9.30` is a Thursday in September, or half past nine.
    """
    found: list[Span] = []
    for read in READERS:
        for length in range(min(_LONGEST_SPAN, len(words) - at), 0, -1):
            span = words[at : at + length]
            said = read([word.casefold() for word in span], offered)
            found += [(length, Part(" ".join(span), kind, value)) for kind, value in said]
            if said and read is not say_day:
                break
    return found


def _ways(
    words: Sequence[str],
    meanings: Sequence[Sequence[Span]],
    patients: Sequence[Named],
    unread: int,
    at: int = 0,
    kinds: frozenset[Kind] = frozenset(),
) -> Iterator[tuple[Part, ...]]:
    """Every way to read the words from here on, with exactly so many unread."""
    if at == len(words):
        yield from [()] if not unread else []
        return
    for length, part in meanings[at]:
        is_name = part.kind is Kind.PATIENT
        fits = fitting(part.typed, patients) if is_name else patients
        if part.kind not in kinds and (fits or not is_name):
            said = kinds if is_name else kinds | {part.kind}
            for rest in _ways(words, meanings, fits, unread, at + length, said):
                yield (part, *rest)
    if unread:
        for rest in _ways(words, meanings, patients, unread - 1, at + 1, kinds):
            yield (Part(words[at], Kind.UNREAD), *rest)


def _agreed(
    words: Sequence[str], ways: Sequence[tuple[Part, ...]], patients: Sequence[Named]
) -> Reading:
    """What all ways say alike; the words between are unclear."""
    placed = [dict(_placed(way)) for way in ways]
    alike = {at: part for at, part in placed[0].items() if all(p.get(at) == part for p in placed)}
    if len(ways) == _MOST_WAYS:
        alike = {}
    read = {at + more for at, part in alike.items() for more in range(_length(part))}
    runs = groupby(range(len(words)), key=lambda at: at in read)
    unclear = [" ".join(words[at] for at in run) for is_read, run in runs if not is_read]
    parts = tuple(alike.values())
    return Reading(parts, _meant(parts, patients), tuple(unclear))


def _unread(words: Sequence[str]) -> Reading:
    return Reading(tuple(Part(word, Kind.UNREAD) for word in words))


def _placed(way: Sequence[Part]) -> Iterator[tuple[int, Part]]:
    at = 0
    for part in way:
        yield at, part
        at += _length(part)


def _length(part: Part) -> int:
    return len(part.typed.split())


def _meant(parts: Sequence[Part], patients: Sequence[Named]) -> tuple[Named, ...]:
    """Whom all the patient's words fit; without any, nobody."""
    typed = " ".join(part.typed for part in parts if part.kind is Kind.PATIENT)
    return tuple(fitting(typed, patients)) if typed else ()
