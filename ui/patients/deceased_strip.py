"""Says under the banner that the patient has died: by colour, pattern and word."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import fonts, theme, tokens
from ui.kit.chips import chip_font
from ui.kit.painting import LEVEL, canvas, plate, write

_EDGE = tokens.SPACE_S


class DeceasedStrip(QWidget):
    """Hidden until `show_words` gets words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        fonts.wear(self, tokens.SIZE_SMALL, chip_font().weight())
        self.show_words("")

    def show_words(self, words: str) -> None:
        """Show "Deceased Jan 3, 2027"; "" hides the strip."""
        self.words = words
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height() + 2 * _EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        words = self.fontMetrics().horizontalAdvance(self.words) + 2 * tokens.SPACE_M
        label = QRectF(tokens.SPACE_XL - tokens.SPACE_M, 2, words, self.height() - 4)
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("done_fg"))
            hatch = QBrush(theme.color("done_bar"), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(self.rect(), hatch)
            plate(painter, label, "done_fg", radius=tokens.RADIUS_CHIP)
            painter.setFont(fonts.font(tokens.SIZE_SMALL, chip_font().weight()))
            write(painter, label.adjusted(tokens.SPACE_M, 0, 0, 0), self.words, "surface", LEVEL)
