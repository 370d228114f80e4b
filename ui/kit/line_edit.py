"""A one-line input in which Enter goes to the next field and never submits by surprise."""

from PySide6.QtCore import QMetaMethod, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ui.kit import theme


class LineEdit(QLineEdit):
    """`width` fixes the width in px at 100 %; 0 lets the layout stretch it.

    Where something else is connected to `returnPressed`, Enter does that and nothing more.
    """

    def __init__(self, width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.fix(self, width=width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            event.accept()

    def _enter(self) -> None:
        if not self.isSignalConnected(QMetaMethod.fromSignal(self.returnPressed)):
            self.focusNextChild()
