"""Draws a place in time that is no booking yet: one that is proposed, or a card on its way."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from ui.kit import fonts
from ui.kit.painting import plate, write
from ui.scheduling.day_cursor import Place
from ui.scheduling.day_geometry import DayGeometry
from ui.scheduling.wording import clock_range

_RING = 2
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


def paint_place(
    painter: QPainter,
    geometry: DayGeometry,
    area: QRectF,
    place: Place,
    minutes: int,
    name: str,
    *,
    outlined: bool = False,
    refused: str = "",
) -> None:
    """The times and the name in the area; where it is refused, why instead of the name."""
    fill, line, ink = (
        ("block_bg", "block_bar", "block_fg")
        if refused
        else ("accent_soft", "accent", "accent_text")
    )
    plate(painter, area, fill, line if outlined else "", width=_RING)
    painter.setFont(fonts.font(weight=QFont.Weight.DemiBold))
    start, end = place.minute, place.minute + minutes
    times = clock_range(*(geometry.wall(minute, place.column) for minute in (start, end)))
    write(painter, area.adjusted(10, 4, -4, 0), f"{times}\n{refused or name}", ink, _WRAPPED)
