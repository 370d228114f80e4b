"""A program that works for a while to be weighed: `python -m bench.lived URL`.

Tells what it weighs when somebody has signed in and the schedule stands there, and again while that
person goes from week to week, looks for patients and opens charts, all by keyboard.
"""

import sys
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.demo import PASSWORD
from ui import start
from ui.app import App
from ui.shell.main_window import MainWindow
from ui.shell.sign_in import SignIn

ACTIONS = 5_000
WEIGHED = (0, 500, 1_000, 2_000, 3_000, 4_000, ACTIONS)
LOGIN = "dana"
WORDS = ("mal", "rosa", "nov 1944", "0138", "delacruz")
CONTROL = Qt.KeyboardModifier.ControlModifier


class Life:
    """What one person does."""

    def __init__(self, app: App) -> None:
        self._app = app

    def live(self) -> None:
        """Sign in, work, and close the program."""
        gate = self._window(SignIn)
        gate.login.set_value(LOGIN)
        gate.password.set_value(PASSWORD)
        gate.button.click()
        while not isinstance(self._app.window, MainWindow):
            self._settle()
        self._app.window.activateWindow()
        self._settle()
        acts = self._acts()
        for done in range(ACTIONS + 1):
            if done in WEIGHED:
                print(done, *weight(), len(QApplication.allWidgets()), flush=True)
            next(acts)()
            self._settle()
        QApplication.quit()

    def _acts(self) -> Iterator[Callable[[], None]]:
        for word in cycle(WORDS):
            yield lambda: self._press(Qt.Key.Key_1, CONTROL)
            yield lambda: self._press(Qt.Key.Key_PageDown)
            yield lambda: self._press(Qt.Key.Key_T)
            yield lambda: self._press(Qt.Key.Key_K, CONTROL)
            yield lambda word=word: QTest.keyClicks(self._focus(), word)
            yield lambda: self._press(Qt.Key.Key_Return)

    def _press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self._focus(), key, held)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self._app.window

    def _window(self, kind: type[QWidget]) -> QWidget:
        while not isinstance(self._app.window, kind):
            self._settle()
        return self._app.window

    def _settle(self) -> None:
        while self._app.background.pending:
            loop = QEventLoop()
            self._app.background.settled.connect(loop.quit)
            loop.exec()
        QApplication.processEvents()


def weight() -> tuple[int, int]:
    """MB of this process: all it holds, and its fair share of what others hold too."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    found = {line.split(":")[0]: int(line.split()[1]) // 1024 for line in lines}
    return found["Rss"], found["Pss"]


def main(url: str) -> int:
    """The program's exit code."""
    begin = App.start

    def started(app: App) -> None:
        begin(app)
        QTimer.singleShot(0, Life(app).live)

    with patch.object(App, "start", started):
        return start.main(["--database", url])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
