"""The rows above the columns: each room with who works in it; in a week each day, and how full."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from ui.kit import fonts, theme, tokens
from ui.kit.painting import canvas, fitted, plate, write
from ui.scheduling.day_contents import DayContents, RoomColumn
from ui.scheduling.day_geometry import DayGeometry

_EDGE = 12
_TOP = 8
_LEADING = 5
_BAR = 4
_LEFT = int(Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignRight)


class DayHeader(QWidget):
    """Stands still while the day scrolls down and goes along when it scrolls sideways."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contents: DayContents | None = None
        self._geometry: DayGeometry | None = None
        self._today: date | None = None
        self._offset = 0
        theme.follow(self, DayHeader._dress)

    def show_columns(self, contents: DayContents, geometry: DayGeometry, today: date) -> None:
        """Name the columns; `geometry` is that of what stands below."""
        self._contents, self._geometry, self._today = contents, geometry, today
        self._dress()
        self.update()

    def scroll_to(self, offset: int) -> None:
        """Follow the sideways scrolling below, px."""
        self._offset = offset
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
            if self._contents is None or self._geometry is None:
                return
            painter.setClipRect(self._geometry.axis, 0, self.width(), self.height())
            painter.translate(-self._offset, 0)
            paint_room = self._paint_week_room if self._contents.is_week else self._paint_room
            for place, room in enumerate(self._contents.rooms):
                paint_room(painter, self._geometry.column(place), room)
            if self._contents.is_week:
                for day in self._contents.days:
                    self._paint_day(painter, day, self._contents, self._geometry)

    def _dress(self) -> None:
        self._line = QFontMetrics(_strong()).height() + _LEADING
        bar = _BAR + _LEADING if self._contents and self._contents.is_week else 0
        self.setFixedHeight(2 * self._line + _TOP + _LEADING + bar)

    def _paint_room(self, painter: QPainter, column: QRectF, room: RoomColumn) -> None:
        painter.fillRect(QRectF(column.x(), 0, 1, self.height()), theme.color("border"))
        area = self._area(column)
        left = _write_at_right(painter, area, f"{room.booked} booked")
        staff = " · ".join(filter(None, (room.physicians, room.nurses)))
        below = area.translated(0, self._line)
        write(painter, below, fitted(painter, staff, area.width()), "text2", _LEFT)
        painter.setFont(_strong())
        name = _longest((room.name, room.short), left, painter.fontMetrics())
        write(painter, area, fitted(painter, name, left), "text", _LEFT)

    def _paint_week_room(self, painter: QPainter, column: QRectF, room: RoomColumn) -> None:
        painter.setFont(fonts.font(tokens.SIZE_SMALL, QFont.Weight.Medium))
        area = self._area(column).translated(0, self._line + _BAR + _LEADING)
        write(painter, area, fitted(painter, room.short, area.width()), "text2", _LEFT)

    def _paint_day(
        self, painter: QPainter, day: date, contents: DayContents, geometry: DayGeometry
    ) -> None:
        """The day over its rooms: its name, how many are booked, and how much of it that fills."""
        columns = contents.columns_of(day, None)
        whole = geometry.column(columns[0]).united(geometry.column(columns[-1]))
        painter.fillRect(QRectF(whole.x(), 0, 1, self.height()), theme.color("border"))
        area, full = self._area(whole), contents.fullness(day)
        booked = sum(contents.rooms[at].booked for at in columns)
        is_open = any(contents.opened[at] for at in columns)
        bar = QRectF(area.x(), area.y() + self._line, area.width(), _BAR)
        plate(painter, bar, "sunken", radius=_BAR / 2)
        if full:
            bar.setWidth(max(bar.width() * full, _BAR))
            plate(painter, bar, "accent", radius=_BAR / 2)
        weekday = messages.near_day(day).partition(",")[0]
        is_today = day == self._today
        name = f"{weekday} {day.day}"
        names = (f"{name}  Today", name) if is_today else (name,)
        told = (f"{booked} booked · {full:.0%}", f"{booked} booked") if is_open else ("Closed",)
        small = QFontMetrics(fonts.font(tokens.SIZE_SMALL))
        needed = QFontMetrics(_strong()).horizontalAdvance(names[0])
        left = _write_at_right(painter, area, _longest(told, area.width() - needed - _EDGE, small))
        painter.setFont(_strong())
        named = _longest(names, left, painter.fontMetrics())
        write(
            painter,
            area,
            fitted(painter, named, left),
            "accent_text" if is_today else "text",
            _LEFT,
        )

    def _area(self, column: QRectF) -> QRectF:
        return QRectF(column.x() + _EDGE, _TOP, column.width() - 2 * _EDGE, self._line)


def _strong() -> QFont:
    return fonts.font(tokens.SIZE_BODY, QFont.Weight.DemiBold)


def _longest(words: Sequence[str], room: float, metrics: QFontMetrics) -> str:
    """The first that fits, or else the last."""
    return next((one for one in words if metrics.horizontalAdvance(one) <= room), words[-1])


def _write_at_right(painter: QPainter, area: QRectF, words: str) -> float:
    """Answers how much room the words leave before them."""
    painter.setFont(fonts.font(tokens.SIZE_SMALL))
    write(painter, area, words, "text2", _RIGHT)
    return area.width() - painter.fontMetrics().horizontalAdvance(words) - _EDGE
