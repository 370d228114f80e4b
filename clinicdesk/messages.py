"""Reasons become sentences and dates become words here, for screen, paper and console."""

import re
import tomllib
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from clinicdesk import paths
from clinicdesk.errors import Fact, Reason
from clinicdesk.text import with_hidden_shown

_MERGE = re.compile(r"\{(\w+)(:short)?\}")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def day(value: date) -> str:
    """`Tue, Jan 12, 2027`."""
    return f"{near_day(value)}, {value:%Y}"


def near_day(value: date) -> str:
    """`Tue, Jan 12`: where the year is in sight."""
    return f"{_WEEKDAYS[value.weekday()][:3]}, {_MONTHS[value.month - 1][:3]} {value.day}"


def long_day(value: date) -> str:
    """`Tuesday, January 12, 2027`."""
    return f"{_WEEKDAYS[value.weekday()]}, {_MONTHS[value.month - 1]} {value.day}, {value:%Y}"


def short_day(value: date) -> str:
    """`Jan 12, 2027`: for birth dates and dates whose weekday says nothing."""
    return f"{_MONTHS[value.month - 1][:3]} {value.day}, {value:%Y}"


def clock(value: time | datetime) -> str:
    """`9:45 AM`."""
    return f"{value.hour % 12 or 12}:{value:%M} {'AM' if value.hour < 12 else 'PM'}"


def moment(value: datetime, zone: ZoneInfo | None = None) -> str:
    """`Tue, Jan 12, 2027, 9:45 AM` in the site's zone; without a zone, in the value's own."""
    local = value.astimezone(zone) if zone else value
    return f"{day(local)}, {clock(local)}"


def unbroken(words: str) -> str:
    """The same words, which no line break divides."""
    whole = words.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}")
    return whole.replace("\N{EN DASH}", "\N{EN DASH}\N{WORD JOINER}")


def sentence(reason: Reason, zone: ZoneInfo | None = None) -> str:
    """The reason in words; `{born:short}` is a day without its weekday.

    Raises KeyError for a code or fact that messages.toml does not know.
    """
    feature, _, code = reason.code.partition(".")
    template = _catalogue()[feature][code]
    return _MERGE.sub(lambda hit: _worded(reason.facts[hit[1]], zone, bool(hit[2])), template)


def known(code: str) -> bool:
    """Whether messages.toml has a sentence for this code."""
    feature, _, name = code.partition(".")
    return name in _catalogue().get(feature, {})


def _worded(fact: Fact, zone: ZoneInfo | None, is_short: bool) -> str:
    match fact:
        case datetime():
            return moment(fact, zone)
        case date():
            return short_day(fact) if is_short else day(fact)
        case time():
            return clock(fact)
        case Decimal():
            return f"{fact:f}"
        case None:
            return "not recorded"
        case _:
            return with_hidden_shown(str(fact))


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    source = paths.resources() / "text" / "en" / "messages.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
