"""The openings that decide when and where with one key."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.readiness.rules import GateState
from clinicdesk.readiness.window import Window
from clinicdesk.scheduling.queries import FreeOpening, free_openings
from ui.kit import tokens
from ui.kit.finder_row import Mark
from ui.kit.labels import Label, Look
from ui.kit.tokens import Status
from ui.scheduling.pick_list import PickList, Row
from ui.session import Session

_MOST = 9
_MARKS = {
    GateState.BLOCKED: Mark(Status.BLOCK, "Blocked"),
    GateState.NEEDS_ACTION: Mark(Status.ATTN, "Needs action"),
}


class Openings(QWidget):
    """`taken` carries the FreeOpening that was picked.

    While another answer is under way the old rows are pale and none is picked; a number typed
    before there are any picks its row once they come.
    """

    taken = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._openings: tuple[FreeOpening, ...] = ()
        self._asked: object = None
        self._wanted: int | None = None
        self.safe: Window | None = None
        """When the procedure is safe, once that is known."""
        self.list = PickList("Openings", numbered=True)
        self.list.picked.connect(lambda place: self.taken.emit(self._openings[place]))
        self.list.missed.connect(self._wait_for)
        self._heading = Label("&Openings", Look.FIELD)
        self._heading.setBuddy(self.list)
        self.hint = Label("", Look.HINT)
        self._full = Label("Nothing is open for half a year.", Look.SMALL, wrap=True)
        heading = QHBoxLayout()
        heading.addWidget(self._heading, 1)
        heading.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_M)
        column.addLayout(heading)
        column.addWidget(self._full)
        column.addWidget(self.list)
        self._full.hide()

    def look(
        self, case_id: int | None, sought: tuple[int, date] | None, procedure: int | None = None
    ) -> None:
        """Look for openings of so many minutes from a day on, once it is known for whom and what.

        An answer to an older question is not shown.
        """
        asked = self._asked = object()
        self.list.set_stale(True)

        def show(found: tuple[FreeOpening, ...]) -> None:
            if self._asked is asked:
                self.show_openings(found)

        if case_id is not None and sought is not None:
            wanted = (case_id, *sought, _MOST, procedure)
            self._session.background.read(self, free_openings, *wanted, then=show)

    def mark_by(self, window: Window) -> None:
        """Mark what is not safe from now on."""
        self.safe = window

    def show_openings(self, openings: Sequence[FreeOpening], heading: str = "&Openings") -> None:
        """List places in time; in the list their numbers are keys."""
        self._asked = None
        self._openings = tuple(openings)
        self._heading.setText(heading)
        self._full.setVisible(not openings)
        self.hint.setText(f"Alt+O, then keys 1 to {len(openings)}" if openings else "")
        self.list.show_rows([self._row(opening) for opening in openings])
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.list.pick(wanted)

    def _wait_for(self, place: int) -> None:
        """Whoever knows that the second is wanted need not wait until it is on screen."""
        if not self._openings and self._full.isHidden() and not self.isHidden():
            self._wanted = place

    def _row(self, opening: FreeOpening) -> Row:
        where = " · ".join(filter(None, (opening.room, opening.physician or "any physician")))
        stands = self.safe.standing(opening.starts_at) if self.safe else GateState.READY
        local = self._session.local(opening.starts_at)
        when = f"{messages.near_day(local)}, {messages.clock(local)}"
        return Row(when, where, mark=_MARKS.get(stands))
