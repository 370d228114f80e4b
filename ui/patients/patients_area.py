"""The patients: the list of them, and what lies over it."""

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.kit import privacy
from ui.kit.stops import enter
from ui.patients.chart_page import ChartPage
from ui.patients.duplicates_area import DuplicatesArea
from ui.patients.patients_page import PatientsPage


class PatientsArea(QStackedWidget):
    """The list of patients, and over it the chart that was opened, the import, or duplicates."""

    def __init__(self, found: PatientsPage, chart: ChartPage) -> None:
        super().__init__()
        self.list, self.chart = found, chart
        self.imports: QWidget | None = None
        self.duplicates: DuplicatesArea | None = None
        found.setFocusProxy(found.search)
        self.addWidget(found)
        self.addWidget(chart)
        privacy.follow(self._put_away)

    def enter(self) -> None:
        """Put the focus where work on the list or the chart begins."""
        enter(self.currentWidget())

    def open_imports(self, make: Callable[[], QWidget]) -> None:
        """Show the import, as it was left if it was opened before."""
        if self.imports is None:
            self.imports = make()
            self.addWidget(self.imports)
        self.setCurrentWidget(self.imports)
        enter(self.imports)

    def open_duplicates(self, make: Callable[[], DuplicatesArea]) -> None:
        """Show the report of possible duplicates."""
        if self.duplicates is None:
            self.duplicates = make()
            self.addWidget(self.duplicates)
        self.setCurrentWidget(self.duplicates)
        self.duplicates.enter_report()

    def open_chart(self, patient_id: int, tab: str = "") -> None:
        """Show a patient's chart, at a tab."""
        self.chart.show_patient(patient_id, tab)
        self.setCurrentWidget(self.chart)

    def _put_away(self) -> None:
        """Whoever turns the privacy view on leaves the chart: its names are whole."""
        if privacy.is_on():
            self.setCurrentWidget(self.list)
