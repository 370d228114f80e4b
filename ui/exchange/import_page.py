"""Importing patients: choose files, see what would happen, do it, keep the report."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.errors import Reason
from clinicdesk.exchange.candidates import Reading
from clinicdesk.exchange.importing import ROWS
from clinicdesk.exchange.reports import Fate, Report, Result, as_json, as_text
from clinicdesk.outgoing import put_file
from ui.exchange import words
from ui.exchange.columns_view import ColumnsView
from ui.exchange.import_run import ImportRun
from ui.exchange.places import is_list
from ui.exchange.result_panel import ResultPanel
from ui.exchange.start_view import StartView
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.away import Away
from ui.kit.buttons import Button, bind, primary, secondary
from ui.kit.error_summary import ErrorSummary
from ui.kit.labels import Label, Look
from ui.kit.page_header import PageHeader
from ui.kit.progress_strip import ProgressStrip
from ui.kit.rows_model import Column
from ui.kit.table import Table
from ui.kit.tokens import Status
from ui.session import Session

_AWAY = "Not connected. The import goes on once the database answers."


class ImportPage(QWidget):
    """`closed` asks to leave; an import under way goes on, and its report waits here.

    `choose_file` asks where to save the report, `told` carries what was done.
    """

    closed = Signal()
    told = Signal(str)

    def __init__(
        self,
        session: Session,
        *,
        choose_file: Callable[[str], Path | None],
        start: StartView | None = None,
    ) -> None:
        super().__init__()
        self._session = session
        self._choose_file = choose_file
        self.start = start or StartView()
        self.columns = ColumnsView(session)
        self.progress = ProgressStrip()
        self.summary = Label("", Look.STRONG, wrap=True)
        self.errors = ErrorSummary()
        self.table: Table[Result] = Table("Patients in the files", _COLUMNS, key=_key)
        self.details = ResultPanel()
        self.do_import = primary("&Import", "check")
        self.again = secondary("Choose &other files")
        self.save_text = secondary("&Save report", "download")
        self.save_json = secondary("Save as &JSON")
        self.back = secondary("&Back to patients", "arrow-left")
        self._parts = QStackedWidget()
        self._run = self._new_run()
        self._arrange()
        self._connect()
        self._show_start()

    def enter(self) -> None:
        """Put the focus where work goes on."""
        places: tuple[QWidget, ...] = (self.progress.cancel, self.table)
        place = next((one for one in places if one.isVisible() and one.isEnabled()), self.start)
        place.setFocus()

    # The states ------------------------------------------------------------------------------

    def _show_start(self) -> None:
        self._show(self.start)
        self.progress.hide()

    def _read(self, paths: list[Path]) -> None:
        if is_list(paths):
            self.columns.begin(paths[0])
            self._show(self.columns, [self.again])
            return
        self._start_over()
        self._run.begin(paths)

    def _read_list(self, reading: Reading) -> None:
        self._start_over()
        self._run.begin_with(reading, ROWS)

    def _start_over(self) -> None:
        self._run.deleteLater()
        self._run = self._new_run()

    def _show_progress(self, doing: str, done: int, of: int) -> None:
        self.start.setEnabled(False)
        self.progress.show_progress(doing, done, of)

    def _show_preview(self) -> None:
        results = self._fill()
        ready = sum(one.fate is Fate.FORETOLD for one in results)
        self.do_import.setText(f"&Import {words.patients(ready)}")
        self.do_import.setAccessibleName(f"Import {words.patients(ready)}")
        self._show_list(words.preview(results), [self.again, *[self.do_import] * bool(ready)])

    def _begin(self) -> None:
        for button in self._actions:
            button.hide()
        self.summary.setText("Whoever is imported stays if you cancel.")
        self._run.carry_out()

    def _show_report(self) -> None:
        results, report = self._fill(), self._run.report
        said = words.outcome(results, is_cut=report.is_cut)
        self._show_list(said, [self.again, self.save_json, self.save_text])
        self.told.emit("The import is finished." if not report.is_cut else "The import stopped.")

    def _refuse(self, reasons: tuple[Reason, ...]) -> None:
        self._show_start()
        self.start.errors.show_reasons(reasons, self._session.zone)

    def _give_up(self) -> None:
        """Back to where files are chosen; nothing was written."""
        self._show_start()

    # What they are made of -------------------------------------------------------------------

    def _fill(self) -> list[Result]:
        results = words.in_order(self._run.report.results)
        self.table.show_rows(())  # it begins at the top again
        self.table.show_rows(results)
        self.table.selectRow(0)
        self.details.setVisible(bool(results))
        return results

    def _show_list(self, said: str, actions: list[Button]) -> None:
        self.summary.setText(said)
        announce(self.table, said)
        self.progress.hide()
        self._show(self._list, actions)

    def _show(self, part: QWidget, actions: list[Button] | None = None) -> None:
        self.errors.clear()
        self.start.setEnabled(True)
        self._parts.setCurrentWidget(part)
        if self.isVisible() and part is not self.columns:
            part.setFocus()  # before the button that has it goes
        for button in self._actions:
            button.setVisible(button in (actions or []))

    def _save(self, suggested: str, write: Callable[[Report], bytes]) -> None:
        path = self._choose_file(suggested)
        if path is None:
            return
        report = self._run.report
        self._session.background.press(
            self,
            lambda: put_file(write(report), path),
            then=lambda _: self.told.emit(f"The report is saved as {path.name}."),
            refused=lambda reasons: self.errors.show_reasons(reasons, self._session.zone),
        )

    def _new_run(self) -> ImportRun:
        run = ImportRun(self._session, self)
        run.moved.connect(self._show_progress)
        run.foreseen.connect(self._show_preview)
        run.ended.connect(self._show_report)
        run.refused.connect(self._refuse)
        run.given_up.connect(self._give_up)
        self.progress.stopped.connect(run.stop)
        return run

    def _connect(self) -> None:
        self.start.chosen.connect(self._read)
        self.columns.planned.connect(self._read_list)
        self.columns.refused.connect(self._refuse)
        self.do_import.clicked.connect(lambda _: self._begin())
        self.again.clicked.connect(lambda _: self._give_up())
        self.save_text.clicked.connect(lambda _: self._save("import-report.txt", as_text))
        self.save_json.clicked.connect(lambda _: self._save("import-report.json", as_json))
        self.back.clicked.connect(lambda _: self.closed.emit())
        self.table.selected.connect(lambda row: row and self.details.show_result(row))
        self.details.closed.connect(self._close_details)
        self.table.opened.connect(self._open_details)
        for scope in (self.do_import, self._list):  # the columns have a Ctrl+Enter of their own
            bind(self.do_import, "Ctrl+Return", scope)

    def _open_details(self, row: Result) -> None:
        self.details.show()
        self.details.show_result(row)

    def _close_details(self) -> None:
        self.details.hide()
        self.table.setFocus()

    def _arrange(self) -> None:
        self._actions = (self.again, self.save_json, self.save_text, self.do_import)
        header = PageHeader("Import patients")
        for button in (self.back, *self._actions):
            header.add_action(button)
        said = QHBoxLayout()
        said.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_M, 20, tokens.SPACE_M)
        said.addWidget(self.summary, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(said)
        left.addWidget(self.errors)
        left.addWidget(self.table, 1)
        self._list = QWidget()
        self._list.setFocusProxy(self.table)  # what one Enter would write is looked at first
        row = QHBoxLayout(self._list)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.details)
        for part in (self.start, self.columns, self._list):
            self._parts.addWidget(part)
        away = Away(self._session.background)
        away.say(_AWAY)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (header, away, self.progress):
            column.addWidget(widget)
        column.addWidget(self._parts, 1)


def _key(row: Result) -> object:
    one = row.candidate
    return one.file, one.name, one.born


def _thinner_status(row: Result) -> Status | None:
    return Status.ATTN if row.thinners else None


_COLUMNS: tuple[Column[Result], ...] = (
    Column("Name", words.name, second=words.file, strong=True),
    Column("Born", words.born, width=105),
    Column("Import", words.verdict, status=words.status, icon=words.icon, width=135),
    Column(
        "Blood thinner",
        words.thinner,
        second=words.more_thinners,
        status=_thinner_status,
        width=140,
    ),
    Column("Onto the chart", words.gist, second=words.besides, width=275),
)
