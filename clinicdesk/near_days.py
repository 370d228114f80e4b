"""What may have been meant by a day that cannot be read: `13/1/2027`, `2/29/2027`, `jam 12`.

Only ever offered to choose from, never taken. Every guesser takes the tidied text and a reader of
whole dates, and gives dates from the likeliest on.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import islice

from clinicdesk.days import WORDS, parse_day, readings

MOST = 2
_OVER = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_ISO_OVER = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_NO_SIGN = re.compile(r"(\d{1,2})(\d{2})", re.ASCII)
_WORD = re.compile(r"[a-z]+")
_LONGEST = 40

Read = Callable[[str], date | None]


def near_days(text: str, today: date, *, past: bool = False) -> tuple[date, ...]:
    """At most two days that `text` may have meant; none when it can be read as it stands."""
    tidy = " ".join(text.casefold().replace(",", " ").split())[:_LONGEST]

    def read(other: str) -> date | None:
        return parse_day(other, today, past=past)

    if not tidy or read(tidy):
        return ()
    found = (day for guess in _GUESSES for day in guess(tidy, read))
    swapped = readings(tidy, today, past)
    return tuple(islice(dict.fromkeys((*swapped, *found)), MOST))


def _without_weekday(tidy: str, read: Read) -> Iterator[date]:
    """A weekday that contradicts its date: the date, or the nearest day of that name."""
    weekday, _, rest = tidy.partition(" ")
    named, meant = read(weekday), read(rest)
    if named and meant and weekday.isalpha():
        yield meant
        yield meant + timedelta(days=(named.weekday() - meant.weekday() + 3) % 7 - 3)


def _past_the_month(tidy: str, _: Read) -> Iterator[date]:
    """`2/29/2027`: the month's last day, or the day after it."""
    us, iso = _OVER.fullmatch(tidy), _ISO_OVER.fullmatch(tidy)
    if us:
        year, month, day = int(us[3]), int(us[1]), int(us[2])
    elif iso:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    else:
        return
    if 1 <= month <= 12 and 1900 <= year < 2200 and 29 <= day <= 31:
        last = date(year, month, monthrange(year, month)[1])
        yield last
        yield last + timedelta(days=1)


def _spelled_right(tidy: str, read: Read) -> Iterator[date]:
    """`jam 12`, `teusday`: every word as the nearest one that is known."""

    def known(word: re.Match[str]) -> str:
        return next(iter(get_close_matches(word[0], WORDS, n=1, cutoff=0.6)), word[0])

    day = read(_WORD.sub(known, tidy))
    if day:
        yield day


def _without_sign(tidy: str, read: Read) -> Iterator[date]:
    """`112` and `0112`: a month and a day."""
    digits = _NO_SIGN.fullmatch(tidy)
    day = read(f"{digits[1]}/{digits[2]}") if digits else None
    if day:
        yield day


def _its_beginning(tidy: str, read: Read) -> Iterator[date]:
    """`1/12/2027 or so`: as many words as can be read."""
    words = tidy.split()
    for end in range(len(words) - 1, 0, -1):
        day = read(" ".join(words[:end]))
        if day:
            yield day
            return


_GUESSES = (_without_weekday, _past_the_month, _without_sign, _spelled_right, _its_beginning)
