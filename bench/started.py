"""A program that is started to be measured: `python -m bench.started minimal|program [URL]`.

Tells on standard output the instant of its first painted frame, by the clock that every process
shares; the whole program then goes on until its sign-in window stands there.
"""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow

LATE = ("sqlalchemy", "alembic", "reportlab", "psycopg", "sqlcipher3", "pikepdf")
_BEAT_MS = 5


class Minimal(QMainWindow):
    """What any program with a window pays for."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        print("painted", time.monotonic())
        QTimer.singleShot(0, QApplication.quit)


class Pulse(QObject):
    """Counts how long the window's thread answers nobody, until a window of this kind is shown."""

    def __init__(self, until: str) -> None:
        super().__init__()
        self._until = until
        self._last = time.monotonic()
        self._longest = 0.0
        self._timer = QTimer(self, interval=_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.monotonic()
        self._longest, self._last = max(self._longest, now - self._last), now
        if any(_is_shown(one, self._until) for one in QApplication.topLevelWidgets()):
            self._timer.stop()
            print("ready", now)
            print("gap", self._longest)
            QTimer.singleShot(0, QApplication.quit)


def _is_shown(window: QObject, kind: str) -> bool:
    return type(window).__name__ == kind and window.isVisible()


def _minimal() -> None:
    application = QApplication([])
    window = Minimal()
    window.resize(1280, 720)
    window.show()
    application.exec()


def _program(url: str) -> None:
    from ui import start  # noqa: PLC0415 - the minimal window does without
    from ui.shell.opening import Opening  # noqa: PLC0415

    class Watched(Opening):
        def event(self, event: QEvent) -> bool:
            loaded = [name for name in LATE if name in sys.modules]  # painting begins the loading
            done = super().event(event)
            if event.type() == QEvent.Type.Paint and not hasattr(self, "pulse"):
                print("painted", time.monotonic())
                print("loaded", *loaded)
                self.pulse = Pulse("SignIn")
            return done

    start.Opening = Watched
    start.main(["--database", url])


WAYS: dict[str, Callable[..., None]] = {"minimal": _minimal, "program": _program}

if __name__ == "__main__":
    WAYS[sys.argv[1]](*sys.argv[2:])
