"""Draws what lies under the cards: the hours, closed time and the line of the present instant."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QPainter

from clinicdesk import messages
from ui.kit import fonts, theme, tokens
from ui.kit.painting import CENTERED, plate, write
from ui.kit.theme import scaled
from ui.scheduling.day_contents import DayContents
from ui.scheduling.day_cursor import Block, Stretch
from ui.scheduling.day_geometry import DayGeometry

_LABEL = (64, 20)
_LABEL_EDGE = 24
_EIGHT = 8 * 60
_PILL_WIDTH, _PILL_HEIGHT = 44, 20
_TODAY_SHARE = 0.45


def closed_stretches(opened: Iterable[Stretch], minutes: int) -> list[Stretch]:
    """What a day of so many minutes has besides its opening hours, which come in order."""
    edges = [0, *(edge for stretch in opened for edge in stretch), minutes]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end) for start, end in pairs if start < end]


def paint_ground(
    painter: QPainter, geometry: DayGeometry, contents: DayContents, today: date
) -> None:
    """Surface, hatching and lines; in a week today stands out and past days are dimmed."""
    painter.fillRect(QRectF(0, 0, geometry.width, geometry.height), theme.color("surface"))
    if contents.is_week:
        _paint_days(painter, geometry, contents, today)
    for columns, closed in _alike(geometry, contents):
        for start, end in closed:
            left, right = geometry.column(columns[0]), geometry.column(columns[-1])
            band = QRectF(left.x(), geometry.y(start), right.right() - left.x(), 0)
            band.setBottom(geometry.y(end))
            painter.fillRect(band, theme.color("bg"))
            painter.fillRect(band, QBrush(theme.color("grid_hour"), Qt.BrushStyle.BDiagPattern))
    _paint_hours(painter, geometry)
    _paint_columns(painter, geometry, contents)


def name_closed(painter: QPainter, geometry: DayGeometry, contents: DayContents) -> None:
    """Say what the hatching means, on a solid plate: in every column, in a week once a day."""
    painter.setFont(fonts.font(tokens.SIZE_SMALL, QFont.Weight.Medium))
    label = QRectF(0, 0, *map(scaled, _LABEL))
    for columns in _labelled(contents):
        middle = geometry.column(columns[0]).united(geometry.column(columns[-1])).center()
        for stretch in closed_stretches(contents.opened[columns[0]], geometry.minutes):
            label.moveCenter(middle)
            label.moveTop(_label_top(geometry, stretch))
            plate(painter, label, "bg", radius=tokens.RADIUS_CHIP)
            write(painter, label, "Closed", "text2", CENTERED)


def paint_turnover(painter: QPainter, geometry: DayGeometry, block: Block) -> None:
    """The light strip after a booking in which its room is made ready for the next."""
    if block.free_from > block.end:
        strip = geometry.block(block.column, block.end, block.free_from)
        plate(painter, strip, "bg", radius=tokens.RADIUS_CHIP)


def paint_now(
    painter: QPainter, geometry: DayGeometry, minute: int, columns: Sequence[int]
) -> None:
    """The line of the present instant over today's columns, with its pill on the axis."""
    y, axis, high = geometry.y(minute), geometry.axis, scaled(_PILL_HEIGHT)
    first, last = geometry.column(columns[0]), geometry.column(columns[-1])
    left = axis - 4 if columns[0] == 0 else first.x()
    painter.fillRect(QRectF(left, y - 1, last.right() - left, 2), theme.color("now"))
    pill = QRectF(axis - 4 - scaled(_PILL_WIDTH), y - high / 2, scaled(_PILL_WIDTH), high)
    plate(painter, pill, "now", radius=high / 2)
    painter.setFont(fonts.font(tokens.SIZE_SMALL, QFont.Weight.DemiBold))
    words = messages.clock(geometry.wall(minute, columns[0]))[:-3]
    write(painter, pill, words, "surface", CENTERED)


def _alike(
    geometry: DayGeometry, contents: DayContents
) -> Iterable[tuple[Sequence[int], list[Stretch]]]:
    """Columns beside each other that are open at the same times, with their closed time."""
    for opened, columns in groupby(range(len(contents.rooms)), contents.opened.__getitem__):
        yield list(columns), closed_stretches(opened, geometry.minutes)


def _labelled(contents: DayContents) -> Iterable[list[int]]:
    columns = range(len(contents.rooms))
    if not contents.is_week:
        return [[column] for column in columns]
    return [contents.columns_of(day, None) for day in contents.days]


def _label_top(geometry: DayGeometry, stretch: Stretch) -> float:
    """Near the open hours; in the middle between two; in the morning of a closed day."""
    start, end = stretch
    if stretch == (0, geometry.minutes):
        return geometry.y(_EIGHT) + _LABEL_EDGE
    if start == 0:
        return geometry.y(end) - _LABEL_EDGE - scaled(_LABEL[1])
    if end == geometry.minutes:
        return geometry.y(start) + _LABEL_EDGE
    return geometry.y((start + end) / 2) - scaled(_LABEL[1]) / 2


def _paint_days(
    painter: QPainter, geometry: DayGeometry, contents: DayContents, today: date
) -> None:
    tint = theme.color("accent_soft")
    tint.setAlphaF(_TODAY_SHARE)
    for column, room in enumerate(contents.rooms):
        if room.day <= today:
            ground = tint if room.day == today else theme.color("bg")
            painter.fillRect(geometry.column(column), ground)


def _paint_hours(painter: QPainter, geometry: DayGeometry) -> None:
    painter.setFont(fonts.font(tokens.SIZE_SMALL))
    axis, high = geometry.axis, scaled(20)
    for minute, label in geometry.hours():
        y = geometry.y(minute)
        across = geometry.width - axis
        painter.fillRect(QRectF(axis - 8, y, across + 8, 1), theme.color("grid_hour"))
        painter.fillRect(QRectF(axis, y + geometry.hour / 2, across, 1), theme.color("grid"))
        words = QRectF(0, y - high / 2, axis - 14, high)
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if minute:
            write(painter, words, label, "text2", flags)


def _paint_columns(painter: QPainter, geometry: DayGeometry, contents: DayContents) -> None:
    """A line before each column; in a week a stronger one before each day."""
    for place, room in enumerate(contents.rooms):
        inside = contents.is_week and place > 0 and contents.rooms[place - 1].day == room.day
        x = geometry.column(place).x()
        ink = theme.color("grid" if inside else "border")
        painter.fillRect(QRectF(x, 0, 1, geometry.height), ink)
