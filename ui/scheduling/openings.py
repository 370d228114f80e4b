"""The openings that decide when and where with one key."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.scheduling.queries import FreeOpening, free_openings
from ui.kit import tokens
from ui.kit.labels import Label, Look
from ui.scheduling.pick_list import PickList, Row
from ui.session import Session


class Openings(QWidget):
    """`taken` carries the FreeOpening that was picked."""

    taken = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._openings: tuple[FreeOpening, ...] = ()
        self._asked: object = None
        self.list = PickList("Openings", numbered=True)
        self.list.picked.connect(lambda place: self.taken.emit(self._openings[place]))
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

    def look(self, case_id: int | None, sought: tuple[int, date] | None) -> None:
        """Look for openings of so many minutes from a day on, once it is known for whom and what.

        An answer to an older question is not shown.
        """
        asked = self._asked = object()

        def show(found: tuple[FreeOpening, ...]) -> None:
            if self._asked is asked:
                self.show_openings(found)

        if case_id is not None and sought is not None:
            self._session.background.read(self, free_openings, case_id, *sought, then=show)

    def show_openings(self, openings: Sequence[FreeOpening], heading: str = "&Openings") -> None:
        """List places in time; in the list their numbers are keys."""
        self._asked = None
        self._openings = tuple(openings)
        self._heading.setText(heading)
        self._full.setVisible(not openings)
        self.hint.setText(f"Alt+O, then keys 1 to {len(openings)}" if openings else "")
        self.list.show_rows([self._row(opening) for opening in openings])

    def _row(self, opening: FreeOpening) -> Row:
        where = " · ".join(filter(None, (opening.room, opening.physician or "any physician")))
        return Row(messages.moment(opening.starts_at, self._session.zone), where)
