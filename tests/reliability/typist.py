"""Somebody at the real program who types on and on into a form; run as a program of its own.

Tells on standard output, one line each, how many letters the field holds: `back` when the form
opens, `key` after each key, `due` when they are handed to be written, `kept` when they are.
"""

import os
import random
import string
import sys
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.drafts import Draft, Drafts, Whose
from tests.builders.clinic import COORDINATOR, PASSWORD
from ui.kit.throttle import Throttle
from ui.pages import PATIENTS, PatientsArea
from ui.patients.register_panel import RegisterPanel
from ui.shell.main_window import MainWindow
from ui.shell.sign_in import SignIn
from ui.start import main

KEY_MS = 20
TEXT = "".join(random.Random(1).choices(string.ascii_lowercase, k=100_000))
FIELD = "Family name"


def tell(what: str, letters: int) -> None:
    os.write(1, f"{what} {letters}\n".encode())


class Typist:
    """Signs in, opens the form for a new patient, and types."""

    def __init__(self) -> None:
        self._panel: RegisterPanel | None = None
        self._asked = False
        self._timer = QTimer()
        self._timer.timeout.connect(self._go_on)
        self._timer.start(KEY_MS)

    def _go_on(self) -> None:
        if self._panel:
            self._type(self._panel)
            return
        for window in QApplication.topLevelWidgets():
            if isinstance(window, SignIn) and not self._asked:
                self._sign_in(window)
            elif isinstance(window, MainWindow):
                self._open_form(window)

    def _sign_in(self, window: SignIn) -> None:
        self._asked = True
        window.login.set_value(COORDINATOR)
        window.password.set_value(PASSWORD)
        window.button.click()

    def _open_form(self, window: MainWindow) -> None:
        area = window.go(PATIENTS)
        assert isinstance(area, PatientsArea)
        area.list.new_patient()
        self._panel = area.list.register
        self._panel._session.drafts._throttle.due.connect(lambda: tell("due", self._letters()))
        came_back = self._panel.family.input.text()
        assert TEXT.startswith(came_back)
        tell("back", len(came_back))

    def _type(self, panel: RegisterPanel) -> None:
        QTest.keyClick(panel.family.input, TEXT[self._letters()])
        tell("key", self._letters())

    def _letters(self) -> int:
        assert self._panel
        return len(self._panel.family.input.text())


def telling(keep: Callable[[Drafts, Whose, Draft], None]) -> Callable[..., None]:
    def kept(drafts: Drafts, whose: Whose, draft: Draft) -> None:
        keep(drafts, whose, draft)
        tell("kept", len(draft.typed[FIELD]))

    return kept


def put_off(throttle: Throttle) -> None:
    """The mutant: every key puts the writing off."""
    throttle._timer.start(throttle._wait_ms)


if __name__ == "__main__":
    Drafts.keep = telling(Drafts.keep)
    if "--debounce" in sys.argv:
        Throttle.note = put_off
    application = QApplication([])
    typist = Typist()
    sys.exit(main(["--database", sys.argv[1]]))
