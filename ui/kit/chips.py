"""Status chips: an icon and a word on a tint. The tint is decoration; icon and word carry it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import fonts, icons, tokens
from ui.kit.painting import LEVEL, canvas, plate, write
from ui.kit.theme import scaled
from ui.kit.tokens import Status

_EDGE = tokens.SPACE_S
_GAP = 6


def chip_font() -> QFont:
    """The font of a chip's word."""
    return fonts.font(tokens.SIZE_SMALL, QFont.Weight.DemiBold)


def chip_width(text: str) -> int:
    """The width that a chip needs for its whole text, in px."""
    words = QFontMetrics(chip_font()).horizontalAdvance(text)
    return 2 * _EDGE + scaled(tokens.ICON_SMALL) + _GAP + words + 1


def paint_chip(painter: QPainter, rect: QRectF, status: Status, text: str, icon: str = "") -> None:
    """Draw a chip that fills `rect`; its text wraps when the rect is narrower than `chip_width`."""
    ink = f"{status}_fg"
    plate(painter, rect, f"{status}_bg", radius=tokens.RADIUS_CHIP)
    left, middle, picture = rect.x() + _EDGE, rect.center().y(), scaled(tokens.ICON_SMALL)
    icons.paint(painter, icon or status.icon, left, middle, ink, picture)
    words = rect.adjusted(_EDGE + picture + _GAP, 0, 1 - _EDGE, 0)
    painter.setFont(chip_font())
    write(painter, words, text, ink, LEVEL | int(Qt.TextFlag.TextWordWrap))


class Chip(QWidget):
    """A chip as a widget; `icon` replaces the status's own. Long texts wrap, never cut."""

    def __init__(
        self, status: Status, text: str, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_chip(status, text, icon)

    def show_chip(self, status: Status, text: str, icon: str = "") -> None:
        """Show another status and text."""
        self.status, self.text, self._icon = status, text, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self.text), scaled(tokens.CHIP_HEIGHT))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width >= chip_width(self.text):
            return scaled(tokens.CHIP_HEIGHT)
        room = width - 2 * _EDGE - scaled(tokens.ICON_SMALL) - _GAP
        words = QFontMetrics(chip_font()).boundingRect(
            0, 0, max(room, 1), 10_000, int(Qt.TextFlag.TextWordWrap), self.text
        )
        return words.height() + 10

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            paint_chip(painter, QRectF(self.rect()), self.status, self.text, self._icon)
