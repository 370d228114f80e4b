"""The patients of the clinic: find one, open the chart, register a new one."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.exchange.actions import import_patient
from clinicdesk.patients.queries import Found, Match, find_patients
from ui.kit import privacy, theme
from ui.kit.announce import announce
from ui.kit.away import Away
from ui.kit.beside import DOCKS_FROM, Beside
from ui.kit.buttons import primary, secondary, tell_keys
from ui.kit.command import Command
from ui.kit.did_you_mean import DidYouMean
from ui.kit.labels import Label, Look
from ui.kit.name_delegate import NameDelegate
from ui.kit.newest import Newest
from ui.kit.not_recorded import NOT_RECORDED
from ui.kit.page import Page
from ui.kit.page_header import PageHeader
from ui.kit.rows_model import Column
from ui.kit.search_box import SearchBox
from ui.kit.table import Table
from ui.kit.tokens import Status
from ui.patients import found_words, words
from ui.patients.list_commands import list_commands
from ui.patients.no_match import NoMatch
from ui.patients.register_panel import RegisterPanel
from ui.session import Session

_ROOM_FOR_ALL = 1000  # px: in less, names keep their room, and _SPARED columns wait
_SPARED = (3, 5)  # sex and phone
_MRN = 4
_SEARCH, _SEARCH_NARROW = 360, 280


class PatientsPage(Page):
    """`chart_wanted` carries the id of the patient whose chart is to be opened, `import_wanted`
    asks for the page that brings patients in from files.
    """

    doing = "Looking for patients"
    can_cancel = True

    chart_wanted = Signal(int)
    import_wanted = Signal()
    duplicates_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session.background, {topics.PATIENTS}, parent)
        self._session = session
        self.search = SearchBox("Find a patient", found_words.PLACEHOLDER)
        self.table: Table[Match] = Table(
            "Patients", _columns(session.today), key=lambda row: row.patient.id
        )
        self._count = Label("", Look.QUIET, wrap=True)
        self.away = Away(session.background)
        self._as_of = ""
        self.meant = DidYouMean()
        self._no_match = NoMatch()
        self._found = Found(())
        self._newest = Newest(self._ask, self)
        self._list = QStackedWidget()
        self.register = RegisterPanel(session)
        self.register.hide()
        self._arrange()
        self._connect()
        self._make_room()

    def reload(self) -> None:
        self._newest.forget()
        self._find()

    def cancel(self) -> None:
        """What is looked for is not wanted any more."""
        super().cancel()
        self._newest.forget()
        self.search.clear()

    def new_patient(self) -> None:
        """Open the panel for a new patient; what was typed there before is still there."""
        self._dock(True)
        self.register.begin()

    def commands(self) -> list[Command]:
        """What can be done with the list."""
        row = self.table.current_row()
        return list_commands(
            find=self.search.setFocus,
            look_for_duplicates=self.duplicates_wanted.emit,
            bring=self.import_wanted.emit if self._session.may(import_patient) else None,
            open_it=partial(self.chart_wanted.emit, row.patient.id) if row else None,
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.search.text():
            self._find()  # charts were opened meanwhile
        self.search.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _dock(self, is_open: bool) -> None:
        """Show or hide the panel; while it is open, its own button is the one to press."""
        self.register.setVisible(is_open)
        self.new.setVisible(not is_open)
        self._make_room()

    def _make_room(self) -> None:
        takes_room = self.register.isVisibleTo(self) and self.window().width() >= DOCKS_FROM
        docked = self.register.minimumWidth() if takes_room else 0
        narrow = self.width() - docked < theme.scaled(_ROOM_FOR_ALL)
        theme.fix(self.search, width=_SEARCH_NARROW if narrow else _SEARCH)
        for place in range(1, self.table.model().columnCount()):
            spared = narrow and place in _SPARED
            self.table.setColumnHidden(place, spared or (privacy.is_on() and place != _MRN))

    def _find(self) -> None:
        typed = self.search.text()
        if objection := found_words.objection(typed):
            self._newest.forget()
            self._show_nobody(objection, ())
        else:
            self.away.say(_waits(typed, self._as_of))
            self._newest.ask(typed)

    def _ask(self, typed: str, then: Callable[[Found], object]) -> None:
        self.read(find_patients, typed, then=then)

    def _show(self, typed: str, found: Found) -> None:
        self._found = found
        meant = found_words.meant(found)
        self.table.show_rows(found.matches)
        if not found.matches:
            nobody = found_words.nobody(typed) if typed.strip() else found_words.TYPE_TO_FIND
            self._show_nobody(nobody, meant)
            return
        self._tell_age(f" The list is as of {_clock(self._session)}.")
        self._count.setText(_counted(found) if typed.strip() else found_words.RECENT)
        self.meant.offer(meant, after=self.search)
        self._list.setCurrentWidget(self.table)

    def _tell_age(self, as_of: str) -> None:
        """What stands over the page once the database does not answer; "" where no list is."""
        self._as_of = as_of
        self.away.say(f"Not connected.{as_of}")

    def _show_nobody(self, sentence: str, meant: Sequence[str]) -> None:
        self._tell_age("")
        self._count.setText("")
        self.meant.offer((), after=self.search)
        self._no_match.say(sentence, meant, after=self.search)
        self._list.setCurrentWidget(self._no_match)
        announce(self.search, sentence)

    def _follow(self, act: Callable[[], object]) -> None:
        """Do it with the answer to what is typed, if nobody went on to something else."""

        def still() -> None:
            if self.isVisible() and self.window().focusWidget() is self.search:
                act()

        self._newest.follow(still)

    def _open_or_step(self) -> None:
        """Enter opens the only match; among several, a person looks first."""
        if self.search.text().strip() and len(self.table.rows) == 1:
            self.chart_wanted.emit(self.table.rows[0].patient.id)
        else:
            self._step()

    def _step(self) -> None:
        if self.table.rows:
            self.table.setFocus()
            self.table.selectRow(0)

    def _look_for_meant(self, place: int) -> None:
        self.search.setText(self._found.meant[place])
        self.search.setFocus()

    def _registered(self, patient_id: int) -> None:
        self._dock(False)
        self.chart_wanted.emit(patient_id)

    def _close_panel(self) -> None:
        self._dock(False)
        self.search.setFocus()

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._find())
        self.search.entered.connect(lambda: self._follow(self._open_or_step))
        self.search.stepped.connect(lambda _: self._follow(self._step))
        self.search.left.connect(self.search.clear)
        self._newest.answered.connect(self._show)
        for offer in (self.meant.chosen, self._no_match.meant):
            offer.connect(self._look_for_meant)
        self._no_match.new_wanted.connect(self.new_patient)
        self.table.opened.connect(lambda row: self.chart_wanted.emit(row.patient.id))
        self.register.registered.connect(self._registered)
        self.register.matches.used.connect(self.chart_wanted)
        self.register.closed.connect(self._close_panel)

    def _arrange(self) -> None:
        header = PageHeader("Patients")
        header.add(self.search)
        header.add(self._count)
        self.bring = bring = secondary("&Import", "door-enter")
        bring.clicked.connect(lambda _: self.import_wanted.emit())
        self.duplicates = secondary("&Duplicates", "copy")
        self.duplicates.setAccessibleName("Possible duplicates")
        self.duplicates.clicked.connect(lambda _: self.duplicates_wanted.emit())
        header.add_action(self.duplicates)
        header.add_action(bring)
        bring.setVisible(self._session.may(import_patient))
        self.new = new = primary("&New patient", "user-plus")
        new.clicked.connect(self.new_patient)
        tell_keys(new, "Ctrl+N")  # the window binds them, for every page
        header.add_action(new)
        for part in (self.table, self._no_match):
            self._list.addWidget(part)
        self.table.setWordWrap(True)
        self.table.setItemDelegateForColumn(0, NameDelegate(self.table))
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        contents = QWidget()
        below = QVBoxLayout(contents)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.meant)
        below.addWidget(self._list, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.away)
        column.addWidget(Beside(contents, self.register), 1)


def _columns(today: Callable[[], date]) -> tuple[Column[Match], ...]:
    return (
        Column("Name", lambda row: found_words.title(row.patient), strong=True),
        Column("Found by", _found_by, second=_also_by, status=_alert, width=230),
        Column("Born", lambda row: words.born(row.patient, today()), second=_deceased, width=180),
        Column("Sex", lambda row: words.sex(row.patient), width=110),
        Column("MRN", lambda row: row.patient.mrn, numbers=True, width=100),
        Column("Phone", lambda row: row.patient.phone or NOT_RECORDED, width=160),
    )


def _found_by(row: Match) -> str:
    return found_words.SIMILAR_NAMES if row.is_similar else found_words.because(row)


def _also_by(row: Match) -> str:
    return found_words.because(row) if row.is_similar else ""


def _alert(row: Match) -> Status | None:
    return Status.ATTN if row.is_similar else None


def _deceased(row: Match) -> str:
    return words.deceased(row.patient)


def _counted(found: Found) -> str:
    count = len(found.matches)
    if found.has_more:
        return found_words.first_of_more(count)
    return "1 patient" if count == 1 else f"{count} patients"


def _waits(typed: str, as_of: str) -> str:
    sought = f"“{found_words.echo(typed)}” is looked for" if typed.strip() else "The patients come"
    return f"Not connected. {sought} once the database answers.{as_of}"


def _clock(session: Session) -> str:
    return messages.clock(session.local(session.now()))
