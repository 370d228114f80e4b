"""Adds one alert to the chart."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.contacts.actions import AddAlert, add_alert
from clinicdesk.errors import Reason
from ui.form_draft import FormDraft
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.buttons import bind, link, secondary
from ui.kit.forms import CheckField, TextField
from ui.session import Session


class AlertForm(QWidget):
    """Hidden until it is asked for, or holds what was typed before. `closed` on Esc."""

    closed = Signal()

    def __init__(self, session: Session, patient_id: int) -> None:
        super().__init__()
        self._session, self._patient_id = session, patient_id
        self.words = TextField("What must everybody see?")
        self.at_booking = CheckField("Show when booking")
        self.button = secondary("Save alert")
        self.cancel = link("Close")
        fields = (self.words, self.at_booking)
        self._draft = FormDraft(session.drafts, "contacts.add_alert", fields, patient_id)
        actions = QHBoxLayout()
        actions.setSpacing(tokens.SPACE_S)
        for button in (self.button, self.cancel):
            actions.addWidget(button)
        actions.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_S)
        for part in (self._draft.strip, *fields):
            column.addWidget(part)
        column.addLayout(actions)
        self.button.clicked.connect(lambda _: self._add())
        self.cancel.clicked.connect(lambda _: self._close())
        bind(self.button, "Ctrl+Return", self)
        bind(self.cancel, "Esc", self)
        self._draft.begin()
        self.setVisible(self._draft.is_back)

    def begin(self) -> None:
        """Open the form; what was typed there before is still there."""
        self.show()
        self.words.setFocus()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def _add(self) -> None:
        """A second press before the answer repeats the request and adds nothing more."""
        request = AddAlert(
            patient_id=self._patient_id,
            words=self.words.value(),
            at_booking=self.at_booking.value(),
        )
        self._session.background.change(
            self,
            add_alert,
            request,
            then=lambda _: self._added(request),
            refused=self._refused,
        )

    def _added(self, request: AddAlert) -> None:
        """Closed again, unless the next one is being typed already."""
        announce(self, f"{request.words} added")
        if self.words.value() == request.words:
            self.words.set_value("")
            self.at_booking.set_value(False)
            self._draft.done()
            self._close()

    def _refused(self, reasons: Sequence[Reason]) -> None:
        self.words.set_error(" ".join(messages.sentence(reason) for reason in reasons))
        self.words.setFocus()
