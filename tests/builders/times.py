"""Instants as the test clinic's wall clock shows them."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Los_Angeles")
TUESDAY = date(2027, 1, 12)
_serial = count()


def at(wall: str, *, fold: int = 0) -> datetime:
    """`at("2027-01-12 09:45")` as an aware instant in UTC; `fold=1` is the second 1:30 AM."""
    return datetime.fromisoformat(wall).replace(tzinfo=ZONE, fold=fold).astimezone(UTC)


def a_free_start() -> datetime:
    """A start within a month of TUESDAY that no other call of sixty answered."""
    days, place = divmod(next(_serial) % 60, 3)
    weeks, weekday = divmod(days, 5)
    day = TUESDAY + timedelta(days=7 * weeks + weekday - TUESDAY.weekday())
    return at(f"{day} {('08:00', '11:00', '14:00')[place]}")
