"""The report of possible duplicates: pairs of records that look like one person's."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QTableView, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.duplicates.actions import TellApart, tell_apart
from clinicdesk.duplicates.queries.finding import Compared, Pair, duplicate_pairs
from clinicdesk.errors import Reason
from clinicdesk.patients.resemblance import Alike
from ui.kit import theme
from ui.kit.announce import announce
from ui.kit.away import Away
from ui.kit.buttons import Button, bind, link, primary, secondary
from ui.kit.empty import Empty
from ui.kit.labels import Label, Look
from ui.kit.name_delegate import NameDelegate
from ui.kit.page import Page
from ui.kit.page_header import PageHeader
from ui.kit.privacy import shown_name, unless_private
from ui.kit.rows_model import Column
from ui.kit.table import Table
from ui.kit.tokens import Status
from ui.patients import words
from ui.session import Session

MOST = 500
"""Pairs on screen, the most alike ones."""
_WORDS = {Alike.SAME: "Same", Alike.LIKELY: "Likely", Alike.POSSIBLE: "Possible"}
_STATES = {Alike.SAME: Status.ATTN, Alike.LIKELY: Status.ATTN, Alike.POSSIBLE: Status.WAIT}
_NOBODY = "No two records look like one person's."


class DuplicatesPage(Page):
    """`compare_wanted` carries the ids of two patients, `closed` that the list is wanted again."""

    doing = "Comparing records"
    can_cancel = True

    compare_wanted = Signal(int, int)
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session.background, {topics.PATIENTS}, parent)
        self._session = session
        self._run = 0
        self._found: list[Pair] = []
        self.table: Table[Pair] = Table("Possible duplicates", self._columns(), key=_ids)
        self.said = Label("", Look.QUIET)
        self.away = Away(session.background)
        self.away.say("Not connected. The records are compared once the database answers.")
        self.empty = Empty("", "users", ("All patients", self.closed.emit))
        self.compare = primary("&Compare", "copy")
        self.apart = secondary("&Different people", "users")
        self.back = link("All patients", "arrow-left")
        self._list = QStackedWidget()
        self._arrange()
        self._connect()

    def reload(self) -> None:
        """Compare all records anew, step by step: others are served between two steps."""
        self._run += 1
        self._found = []
        self._step(self._run, 0)

    def cancel(self) -> None:
        """Back to the list: nobody waits for the comparison."""
        super().cancel()
        self._stale = True
        self.closed.emit()

    def enter(self) -> None:
        """Put the focus on the pairs."""
        (self.table if self.table.rows else self.back).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.enter()

    def _step(self, run: int, after: int) -> None:
        then = partial(self._take, run)
        self.read(duplicate_pairs, after, then=then)

    def _take(self, run: int, step: Compared) -> None:
        if run != self._run:
            return
        if not self.isVisible():  # nobody waits for the rest: it begins anew when it is seen again
            self._stale = True
            return
        self._found = sorted([*self._found, *step.pairs], key=_worst_last)[:MOST]
        if step.after is not None:
            self.said.setText(f"Compared {step.done:,} of {step.all:,} patients.")
            self._step(run, step.after)
        self._show(is_done=step.after is None)

    def _show(self, *, is_done: bool) -> None:
        had_focus = self.focusWidget() in (None, self.back)
        self.table.show_rows(self._found)
        for button in (self.compare, self.apart):
            button.setEnabled(bool(self._found))
        if self._found:
            self._list.setCurrentWidget(self.table)
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)
            if had_focus and self.isVisible():
                self.table.setFocus()
        else:
            self.empty.set_sentence(_NOBODY if is_done else "The records are being compared.")
            self._list.setCurrentWidget(self.empty)
        if is_done:
            self.said.setText(_counted(len(self._found)))
            announce(self, self.said.text() or _NOBODY)

    def _tell_apart(self) -> None:
        pair = self.table.current_row()
        if pair:
            self._session.background.change(
                self,
                tell_apart,
                TellApart(*_ids(pair)),
                then=lambda _: None,
                refused=self._refused,
            )

    def _refused(self, reasons: Sequence[Reason]) -> None:
        self.said.setText(messages.sentence(reasons[0], self._session.zone))
        announce(self, self.said.text(), urgent=True)

    def _compare(self) -> None:
        if pair := self.table.current_row():
            self.compare_wanted.emit(*_ids(pair))

    def _connect(self) -> None:
        self.table.opened.connect(lambda _: self._compare())
        acts: tuple[tuple[Button, object], ...] = (
            (self.compare, self._compare),
            (self.apart, self._tell_apart),
            (self.back, self.closed.emit),
        )
        for button, act in acts:
            button.clicked.connect(lambda _, act=act: act())
        bind(self.back, "Alt+Left", self)

    def _columns(self) -> tuple[Column[Pair], ...]:
        def name(which: str) -> Column[Pair]:
            titles = {"first": "Record", "second": "May be the same as"}
            return Column(
                titles[which], lambda pair: shown_name(getattr(pair, which).name), strong=True
            )

        def about(which: str) -> Column[Pair]:
            return Column(
                "Born",
                lambda pair: unless_private(
                    words.born(getattr(pair, which), self._session.today())
                ),
                second=lambda pair: f"MRN {getattr(pair, which).mrn}",
                width=150,
            )

        born = Column[Pair](
            "How alike",
            _likeness,
            second=lambda pair: unless_private(_said(pair.why[0])),
            status=_state,
            width=230,
        )
        names = Column[Pair](
            "Names and phone",
            lambda pair: unless_private(_said(pair.why[1])),
            second=lambda pair: unless_private(_said(", ".join(pair.why[2:]))),
            width=250,
        )
        return name("first"), about("first"), name("second"), about("second"), born, names

    def _arrange(self) -> None:
        header = PageHeader("Possible duplicates")
        header.add(self.said)
        for button in (self.back, self.apart, self.compare):
            header.add_action(button)
        for part in (self.table, self.empty):
            self._list.addWidget(part)
        self.table.setWordWrap(True)
        for place in (0, 2):
            self.table.setItemDelegateForColumn(place, NameDelegate(self.table))
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        theme.follow(self.table, _keep_rows_high, "least")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (header, self.away):
            column.addWidget(part)
        column.addWidget(self._list, 1)


def _keep_rows_high(table: QTableView) -> None:
    rows = table.verticalHeader()
    rows.setMinimumSectionSize(rows.defaultSectionSize())


def _ids(pair: Pair) -> tuple[int, int]:
    return pair.first.id, pair.second.id


def _worst_last(pair: Pair) -> tuple[int, int, int, int]:
    return -pair.alike, -pair.score, *_ids(pair)


def _likeness(pair: Pair) -> str:
    return _WORDS[pair.alike]


def _state(pair: Pair) -> Status:
    return _STATES[pair.alike]


def _said(words: str) -> str:
    return words[:1].upper() + words[1:]


def _counted(pairs: int) -> str:
    if pairs >= MOST:
        return f"The {MOST} most alike pairs. Merge or part these to see others."
    return {0: "", 1: "1 pair"}.get(pairs, f"{pairs} pairs")
