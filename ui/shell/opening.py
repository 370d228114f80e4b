"""The first window: painted before anything else is loaded, and there until the clinic is open."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent

from ui.shell.gate import Gate


class Opening(Gate):
    """`painted` is emitted once, when it stands on the screen."""

    painted = Signal()

    def __init__(self) -> None:
        super().__init__("ClinicDesk", "Opening the clinic's records.")
        self._is_painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()
