"""Finds the patient to book among those who wait, by a few letters of the name."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.patients.rules import fold
from clinicdesk.scheduling.queries import Waiting
from ui.kit import tokens
from ui.kit.forms import TextField
from ui.kit.labels import Label, Look
from ui.scheduling.pick_list import PickList
from ui.scheduling.waiting_panel import waiting_row
from ui.session import Session


class CasePicker(QWidget):
    """`picked` carries the case's id. Down goes to the list, Enter takes its current row."""

    picked = Signal(int)

    def __init__(
        self, session: Session, waiting: Sequence[Waiting], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._waiting = session, tuple(waiting)
        self._found: list[Waiting] = []
        self._only: Collection[int] = ()
        self.field = TextField("P&atient", hint="Letters of the family or given name")
        self._list = PickList("Patients to schedule", armed=True)
        self._nobody = Label("", Look.SMALL, wrap=True)
        self.field.edited.connect(self._typed)
        self.field.input.installEventFilter(self)
        self._list.picked.connect(lambda place: self.picked.emit(self._found[place].case_id))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_S)
        for part in (self.field, self._list, self._nobody):
            column.addWidget(part)
        self.setFocusProxy(self.field)
        self._search()

    def offer(self, only: Collection[int]) -> None:
        """Let one of these cases be chosen, none of them marked; of nobody, anybody."""
        self._only = only
        self.field.set_value("")
        self._search()
        if only:
            self._list.setCurrentRow(-1)
            self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self._list.pick(self._list.currentRow())
                return True
            if event.key() == Qt.Key.Key_Down:
                self._list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        self._only = ()
        self._search()

    def _search(self) -> None:
        typed = fold(self.field.value())
        among = [one for one in self._waiting if not self._only or one.case_id in self._only]
        self._found = [one for one in among if _matches(one, typed)]
        self._list.show_rows([waiting_row(one, self._session) for one in self._found])
        self._nobody.setText(self._why_nobody())
        self._nobody.setVisible(not self._found)

    def _why_nobody(self) -> str:
        if not self._waiting:
            return "No approved patient waits for a date. A physician signs an evaluation first."
        return f"No waiting patient matches “{self.field.value()}”."


def _matches(one: Waiting, typed: str) -> bool:
    """Whether a part of the name starts so."""
    name = fold(one.patient.name.on_screen.replace(",", " "))
    return f" {typed}" in f" {name}"
