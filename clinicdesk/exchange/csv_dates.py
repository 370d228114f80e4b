"""Birth dates in a list, all in one order that somebody declares where it is not plain. Pure."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from clinicdesk.errors import Reason, Refused


class DateOrder(StrEnum):
    """What comes first in a date like 03/04/1950."""

    MONTH_FIRST = "month-first"
    DAY_FIRST = "day-first"


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_TIME = re.compile(r"[ T]0?0:00(:00(\.0+)?)?( ?am)?|[ T]12:00(:00)? ?am", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.]?(\d\d)[-/.]?(\d\d)", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_DAY_NAMED = re.compile(r"(\d{1,2})[ .-]+([a-z]{3})[a-z]*[ .,-]+(\d{4})", re.ASCII)
_MONTH_NAMED = re.compile(r"([a-z]{3})[a-z]*[ .-]+(\d{1,2})[ .,-]+(\d{4})", re.ASCII)


def read_born(text: str, order: DateOrder) -> date | None:
    """The date that a cell says; None for what is none, and for a year of two digits."""
    tidy = _TIME.sub("", text.strip()).casefold()
    if found := _ISO.fullmatch(tidy):
        return _date(found[1], found[2], found[3])
    if found := _NUMBERS.fullmatch(tidy):
        first, second, year = found.groups()
        month, day = (first, second) if order is DateOrder.MONTH_FIRST else (second, first)
        return _date(year, month, day)
    if found := _DAY_NAMED.fullmatch(tidy):
        return _named(found[3], found[2], found[1])
    if found := _MONTH_NAMED.fullmatch(tidy):
        return _named(found[3], found[1], found[2])
    return None


def order_of(cells: Iterable[str], told: DateOrder | None) -> DateOrder:
    """The order in which all cells are read: as told, or else the one that reads more of them.

    Raises Refused where nobody told and any cell is a date in both orders, but not the same.
    """
    if told:
        return told
    read = dict.fromkeys(DateOrder, 0)
    for cell in cells:
        found = {order: read_born(cell, order) for order in DateOrder}
        if None not in found.values() and len({*found.values()}) > 1:
            raise Refused(Reason("exchange.date_order", {"example": cell.strip()[:30]}))
        for order, day in found.items():
            read[order] += day is not None
    return max(read, key=lambda order: read[order])


def _named(year: str, month: str, day: str) -> date | None:
    return _date(year, str(_MONTHS.index(month) + 1), day) if month in _MONTHS else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
