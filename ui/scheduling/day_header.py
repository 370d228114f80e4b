"""The row above the day: each room with its physicians and how many bookings it has."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit import fonts, theme, tokens
from ui.kit.painting import canvas, write
from ui.scheduling.day_contents import RoomColumn
from ui.scheduling.day_geometry import AXIS, DayGeometry

_EDGE = 12
_TOP = 8
_LEADING = 5
_LEFT = int(Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignRight)


class DayHeader(QWidget):
    """Stands still while the day scrolls down and goes along when it scrolls sideways."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rooms: tuple[RoomColumn, ...] = ()
        self._geometry: DayGeometry | None = None
        self._offset = 0
        self._line = QFontMetrics(self._strong()).height() + _LEADING
        self.setFixedHeight(2 * self._line + _TOP + _LEADING)

    def show_rooms(self, rooms: tuple[RoomColumn, ...], geometry: DayGeometry) -> None:
        """Name the columns; `geometry` is that of the day below."""
        self._rooms, self._geometry = rooms, geometry
        self.update()

    def scroll_to(self, offset: int) -> None:
        """Follow the day's sideways scrolling, px."""
        self._offset = offset
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
            painter.setClipRect(AXIS, 0, self.width(), self.height())
            painter.translate(-self._offset, 0)
            for place, room in enumerate(self._rooms):
                self._paint_room(painter, place, room)

    def _paint_room(self, painter: QPainter, place: int, room: RoomColumn) -> None:
        column = self._geometry.column(place)
        painter.fillRect(QRectF(column.x(), 0, 1, self.height()), theme.color("border"))
        area = QRectF(column.x() + _EDGE, _TOP, column.width() - 2 * _EDGE, self._line)
        painter.setFont(fonts.font(tokens.SIZE_SMALL))
        booked = f"{room.booked} booked"
        write(painter, area, booked, "text2", _RIGHT)
        room_for_name = area.width() - painter.fontMetrics().horizontalAdvance(booked) - _EDGE
        below = area.translated(0, self._line)
        write(painter, below, _cut(painter, room.physicians, area.width()), "text2", _LEFT)
        painter.setFont(self._strong())
        write(painter, area, _cut(painter, room.name, room_for_name), "text", _LEFT)

    @staticmethod
    def _strong() -> QFont:
        return fonts.font(tokens.SIZE_BODY, QFont.Weight.DemiBold)


def _cut(painter: QPainter, text: str, width: float) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))
