"""The box in which a patient is looked for."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.kit import tokens
from ui.kit.icons import Icon
from ui.kit.line_edit import LineEdit

_WIDTH = 360
_PAUSE_MS = 150
_ICON_AT = (10, 7)


class SearchBox(LineEdit):
    """`searched` follows a short pause in typing, `entered` is Enter, `stepped` the Down key."""

    searched = Signal()
    entered = Signal()
    stepped = Signal()

    def __init__(self, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(_WIDTH, parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTextMargins(tokens.ICON + 2, 0, 0, 0)
        Icon("search", "text2", tokens.ICON, self).move(*_ICON_AT)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.searched)
        self.textChanged.connect(lambda _: self._pause.start())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = {
            Qt.Key.Key_Return: self.entered.emit,
            Qt.Key.Key_Enter: self.entered.emit,
            Qt.Key.Key_Down: self.stepped.emit,
            Qt.Key.Key_Escape: self.clear,
        }.get(event.key())
        if act is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        if act is not self.clear:
            self._pause.stop()
        act()
