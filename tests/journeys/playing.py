"""Playing a job through the program's real windows: steps, pictures, and a count of the keys."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.drafts import Drafts
from tests.screens.details import DetailsScreen
from tests.screens.documents import DocumentsScreen
from tests.screens.duplicates import DuplicatesScreen
from tests.screens.evaluation import EvaluationScreen
from tests.screens.history import HistoryScreen
from tests.screens.intake import IntakeScreen
from tests.screens.keys import press
from tests.screens.patients import ChartScreen, PatientsScreen
from tests.screens.policy import PolicyScreen
from tests.screens.procedure import ProcedureScreen
from tests.screens.readiness import ReadinessScreen
from tests.screens.schedule import ScheduleScreen
from tests.screens.sheets import SheetsScreen
from tests.screens.sign_in import SignInScreen
from ui.app import App
from ui.pages import PATIENTS, SCHEDULE, SETTINGS, PatientsArea
from ui.readiness.readiness_panel import ReadinessPanel
from ui.scheduling.schedule_page import SchedulePage
from ui.shell.main_window import MainWindow
from ui.shell.sign_in import SignIn
from ui.staff.settings_page import SettingsPage

# Names the folder where pictures are wanted.
PICTURES = "CLINICDESK_DEMO_OUTPUT"


class KeyCount:
    """Counts the keys that the drivers press."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pressed = 0
        click, clicks = QTest.keyClick, QTest.keyClicks

        def key_click(*args: Any) -> None:
            self.pressed += 1
            click(*args)

        def key_clicks(widget: QWidget, text: str) -> None:
            self.pressed += len(text)
            clicks(widget, text)

        monkeypatch.setattr(QTest, "keyClick", key_click)
        monkeypatch.setattr(QTest, "keyClicks", key_clicks)


class Play:
    """The program in the hands of one person after the other."""

    def __init__(
        self,
        qtbot: QtBot,
        keys: KeyCount,
        desk: Desk,
        now: Callable[[], datetime],
        output: Path,
        drafts: Drafts | None = None,
    ) -> None:
        self.app = App(desk, now, choose_file=lambda _: self._file, drafts=drafts)
        self.output = output
        self._qtbot = qtbot
        self._file: Path | None = None
        self._steps = 0
        self._keys = keys
        self.app.start()

    def close(self) -> None:
        self.app.close()

    def wait_for_sign_in(self) -> SignInScreen:
        self._qtbot.waitUntil(lambda: isinstance(self.app.window, SignIn))
        self._activate()
        return SignInScreen(self._qtbot, self.app.window)

    def sign_in(self, login: str, password: str) -> None:
        """From the sign-in window to the main window."""
        self.wait_for_sign_in().sign_in(login, password)
        self._qtbot.waitUntil(lambda: isinstance(self.app.window, MainWindow))
        self._activate()
        self.settle()

    def change_seats(self, login: str, password: str) -> None:
        """Sign out, and somebody else signs in."""
        self.app.sign_in()
        self.sign_in(login, password)

    def open_chart(self, letters: str) -> None:
        """Search for a patient and open the chart."""
        area = self.page(PATIENTS, PatientsArea)
        area.setCurrentWidget(area.list)
        patient_id = PatientsScreen(self._qtbot, area.list).open_only_match(letters)
        self.chart.wait_for(patient_id)
        self.settle()

    @property
    def chart(self) -> ChartScreen:
        return ChartScreen(self._qtbot, self.page(PATIENTS, PatientsArea).chart)

    def details(self) -> DetailsScreen:
        return DetailsScreen(self._qtbot, self._tab("Details"))

    def patients(self) -> PatientsScreen:
        area = self.page(PATIENTS, PatientsArea)
        area.setCurrentWidget(area.list)
        return PatientsScreen(self._qtbot, area.list)

    def duplicates(self) -> DuplicatesScreen:
        """The report of possible duplicates."""
        press(self.patients().page.duplicates)
        self.settle()
        return DuplicatesScreen(self._qtbot, self.page(PATIENTS, PatientsArea).duplicates)

    def intake(self) -> IntakeScreen:
        return IntakeScreen(self._qtbot, self._tab("Intake"))

    def evaluation(self) -> EvaluationScreen:
        return EvaluationScreen(self._qtbot, self._tab("Evaluation"))

    def procedure(self) -> ProcedureScreen:
        return ProcedureScreen(self._qtbot, self._tab("Procedure").panel)

    def sheets(self, letters: str) -> SheetsScreen:
        """Open a patient's chart at the sheets."""
        self.open_chart(letters)
        return SheetsScreen(self._qtbot, self._tab("Sheets").panel)

    def documents(self) -> DocumentsScreen:
        return DocumentsScreen(self._qtbot, self._tab("Documents"))

    def history(self) -> HistoryScreen:
        return HistoryScreen(self._qtbot, self._tab("History"))

    def schedule(self) -> ScheduleScreen:
        return ScheduleScreen(self._qtbot, self.page(SCHEDULE, SchedulePage))

    def gates(self) -> ReadinessScreen:
        """The readiness panel beside the day."""
        page = self.page(SCHEDULE, SchedulePage)
        [panel] = page.panel.findChildren(ReadinessPanel)
        return ReadinessScreen(self._qtbot, panel)

    def policy(self) -> PolicyScreen:
        page = self.page(SETTINGS, SettingsPage)
        return PolicyScreen(self._qtbot, page.open("Hold policy"))

    def saved(self, sheets: SheetsScreen, name: str) -> str:
        """Save the sheet on screen; the words of the file, with its line breaks as spaces."""
        self._file = self.output / name
        sheets.save()
        assert sheets.problem == ""
        assert self._file.read_bytes() == sheets.panel.pdf
        pages = [page.extract_text() for page in PdfReader(self._file).pages]
        return " ".join(" ".join(pages).split())

    def step(self, words: str) -> None:
        """Tell what was just done; where pictures are wanted, with one of what is on screen."""
        self.settle()
        self._steps += 1
        name = words.split(":", maxsplit=1)[0].lower().replace(" ", "-")
        shown = self.app.lock.window or self.app.window
        assert shown is not None
        if PICTURES in os.environ:
            shown.grab().save(str(self.output / f"{self._steps:02d}-{name}.png"))
        print(f"{self._steps:2d}. {words}  [{self._keys.pressed} keys]")
        self._keys.pressed = 0

    @property
    def pressed(self) -> int:
        """How many keys were pressed since the last step."""
        return self._keys.pressed

    def settle(self) -> None:
        """Wait until nothing is under way and everything is painted."""
        self._qtbot.waitUntil(lambda: self.app.background.pending == 0)
        QApplication.processEvents()

    def _tab(self, label: str) -> QWidget:
        content = self.chart.go(label)
        self.settle()
        return content

    def page(self, key: str, kind: type) -> QWidget:
        """Show a screen; answers its page."""
        assert isinstance(self.app.window, MainWindow)
        page = self.app.window.go(key)
        assert isinstance(page, kind)
        self.settle()
        return page

    def _activate(self) -> None:
        """Give the keyboard to this window."""
        window = self.app.window
        assert window is not None
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow)
