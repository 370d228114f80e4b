"""The whole program at one seat, and how each of its screens comes to the front.

Every check that is for all screens goes through `SCREENS`; a new screen or panel gets a line there.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.procedure_day.rules import Step
from clinicdesk.readiness.rules import GateKey
from clinicdesk.sheets.rules import SheetKind
from tests.builders.clinic import PASSWORD
from tests.builders.marked_up import EVERYBODY, FAMILY, TITLE
from tests.conftest import Clock
from tests.screens import checks
from tests.screens.documents import DocumentsScreen
from tests.screens.patients import PatientsScreen
from tests.screens.people import PeopleScreen
from tests.screens.sheets import SheetsScreen
from tests.screens.sign_in import SignInScreen
from ui.app import App
from ui.documents.documents_panel import DocumentsPanel
from ui.holds.hold_editor import HoldEditor
from ui.kit.command import Command
from ui.pages import EVALUATIONS, PATIENTS, SCHEDULE, SETTINGS, TODAY, PatientsArea
from ui.patients.open_chart import OpenChart
from ui.procedure_day.today_page import TodayPage
from ui.readiness.readiness_panel import ReadinessPanel
from ui.scheduling.schedule_header import DAY, LIST, WEEK
from ui.scheduling.schedule_page import SchedulePage
from ui.shell.main_window import MainWindow
from ui.shell.overlay import Overlay, leave_overlays
from ui.shell.sign_in import SignIn
from ui.staff.settings_page import SettingsPage

_LAYOUT_ROUNDS = 5
Kind = TypeVar("Kind", bound=QWidget)


class Program:
    """One person with every role, in the clinic that `live_today` made; `whose` is its patient."""

    def __init__(self, qtbot: QtBot, desk: Desk, clock: Clock, whose: int) -> None:
        self.qtbot, self.clock, self.whose = qtbot, clock, whose
        self.failures: list[Exception] = []
        self._met: set[type] = set()
        self.app = App(desk, clock, choose_file=lambda _: None)
        self.app.background.failed.connect(self.failures.append)
        self.app.background.shown.connect(self.failures.append)
        self.app.start()

    def close(self) -> None:
        self.app.close()
        assert self.failures == []

    @property
    def window(self) -> QWidget:
        """The window in front: a dialog, the lock, the guide, or the program's own."""
        others = (one for one in QApplication.topLevelWidgets() if one.isVisible())
        return next((one for one in others if one is not self.app.window), self.app.window)

    @property
    def part(self) -> QWidget:
        """What Tab goes through: the window, or the card that lies over it."""
        cards = self.window.findChildren(Overlay)
        return next((card for card in cards if card.isVisible()), self.window)

    @property
    def main(self) -> MainWindow:
        assert isinstance(self.app.window, MainWindow)
        return self.app.window

    def meets_new_stops(self) -> bool:
        """Whether Tab stops here at widgets of a kind that was on no screen before."""
        kinds = {type(stop) for stop in checks.tab_stops(self.part)}
        new = kinds - self._met
        self._met |= kinds
        return bool(new)

    def settle(self) -> None:
        """Wait until nothing is under way and the layouts have followed."""
        self.qtbot.waitUntil(lambda: self.app.background.pending == 0)
        for _ in range(_LAYOUT_ROUNDS):
            QApplication.processEvents()

    def bring(self, screen: str) -> QWidget:
        """Bring one of SCREENS to the front as it opens, everything else put away; the window."""
        self.leave()
        if screen not in GATES:
            self.sign_in()
        self._activate()
        SCREENS[screen](self)
        self.settle()
        self._activate()
        return self.window

    def _activate(self) -> None:
        """Give the keyboard to the window in front."""
        window = self.window
        window.activateWindow()
        self.qtbot.waitUntil(window.isActiveWindow)
        self.settle()

    def leave(self) -> None:
        """Close what lies over the window, and the panels beside the pages."""
        if self.app.lock.window is not None:
            self.app.lock._open()
        for one in QApplication.topLevelWidgets():
            if one.isVisible() and one is not self.app.window:
                one.close()
        if isinstance(self.app.window, MainWindow):
            leave_overlays(self.main)
            self.main.menu_bar.hide()
            self.main.toast.dismiss()
        self.settle()

    def sign_in(self) -> None:
        """The main window, from wherever the program is."""
        if isinstance(self.app.window, MainWindow):
            return
        self.gate()
        SignInScreen(self.qtbot, self.app.window).sign_in(EVERYBODY, PASSWORD)
        self.qtbot.waitUntil(lambda: isinstance(self.app.window, MainWindow))
        self.settle()

    def gate(self) -> None:
        """The sign-in window."""
        self.app.sign_in()
        self.qtbot.waitUntil(lambda: isinstance(self.app.window, SignIn))
        self._activate()

    def go(self, key: str, kind: type[Kind]) -> Kind:
        page = self.main.go(key)
        self.settle()
        assert isinstance(page, kind)
        return page

    def command(self, key: str) -> Command:
        """What the page on screen or the window offers under this key."""
        return next(one for one in self.main.commands() if one.key == key)

    def do(self, key: str) -> None:
        self.command(key).act()

    def schedule(self, view: str = DAY, days: int = 0) -> SchedulePage:
        """The schedule, so many days from today, with nobody's panel beside it."""
        page = self.go(SCHEDULE, SchedulePage)
        page.go_to.hide()
        page._close()
        page.show_view(view)
        page.show_day(self.clock().date() + timedelta(days=days))
        self.settle()
        return page

    def booking(self, days: int = 0) -> tuple[SchedulePage, int]:
        """The first booking of a day, open beside it."""
        page = self.schedule(days=days)
        booking_id = page._view.bookings[-1].id
        page.open_booking(booking_id)
        self.settle()
        return page, booking_id

    def gates(self, key: GateKey, days: int = 0) -> ReadinessPanel:
        """The editor under a gate of that booking."""
        page, _ = self.booking(days)
        [panel] = page.panel.findChildren(ReadinessPanel)
        panel.open(key)
        self.settle()
        return panel

    def today(self) -> TodayPage:
        page = self.go(TODAY, TodayPage)
        page.panel.hide()
        self.settle()
        return page

    def patients(self) -> PatientsArea:
        area = self.go(PATIENTS, PatientsArea)
        area.setCurrentWidget(area.list)
        area.list.search.setText("")
        area.list.register.hide()
        self.settle()
        return area

    def chart(self, tab: str = "Summary") -> OpenChart:
        """The patient's chart at a tab."""
        area = self.go(PATIENTS, PatientsArea)
        area.open_chart(self.whose, tab)
        self.settle()
        assert area.chart.chart is not None
        area.chart.chart.correcting.hide()
        return area.chart.chart

    def settings(self, label: str) -> QWidget:
        page = self.go(SETTINGS, SettingsPage)
        section = page.open(label)
        self.settle()
        return section


