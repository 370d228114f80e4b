"""What stands where contents will be while they are read: still grey bars, never a blank."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit import theme, tokens
from ui.kit.painting import canvas, plate

_ROW, _BAR = 44, 12  # px at 100 %
_WIDTHS = (0.22, 0.34, 0.16, 0.12)  # parts of the page's width, from the left
_NARROW = 480


class Skeleton(QWidget):
    """Rows of bars as wide as the page; in a narrow panel, lines of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Loading")

    def sizeHint(self) -> QSize:
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("bg"))
            height = theme.scaled(_ROW)
            for place in range(self.height() // height):
                self._paint_row(painter, place * height + height / 2, place)

    def _paint_row(self, painter: QPainter, middle: float, place: int) -> None:
        thick, left = theme.scaled(_BAR), float(tokens.SPACE_XL)
        widths = _WIDTHS if self.width() > _NARROW else (0.7 if place % 3 else 0.45,)
        for part in widths:
            bar = QRectF(left, middle - thick / 2, part * self.width(), thick)
            plate(painter, bar, "border", radius=tokens.RADIUS_CHIP)
            left = bar.right() + tokens.SPACE_XL
