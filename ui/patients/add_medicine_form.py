"""Adds one medicine after the other to the chart, at any time."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.record.actions import AddMedicine, add_medicine
from ui.form_draft import FormDraft
from ui.kit.announce import announce
from ui.kit.buttons import bind, link, secondary
from ui.kit.forms import TextField
from ui.patients import words
from ui.session import Session


class AddMedicineForm(QWidget):
    """While a name is typed, its note names the drug that must be held."""

    closed = Signal()

    def __init__(self, session: Session, patient_id: int) -> None:
        super().__init__()
        self._session = session
        self._patient_id = patient_id
        self.name = TextField("Name and strength")
        self.button = secondary("A&dd to the list")
        self.cancel = link("Close")
        self._draft = FormDraft(session.drafts, "record.add_medicine", [self.name], patient_id)
        actions = QHBoxLayout()
        actions.addWidget(self.button)
        actions.addWidget(self.cancel)
        actions.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._draft.strip)
        column.addWidget(self.name)
        column.addLayout(actions)
        self.name.edited.connect(self._echo)
        self.button.clicked.connect(lambda _: self._add())
        self.cancel.clicked.connect(lambda _: self._close())
        bind(self.button, "Ctrl+Return", self)
        bind(self.cancel, "Esc", self)
        self._draft.begin()
        self.setVisible(self._draft.is_back)

    def begin(self) -> None:
        """Open the form; what was typed there before is still there."""
        self.show()
        self.name.setFocus()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def _echo(self) -> None:
        self.name.set_hint(words.recognised(self.name.value()))

    def _add(self) -> None:
        """A second press before the answer repeats the request and adds nothing more."""
        request = AddMedicine(patient_id=self._patient_id, name=self.name.value())
        self._session.background.change(
            self,
            add_medicine,
            request,
            then=lambda _: self._added(request.name),
            refused=self._refused,
        )

    def _added(self, name: str) -> None:
        """Ready for the next one, unless that is being typed already."""
        if self.name.value() == name:
            self.name.set_value("")
            self.name.set_hint("")
            self._draft.done()
        announce(self, f"{name} added")

    def _refused(self, reasons: Sequence[Reason]) -> None:
        self.name.set_error(" ".join(messages.sentence(reason) for reason in reasons))
        self.name.setFocus()
