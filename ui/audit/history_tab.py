"""The History tab of a chart: who did what and when, with before and after in words."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.audit.queries import Entry, HistoryPage, history_of_patient
from ui.audit.entry_details import EntryDetails, whose
from ui.kit import tokens
from ui.kit.buttons import secondary
from ui.kit.empty import Empty
from ui.kit.page import Page
from ui.kit.rows_model import Column
from ui.kit.table import Table
from ui.session import Session


class HistoryTab(Page):
    """Newest first; the details of the row under the cursor stand beside the list."""

    doing = "Reading the history"

    def __init__(self, session: Session, patient_id: int) -> None:
        super().__init__(session.background, {topics.patient(patient_id)})
        self._session = session
        self._patient_id = patient_id
        self._before_id: int | None = None
        self.table: Table[Entry] = Table("History", self._columns(), key=lambda entry: entry.id)
        self.earlier = secondary("Show &earlier", "history")
        self.details = EntryDetails()
        self._below = QWidget()
        self._nothing = Empty("Nothing was done on this chart yet.", "history")
        self._list = QStackedWidget()
        self._arrange()
        self.setFocusProxy(self.table)
        self.table.selected.connect(self._show_details)
        self.earlier.clicked.connect(lambda _: self._read_earlier())

    def reload(self) -> None:
        self._read(None, self._take_newest)

    def showEvent(self, event: QShowEvent) -> None:
        """A recorded view is no news for any screen, so what was looked at is asked for anew."""
        self._stale = True
        super().showEvent(event)

    def _read_earlier(self) -> None:
        self._read(self._before_id, partial(self._take_earlier, self._before_id))

    def _read(self, before_id: int | None, then: Callable[[HistoryPage], None]) -> None:
        self.read(history_of_patient, self._patient_id, before_id, then=then)

    def _take_newest(self, page: HistoryPage) -> None:
        """What was shown below stays, unless so much came in that a gap would lie between."""
        newest, shown = {entry.id for entry in page.entries}, self.table.rows
        if any(entry.id in newest for entry in shown):
            older = [entry for entry in shown if entry.id not in newest]
            self._show((*page.entries, *older), self._before_id)
        else:
            self._show(page.entries, page.before_id)
            self.table.selectRow(0)

    def _take_earlier(self, before_id: int | None, page: HistoryPage) -> None:
        shown = self.table.rows
        if before_id != self._before_id:
            return  # asked for twice, or the list begins anew by now
        self._show((*shown, *page.entries), page.before_id)
        self.table.selectRow(len(shown))
        self.table.setFocus()

    def _show(self, entries: Sequence[Entry], before_id: int | None) -> None:
        self._before_id = before_id
        self.table.show_rows(entries)
        self._below.setVisible(before_id is not None)
        self._list.setCurrentIndex(0 if entries else 1)
        self.details.setVisible(bool(entries))

    def _show_details(self, entry: Entry | None) -> None:
        if entry is not None:
            self.details.show_entry(entry, messages.moment(entry.at, self._session.zone))

    def _columns(self) -> tuple[Column[Entry], ...]:
        zone = self._session.zone
        return (
            Column("When", lambda entry: messages.moment(entry.at, zone), numbers=True, width=260),
            Column("What was done", lambda entry: entry.done, second=whose, strong=True),
        )

    def _arrange(self) -> None:
        below = QHBoxLayout(self._below)
        below.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_S, 0, tokens.SPACE_S)
        below.addWidget(self.earlier)
        below.addStretch(1)
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self._below)
        for part in (rows, self._nothing):
            self._list.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list, 1)
        row.addWidget(self.details)
