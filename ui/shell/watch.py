"""Sees how long nobody touched the keyboard or the pointer, and when a window is to be locked."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

_LEFT_AFTER = 30 * 60
_OVER_AFTER = 12 * 60 * 60
_LOOKS_EVERY_MS = 1000
_TOUCHES = {
    QEvent.Type.ShortcutOverride,  # all that is seen of a key that is a shortcut
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}

Clock = Callable[[], float]


class Elapsed:
    """Seconds since the beginning, by the clock that saw most of them.

    A clock that stands still in a sleeping computer, or is set back, makes it no shorter.
    """

    def __init__(self, clocks: Sequence[Clock]) -> None:
        self._clocks = clocks
        self.begin()

    def begin(self) -> None:
        """Count from now."""
        self._from = [clock() for clock in self._clocks]

    def __call__(self) -> float:
        pairs = zip(self._clocks, self._from, strict=True)
        return max(clock() - begun for clock, begun in pairs)


class Watch(QObject):
    """`unused` is emitted when the window is to be locked (idle, or Ctrl+L), `left` when its person
    is to be signed out: it carries the code of the reason, half an hour after the last touch or
    twelve hours after signing in.

    Touches of a locked window do not count: they may be anybody's.
    """

    unused = Signal()
    left = Signal(str)

    def __init__(self, clocks: Sequence[Clock], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lock_minutes = 0
        self._is_locked = False
        self._since_touch, self._since_sign_in = Elapsed(clocks), Elapsed(clocks)
        self._timer = QTimer(self, interval=_LOOKS_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self, lock_minutes: int) -> None:
        """Somebody signed in just now."""
        self.lock_minutes = lock_minutes
        self._since_sign_in.begin()
        self.show_locked(False)
        QCoreApplication.instance().installEventFilter(self)
        self._timer.start()

    def show_locked(self, locked: bool) -> None:
        """The window was locked, or its person is back."""
        self._is_locked = locked
        if not locked:
            self._since_touch.begin()

    def end(self) -> None:
        """Nobody is signed in."""
        self._timer.stop()
        QCoreApplication.instance().removeEventFilter(self)

    def look(self) -> None:
        """Say what is to be done, if the window was left alone too long."""
        if over := self._over():
            self.left.emit(over)
        elif self._is_unused():
            self.unused.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first touch after too long a time locks, and nobody else sees it."""
        if event.type() not in _TOUCHES or self._is_locked:
            return False
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride
        if self._over() or self._is_unused():
            if is_shortcut:
                event.accept()  # it comes again, as a key
            else:
                self.look()
            return True
        if isinstance(event, QKeyEvent) and _is_lock(event) and not is_shortcut:
            self.unused.emit()
            return True
        self._since_touch.begin()
        return False

    def _over(self) -> str:
        if self._since_touch() >= _LEFT_AFTER:
            return "staff.left_alone"
        return "staff.worked_long" if self._since_sign_in() >= _OVER_AFTER else ""

    def _is_unused(self) -> bool:
        return not self._is_locked and self._since_touch() >= self.lock_minutes * 60


def _is_lock(event: QKeyEvent) -> bool:
    """Ctrl+L, also where a dialog keeps shortcuts from the window behind it."""
    return event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier
