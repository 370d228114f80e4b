"""Which screens there are, for whom, and how they lead to each other."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from clinicdesk.errors import Reason
from clinicdesk.evaluations.queries import to_evaluate
from clinicdesk.exchange.actions import export_patients
from clinicdesk.holds.queries import policy_in_force
from clinicdesk.messages import sentence
from clinicdesk.patients.actions import register_patient
from clinicdesk.patients.queries import find_patients
from clinicdesk.procedure_day.queries import today
from clinicdesk.readiness.actions import book_procedure, open_case_panel
from clinicdesk.scheduling.actions.undo import undo_change
from clinicdesk.scheduling.queries import day
from clinicdesk.staff.actions import set_lock_minutes
from clinicdesk.staff.queries import staff_list
from ui.audit.history_tab import HistoryTab
from ui.contacts.details_panel import DetailsPanel
from ui.documents.documents_panel import DocumentsPanel
from ui.documents.places import ask_for_paper
from ui.evaluations.evaluation_panel import EvaluationPanel
from ui.evaluations.evaluations_page import EvaluationsPage
from ui.exchange.export_page import ExportPage
from ui.exchange.import_page import ImportPage
from ui.holds.hold_editor import HoldEditor
from ui.holds.policy_page import PolicyPage
from ui.intake.intake_panel import IntakePanel
from ui.kit.command import Command
from ui.kit.finder_row import Source
from ui.patients.chart_page import ChartPage
from ui.patients.duplicates_area import DuplicatesArea
from ui.patients.finding import PatientSource
from ui.patients.open_chart import ChartTab
from ui.patients.patients_area import PatientsArea
from ui.patients.patients_page import PatientsPage
from ui.procedure_day.procedure_panel import ProcedurePanel
from ui.procedure_day.today_page import TodayPage
from ui.readiness.readiness_panel import ReadinessPanel
from ui.readiness.readiness_tab import ReadinessTab
from ui.scheduling.book_source import BookSource
from ui.scheduling.booking_tab import BookingTab
from ui.scheduling.day_source import DaySource
from ui.scheduling.schedule_page import SchedulePage
from ui.scheduling.undoing import Deed, Tell, Undoing
from ui.screens import EVALUATIONS, PATIENTS, SCHEDULE, SETTINGS, TODAY, start_page, with_badge
from ui.session import Session
from ui.sheets.day_list_panel import DayListPanel
from ui.sheets.sheets_panel import SheetsPanel
from ui.shell.pages import PageEntry
from ui.staff.lock_page import LockPage
from ui.staff.people_page import PeoplePage
from ui.staff.settings_page import SettingsPage

EVALUATION, READINESS, SHEETS = "Evaluation", "Readiness", "Sheets"
FINDER, FINDER_OF_COMMANDS = "Find a patient or a command", "Find a command"
PLACEHOLDER = "Name, birth date, phone, MRN; a date; or what to do"
PLACEHOLDER_OF_COMMANDS = "A screen, or what to do"

MakeTab = Callable[[Session, int], QWidget]


class Pages:
    """The screens of one signed-in person.

    `go` shows a screen by key, `notify` tells what was done, `choose_file` asks where to save,
    `choose_paper` which file to attach.
    """

    def __init__(
        self,
        session: Session,
        *,
        go: Callable[[str], QWidget],
        notify: Tell,
        choose_file: Callable[[str], Path | None],
        choose_paper: Callable[[], Path | None] = ask_for_paper,
    ) -> None:
        self._session = session
        self._go = go
        self._notify = notify
        self._choose_file, self._choose_paper = choose_file, choose_paper
        self.undoing = Undoing(session, notify)

    def entries(self) -> list[PageEntry]:
        """The rail, from the top; the first is where the day begins."""
        settings = PageEntry(
            SETTINGS, "Settings", "settings", self._settings, "Ctrl+,", at_end=True
        )
        work = [
            (day, PageEntry(SCHEDULE, "Schedule", "calendar", self._schedule, "Ctrl+1")),
            (today, PageEntry(TODAY, "Today", "layout-kanban", self._today, "Ctrl+3")),
            (find_patients, PageEntry(PATIENTS, "Patients", "users", self._patients, "Ctrl+4")),
            (
                to_evaluate,
                PageEntry(EVALUATIONS, "Evaluations", "stethoscope", self._evaluations, "Ctrl+5"),
            ),
        ]
        offered = [entry for needs, entry in work if self._session.may(needs)]
        return [*(with_badge(entry, self._session.may) for entry in offered), settings]

    @property
    def start(self) -> str:
        """The key of the page where this person's day begins."""
        return start_page(self._session.actor.roles, [entry.key for entry in self.entries()])

    def everywhere(self) -> list[Command]:
        """What can be begun from every page."""
        new = Command("patients.new", "New patient", self.new_patient, "Ctrl+N", "Patient", True)
        save = Command(
            "drafts.save", "Save what is typed", self._session.drafts.flush, "Ctrl+S", "File", True
        )
        offered = [new, save] if self._session.may(register_patient) else [save]
        return [*offered, *self.undoing.commands()] if self._session.may(undo_change) else offered

    @property
    def finder_words(self) -> tuple[str, str]:
        """What Ctrl+K finds, and by what."""
        if self._session.may(find_patients):
            return FINDER, PLACEHOLDER
        return FINDER_OF_COMMANDS, PLACEHOLDER_OF_COMMANDS

    def sources(self, window: QWidget) -> list[Source]:
        """What Ctrl+K finds in the window, beside screens and commands: what the role may see."""
        session, may = self._session, self._session.may
        found: list[Source] = []
        if may(find_patients):
            found.append(PatientSource(session, window, self.open_chart))
        if may(day):
            found.append(DaySource(session.today, self.open_day))
        if may(book_procedure):
            found.append(BookSource(session, window, self.book_line))
        return found

    def open_day(self, wanted: date) -> None:
        """Go to the schedule on a day."""
        page = self._go(SCHEDULE)
        assert isinstance(page, SchedulePage)
        page.show_day(wanted)

    def book_line(self, line: str) -> None:
        """Go to the schedule, and book what a line says."""
        page = self._go(SCHEDULE)
        assert isinstance(page, SchedulePage)
        page.book_patient(line=line)

    def open_chart(self, patient_id: int, tab: str = "") -> None:
        """Go to a patient's chart, at a tab."""
        self._area().open_chart(patient_id, tab)

    def new_patient(self) -> None:
        """Go to the list of patients and begin to register a new one."""
        area = self._area()
        area.setCurrentWidget(area.list)
        area.list.new_patient()

    def _schedule(self) -> QWidget:
        page = SchedulePage(self._session, details=self._case_panel, paper=self._day_list)
        page.done.connect(self._notify)
        page.did.connect(self.undoing.did_change)
        page.chart_wanted.connect(self.open_chart)
        page.check_in_wanted.connect(self.check_in)
        page.packet_wanted.connect(lambda patient_id: self.open_chart(patient_id, SHEETS))
        self.undoing.went.connect(page.go_where)
        return page

    def _day_list(self, session: Session, on: date) -> DayListPanel:
        return DayListPanel(session, on, choose_file=self._choose_file)

    def _today(self) -> QWidget:
        page = TodayPage(self._session, self._sheets)
        page.told.connect(self._notify)
        page.did.connect(lambda *deed: self.undoing.did(Deed(*deed)))
        page.chart_wanted.connect(self.open_chart)
        return page

    def check_in(self, patient_id: int) -> None:
        """Go to today's board, and check the patient in if they are booked today."""
        self._go(TODAY).check_in(patient_id)

    def _patients(self) -> QWidget:
        area = PatientsArea(PatientsPage(self._session), ChartPage(self._session, self._tabs()))
        area.list.chart_wanted.connect(self.open_chart)
        area.list.import_wanted.connect(lambda: area.open_imports(self._imports))
        area.list.duplicates_wanted.connect(lambda: area.open_duplicates(self._duplicates))
        area.chart.closed.connect(self._close_chart)
        area.chart.book_wanted.connect(self._book)
        area.chart.check_in_wanted.connect(self.check_in)
        return area

    def _evaluations(self) -> QWidget:
        page = EvaluationsPage(self._session)
        page.evaluation_wanted.connect(lambda patient_id: self.open_chart(patient_id, EVALUATION))
        page.patients_wanted.connect(self._close_chart)
        return page

    def _imports(self) -> ImportPage:
        page = ImportPage(self._session, choose_file=self._choose_file)
        page.closed.connect(self._close_chart)
        page.told.connect(self._notify)
        return page

    def _duplicates(self) -> DuplicatesArea:
        pairs = DuplicatesArea(self._session)
        pairs.closed.connect(self._close_chart)
        pairs.merged.connect(self._merged)
        return pairs

    def _merged(self, patient_id: int) -> None:
        self.open_chart(patient_id)
        self._notify("Merged. Undo stands at the top of the chart.")

    def _book(self, patient_id: int) -> None:
        """Go to the schedule, and book the patient if they wait for a date."""
        page = self._go(SCHEDULE)
        assert isinstance(page, SchedulePage)
        page.book_patient(patient_id)

    def _close_chart(self) -> None:
        area = self._area()
        area.setCurrentWidget(area.list)
        self._go(PATIENTS)

    def _area(self) -> PatientsArea:
        area = self._go(PATIENTS)
        assert isinstance(area, PatientsArea)
        return area

    def _settings(self) -> QWidget:
        sections = [
            (policy_in_force, "Hold policy", lambda: PolicyPage(self._session)),
            (staff_list, "People", lambda: self._telling(PeoplePage)),
            (set_lock_minutes, "Lock", lambda: self._telling(LockPage)),
            (export_patients, "Lists", self._lists),
        ]
        may = self._session.may
        return SettingsPage([(label, make) for needs, label, make in sections if may(needs)])

    def _lists(self) -> ExportPage:
        page = ExportPage(self._session, self._choose_file)
        page.done.connect(self._notify)
        return page

    def _telling(self, make: type[PeoplePage | LockPage]) -> QWidget:
        page = make(self._session)
        page.done.connect(self._notify)
        return page

    def _tabs(self) -> list[ChartTab]:
        return [
            ChartTab("Details", DetailsPanel),
            ChartTab("Intake", IntakePanel),
            ChartTab(EVALUATION, EvaluationPanel),
            ChartTab(READINESS, self._booked(self._readiness_tab)),
            ChartTab("Procedure", self._booked(ProcedurePanel)),
            ChartTab(SHEETS, self._booked(self._sheets)),
            ChartTab("Documents", self._documents),
            ChartTab("History", HistoryTab),
        ]

    def _booked(self, make: MakeTab) -> MakeTab:
        def tab(session: Session, patient_id: int) -> QWidget:
            made = BookingTab(session, patient_id, make)
            made.schedule_wanted.connect(lambda: self._book(patient_id))
            return made

        return tab

    def _readiness(self, session: Session, booking_id: int) -> ReadinessPanel:
        panel = ReadinessPanel(session, booking_id, hold_editor=HoldEditor)
        panel.sheets_wanted.connect(lambda patient_id: self.open_chart(patient_id, SHEETS))
        return panel

    def _case_panel(self, session: Session, booking_id: int) -> ReadinessPanel:
        """Beside the day a case is seen without its chart: recorded too, and first."""
        panel = self._readiness(session, booking_id)

        def take_away(reasons: Sequence[Reason]) -> None:
            panel.hide()
            self._notify(sentence(reasons[0], session.zone))

        session.background.change(
            panel, open_case_panel, booking_id, then=lambda _: None, refused=take_away
        )
        return panel

    def _readiness_tab(self, session: Session, booking_id: int) -> QWidget:
        return ReadinessTab(self._readiness(session, booking_id))

    def _documents(self, session: Session, patient_id: int) -> DocumentsPanel:
        places = {"choose_paper": self._choose_paper, "choose_file": self._choose_file}
        return DocumentsPanel(session, patient_id, **places)

    def _sheets(self, session: Session, booking_id: int) -> QWidget:
        return SheetsPanel(session, booking_id, choose_file=self._choose_file)
