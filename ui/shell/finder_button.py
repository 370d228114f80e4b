"""The place in the top bar that says how to find somebody: it looks like a line and opens one."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.kit import fonts, icons, tokens
from ui.kit.command import with_keys
from ui.kit.key_cap import cap_width, paint_cap
from ui.kit.painting import LEVEL, canvas, plate, write
from ui.kit.theme import scaled

_SIZE, _LEAST = (460, 36), 160
_EDGE = 10


class FinderButton(QAbstractButton):
    """`words` say what can be found, `keys` what opens it from everywhere."""

    def __init__(self, words: str, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(keys)
        self.setToolTip(with_keys(words, keys))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(*map(scaled, _SIZE))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(_LEAST), scaled(_SIZE[1]))

    def paintEvent(self, event: QPaintEvent) -> None:
        middle = self.height() / 2
        with canvas(self) as painter:
            plate(painter, self.rect(), "bg", "text2" if self.underMouse() else "border")
            icons.paint(painter, "search", _EDGE, middle, "text2", scaled(tokens.ICON))
            painter.setFont(fonts.font())
            left = _EDGE + scaled(tokens.ICON) + _EDGE
            cap = self.width() - _EDGE - cap_width(self._keys)
            room = QRectF(left, 0, cap - _EDGE - left, self.height())
            metrics, end = painter.fontMetrics(), Qt.TextElideMode.ElideRight
            words = metrics.elidedText(self.text(), end, int(room.width()))
            write(painter, room, words, "text3", LEVEL)
            paint_cap(painter, self._keys, cap, middle)
