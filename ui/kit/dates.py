"""Reads a day as people type it: `1/12`, `jan 12 2027`, `t+3`, `+2w`, `next tue`, `2027-01-12`.

Every reader takes the tidied text and a frame (today, and the way a day without a year leans) and
returns a date, or None when the text is not of its form. Years run from 1900 to 2199.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january february march april may june july august september october november december"
).split()
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
_NAMED_DAYS = {"t": 0, "today": 0, "tomorrow": 1, "yesterday": -1}
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?", re.ASCII)
_ISO = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})", re.ASCII)
_DIGITS = re.compile(r"(\d{1,2})(\d{2})(\d{4}|\d{2})", re.ASCII)
_OFFSET = re.compile(r"(t|today)?([+-])(\d{1,4})([dwmy]?)", re.ASCII)
_MONTH_FIRST = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}|\d{2}))?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]+)(?: (\d{4}|\d{2}))?", re.ASCII)
_WEEKDAY = re.compile(r"(?:(next|last) )?([a-z]+)", re.ASCII)
_LED_BY_WEEKDAY = re.compile(r"([a-z]+) (.*\d.*)", re.ASCII)


@dataclass(frozen=True)
class _Frame:
    today: date
    past: bool


def parse_day(text: str, today: date, *, past: bool = False) -> date | None:
    """The day that `text` means, or None when it means none.

    A day without a year is the next one from today on; with `past`, the last one up to today, and
    a two-digit year never lies after today (birth dates). A weekday alone is the next such day
    after today (with `past`, the last before it); `next tue` is the Tuesday of the next calendar
    week, which starts on Sunday. A weekday that contradicts its date makes the text unreadable.
    """
    frame = _Frame(today, past)
    tidy = " ".join(text.casefold().replace(",", " ").split())
    return _led_by_weekday(tidy, frame) if tidy else None


def _led_by_weekday(tidy: str, frame: _Frame) -> date | None:
    match = _LED_BY_WEEKDAY.fullmatch(tidy)
    weekday = _index(match[1], _WEEKDAYS, _WEEKDAY_NAMES) if match else None
    if match is None or weekday is None:
        return _read(tidy, frame)
    day = _read(match[2], frame)
    return day if day and day.weekday() == weekday else None


def _read(tidy: str, frame: _Frame) -> date | None:
    if tidy in _NAMED_DAYS:
        return frame.today + timedelta(days=_NAMED_DAYS[tidy])
    for reader in _READERS:
        day = reader(tidy, frame)
        if day:
            return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None
    return None


def _numbers(tidy: str, frame: _Frame) -> date | None:
    match = _NUMBERS.fullmatch(tidy)
    return _in_frame(int(match[1]), int(match[2]), match[3], frame) if match else None


def _iso(tidy: str, _: _Frame) -> date | None:
    match = _ISO.fullmatch(tidy)
    return _date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _digits(tidy: str, frame: _Frame) -> date | None:
    match = _DIGITS.fullmatch(tidy)
    return _in_frame(int(match[1]), int(match[2]), match[3], frame) if match else None


def _month_first(tidy: str, frame: _Frame) -> date | None:
    match = _MONTH_FIRST.fullmatch(tidy)
    return _named_month(match[1], match[2], match[3], frame) if match else None


def _day_first(tidy: str, frame: _Frame) -> date | None:
    match = _DAY_FIRST.fullmatch(tidy)
    return _named_month(match[2], match[1], match[3], frame) if match else None


def _named_month(word: str, day: str, year: str | None, frame: _Frame) -> date | None:
    month = _index(word, _MONTHS, _MONTH_NAMES)
    return None if month is None else _in_frame(month + 1, int(day), year, frame)


def _offset(tidy: str, frame: _Frame) -> date | None:
    match = _OFFSET.fullmatch(tidy.replace(" ", ""))
    if not match:
        return None
    count = int(match[3]) if match[2] == "+" else -int(match[3])
    match match[4]:
        case "m":
            return _months_from(frame.today, count)
        case "y":
            return _months_from(frame.today, 12 * count)
        case unit:
            return frame.today + timedelta(days=count * (7 if unit == "w" else 1))


def _weekday(tidy: str, frame: _Frame) -> date | None:
    match = _WEEKDAY.fullmatch(tidy)
    weekday = _index(match[2], _WEEKDAYS, _WEEKDAY_NAMES) if match else None
    if match is None or weekday is None:
        return None
    since_sunday, wanted = (frame.today.weekday() + 1) % 7, (weekday + 1) % 7
    if match[1] == "next":
        return frame.today + timedelta(days=7 - since_sunday + wanted)
    if match[1] == "last" or frame.past:
        return frame.today - timedelta(days=(since_sunday - wanted - 1) % 7 + 1)
    return frame.today + timedelta(days=(wanted - since_sunday - 1) % 7 + 1)


_READERS: tuple[Callable[[str, _Frame], date | None], ...] = (
    _iso,
    _numbers,
    _digits,
    _month_first,
    _day_first,
    _offset,
    _weekday,
)


def _in_frame(month: int, day: int, year: str | None, frame: _Frame) -> date | None:
    if year is None:
        return _nearest_year(month, day, frame)
    if len(year) == 4:
        return _date(int(year), month, day)
    recent = _date(2000 + int(year), month, day)
    if frame.past and (recent is None or recent > frame.today):
        return _date(1900 + int(year), month, day)
    return recent


def _nearest_year(month: int, day: int, frame: _Frame) -> date | None:
    """The first such day on the side that the frame leans to; leap days may be four years off."""
    this_year = frame.today.year
    for step in range(9):
        found = _date(this_year + (-step if frame.past else step), month, day)
        if found and (found <= frame.today if frame.past else found >= frame.today):
            return found
    return None


def _months_from(day: date, count: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _index(word: str, short: tuple[str, ...], full: list[str]) -> int | None:
    """The place of a name written short (`tue`, `tues`) or in full."""
    if word[:3] not in short:
        return None
    place = short.index(word[:3])
    return place if full[place].startswith(word) else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