Bring = Callable[[Program], Any]


def _book_somebody(program: Program) -> None:
    page = program.schedule()
    page.book_patient(page._waiting[0].patient.id)


def _hold_form(program: Program, place: int) -> None:
    panel = program.gates(GateKey.BLOOD_THINNER, days=7)
    [editor] = panel.findChildren(HoldEditor)
    [block] = editor.blocks.values()
    block.sections[place].link.click()


def _step(program: Program) -> None:
    page = program.today()
    row = next(row for row in page._rows.values() if Step.ARRIVED not in row.steps)
    page._check_in(row.booking.id)


def _search(program: Program, typed: str) -> None:
    PatientsScreen(program.qtbot, program.patients().list).search(typed)


def _compare(program: Program) -> None:
    area = program.patients()
    area.list.duplicates.click()
    program.settle()
    pair = area.duplicates.report.table.rows[0]
    area.duplicates._compare(pair.first.id, pair.second.id)


def _document(program: Program) -> None:
    panel = program.chart("Documents").content
    assert isinstance(panel, DocumentsPanel)
    DocumentsScreen(program.qtbot, panel).open(TITLE)


def _sheet(program: Program) -> None:
    tab = program.chart("Sheets").content
    SheetsScreen(program.qtbot, tab.panel).preview(SheetKind.PRE_OP)


def _person(program: Program) -> None:
    PeopleScreen(program.qtbot, program.settings("People")).open(EVERYBODY)


def _find(program: Program) -> None:
    program.main.finder.begin()
    program.main.finder.box.setText(FAMILY[:4].lower())
    program.qtbot.waitUntil(lambda: program.main.finder.is_answered)


def _menu(program: Program) -> None:
    program.schedule()
    program.main.menu_bar.begin()


GATES: dict[str, Bring] = {
    "first start": lambda program: program.app._begin(is_open=False),
    "sign-in": Program.gate,
}
"""The windows before somebody is signed in."""
TABS = (
    "Summary", "Details", "Intake", "Evaluation", "Readiness", "Procedure", "Sheets", "Documents",
    "History",
)  # fmt: skip
SCREENS: dict[str, Bring] = {
    **GATES,
    "lock": lambda program: program.app.lock.close(),
    "day": Program.schedule,
    "empty day": lambda program: program.schedule(days=1),
    "week": lambda program: program.schedule(WEEK),
    "list": lambda program: program.schedule(LIST),
    "go to date": lambda program: program.schedule()._go_to(),
    "booking": Program.booking,
    "driver": lambda program: program.gates(GateKey.DRIVER),
    "creatinine": partial(_hold_form, place=0),
    "clearance": partial(_hold_form, place=2),
    "book": lambda program: program.schedule().book(),
    "book somebody": _book_somebody,
    "move": lambda program: program.schedule().move(program.booking(7)[1]),
    "cancel": lambda program: program.booking()[0].cancel(program.booking()[1]),
    "today": Program.today,
    "check in": _step,
    "patients": Program.patients,
    "patients found": lambda program: _search(program, FAMILY[:3]),
    "nobody found": lambda program: _search(program, "nobody of this name"),
    "new patient": lambda program: program.patients().list.new_patient(),
    "import": lambda program: program.patients().list.import_wanted.emit(),
    "duplicates": lambda program: program.patients().list.duplicates.click(),
    "merge": _compare,
    **{tab: lambda program, tab=tab: program.chart(tab) for tab in TABS},
    "name and birth date": lambda program: program.chart().correct_identity(),
    "attach": lambda program: program.chart("Documents").content._begin(),
    "document": _document,
    "sheet": _sheet,
    "evaluations": lambda program: program.main.go(EVALUATIONS),
    "hold policy": lambda program: program.settings("Hold policy"),
    "people": lambda program: program.settings("People"),
    "person": _person,
    "lock time": lambda program: program.settings("Lock"),
    "lists": lambda program: program.settings("Lists"),
    "finder": _find,
    "shortcuts": lambda program: program.main.sheet.begin(),
    "menu": _menu,
    "guide": lambda program: program.do("window.guide"),
    "PIN": lambda program: program.do("person.pin"),
}
