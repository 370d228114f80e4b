"""Adds one entry after the other to a patient's chart, in place."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from ui.form_draft import FormDraft
from ui.kit import tokens
from ui.kit.buttons import bind, link, secondary
from ui.kit.typed import Typeable
from ui.session import Session


class AddForm(QWidget):
    """Hidden until it is asked for, or holds what was typed before; `closed` on Esc and Close.

    A subclass says in `add` what its `fields` make; what is wrong is said at the first of them.
    """

    closed = Signal()

    def __init__(
        self, session: Session, patient_id: int, kind: str, fields: Sequence[Typeable], button: str
    ) -> None:
        super().__init__()
        self._session, self._patient_id, self._first = session, patient_id, fields[0]
        self.button = secondary(button)
        self.cancel = link("Close")
        self._draft = FormDraft(session.drafts, kind, fields, patient_id)
        actions = QHBoxLayout()
        actions.setSpacing(tokens.SPACE_S)
        actions.addWidget(self.button)
        actions.addWidget(self.cancel)
        actions.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_S)
        for part in (self._draft.strip, *fields):
            column.addWidget(part)
        column.addLayout(actions)
        self.button.clicked.connect(lambda _: self.add())
        self.cancel.clicked.connect(lambda _: self.close_form())
        bind(self.button, "Ctrl+Return", self)
        bind(self.cancel, "Esc", self)
        self._draft.begin()
        self.setVisible(self._draft.is_back)

    def begin(self) -> None:
        """Open the form; what was typed there before is still there."""
        self.show()
        self._first.setFocus()

    def close_form(self) -> None:
        """Close it; what is typed there stays."""
        self.hide()
        self.closed.emit()

    def add(self) -> None:
        """Ask for what is typed: a second press before the answer adds nothing more."""
        raise NotImplementedError

    def refuse(self, reasons: Sequence[Reason]) -> None:
        """Say what to do; what is typed stays."""
        self._first.set_error(" ".join(messages.sentence(reason) for reason in reasons))
        self._first.setFocus()
