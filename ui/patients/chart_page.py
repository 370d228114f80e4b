"""The charts: one patient's at a time, each opening recorded before anything is shown."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.patients.actions import open_chart
from ui.kit.empty import Empty
from ui.patients.open_chart import ChartTab, OpenChart
from ui.patients.summary_panel import SummaryPanel
from ui.session import Session

_SUMMARY = ChartTab("Summary", SummaryPanel)
_KEPT = 8
"""Charts a person goes back and forth between; a day has many more, and each weighs a few MB."""


class ChartPage(QStackedWidget):
    """The charts opened last are kept as they were left; what was typed in the others is a draft.

    `closed` is emitted when a person wants to go back to the list; `book_wanted` carries the id of
    the patient to book, `check_in_wanted` of the one to check in.
    """

    closed = Signal()
    book_wanted = Signal(int)
    check_in_wanted = Signal(int)

    def __init__(
        self, session: Session, tabs: Sequence[ChartTab], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tabs = (_SUMMARY, *tabs)
        self._charts: dict[int, OpenChart] = {}
        self._wanted: tuple[int, str] = (0, "")
        back = ("All patients", self.closed.emit)
        self._nothing = Empty("No chart is open.", "users", back)
        self.addWidget(self._nothing)

    @property
    def chart(self) -> OpenChart | None:
        """The chart on screen."""
        shown = self.currentWidget()
        return shown if isinstance(shown, OpenChart) else None

    def show_patient(self, patient_id: int, tab: str = "") -> None:
        """Record the view, then show the chart; `tab` is the label of the tab to bring forward."""
        self._wanted = (patient_id, tab)
        self._nothing.set_sentence("Opening the chart.")
        self.setCurrentWidget(self._nothing)
        self._session.background.change(
            self,
            open_chart,
            patient_id,
            then=lambda shown: self._opened((patient_id, tab), shown),
            refused=self._refused,
        )

    def _opened(self, wanted: tuple[int, str], patient_id: int) -> None:
        """The chart of `patient_id`, into which the wanted one may have been merged."""
        if self._wanted != wanted:
            return
        tab = wanted[1]
        if patient_id not in self._charts:
            made = OpenChart(self._session, patient_id, self._tabs)
            made.closed.connect(self.closed)
            made.book_wanted.connect(partial(self.book_wanted.emit, patient_id))
            made.check_in_wanted.connect(partial(self.check_in_wanted.emit, patient_id))
            self._charts[patient_id] = made
            self.addWidget(made)
        chart = self._charts[patient_id] = self._charts.pop(patient_id)
        self._let_go()
        if tab:
            chart.show_tab(tab)
        self.setCurrentWidget(chart)
        chart.tabs.setFocus()

    def _let_go(self) -> None:
        """Close the charts that were not looked at for the longest, with their typing written."""
        for patient_id in [*self._charts][:-_KEPT]:
            self._session.drafts.flush()
            old = self._charts.pop(patient_id)
            self.removeWidget(old)
            old.deleteLater()

    def _refused(self, reasons: tuple[Reason, ...]) -> None:
        self._nothing.set_sentence(messages.sentence(reasons[0], self._session.zone))
