"""Asks why an entry of the chart is struck out, right under that entry."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.drafts import Place
from clinicdesk.errors import Reason
from clinicdesk.rights import permission_key
from ui.form_draft import FormDraft
from ui.kit.buttons import bind, link, secondary
from ui.kit.forms import ErrorSummary, TextField
from ui.kit.labels import Label, Look
from ui.session import Session


class StrikeForm(QWidget):
    """Strikes one entry out: `request` makes the request of `action` from its id and the reason.

    Esc and Cancel close it; `cancelled` tells for which entry.
    """

    cancelled = Signal(int)

    def __init__(
        self,
        session: Session,
        action: Callable[..., None],
        request: Callable[[int, str], object],
        *,
        question: str = "Why was it entered in &error?",
        button: str = "Strike &out",
    ) -> None:
        super().__init__()
        self._session = session
        self._action = action
        self._request = request
        self.entry_id = 0
        self._what = Label("", Look.STRONG, wrap=True)
        self.errors = ErrorSummary()
        self.reason = TextField(question)
        self.button = secondary(button)
        self.cancel = link("Cancel")
        self._draft = FormDraft(session.drafts, permission_key(action), [self.reason])
        self._arrange()
        self.reason.edited.connect(self.errors.clear)
        self.button.clicked.connect(lambda _: self._strike())
        self.cancel.clicked.connect(lambda _: self._cancel())
        bind(self.button, "Ctrl+Return", self)
        bind(self.cancel, "Esc", self)
        self.hide()

    def ask(self, entry_id: int, name: str) -> None:
        """Open the form for one entry."""
        self.entry_id = entry_id
        self._what.setText(name)
        self.reason.set_value("")
        self.errors.clear()
        self._draft.begin(record=entry_id)
        self.show()
        self.reason.setFocus()

    def close_form(self) -> None:
        """Close without striking anything out."""
        self.entry_id = 0
        self.hide()

    def _cancel(self) -> None:
        entry_id = self.entry_id
        self.close_form()
        self.cancelled.emit(entry_id)

    def _strike(self) -> None:
        self.errors.clear()
        self._session.background.change(
            self,
            self._action,
            self._request(self.entry_id, self.reason.value()),
            then=partial(self._struck, self._draft.place),
            refused=partial(self._refused, self._draft.place),
        )

    def _struck(self, place: Place, _: object) -> None:
        """The form may be open for another entry by now: then that one is still asked about."""
        self._session.drafts.drop(place)
        if place == self._draft.place:
            self._draft.done()
            self.close_form()

    def _refused(self, place: Place, reasons: tuple[Reason, ...]) -> None:
        if place == self._draft.place:
            self.errors.show_reasons(reasons)

    def _arrange(self) -> None:
        actions = QHBoxLayout()
        actions.addWidget(self.button)
        actions.addWidget(self.cancel)
        actions.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._what, self._draft.strip, self.errors, self.reason):
            column.addWidget(widget)
        column.addLayout(actions)
