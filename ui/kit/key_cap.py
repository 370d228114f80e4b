"""Keys as they are shown beside words: on a small plate."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import fonts, tokens
from ui.kit.painting import CENTERED, canvas, plate, write
from ui.kit.theme import scaled

_HEIGHT = 20


def cap_width(keys: str) -> int:
    """The width of the plate, in px now."""
    return QFontMetrics(_font()).horizontalAdvance(keys) + 2 * tokens.SPACE_S


def paint_cap(painter: QPainter, keys: str, left: float, middle: float) -> None:
    """Draw the plate with its left edge at `left` and its centre line at `middle`."""
    high = scaled(_HEIGHT)
    cap = QRectF(left, middle - high / 2, cap_width(keys), high)
    plate(painter, cap, "surface", "border", radius=tokens.RADIUS_CHIP)
    painter.setFont(_font())
    write(painter, cap, keys, "text2", CENTERED)


def _font() -> QFont:
    return fonts.font(tokens.SIZE_NAV, QFont.Weight.Medium)


class KeyCap(QWidget):
    """The plate as a widget."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(cap_width(self.keys), scaled(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            paint_cap(painter, self.keys, 0, self.height() / 2)
