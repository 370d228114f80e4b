"""The box in which something is looked for as it is typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.kit import theme, tokens
from ui.kit.icons import Icon
from ui.kit.line_edit import LineEdit

_WIDTH = 360
_EDGE = 10


class SearchBox(LineEdit):
    """`entered` is Enter, `stepped` the Down (1) or Up (-1) key, `left` Escape.

    `textChanged` comes with every key: whoever searches drops what was typed on from.
    """

    entered = Signal()
    stepped = Signal(int)
    left = Signal()

    def __init__(
        self, name: str, placeholder: str, width: int = _WIDTH, parent: QWidget | None = None
    ) -> None:
        super().__init__(width, parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._icon = Icon("search", "text2", tokens.ICON, self)
        theme.follow(self, SearchBox._dress)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = {
            Qt.Key.Key_Return: self.entered.emit,
            Qt.Key.Key_Enter: self.entered.emit,
            Qt.Key.Key_Down: lambda: self.stepped.emit(1),
            Qt.Key.Key_Up: lambda: self.stepped.emit(-1),
            Qt.Key.Key_Escape: self.left.emit,
        }.get(event.key())
        if act is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            act()

    def _dress(self) -> None:
        self.setTextMargins(self._icon.width() + 2, 0, 0, 0)
        self._icon.move(_EDGE, (self.height() - self._icon.height()) // 2)
