"""The patients of the clinic: find one, open the chart, register a new one."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.patients.queries import PatientFacts, find_patients
from ui.kit.away import Away
from ui.kit.buttons import bind, primary
from ui.kit.empty import Empty
from ui.kit.labels import Label, Look
from ui.kit.page import Page
from ui.kit.page_header import PageHeader
from ui.kit.rows_model import Column
from ui.kit.table import Table
from ui.patients import words
from ui.patients.name_delegate import NameDelegate
from ui.patients.register_panel import RegisterPanel
from ui.patients.search_box import SearchBox
from ui.session import Session

_MOST = 50
_LONGEST_ECHO = 60


class PatientsPage(Page):
    """`chart_wanted` carries the id of the patient whose chart is to be opened."""

    chart_wanted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session.background, {topics.PATIENTS}, parent)
        self._session = session
        self.search = SearchBox("Find a patient", "Name, MRN or phone")
        self.table: Table[PatientFacts] = Table(
            "Patients", _columns(session.today), key=lambda row: row.id
        )
        self._count = Label("", Look.QUIET)
        self.away = Away(session.background)
        self._as_of = ""
        self._nobody = Empty(
            "Nobody is registered yet.", "users", ("New patient", self.new_patient)
        )
        self._no_match = Empty("", "search", ("Show all patients", self._show_all))
        self._list = QStackedWidget()
        self.register = RegisterPanel(session)
        self.register.hide()
        self._arrange()
        self._connect()

    def reload(self) -> None:
        self._find()

    def new_patient(self) -> None:
        """Open the panel for a new patient; what was typed there before is still there."""
        self.register.show()
        self.register.begin()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.search.setFocus()

    def _find(self, then: Callable[[], object] = lambda: None) -> None:
        """Search for what is typed; `then` comes only if nobody went on to something else."""
        typed = self.search.text()
        self.away.say(_waits(typed, self._as_of))

        def show(rows: tuple[PatientFacts, ...]) -> None:
            if typed == self.search.text():
                self._show(typed, rows)
                if self.isVisible() and self.window().focusWidget() is self.search:
                    then()

        self._session.background.read(self, find_patients, typed, _MOST, then=show)

    def _show(self, typed: str, rows: tuple[PatientFacts, ...]) -> None:
        self._as_of = f" The list is as of {_clock(self._session)}."
        self.away.say(f"Not connected.{self._as_of}")
        self.table.show_rows(rows)
        self._count.setText(_counted(len(rows)))
        if rows:
            self._list.setCurrentWidget(self.table)
        elif typed.strip():
            self._no_match.set_sentence(f"No one matches “{_echo(typed)}”.")
            self._list.setCurrentWidget(self._no_match)
        else:
            self._list.setCurrentWidget(self._nobody)

    def _open_or_step(self) -> None:
        """Enter opens the only match; among several, a person looks first."""
        if self.search.text().strip() and len(self.table.rows) == 1:
            self.chart_wanted.emit(self.table.rows[0].id)
        else:
            self._step()

    def _step(self) -> None:
        if self.table.rows:
            self.table.setFocus()
            self.table.selectRow(0)

    def _show_all(self) -> None:
        self.search.clear()
        self.search.setFocus()

    def _registered(self, patient_id: int) -> None:
        self.register.hide()
        self.chart_wanted.emit(patient_id)

    def _close_panel(self) -> None:
        self.register.hide()
        self.search.setFocus()

    def _connect(self) -> None:
        self.search.searched.connect(self._find)
        self.search.entered.connect(lambda: self._find(self._open_or_step))
        self.search.stepped.connect(lambda: self._find(self._step))
        self.table.opened.connect(lambda row: self.chart_wanted.emit(row.id))
        self.register.registered.connect(self._registered)
        self.register.closed.connect(self._close_panel)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.search.setFocus)

    def _arrange(self) -> None:
        header = PageHeader("Patients")
        header.add(self.search)
        header.add(self._count)
        new = primary("&New patient", "user-plus")
        new.clicked.connect(self.new_patient)
        bind(new, "Ctrl+N", self)
        header.add_action(new)
        for part in (self.table, self._nobody, self._no_match):
            self._list.addWidget(part)
        self.table.setWordWrap(True)
        self.table.setItemDelegateForColumn(0, NameDelegate(self.table))
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.away)
        column.addWidget(self._list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column, 1)
        row.addWidget(self.register)


def _columns(today: Callable[[], date]) -> tuple[Column[PatientFacts], ...]:
    return (
        Column("Name", lambda row: row.name.on_screen, strong=True),
        Column("Born", lambda row: words.born(row, today()), second=words.deceased, width=190),
        Column("Sex", words.sex, width=120),
        Column("MRN", lambda row: row.mrn, numbers=True, width=110),
        Column("Phone", lambda row: row.phone or words.NOT_RECORDED, width=190),
    )


def _counted(count: int) -> str:
    if count >= _MOST:
        return f"The first {_MOST} by name. Type more of a name to see others."
    return {0: "", 1: "1 patient"}.get(count, f"{count} patients")


def _waits(typed: str, as_of: str) -> str:
    sought = f"“{_echo(typed)}” is looked for" if typed.strip() else "The patients come"
    return f"Not connected. {sought} once the database answers.{as_of}"


def _clock(session: Session) -> str:
    return messages.clock(session.local(session.now()))


def _echo(typed: str) -> str:
    tidy = " ".join(typed.split())
    return tidy if len(tidy) <= _LONGEST_ECHO else f"{tidy[:_LONGEST_ECHO]}…"
