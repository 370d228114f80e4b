"""The real program with a patient's words in its windows, at its most talkative, until it is ended.

Run as `python -m tests.reliability.living URL SEED WAY`: WAY `killed` waits for the end, `closed`
closes the window, `crashed` lets a slot, a query and a thread fail first. Says the titles of all
windows it showed, then `alive`.
"""

import json
import logging
import os
import sys
import threading
import traceback
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qt_compat import qt_api
from pytestqt.qtbot import QtBot

import ui.start
from clinicdesk.desk import Work
from clinicdesk.policy import permissions
from clinicdesk.sheets.rules import SheetKind
from tests.builders.canary import Canary, a_canary
from tests.builders.clinic import NURSE, PASSWORD
from tests.journeys.playing import Play
from tests.screens.patients import PatientsScreen
from ui.app import App
from ui.pages import PATIENTS, PatientsArea

_PATIENCE = 60_000


class Life(Play):
    """A person at the program that `ui.start.main` started."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.output = Path()
        self._file = None
        self._steps = 0
        self._keys = SimpleNamespace(pressed=0)
        options = SimpleNamespace(getini=lambda _: True)
        self._qtbot = bot = QtBot(SimpleNamespace(config=options))
        # Several programs may share a busy machine: what is waited for comes, only later.
        bot.waitUntil = partial(bot.waitUntil, timeout=_PATIENCE)
        bot.waitSignal = partial(bot.waitSignal, timeout=_PATIENCE)
        self.titles: set[str] = set()

    def live(self, canary: Canary, way: str) -> None:
        """Look the patient up, read, write, preview and leave something unsaved."""
        self.sign_in(NURSE, PASSWORD)
        self._look()
        self.open_chart(canary.family)
        self._look()
        self.intake()
        sheets = self.sheets(canary.family)
        sheets.preview(SheetKind.PRE_OP)
        self._look()
        self._leave_unsaved(canary)
        if way == "crashed":
            self._crash(canary)
        self._look()
        sys.stdout.write(f"{json.dumps(sorted(self.titles))}\nalive\n")
        sys.stdout.flush()
        if way == "closed":
            self.app.window.close()
            QApplication.quit()

    def _leave_unsaved(self, canary: Canary) -> None:
        area = self.page(PATIENTS, PatientsArea)
        area.setCurrentWidget(area.list)
        screen = PatientsScreen(self._qtbot, area.list)
        screen.search(canary.note)
        screen.new_patient().fill(
            family=canary.family,
            given=canary.given,
            born=f"{canary.born:%m/%d/%Y}",
            phone=canary.phone,
        )
        self.settle()
        self.app.flush_drafts()
        self.settle()

    def _crash(self, canary: Canary) -> None:
        """In a slot, in a query and in a thread, with what a traceback would quote."""
        QTimer.singleShot(0, lambda: _fail(canary.family))
        permissions()["patients.failing"] = permissions()["patients.find_patients"]
        failing.__module__ = "clinicdesk.patients.queries"
        self.app.background.read(self.app, failing, canary.family, then=print)
        self.app.background.press(self.app, _fail, canary.given, then=print)
        thread = threading.Thread(target=_fail, args=(canary.note,))
        thread.start()
        thread.join()
        self.settle()

    def _look(self) -> None:
        self.titles |= titles()


def titles() -> set[str]:
    """What every window says in its title, shown or not."""
    return {one.windowTitle() for one in QApplication.topLevelWidgets()}


def failing(work: Work, typed: str) -> None:
    """A query that fails with what was typed in its error."""
    _fail(typed)


def _fail(typed: str) -> Any:
    raise ValueError(f"cannot take {typed}")


def _lived(life: Life, canary: Canary, way: str) -> None:
    """Whoever waits for the program must learn when the drivers are lost."""
    try:
        life.live(canary, way)
    except Exception:  # noqa: BLE001 - said, and the end of it
        traceback.print_exc()
        os._exit(1)


def main(url: str, seed: int, way: str) -> int:
    """The program's exit code."""
    qt_api.set_qt_api("pyside6")
    logging.basicConfig(level=logging.DEBUG)
    start = App.start

    def started(app: App) -> None:
        start(app)
        for one in list(logging.root.manager.loggerDict):
            logging.getLogger(one).setLevel(logging.DEBUG)
        QTimer.singleShot(0, lambda: _lived(Life(app), a_canary(seed), way))

    with patch.object(App, "start", started):
        return ui.start.main(["--database", url])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
