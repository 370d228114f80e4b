"""Driving the windows before the main window, by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.shell.first_start import FirstStart
from ui.shell.sign_in import SignIn


class SignInScreen:
    """The sign-in window."""

    def __init__(self, qtbot: QtBot, window: SignIn) -> None:
        self._qtbot = qtbot
        self.window = window

    def sign_in(self, login: str, password: str) -> None:
        """Type both and press Enter."""
        self.window.login.set_value("")
        QTest.keyClicks(self.window.login.input, login)
        QTest.keyClick(self.window.login.input, Qt.Key.Key_Return)
        QTest.keyClicks(self.window.password.input, password)
        QTest.keyClick(self.window.password.input, Qt.Key.Key_Return)

    @property
    def problem(self) -> str:
        return " ".join(self.window.errors.sentences)


class FirstStartScreen:
    """The window in which a clinic is set up."""

    def __init__(self, qtbot: QtBot, window: FirstStart) -> None:
        self._qtbot = qtbot
        self.window = window

    def fill(self, **values: str) -> None:
        """Type into fields by name; `zone` takes an IANA name."""
        for name, value in values.items():
            field = getattr(self.window, name)
            if name == "zone":
                field.set_value(value)
            else:
                QTest.keyClicks(field.input, value)

    def open(self) -> None:
        QTest.keyClick(self.window.card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    @property
    def problem(self) -> str:
        return " ".join(self.window.errors.sentences)
