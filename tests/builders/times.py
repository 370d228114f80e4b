"""Instants as the test clinic's wall clock shows them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Los_Angeles")
TUESDAY = date(2027, 1, 12)


def at(wall: str, *, fold: int = 0) -> datetime:
    """`at("2027-01-12 09:45")` as an aware instant in UTC; `fold=1` is the second 1:30 AM."""
    return datetime.fromisoformat(wall).replace(tzinfo=ZONE, fold=fold).astimezone(UTC)
