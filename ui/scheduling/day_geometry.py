"""Where time lies on the day's canvas: real minutes since the site's midnight, downward."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF

AXIS = 62
HOUR = 92
NARROWEST = 190
_INSET = 4


@dataclass(frozen=True)
class DayGeometry:
    """A day of 23, 24 or 25 hours over `columns` rooms; instants are aware, lengths are px.

    `hour` is an hour's height: more than usual on a day with a name that needs more lines.
    """

    day: date
    zone: ZoneInfo
    columns: int
    width: float
    hour: int = HOUR

    @cached_property
    def midnight(self) -> datetime:
        """The day's first instant, UTC."""
        return _midnight(self.day, self.zone)

    @cached_property
    def minutes(self) -> int:
        """How many minutes the day really has."""
        return (_midnight(self.day + timedelta(days=1), self.zone) - self.midnight) // _MINUTE

    @property
    def height(self) -> int:
        return self.minutes * self.hour // 60

    def minute_of(self, instant: datetime) -> int:
        """Minutes since midnight, kept inside the day."""
        return min(max((instant - self.midnight) // _MINUTE, 0), self.minutes)

    def instant(self, minute: int) -> datetime:
        """The instant so many minutes after midnight, UTC."""
        return self.midnight + minute * _MINUTE

    def wall(self, minute: int) -> datetime:
        """What the site's clock shows then."""
        return self.instant(minute).astimezone(self.zone)

    def y(self, minute: float) -> float:
        return minute * self.hour / 60

    def minute_at(self, y: float, step: int) -> int:
        """The step that starts at or before a height."""
        return min(max(int(y * 60 / self.hour), 0), self.minutes - 1) // step * step

    def column(self, place: int) -> QRectF:
        """The whole column of the room in this place from the left."""
        wide = (self.width - AXIS) / max(self.columns, 1)
        return QRectF(AXIS + place * wide, 0, wide, self.height)

    def column_at(self, x: float) -> int | None:
        """The place of the room under `x`; None over the axis."""
        wide = (self.width - AXIS) / max(self.columns, 1)
        place = int((x - AXIS) // wide)
        return place if 0 <= place < self.columns else None

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


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
