"""Draws what lies under the cards: the hours, closed time and the line of the present instant."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QPainter

from clinicdesk import messages
from ui.kit import fonts, theme, tokens
from ui.kit.painting import CENTERED, plate, write
from ui.scheduling.day_cursor import Block
from ui.scheduling.day_geometry import AXIS, DayGeometry

_LABEL = QRectF(0, 0, 64, 20)
_LABEL_EDGE = 24
_EIGHT = 8 * 60
_PILL_HEIGHT = 20
Stretch = tuple[int, int]


def closed_stretches(opened: Iterable[Stretch], minutes: int) -> list[Stretch]:
    """What a day of so many minutes has besides its opening hours, which come in order."""
    edges = [0, *(edge for stretch in opened for edge in stretch), minutes]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end) for start, end in pairs if start < end]


def paint_ground(painter: QPainter, geometry: DayGeometry, closed: Iterable[Stretch]) -> None:
    """Surface, hatching and lines of the whole day."""
    whole = QRectF(0, 0, geometry.width, geometry.height)
    painter.fillRect(whole, theme.color("surface"))
    for start, end in closed:
        band = QRectF(AXIS, geometry.y(start), geometry.width - AXIS, geometry.y(end - start))
        painter.fillRect(band, theme.color("bg"))
        painter.fillRect(band, QBrush(theme.color("grid_hour"), Qt.BrushStyle.BDiagPattern))
    _paint_hours(painter, geometry)
    for place in range(geometry.columns):
        line = geometry.column(place)
        painter.fillRect(QRectF(line.x(), 0, 1, geometry.height), theme.color("border"))


def name_closed(painter: QPainter, geometry: DayGeometry, closed: Iterable[Stretch]) -> None:
    """Say in every column what the hatching means, on a solid plate."""
    painter.setFont(fonts.font(tokens.SIZE_SMALL, QFont.Weight.Medium))
    label = QRectF(_LABEL)
    for stretch in closed:
        for place in range(geometry.columns):
            label.moveCenter(geometry.column(place).center())
            label.moveTop(_label_top(geometry, stretch))
            plate(painter, label, "bg", radius=tokens.RADIUS_CHIP)
            write(painter, label, "Closed", "text2", CENTERED)


def paint_turnover(painter: QPainter, geometry: DayGeometry, block: Block) -> None:
    """The light strip after a booking in which its room is made ready for the next."""
    if block.free_from > block.end:
        strip = geometry.block(block.column, block.end, block.free_from)
        plate(painter, strip, "bg", radius=tokens.RADIUS_CHIP)


def paint_now(painter: QPainter, geometry: DayGeometry, minute: int) -> None:
    """The line of the present instant, under the cards, with its pill on the axis."""
    y = geometry.y(minute)
    painter.fillRect(QRectF(AXIS - 4, y - 1, geometry.width, 2), theme.color("now"))
    pill = QRectF(AXIS - 48, y - _PILL_HEIGHT / 2, 44, _PILL_HEIGHT)
    plate(painter, pill, "now", radius=_PILL_HEIGHT / 2)
    painter.setFont(fonts.font(tokens.SIZE_SMALL, QFont.Weight.DemiBold))
    write(painter, pill, messages.clock(geometry.wall(minute))[:-3], "surface", CENTERED)


def _label_top(geometry: DayGeometry, stretch: Stretch) -> float:
    """Near the open hours; in the middle between two; in the morning of a closed day."""
    start, end = stretch
    if stretch == (0, geometry.minutes):
        return geometry.y(_EIGHT) + _LABEL_EDGE
    if start == 0:
        return geometry.y(end) - _LABEL_EDGE - _LABEL.height()
    if end == geometry.minutes:
        return geometry.y(start) + _LABEL_EDGE
    return geometry.y((start + end) / 2) - _LABEL.height() / 2


def _paint_hours(painter: QPainter, geometry: DayGeometry) -> None:
    painter.setFont(fonts.font(tokens.SIZE_SMALL))
    for minute, label in geometry.hours():
        y = geometry.y(minute)
        across = geometry.width - AXIS
        painter.fillRect(QRectF(AXIS - 8, y, across + 8, 1), theme.color("grid_hour"))
        painter.fillRect(QRectF(AXIS, y + geometry.hour / 2, across, 1), theme.color("grid"))
        words = QRectF(0, y - 10, AXIS - 14, 20)
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if minute:
            write(painter, words, label, "text2", flags)
