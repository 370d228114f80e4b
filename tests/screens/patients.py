"""Driving the patient list, the registration and the chart, by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.patients.rules import Sex
from ui.kit.forms import ChoiceField, TextArea, TextField
from ui.patients.chart_page import ChartPage
from ui.patients.patients_page import PatientsPage
from ui.patients.register_panel import RegisterPanel

Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_MOST_STOPS = 150


class Keys:
    """A keyboard on the active window."""

    def press(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        held = _CTRL if ctrl else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.focus, key, held)

    def type(self, text: str) -> None:
        """Latin letters only: QTest aborts on others."""
        QTest.keyClicks(self.focus, text)

    def retype(self, text: str) -> None:
        """Replace what the focused field holds."""
        self.press(Key.Key_A, ctrl=True)
        self.press(Key.Key_Delete)
        self.type(text)

    def tab_to(self, target: QWidget) -> None:
        """Tab until the focus is on or in the target."""
        for _ in range(_MOST_STOPS):
            if target is self.focus or target.isAncestorOf(self.focus):
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {target.accessibleName() or target}")

    def fill(self, field: TextField | TextArea, text: str) -> None:
        """Tab to a field and type; text beyond Latin letters is set."""
        self.tab_to(field)
        if text.isascii():
            self.retype(text)
        else:
            field.set_value(text)
            field.edited.emit()

    def choose(self, field: ChoiceField, value: object) -> None:
        """Tab to a choice and move to a value with Space and the arrows."""
        self.tab_to(field)
        if field.value() is None:
            self.press(Key.Key_Space)
        while field.value() != value:
            self.press(Key.Key_Right)

    @property
    def focus(self) -> QWidget:
        """The focused widget; a window without one takes the keys itself."""
        return QApplication.focusWidget() or QApplication.activeWindow()


class PatientsScreen:
    """The list of patients."""

    def __init__(self, qtbot: QtBot, page: PatientsPage) -> None:
        self._qtbot = qtbot
        self._keys = Keys()
        self.page = page

    @property
    def names(self) -> list[str]:
        """The names on screen, from the top."""
        return [row.name.on_screen for row in self.page.table.rows]

    def search(self, typed: str) -> None:
        """Type into the search box; the list follows after a pause."""
        self._keys.press(Key.Key_F, ctrl=True)
        self._keys.retype(typed)

    def open_only_match(self, typed: str) -> int:
        """Search for one patient and open the chart with Enter; the patient's id."""
        self.search(typed)
        with self._qtbot.waitSignal(self.page.chart_wanted) as wanted:
            self._keys.press(Key.Key_Return)
        return wanted.args[0]

    def new_patient(self) -> "RegisterScreen":
        """Ctrl+N."""
        self._keys.press(Key.Key_N, ctrl=True)
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
            self._keys.choose(self.panel.sex, sex)
        self._keys.fill(self.panel.phone, phone)

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
