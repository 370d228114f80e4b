"""Does something soon after it is first called for, however often it is called for meanwhile."""

from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance


class Timer(Protocol):
    """The part of a single-shot QTimer that is used here."""

    timeout: SignalInstance

    def start(self, ms: int) -> None: ...

    def stop(self) -> None: ...

    def isActive(self) -> bool: ...


class Throttle(QObject):
    """`due` comes `wait_ms` after the first `note` since it came last; later ones delay nothing."""

    due = Signal()

    def __init__(
        self, wait_ms: int, timer: Timer | None = None, parent: QObject | None = None
    ) -> None:
        """`timer` replaces a QTimer; it is told to wait `wait_ms`."""
        super().__init__(parent)
        self._timer = timer or QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._wait_ms = wait_ms
        self._timer.timeout.connect(self.due)

    def note(self) -> None:
        """Something is unsaved."""
        if not self._timer.isActive():
            self._timer.start(self._wait_ms)

    def rush(self) -> None:
        """Do not wait any longer."""
        if self._timer.isActive():
            self._timer.stop()
            self.due.emit()

    def forget(self) -> None:
        """What was noted needs nothing any more."""
        self._timer.stop()


class Pause(Throttle):
    """`due` comes `wait_ms` after the last `note`: not while somebody types on."""

    def note(self) -> None:
        self._timer.start(self._wait_ms)
