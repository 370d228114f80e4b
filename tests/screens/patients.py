"""Driving the patient list, the registration and the chart, by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.patients.rules import Sex
from tests.screens.keys import Keys
from ui.patients.chart_page import ChartPage
from ui.patients.patients_page import PatientsPage
from ui.patients.register_panel import RegisterPanel
from ui.shell.main_window import MainWindow

Key = Qt.Key
_MOST_STOPS = 150


class PatientsScreen:
    """The list of patients."""

    def __init__(self, qtbot: QtBot, page: PatientsPage) -> None:
        self._qtbot = qtbot
        self._keys = Keys()
        self.page = page

    @property
    def names(self) -> list[str]:
        """The names on screen, from the top."""
        return [row.patient.name.on_screen for row in self.page.table.rows]

    def search(self, typed: str) -> None:
        """Type into the search box; the list follows each key."""
        self._keys.press(Key.Key_F, ctrl=True)
        self._keys.retype(typed)

    def open_only_match(self, typed: str) -> int:
        """Search for one patient and open the chart with Enter; the patient's id."""
        self.search(typed)
        with self._qtbot.waitSignal(self.page.chart_wanted) as wanted:
            self._keys.press(Key.Key_Return)
        return wanted.args[0]

    def new_patient(self) -> "RegisterScreen":
        """Ctrl+N; without the window that binds it, the button."""
        if isinstance(self.page.window(), MainWindow):
            self._keys.press(Key.Key_N, ctrl=True)
        else:
            self._keys.tab_to(self.page.new)
            self._keys.press(Key.Key_Space)
        return RegisterScreen(self._qtbot, self.page.register)


class RegisterScreen:
    """The panel for a new patient."""

    def __init__(self, qtbot: QtBot, panel: RegisterPanel) -> None:
        self._qtbot = qtbot
        self._keys = Keys()
        self.panel = panel

    def fill(
        self,
        *,
        family: str,
        given: str = "",
        preferred: str = "",
        born: str = "",
        sex: Sex | None = None,
        phone: str = "",
    ) -> None:
        """Type into the fields in their order."""
        self._keys.fill(self.panel.family, family)
        self._keys.fill(self.panel.given, given)
        self._keys.fill(self.panel.preferred, preferred)
        self._keys.tab_to(self.panel.born)
        self._keys.retype(born)
        if sex:
            self._keys.pick(self.panel.sex, sex)
        self._keys.fill(self.panel.phone, phone)

    def open_more(self) -> None:
        """Tab to "More about the patient" and open it."""
        self._keys.tab_to(self.panel.form.more.toggle)
        self._keys.press(Key.Key_Space)

    def save(self) -> None:
        """Ctrl+Enter."""
        self._keys.press(Key.Key_Return, ctrl=True)

    def register(self) -> int:
        """Save and wait for the answer; the new patient's id."""
        with self._qtbot.waitSignal(self.panel.registered) as registered:
            self.save()
        return registered.args[0]

    def is_another_person(self) -> int:
        """The second step after a namesake refusal; the new patient's id."""
        self._keys.tab_to(self.panel.another)
        with self._qtbot.waitSignal(self.panel.registered) as registered:
            self._keys.press(Key.Key_Space)
        return registered.args[0]

    @property
    def problem(self) -> str:
        return " ".join(self.panel.summary.sentences)

    @property
    def matches(self) -> list[str]:
        """Who may be here already, as it is read out."""
        return [row.spoken for row in self.panel.matches.rows]

    def wait_for_matches(self) -> None:
        self._qtbot.waitUntil(lambda: bool(self.panel.matches.rows))

    def use(self) -> int:
        """Take the first of those who may be meant; the id of the patient."""
        self._qtbot.waitUntil(self.panel.matches.rows[0].use.isVisible)
        self._keys.tab_to(self.panel.matches.rows[0].use)
        with self._qtbot.waitSignal(self.panel.matches.used) as used:
            self._keys.press(Key.Key_Return)
        return used.args[0]


class ChartScreen:
    """The chart of one patient."""

    def __init__(self, qtbot: QtBot, page: ChartPage) -> None:
        self._qtbot = qtbot
        self._keys = Keys()
        self.page = page

    def wait_for(self, patient_id: int) -> None:
        """Until the chart of this patient is on screen with its banner."""
        self._qtbot.waitUntil(lambda: self.page.chart is not None)
        self._qtbot.waitUntil(lambda: self.page.chart.patient_id == patient_id)
        self._qtbot.waitUntil(lambda: "MRN" in self.banner)

    def go(self, label: str) -> QWidget:
        """Ctrl+Page Down until the tab is in front; what is on it."""
        chart = self.page.chart
        for _ in range(_MOST_STOPS):
            if chart.tabs.current == label:
                return chart.content
            self._keys.press(Key.Key_PageDown, ctrl=True)
        raise AssertionError(f"there is no tab {label}")

    @property
    def banner(self) -> str:
        """The banner as it is read out."""
        return self.page.chart.banner.accessibleName()
