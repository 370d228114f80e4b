"""The strokes that all painted widgets share."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPaintDevice, QPainter, QPen

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
    painter.drawText(_with_accents(painter, QRectF(area), flags), flags, words)
    if _notes and not _fits(painter, QRectF(area), words, flags):
        _notes[-1].append(words)


def _with_accents(painter: QPainter, area: QRectF, flags: int) -> QRectF:
    """Room above a level line for capitals with two accents, which Qt would cut at its height."""
    rise = painter.fontMetrics().height() / 4 if flags & Qt.AlignmentFlag.AlignVCenter else 0
    return area.adjusted(0, -rise, 0, rise)


def fitted(painter: QPainter, words: str, width: float) -> str:
    """As much of a line as the width has room for. Never for what tells patients or drugs apart."""
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, ceil(width))
    if _notes and shown != words:
        _notes[-1].append(words)
    return shown


def wrapping(words: str, metrics: QFontMetrics, room: float) -> int:
    """The flag to wrap between words where that suffices, within a word wider than the line."""
    widest = max(map(metrics.horizontalAdvance, words.split()), default=0)
    fits = Qt.TextFlag.TextWordWrap if widest <= room else Qt.TextFlag.TextWrapAnywhere
    return int(fits)


_notes: list[list[str]] = []


@contextmanager
def noting_what_is_cut() -> Iterator[list[str]]:
    """While this lasts, every text that is painted with too little room gets into the list."""
    _notes.append([])
    try:
        yield _notes[-1]
    finally:
        _notes.pop()


def _fits(painter: QPainter, area: QRectF, words: str, flags: int) -> bool:
    needed = painter.boundingRect(area, flags, words)
    return needed.width() <= area.width() + 1 and needed.height() <= area.height() + 1


CENTERED = int(Qt.AlignmentFlag.AlignCenter)
LEVEL = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
LEVEL_WITH_KEY = LEVEL | int(Qt.TextFlag.TextShowMnemonic)
