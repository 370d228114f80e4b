"""A one-line input for a value that is typed anew: taking the focus selects all of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent

from ui.kit.line_edit import LineEdit


class EntryLine(LineEdit):
    """`leaving` is emitted before Tab or Enter goes on, while what is next can still change."""

    leaving = Signal()

    def __init__(self, width: int = 0) -> None:
        super().__init__(width)
        self._was_pressed = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._was_pressed = event.reason() == Qt.FocusReason.MouseFocusReason
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.selectAll()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._was_pressed and not self.hasSelectedText():
            self.selectAll()
        self._was_pressed = False

    def focusNextPrevChild(self, forward: bool) -> bool:
        self.leaving.emit()
        return super().focusNextPrevChild(forward)
