"""The place in the top bar that says how to find somebody: it looks like a line and opens one."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.kit import fonts, icons, tokens
from ui.kit.painting import CENTERED, LEVEL, canvas, plate, write

_SIZE = (380, 36)
_EDGE = 10


class FinderButton(QAbstractButton):
    """`words` say what can be found, `keys` what opens it from everywhere."""

    def __init__(self, words: str, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._key_font = fonts.font(tokens.SIZE_NAV, QFont.Weight.Medium)
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(keys)
        self.setToolTip(f"{words} ({keys})")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(*_SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        middle = self.height() / 2
        with canvas(self) as painter:
            plate(painter, self.rect(), "bg", "text2" if self.underMouse() else "border")
            icons.paint(painter, "search", _EDGE, middle, "text2", tokens.ICON)
            painter.setFont(fonts.font())
            left = _EDGE + tokens.ICON + _EDGE
            words = QRectF(left, 0, self.width() - left, self.height())
            write(painter, words, self.text(), "text3", LEVEL)
            self._paint_key(painter, middle)

    def _paint_key(self, painter: QPainter, middle: float) -> None:
        width = QFontMetrics(self._key_font).horizontalAdvance(self._keys) + 2 * tokens.SPACE_S
        key = QRectF(self.width() - _EDGE - width, middle - 10, width, 20)
        plate(painter, key, "surface", "border", radius=tokens.RADIUS_CHIP)
        painter.setFont(self._key_font)
        write(painter, key, self._keys, "text2", CENTERED)
