"""Who waits for an evaluation, the longest waiting first; a physician sees their own drafts."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.evaluations.actions import sign_evaluation
from clinicdesk.evaluations.queries import ToEvaluate, to_evaluate
from ui.evaluations.words import FORM
from ui.kit import privacy
from ui.kit.age import born
from ui.kit.command import Command
from ui.kit.empty import Empty, filtered
from ui.kit.labels import Label, Look
from ui.kit.name_delegate import NameDelegate
from ui.kit.page import Page
from ui.kit.page_header import PageHeader
from ui.kit.privacy import shown_name
from ui.kit.rows_model import Column
from ui.kit.segments import Segments
from ui.kit.stops import beginning
from ui.kit.table import Table
from ui.kit.tokens import Status
from ui.session import Session

_ALL, _MINE = 0, 1
_BORN, _DRAFT = 1, 4  # columns that are not always there
_NOBODY = "Nobody waits for an evaluation. A patient comes here once the intake is complete."
_NO_DRAFT = "You have begun none of these evaluations."


class EvaluationsPage(Page):
    """`evaluation_wanted` carries the id of a patient, `patients_wanted` asks for all of them."""

    doing = "Reading the evaluations"

    evaluation_wanted = Signal(int)
    patients_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session.background, {topics.READINESS, topics.PATIENTS}, parent)
        self._session = session
        self._waiting: tuple[ToEvaluate, ...] = ()
        self.table: Table[ToEvaluate] = Table(
            "Evaluations to write", self._columns(), key=lambda row: row.case_id
        )
        self.filter = Segments(["All", "With my draft"], "Shown", clearable=False)
        self.count = Label("", Look.QUIET)
        self.empty = Empty(_NOBODY, "stethoscope", ("All patients", self.patients_wanted.emit))
        self.no_draft = filtered(_NO_DRAFT, self.show_all)
        self._views = QStackedWidget()
        self._arrange()
        self.filter.choose([_ALL])
        self.filter.changed.connect(self._show)
        self.table.opened.connect(self._open)
        session.drafts.counted.connect(self._show)
        self.show_names()

    def reload(self) -> None:
        self.read(to_evaluate, then=self._take)

    def enter(self) -> None:
        """Put the focus on the list, or on what there is to do instead."""
        place = beginning(self._views.currentWidget())
        (place or self.table).setFocus()

    def commands(self) -> Sequence[Command]:
        """What can be done with the current row."""
        row = self.table.current_row()
        if row is None:
            return ()
        act = partial(self._open, row)
        return [Command("evaluations.open", "Open the evaluation", act, "Enter", "Patient")]

    def show_all(self) -> None:
        """Take the filter away."""
        self.filter.choose([_ALL])
        self._show()
        self.enter()

    def show_names(self) -> None:
        self.table.setColumnHidden(_BORN, privacy.is_on())

    def _take(self, waiting: tuple[ToEvaluate, ...]) -> None:
        self._waiting = waiting
        self._show()

    def _show(self) -> None:
        begun = self._begun()
        mine = self.filter.chosen() == (_MINE,)
        rows = [row for row in self._waiting if not mine or row.case_id in begun]
        was_empty = not self.table.rows
        self.table.show_rows(rows)
        if rows and self.table.current_row() is None:
            self.table.selectRow(0)
        view = self.table if rows else self.no_draft if self._waiting else self.empty
        had_focus = self._views.isAncestorOf(self.focusWidget() or self)
        self._views.setCurrentWidget(view)
        if self.isVisible() and had_focus and was_empty != (not rows):
            self.enter()
        count = len(rows)
        self.count.setText("" if not rows else "1 patient" if count == 1 else f"{count} patients")

    def _open(self, row: ToEvaluate) -> None:
        self.evaluation_wanted.emit(row.patient.id)

    def _begun(self) -> frozenset[int]:
        """The cases in whose note the person at work has typed something that is not signed."""
        places = (draft.place for draft in self._session.drafts.unfinished)
        return frozenset(place.record_id for place in places if place.form == FORM)

    def _columns(self) -> tuple[Column[ToEvaluate], ...]:
        return (
            Column("Patient", lambda row: shown_name(row.patient.name), strong=True),
            Column("Born", lambda row: born(row.patient, self._session.today()), width=160),
            Column("Waits for", _waits_for, status=_state, icon=_icon, width=150),
            Column("Since", self._since, numbers=True, width=180),
            Column(
                "Draft",
                lambda row: "Your draft" if row.case_id in self._begun() else "",
                status=lambda row: Status.ATTN if row.case_id in self._begun() else None,
                icon=lambda _: "pencil",
                width=130,
            ),
        )

    def _since(self, row: ToEvaluate) -> str:
        since, today = self._session.local(row.since).date(), self._session.today()
        day = messages.near_day(since) if since.year == today.year else messages.day(since)
        days = (today - since).days
        ago = "today" if days == 0 else "1 day" if days == 1 else f"{days} days"
        return f"{day} · {ago}"

    def _arrange(self) -> None:
        header = PageHeader("Evaluations")
        writes = self._session.may(sign_evaluation)
        self.table.setColumnHidden(_DRAFT, not writes)
        header.add(self.filter)
        self.filter.setVisible(writes)
        header.add(self.count)
        for view in (self.table, self.empty, self.no_draft):
            self._views.addWidget(view)
        self.table.setWordWrap(True)
        self.table.setItemDelegateForColumn(0, NameDelegate(self.table))
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.age_strip(self._session))
        column.addWidget(self._views, 1)


def _waits_for(row: ToEvaluate) -> str:
    return "More work-up" if row.status is CaseStatus.MORE_WORK_UP else "Evaluation"


def _state(row: ToEvaluate) -> Status:
    return Status.WAIT if row.status is CaseStatus.MORE_WORK_UP else Status.FLOW


def _icon(row: ToEvaluate) -> str:
    return "clock" if row.status is CaseStatus.MORE_WORK_UP else "stethoscope"
