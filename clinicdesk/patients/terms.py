"""What a search asks for: the words that each part of a typed text can mean. Pure.

`mart 1948` asks for two terms, a name and a year; `mar 1948` can be read in two ways, as a name and
a year or as a month. A term is a few ranges of the words by which patients are found (`words`).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from clinicdesk.days import readings
from clinicdesk.patients.rules import digits_in, fold
from clinicdesk.patients.words import BORN, LONGEST_WORD, RINGS_BACKWARD

Range = tuple[str, str]
"""The first and the last word that count; both do."""

MOST_TERMS = 12
_FEWEST_DIGITS, _FEWEST_DIALLED = 3, 8
_LONGEST_SPAN = 5
_WHOLE_NUMBERS = (7, 10, 11)
_LAST = "\U0010ffff"
_APART = re.compile(r"[\s,;]+")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = re.compile(r"jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec")
_FULL_MONTH = re.compile(r"january|february|march|april|august|september|october|november|december")
_NUMBER_LIKE = re.compile(r"\W*\d[\d\W]*(st|nd|rd|th)?\W*|\W+")
_NUMBER = re.compile(r"[\d\s()./+\u2010-\u2015-]+")
_SHORT_NUMBER = re.compile(r"\d\d?(st|nd|rd|th)?")
_YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
_YEAR_ALONE = re.compile(_YEAR)
_ISO_BEGUN = re.compile(rf"{_YEAR}-\d{{0,2}}(-\d{{0,2}})?")
_MONTH_AND_YEAR = (
    re.compile(rf"(?P<month>[a-z]+)\.? {_YEAR}"),
    re.compile(rf"(?P<month>\d\d?)/{_YEAR}"),
)
_DAY_LIKE = re.compile(r"\d.*\D.*\d|\d{6}|\d{8}")


@dataclass(frozen=True)
class Term:
    """One of the words asked for; `name` is its folded text, "" where it can be no name.

    Of its ranges the birth dates are first: of all that a number can mean most people have them.
    """

    typed: str
    name: str
    ranges: tuple[Range, ...]

    @cached_property
    def whole(self) -> frozenset[str]:
        """The words that it is, and does not only begin."""
        return frozenset((self.name, *(first for first, last in self.ranges if first == last)))

    @property
    def is_name(self) -> bool:
        """Whether it can be nothing but a name."""
        return len(self.ranges) == 1 and bool(self.name)


def terms(typed: str, today: date) -> tuple[tuple[Term, ...], ...]:
    """Every way to read what was typed; of one way, a patient must have each term.

    Names in any order, birth dates in any written form, years, months with a year, beginnings of
    record numbers and phones, and the last digits of phones. None for a text without a letter.
    """
    parts = [part for part in _APART.split(typed.casefold()) if part]
    ways = [_spans(parts, today)]
    if len(ways[0]) > 1:
        ways.append(_joined(parts))
    if any(map(_month, parts)) and not any(map(_SHORT_NUMBER.fullmatch, parts)):
        ways.append(_spans(parts, today, longest=1))  # May and April are names too
    found = (tuple(dict.fromkeys(way)) for way in ways if way)
    return tuple(dict.fromkeys(way[:MOST_TERMS] for way in found))


def named(name: str) -> Term:
    """Names that begin with this folded word."""
    return Term(name, name, (beginning(name),))


def exactly(name: str) -> Term:
    """Names that are this folded word."""
    word, _ = beginning(name)
    return Term(name, name, ((word, word),))


def beginning(word: str) -> Range:
    """All words that begin with this one."""
    word = unicodedata.normalize("NFC", word)[:LONGEST_WORD]
    return word, word + _LAST


def _joined(parts: Sequence[str]) -> list[Term]:
    """A number that stands alone may be written with any signs and spaces."""
    text = " ".join(parts)
    if len(parts) < 2 or not all(_NUMBER_LIKE.fullmatch(part) for part in parts):
        return []
    return [Term(text, "", ranges)] if (ranges := tuple(_numbers(text))) else []


def _spans(parts: Sequence[str], today: date, longest: int = _LONGEST_SPAN) -> list[Term]:
    """From the left, as many words as are one date or number; every other word is its own term."""
    found: list[Term] = []
    place = 0
    while place < len(parts):
        for length in range(min(longest, len(parts) - place), 0, -1):
            span = parts[place : place + length]
            taken = _one(span, today) if length == 1 else _several(span, today)
            if taken:
                found += taken
                place += length
                break
        else:
            place += 1
    return found


def _several(span: Sequence[str], today: date) -> list[Term]:
    """One term of several words: a date, or a whole phone number."""
    if not all(_NUMBER_LIKE.fullmatch(part) or _month(part) for part in span):
        return []
    text = " ".join(span)
    ranges = list(_dates(text, today))
    if not ranges and len(digits_in(text)) in _WHOLE_NUMBERS:
        ranges = list(_numbers(text))
    return [Term(text, "", tuple(ranges))] if ranges else []


def _one(span: Sequence[str], today: date) -> list[Term]:
    """The terms of one word; a hyphen parts names (`smith-jones`), not numbers (`x-77`)."""
    [word] = span
    names = fold(word).split()
    ranges = list(_dates(word, today))
    if word.isdecimal() or not ranges:
        ranges += _numbers(word)
    if not ranges and not digits_in(word):
        return [named(name) for name in names]
    name = "".join(names)
    if name.isdecimal() and len(name) < _FEWEST_DIGITS:  # or it would begin every record number
        return [exactly(name)]
    found = tuple(dict.fromkeys([*ranges, *([beginning(name)] if name else [])]))
    return [Term(word, name, found)] if found else []


def _dates(text: str, today: date) -> Iterator[Range]:
    days = readings(text, today) if _DAY_LIKE.search(text) else ()
    for day in days:
        word = f"{BORN}{day.isoformat()}"
        yield word, word
    if not days and (_YEAR_ALONE.fullmatch(text) or _ISO_BEGUN.fullmatch(text)):
        yield beginning(f"{BORN}{text}")
    for form in _MONTH_AND_YEAR:
        match = form.fullmatch(text)
        month = _number_of_month(match["month"]) if match else 0
        if match and month:
            yield beginning(f"{BORN}{match['year']}-{month:02}")


def _numbers(text: str) -> Iterator[Range]:
    """A record number or a phone from its beginning, or the last digits of a phone."""
    digits = digits_in(text)
    if len(digits) < _FEWEST_DIGITS or not _NUMBER.fullmatch(text):
        return
    yield beginning(digits)
    if digits[0] == "1" and len(digits) >= _FEWEST_DIALLED:
        yield beginning(digits[1:])
    whole = len(digits) == max(_WHOLE_NUMBERS) and digits[0] == "1"
    yield beginning(f"{RINGS_BACKWARD}{digits[:0:-1] if whole else digits[::-1]}")


def _month(word: str) -> bool:
    return bool(_MONTH.fullmatch(word.strip(".")) or _FULL_MONTH.fullmatch(word))


def _number_of_month(word: str) -> int:
    """1 to 12 for a month as digits or letters, 0 for none."""
    if word.isdecimal():
        return int(word) if 1 <= int(word) <= len(_MONTHS) else 0
    return _MONTHS.index(word[:3]) + 1 if _month(word) else 0
