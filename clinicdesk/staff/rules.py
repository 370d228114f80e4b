"""Who works here, in which roles; what a password and a PIN must be, and how often one may try."""

import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from clinicdesk.errors import Reason

SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 256
# What has to be left of a password without its common words, names and patterns.
LEAST_OF_ITS_OWN = 8
PIN_DIGITS = 6

FREE_TRIES = 5
MOST_TRIES = 100  # NIST SP 800-63B-4: no more than 100 failures in a row
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=15)

LOCK_MINUTES = range(1, 16)
ONE_TIME_LASTS = timedelta(days=3)

_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUNS = [run for row in _ROWS for run in (row, row[::-1])]
_SHORTEST_RUN = 4
_SHORTEST_REPEAT = 3
_SWAPS = str.maketrans("013457@$!", "oieastasi")


class Role(StrEnum):
    """What a person may do; one person can have several."""

    FRONT_DESK = "front_desk"
    NURSE = "nurse"
    PHYSICIAN = "physician"
    ADMINISTRATOR = "administrator"


class Access(StrEnum):
    """Whether somebody on the staff list can come in now; only an administrator changes it back."""

    ACTIVE = "active"
    LOCKED = "locked"
    ENDED = "ended"


def password_objections(password: str, login: str, known: Iterable[str] = ()) -> list[Reason]:
    """Why the password cannot be used; length alone makes it strong (NIST SP 800-63B-4).

    Every character counts, spaces too, and none is demanded. `known` are words that others would
    try: common ones, the clinic's name, the person's own.
    """
    length = len(unicodedata.normalize("NFC", password))
    reasons = []
    if length < SHORTEST_PASSWORD:
        missing = SHORTEST_PASSWORD - length
        facts = {"shortest": SHORTEST_PASSWORD, "missing": missing}
        reasons.append(Reason("staff.password_too_short", facts))
    if length > LONGEST_PASSWORD:
        reasons.append(Reason("staff.password_too_long", {"longest": LONGEST_PASSWORD}))
    if _same(password, login):
        reasons.append(Reason("staff.password_is_login"))
    if not reasons and own_length(password, (login, *known)) < LEAST_OF_ITS_OWN:
        reasons.append(Reason("staff.password_guessable"))
    return reasons


def own_length(password: str, known: Iterable[str]) -> int:
    """How many characters are neither in a known word nor in a run, nor were there before.

    Case, spaces and signs do not count, "p4ssw0rd" is read as "password", and of all the ways to
    divide the password the one that leaves least counts.
    """
    text = _folded(password)
    looks = text.translate(_SWAPS)
    names = {part for name in known for part in (_folded(name), *map(_folded, name.split()))}
    words = {name.translate(_SWAPS) for name in names if len(name) >= _SHORTEST_RUN}
    left = [0] * (len(text) + 1)
    for at in reversed(range(len(text))):
        ends = {at + len(word) for word in words if looks.startswith(word, at)}
        ends.update(range(at + _SHORTEST_RUN, at + _run_length(text, at) + 1))
        ends.update(range(at + _SHORTEST_REPEAT, at + _repeat_length(looks, at) + 1))
        left[at] = min(left[at + 1] + 1, *(left[end] for end in ends), len(text))
    return left[0]


def pin_objections(pin: str) -> list[Reason]:
    """Why a PIN cannot be used: it has six digits, and is none of those that everybody tries."""
    if not is_pin(pin):
        return [Reason("staff.pin_length", {"digits": PIN_DIGITS})]
    plain = len(set(pin)) < 3 or pin[:3] in (pin[3:], pin[:2:-1]) or pin[:2] == pin[2:4] == pin[4:]
    if plain or _is_run(pin) or _is_date(pin):
        return [Reason("staff.pin_guessable")]
    return []


def is_pin(typed: str) -> bool:
    """Whether this can only be meant as a PIN; a password is longer."""
    return len(typed) == PIN_DIGITS and typed.isascii() and typed.isdigit()


def pause_after(tries: int) -> timedelta:
    """How long nobody gets in after so many wrong tries in a row: from 5 seconds to 15 minutes."""
    if tries < FREE_TRIES:
        return timedelta(0)
    doublings = min(tries - FREE_TRIES, 10)  # more would only be cut off again
    return min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)


def in_words(pause: timedelta) -> str:
    """ "40 seconds", "3 minutes"; never less than what it is."""
    seconds = -(-pause // timedelta(seconds=1))
    count, unit = (seconds, "second") if seconds < 60 else (-(-seconds // 60), "minute")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def lock_objections(minutes: int) -> list[Reason]:
    """Why a screen may not stay open unused for so many minutes."""
    if minutes in LOCK_MINUTES:
        return []
    facts = {"least": LOCK_MINUTES[0], "most": LOCK_MINUTES[-1]}
    return [Reason("staff.lock_minutes_range", facts)]


def _same(password: str, login: str) -> bool:
    return unicodedata.normalize("NFKC", password.strip()).casefold() == (
        unicodedata.normalize("NFKC", login.strip()).casefold()
    )


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in plain if one.isalnum() or one in "@$!")


def _run_length(text: str, at: int) -> int:
    """How many characters from here on are the same, or neighbours in one row."""
    longest = len(text) - at - len(text[at:].lstrip(text[at]))
    for run in _RUNS:
        while longest < len(text) - at and text[at : at + longest + 1] in run:
            longest += 1
    return longest


def _repeat_length(text: str, at: int) -> int:
    """How many characters from here on stood together before."""
    length = 0
    while at + length < len(text) and text[at : at + length + 1] in text[:at]:
        length += 1
    return length


def _is_run(digits: str) -> bool:
    """Whether the digits go up or down in equal steps: 123456, 975319, 246802."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    return len(steps) == 1


def _is_date(digits: str) -> bool:
    """Whether six digits are a day, month and year in some order, or a month and a full year."""
    first, second, third = (int(digits[at : at + 2]) for at in (0, 2, 4))
    orders = ((first, second, third), (second, first, third), (second, third, first))
    full = ((int(digits[:2]), int(digits[2:])), (int(digits[4:]), int(digits[:4])))
    return any(_is_day(month, day, 2000 + year) for month, day, year in orders) or any(
        1 <= month <= 12 and 1900 <= year <= 2099 for month, year in full
    )


def _is_day(month: int, day: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
