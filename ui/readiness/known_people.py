"""People on the chart who may take the patient home: one press instead of typing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.contacts.rules import Contact
from ui.kit import tokens
from ui.kit.buttons import Button, link
from ui.kit.labels import Label, Look


class KnownPeople(QWidget):
    """Hidden while nobody is on the chart. `picked` carries the Contact."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.links: dict[str, Button] = {}
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.addWidget(Label("From the chart", Look.FIELD))
        self.hide()

    def offer(self, people: Sequence[Contact]) -> None:
        """Show these people and no others."""
        while self._lines.count() > 1:
            row = self._lines.takeAt(1).widget()
            row.hide()
            row.deleteLater()
        self.links = {}
        for person in people:
            self._lines.addWidget(self._row(person))
        self.setVisible(bool(people))

    def _row(self, person: Contact) -> QWidget:
        said = ", ".join(filter(None, (person.name, person.relation)))
        take = self.links[person.name] = link("Take")
        take.setAccessibleName(f"Take {said} from the chart")
        take.clicked.connect(lambda _: self.picked.emit(person))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_S)
        row.addWidget(Label(said, wrap=True), 1)
        row.addWidget(take, 0, Qt.AlignmentFlag.AlignTop)
        return holder
