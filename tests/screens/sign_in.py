"""Driving the windows before the main window, by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.shell.first_start import FirstStart
from ui.shell.secret_form import SecretForm
from ui.shell.sign_in import SignIn


class SignInScreen:
    """The sign-in window."""

    def __init__(self, qtbot: QtBot, window: SignIn) -> None:
        self._qtbot = qtbot
        self.window = window
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)

    def sign_in(self, login: str, password: str) -> None:
        """Type name, Enter, password, Enter, wherever the focus goes."""
        self.window.login.set_value("")
        self.window.login.setFocus()
        for typed in (login, password):
            QTest.keyClicks(QApplication.focusWidget(), typed)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

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


class SecretScreen:
    """A form in which somebody chooses their own password or PIN."""

    def __init__(self, qtbot: QtBot, form: SecretForm) -> None:
        self._qtbot = qtbot
        self.form = form

    def choose(self, old: str, new: str, again: str = "") -> None:
        """Type what is asked for, each with Enter; without `old` only the new one is asked."""
        self.form.focusProxy().setFocus()
        for typed in filter(None, (old, new, again or new)):
            field = QApplication.focusWidget()
            field.clear()
            QTest.keyClicks(field, typed)
            QTest.keyClick(field, Qt.Key.Key_Return)

    @property
    def problem(self) -> str:
        return " ".join((*self.form.errors.sentences, self.form.old.error)).strip()
