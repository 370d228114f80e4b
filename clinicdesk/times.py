"""Reads a time of day as people type it: `945`, `9:45`, `9a`, `1430`, `noon`."""

import re
from datetime import time

_NAMED = {"noon": time(12), "midnight": time(0)}
_TYPED = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(?: ?([ap])m?)?", re.ASCII)
_AFTERNOON_HOURS = range(1, 7)


def parse_time(text: str) -> time | None:
    """The time that `text` means, or None when it means none.

    Without AM or PM, an hour from 1 to 6 without a leading zero is in the afternoon (clinic hours);
    `0130` and hours from 13 on are read by the 24-hour clock.
    """
    tidy = " ".join(text.casefold().replace("a.m.", "am").replace("p.m.", "pm").split())
    if tidy in _NAMED:
        return _NAMED[tidy]
    match = _TYPED.fullmatch(tidy)
    if not match:
        return None
    hour = _hour(match[1], match[3])
    minute = int(match[2] or 0)
    return time(hour, minute) if hour is not None and minute < 60 else None


def _hour(typed: str, half: str | None) -> int | None:
    hour = int(typed)
    if half:
        return hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else None
    if hour in _AFTERNOON_HOURS and not typed.startswith("0"):
        return hour + 12
    return hour if hour < 24 else None
