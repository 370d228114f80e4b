"""The strokes that all painted widgets share."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPaintDevice, QPainter, QPen

from ui.kit import theme, tokens


@contextmanager
def canvas(device: QPaintDevice) -> Iterator[QPainter]:
    """A smooth painter that is put down even when drawing fails: one left behind crashes Qt."""
    with QPainter(device) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        yield painter


def plate(
    painter: QPainter,
    area: QRect | QRectF,
    fill: str = "",
    outline: str = "",
    *,
    radius: float = tokens.RADIUS_CONTROL,
    width: float = 1,
) -> None:
    """A rounded rectangle inside `area`; fill and outline are tokens, "" is none; `width` in px."""
    inset = width / 2 if outline else 0
    painter.setPen(QPen(theme.color(outline), width) if outline else Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(area).adjusted(inset, inset, -inset, -inset), radius, radius)


def write(painter: QPainter, area: QRect | QRectF, words: str, ink: str, flags: int) -> None:
    """Words in a token colour with the painter's font; plain text always."""
    painter.setPen(theme.color(ink))
    painter.drawText(QRectF(area), flags, words)


CENTERED = int(Qt.AlignmentFlag.AlignCenter)
LEVEL = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
LEVEL_WITH_KEY = LEVEL | int(Qt.TextFlag.TextShowMnemonic)
