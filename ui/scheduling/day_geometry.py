"""Where time lies on the canvas: columns side by side, real minutes downward in each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF

AXIS = 62
HOUR = 92
NARROWEST = 190
NARROWEST_IN_WEEK = 108
_INSET = 4


@dataclass(frozen=True)
class DayGeometry:
    """Columns that begin at the UTC instants `zeros` and last `minutes`; lengths are px.

    `hour` is an hour's height: more than usual where a name needs more lines, and at a larger
    text. `axis` is the width of the times at the left.
    """

    zone: ZoneInfo
    zeros: tuple[datetime, ...]
    minutes: int
    width: float
    hour: int = HOUR
    axis: int = AXIS

    @classmethod
    def of_day(
        cls,
        day: date,
        zone: ZoneInfo,
        columns: int,
        width: float,
        hour: int = HOUR,
        axis: int = AXIS,
    ) -> "DayGeometry":
        """One day of 23, 24 or 25 hours in every column, from its midnight."""
        midnight = _instant(day, time(), zone)
        minutes = (_instant(day + timedelta(days=1), time(), zone) - midnight) // _MINUTE
        return cls(zone, (midnight,) * columns, minutes, width, hour, axis)

    @classmethod
    def of_days(
        cls, days: Iterable[date], zone: ZoneInfo, width: float, hour: int = HOUR, axis: int = AXIS
    ) -> "DayGeometry":
        """A day for each column, from twelve real hours before its noon.

        So the working hours of all days lie side by side, whenever the clocks changed that night.
        """
        zeros = tuple(_instant(day, time(12), zone) - timedelta(hours=12) for day in days)
        return cls(zone, zeros, 24 * 60, width, hour, axis)

    @property
    def columns(self) -> int:
        return len(self.zeros)

    @property
    def height(self) -> int:
        return self.minutes * self.hour // 60

    def minute_of(self, instant: datetime, column: int = 0) -> int:
        """Minutes since the column's zero, kept inside it."""
        return min(max((instant - self.zeros[column]) // _MINUTE, 0), self.minutes)

    def instant(self, minute: int, column: int = 0) -> datetime:
        """The instant so many minutes down a column, UTC."""
        return self.zeros[column] + minute * _MINUTE

    def wall(self, minute: int, column: int = 0) -> datetime:
        """What the site's clock shows then."""
        return self.instant(minute, column).astimezone(self.zone)

    def y(self, minute: float) -> float:
        return minute * self.hour / 60

    def minute_at(self, y: float, step: int) -> int:
        """The step that starts at or before a height."""
        return min(max(int(y * 60 / self.hour), 0), self.minutes - 1) // step * step

    def column(self, place: int) -> QRectF:
        """The whole column of the room in this place from the left."""
        wide = (self.width - self.axis) / max(self.columns, 1)
        return QRectF(self.axis + place * wide, 0, wide, self.height)

    def column_at(self, x: float) -> int | None:
        """The place of the room under `x`; None over the axis."""
        wide = (self.width - self.axis) / max(self.columns, 1)
        place = int((x - self.axis) // wide)
        return place if 0 <= place < self.columns else None

    def columns_in(self, left: float, right: float) -> range:
        """The places of the columns between two x."""
        wide = (self.width - self.axis) / max(self.columns, 1)
        first, last = (int((x - self.axis) // wide) for x in (left, right))
        return range(max(first, 0), min(last + 1, self.columns))

    def block(self, place: int, start: int, end: int) -> QRectF:
        """Where a stretch of minutes lies in a column, with air around it."""
        column = self.column(place)
        top, bottom = self.y(start) + 1, self.y(end) - 1
        return QRectF(column.x() + _INSET, top, column.width() - 2 * _INSET, bottom - top)

    def hours(self) -> Iterator[tuple[int, str]]:
        """Every hour that passes, as (minute, "8 AM"); DST skips or repeats one."""
        for minute in range(0, self.minutes, 60):
            wall = self.wall(minute)
            past = f":{wall:%M}" if wall.minute else ""
            yield minute, f"{wall.hour % 12 or 12}{past} {'AM' if wall.hour < 12 else 'PM'}"


_MINUTE = timedelta(minutes=1)


def _instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, wall, zone).astimezone(UTC)
