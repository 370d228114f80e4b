"""Which screens there are, for whom, and how they lead to each other."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QStackedWidget, QWidget

from clinicdesk.staff.rules import Role
from ui.evaluations.evaluation_panel import EvaluationPanel
from ui.holds.policy_page import PolicyPage
from ui.intake.intake_panel import IntakePanel
from ui.patients.chart_page import ChartPage, ChartTab
from ui.patients.patients_page import PatientsPage
from ui.procedure_day.procedure_panel import ProcedurePanel
from ui.readiness.readiness_panel import ReadinessPanel
from ui.scheduling.booking_tab import BookingTab
from ui.scheduling.schedule_page import SchedulePage
from ui.session import Session
from ui.sheets.sheets_panel import SheetsPanel
from ui.shell.pages import PageEntry
from ui.staff.people_page import PeoplePage
from ui.staff.settings_page import SettingsPage

Notify = Callable[[str], object]
Go = Callable[[str], QWidget]

SCHEDULE, PATIENTS, SETTINGS = "schedule", "patients", "settings"


def page_entries(session: Session, notify: Notify, go: Go) -> list[PageEntry]:
    """The rail's entries for this person; the first is where the day begins."""
    settings = PageEntry(
        SETTINGS, "Settings", "settings", lambda: _settings(session), "Ctrl+,", at_end=True
    )
    if not session.may(Role.FRONT_DESK, Role.NURSE, Role.PHYSICIAN):
        return [settings]
    return [
        PageEntry(
            SCHEDULE, "Schedule", "calendar", lambda: _schedule(session, notify, go), "Ctrl+1"
        ),
        PageEntry(
            PATIENTS, "Patients", "users", lambda: PatientsArea(session, notify, go), "Ctrl+4"
        ),
        settings,
    ]


class PatientsArea(QStackedWidget):
    """The list of patients, and the chart of the one that was opened."""

    def __init__(self, session: Session, notify: Notify, go: Go) -> None:
        super().__init__()
        self.list = PatientsPage(session)
        self.chart = ChartPage(session, _chart_tabs(notify, go))
        self.addWidget(self.list)
        self.addWidget(self.chart)
        self.list.chart_wanted.connect(self.open_chart)
        self.chart.closed.connect(lambda: self.setCurrentWidget(self.list))

    def open_chart(self, patient_id: int) -> None:
        """Show a patient's chart."""
        self.chart.show_patient(patient_id)
        self.setCurrentWidget(self.chart)


def _schedule(session: Session, notify: Notify, go: Go) -> SchedulePage:
    page = SchedulePage(session, details=ReadinessPanel)
    page.done.connect(notify)
    page.chart_wanted.connect(partial(_open_chart, go))
    return page


def _open_chart(go: Go, patient_id: int) -> None:
    area = go(PATIENTS)
    assert isinstance(area, PatientsArea)
    area.open_chart(patient_id)


def _settings(session: Session) -> SettingsPage:
    return SettingsPage(
        [
            ("Hold policy", lambda: PolicyPage(session)),
            ("People", lambda: PeoplePage(session)),
        ]
    )


def _chart_tabs(notify: Notify, go: Go) -> list[ChartTab]:
    def booked(make: Callable[[Session, int], QWidget]) -> Callable[[Session, int], QWidget]:
        def tab(session: Session, patient_id: int) -> QWidget:
            made = BookingTab(session, patient_id, make)
            made.schedule_wanted.connect(lambda: go(SCHEDULE))
            return made

        return tab

    return [
        ChartTab("Intake", IntakePanel),
        ChartTab("Evaluation", EvaluationPanel),
        ChartTab("Readiness", booked(ReadinessPanel)),
        ChartTab("Procedure", booked(ProcedurePanel)),
        ChartTab("Sheets", booked(SheetsPanel)),
    ]
