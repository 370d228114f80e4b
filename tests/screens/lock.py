"""Driving the lock and what follows from it, by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.app import App
from ui.shell.lock_window import LockWindow


class LockScreen:
    """The lock over whoever is signed in."""

    def __init__(self, qtbot: QtBot, app: App) -> None:
        self._qtbot = qtbot
        self._app = app

    def lock(self) -> LockWindow:
        """Ctrl+L, wherever the keyboard is."""
        QTest.keyClick(
            QApplication.focusWindow(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier
        )
        return self.window

    @property
    def window(self) -> LockWindow:
        window = self._app.lock.window
        assert window is not None, "not locked"
        self._qtbot.waitUntil(window.isActiveWindow)
        return window

    def unlock(self, typed: str) -> None:
        """Type PIN or password, Enter; the work is back, or the problem is told."""
        window = self.window
        QTest.keyClicks(window.secret.input, typed)
        QTest.keyClick(window.secret.input, Qt.Key.Key_Return)
        self._qtbot.waitUntil(
            lambda: self._app.lock.window is None or bool(self._app.lock.window.secret.error)
        )
        if self._app.lock.window is None:
            self._qtbot.waitUntil(self._app.window.isActiveWindow)

    def let_somebody_else_in(self) -> None:
        """The button under the field, with Space."""
        QTest.keyClick(self.window.other, Qt.Key.Key_Space)

    @property
    def problem(self) -> str:
        return self.window.secret.error


def on_screen() -> list[QWidget]:
    """Every window, dialog, popup and tooltip that can be seen."""
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


def said(windows: list[QWidget]) -> str:
    """Everything that visible parts of the windows say, by text, tooltip and accessible words."""
    parts = [part for window in windows for part in (window, *window.findChildren(QWidget))]
    words = ("text", "toPlainText", "windowTitle", "toolTip", "accessibleName", "statusTip")
    return "\n".join(
        str(told() if callable(told := getattr(part, word)) else told)
        for part in parts
        if part.isVisible()
        for word in words
        if hasattr(part, word)
    )


def pixels(windows: list[QWidget]) -> list[QImage]:
    """The windows as they are painted."""
    return [window.grab().toImage() for window in windows]
