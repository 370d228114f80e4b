"""The report of possible duplicates, and over it the two records that are compared."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.patients.duplicates_page import DuplicatesPage
from ui.patients.merge_page import MergePage
from ui.session import Session


class DuplicatesArea(QStackedWidget):
    """`merged` carries the id of the kept patient, `closed` that the patients are wanted again."""

    merged = Signal(int)
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report, self.merging = DuplicatesPage(session), MergePage(session)
        for page in (self.report, self.merging):
            self.addWidget(page)
        self.report.closed.connect(self.closed)
        self.report.compare_wanted.connect(self._compare)
        self.merging.closed.connect(self.enter_report)
        self.merging.merged.connect(self._merged)

    def enter(self) -> None:
        """Put the focus where work on the page in front begins."""
        page = self.currentWidget()
        assert isinstance(page, DuplicatesPage | MergePage)
        page.enter()

    def enter_report(self) -> None:
        """Back to the pairs."""
        self.setCurrentWidget(self.report)
        self.report.enter()

    def _compare(self, kept_id: int, merged_id: int) -> None:
        self.setCurrentWidget(self.merging)
        self.merging.compare(kept_id, merged_id)

    def _merged(self, kept_id: int) -> None:
        self.setCurrentWidget(self.report)
        self.merged.emit(kept_id)
