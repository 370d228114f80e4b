"""Reads a day as people type it: `1/12`, `jan 12 2027`, `t+3`, `+2w`, `next tue`, `2027-01-12`.

Every reader takes the tidied text and a frame (how it is read) and gives every date that the text
can mean in its form, the likeliest first. Years run from 1900 to 2199.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
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
_UNKNOWN = {"unknown", "unk", "not known", "not sure", "?"}
WORDS = (*_MONTHS, *_MONTH_NAMES, *_WEEKDAYS, *_WEEKDAY_NAMES, *sorted(_NAMED_DAYS), "next", "last")
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?", re.ASCII)
_ISO = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})", re.ASCII)
_DIGITS = [
    re.compile(r"(\d{1,2})(\d{2})(\d{4}|\d{2})", re.ASCII),
    re.compile(r"(\d)(\d)(\d{4})", re.ASCII),
    re.compile(r"(\d{2})(\d)(\d{2})", re.ASCII),
]
_OFFSET = re.compile(r"(t|today)?([+-])(\d{1,4})([dwmy]?)", re.ASCII)
_MONTH_FIRST = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}|\d{2}))?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]+)(?: (\d{4}|\d{2}))?", re.ASCII)
_WEEKDAY = re.compile(r"(?:(next|last) )?([a-z]+)", re.ASCII)
_LED_BY_WEEKDAY = re.compile(r"([a-z]+) (.*\d.*)", re.ASCII)


@dataclass(frozen=True)
class _Frame:
    """`past`: how a day without a year leans; `older`: a two-digit year is a century earlier."""

    today: date
    past: bool
    day_first: bool = False
    older: bool = False


def parse_day(text: str, today: date, *, past: bool = False) -> date | None:
    """The day that `text` means, or None when it means none.

    Numbers alone are read in US order, the month first. A day without a year is the next one from
    today on; with `past`, the last one up to today, and a two-digit year never lies after today
    (birth dates). A weekday alone is the next such day after today (with `past`, the last before
    it); `next tue` is the Tuesday of the next calendar week, which starts on Sunday. A weekday
    that contradicts its date makes the text unreadable.
    """
    return next(_days(text, _Frame(today, past)), None)


def readings(text: str, today: date, past: bool = True) -> tuple[date, ...]:
    """Every day that `text` can mean, what `parse_day` reads first: for looking a day up.

    Numbers are read the day first too, digits without a sign between them are parted in every
    way, and a two-digit year stands for both centuries (with `past`, up to today).
    """
    frames = [
        _Frame(today, past, order, older) for order in (False, True) for older in (False, True)
    ]
    found = [day for frame in frames for day in _days(text, frame)]
    return tuple(dict.fromkeys(day for day in found if day <= today or not past))


def says_unknown(text: str) -> bool:
    """Whether somebody typed that nobody knows: an answer only where a field takes it."""
    return " ".join(text.casefold().split()) in _UNKNOWN


def _days(text: str, frame: _Frame) -> Iterator[date]:
    tidy = " ".join(text.casefold().replace(",", " ").split())
    found = _led_by_weekday(tidy, frame) if tidy else ()
    return (day for day in found if _FIRST_YEAR <= day.year <= _LAST_YEAR)


def _led_by_weekday(tidy: str, frame: _Frame) -> Iterable[date]:
    match = _LED_BY_WEEKDAY.fullmatch(tidy)
    weekday = _index(match[1], _WEEKDAYS, _WEEKDAY_NAMES) if match else None
    if match is None or weekday is None:
        return _read(tidy, frame)
    return [day for day in _read(match[2], frame) if day.weekday() == weekday]


def _read(tidy: str, frame: _Frame) -> Iterable[date]:
    if tidy in _NAMED_DAYS:
        return _shifted(frame.today, _NAMED_DAYS[tidy])
    return (day for reader in _READERS for day in reader(tidy, frame))


def _numbers(tidy: str, frame: _Frame) -> Iterator[date]:
    match = _NUMBERS.fullmatch(tidy)
    if match:
        yield from _in_order(match[1], match[2], match[3], frame)


def _iso(tidy: str, _: _Frame) -> Iterator[date]:
    match = _ISO.fullmatch(tidy)
    if match:
        yield from _date(int(match[1]), int(match[2]), int(match[3]))


def _digits(tidy: str, frame: _Frame) -> Iterator[date]:
    for split in _DIGITS:
        match = split.fullmatch(tidy)
        if match:
            yield from _in_order(match[1], match[2], match[3], frame)


def _in_order(first: str, second: str, year: str | None, frame: _Frame) -> Iterator[date]:
    month, day = (second, first) if frame.day_first else (first, second)
    return _in_frame(int(month), int(day), year, frame)


def _month_first(tidy: str, frame: _Frame) -> Iterator[date]:
    match = _MONTH_FIRST.fullmatch(tidy)
    if match:
        yield from _named_month(match[1], match[2], match[3], frame)


def _day_first(tidy: str, frame: _Frame) -> Iterator[date]:
    match = _DAY_FIRST.fullmatch(tidy)
    if match:
        yield from _named_month(match[2], match[1], match[3], frame)


def _named_month(word: str, day: str, year: str | None, frame: _Frame) -> Iterator[date]:
    month = _index(word, _MONTHS, _MONTH_NAMES)
    if month is not None:
        yield from _in_frame(month + 1, int(day), year, frame)


def _offset(tidy: str, frame: _Frame) -> Iterator[date]:
    match = _OFFSET.fullmatch(tidy.replace(" ", ""))
    if not match:
        return
    count = int(match[3]) if match[2] == "+" else -int(match[3])
    match match[4]:
        case "m":
            yield from _months_from(frame.today, count)
        case "y":
            yield from _months_from(frame.today, 12 * count)
        case unit:
            yield from _shifted(frame.today, count * (7 if unit == "w" else 1))


def _weekday(tidy: str, frame: _Frame) -> Iterator[date]:
    match = _WEEKDAY.fullmatch(tidy)
    weekday = _index(match[2], _WEEKDAYS, _WEEKDAY_NAMES) if match else None
    if match is None or weekday is None:
        return
    since_sunday, wanted = (frame.today.weekday() + 1) % 7, (weekday + 1) % 7
    if match[1] == "next":
        yield from _shifted(frame.today, 7 - since_sunday + wanted)
    elif match[1] == "last" or frame.past:
        yield from _shifted(frame.today, -((since_sunday - wanted - 1) % 7 + 1))
    else:
        yield from _shifted(frame.today, (wanted - since_sunday - 1) % 7 + 1)


_READERS: tuple[Callable[[str, _Frame], Iterator[date]], ...] = (
    _iso,
    _numbers,
    _digits,
    _month_first,
    _day_first,
    _offset,
    _weekday,
)


def _in_frame(month: int, day: int, year: str | None, frame: _Frame) -> Iterator[date]:
    if year is None:
        return _nearest_year(month, day, frame)
    if len(year) == 4:
        return _date(int(year), month, day)
    return _in_century(month, day, int(year), frame)


def _in_century(month: int, day: int, year: int, frame: _Frame) -> Iterator[date]:
    recent = next(_date(2000 + year, month, day), None)
    gone_by = frame.past and (recent is None or recent > frame.today)
    return _date((1900 if gone_by or frame.older else 2000) + year, month, day)


def _nearest_year(month: int, day: int, frame: _Frame) -> Iterator[date]:
    """The first such day on the side that the frame leans to; leap days may be four years off."""
    for step in range(9):
        for found in _date(frame.today.year + (-step if frame.past else step), month, day):
            if found <= frame.today if frame.past else found >= frame.today:
                yield found
                return


def _shifted(day: date, count: int) -> Iterator[date]:
    try:
        yield day + timedelta(days=count)
    except OverflowError:
        return


def _months_from(day: date, count: int) -> Iterator[date]:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if _FIRST_YEAR <= year <= _LAST_YEAR:
        yield date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _index(word: str, short: tuple[str, ...], full: list[str]) -> int | None:
    """The place of a name written short (`tue`, `tues`) or in full."""
    if word[:3] not in short:
        return None
    place = short.index(word[:3])
    return place if full[place].startswith(word) else None


def _date(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
