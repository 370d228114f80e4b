"""A form over something recorded: a draft until it is saved, and whoever saves second decides."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.conflicts import Fields, differences
from clinicdesk.contacts.queries import Contacts, contacts
from clinicdesk.drafts import Place
from clinicdesk.errors import Reason
from ui.form_draft import FormDraft
from ui.kit import tokens
from ui.kit.buttons import bind, link, secondary
from ui.kit.conflict_card import CONFLICT, ConflictCard, met
from ui.kit.forms import ErrorSummary, LabelledField, mark
from ui.kit.typed import Typeable, Typed
from ui.session import Session


class RecordFields(Protocol):
    """The fields of one kind of record, as one value; None stands for nothing recorded.

    `labels` are the words of what two people may change at once, by the name in `compared`.
    """

    labels: Mapping[str, str]
    fields: Sequence[Typeable]

    def enter(self) -> None: ...

    def value(self) -> Any: ...

    def set_value(self, value: Any) -> None: ...

    def problems(self) -> list[str]: ...

    def compared(self, value: Any) -> Fields: ...

    def put(self, field: str, value: Any) -> None: ...

    def worded(self, field: str, value: Any) -> str: ...


class RecordForm(QWidget):
    """`saved` is emitted once nothing typed is left unsaved, `closed` on Esc where it can close.

    `record` is what a form that opens for one record after the other is open for, or 0.
    `request` makes the action's request of what is typed and of what the edit began with;
    `recorded` finds the value and its version among what is known of the patient.
    """

    saved = Signal()
    closed = Signal()

    def __init__(
        self,
        session: Session,
        patient_id: int,
        fields: QWidget,
        kind: str,
        *,
        action: Callable[..., Any],
        request: Callable[[Any, Any], object],
        recorded: Callable[[Contacts], tuple[Any, int]],
        save: str,
        may_close: bool = False,
    ) -> None:
        super().__init__()
        self._session, self._patient_id = session, patient_id
        self._action, self._request, self._recorded = action, request, recorded
        self._is_entering = False
        self._began: Any = None
        self.record = 0
        self.fields: Any = fields
        self.errors = ErrorSummary()
        self.conflict = ConflictCard(self.fields.labels.__getitem__, self.fields.worded, self._put)
        self.save = secondary(save)
        self.close_button = link("Close")
        self._draft = FormDraft(session.drafts, kind, self.fields.fields, patient_id)
        self._draft.begun.connect(self._begin)
        self.errors.follow(self.fields.fields)
        self.save.clicked.connect(lambda _: self._save())
        self.close_button.clicked.connect(lambda _: self.closed.emit())
        self._arrange(may_close)
        self.setEnabled(False)  # nothing is typed over what is not known yet

    @property
    def is_back(self) -> bool:
        """Whether the form holds what was typed before and is not saved."""
        return self._draft.is_back

    def enter(self) -> None:
        """Put the focus where typing begins, at once or when what is recorded is known."""
        self._is_entering = not self.isEnabled()
        if self.isEnabled():
            self.fields.enter()

    def show_recorded(self, known: Contacts | None, *, record: int | None = None) -> None:
        """Show what is recorded; what somebody is typing about the same record stays.

        A form for somebody new needs nothing to be `known`.
        """
        if self._draft.is_edited and record in (None, self._draft.place.record_id):
            return
        if record is not None:
            self.errors.clear()
            self.conflict.clear()
        value, version = self._recorded(known)
        self.fields.set_value(value)
        self._draft.begin(record=record, lock_version=version)
        if not self._draft.is_back:
            self._began = value
        self.setEnabled(True)
        if self._is_entering:
            self.enter()

    def _begin(self) -> None:
        self._began = self.fields.value()

    def _save(self) -> None:
        problems = self.fields.problems()
        self.errors.show_sentences(problems)
        if problems:
            return
        value, place = self.fields.value(), self._draft.place
        self._session.background.change(
            self,
            self._action,
            self._request(value, self._began),
            then=partial(self._saved, place, value, self._draft.held()),
            refused=partial(self._refused, place),
        )

    def _saved(self, place: Place, value: Any, sent: Mapping[str, Typed], _: object) -> None:
        if place != self._draft.place:  # the form is open for another record by now
            return
        self._began = value
        self.errors.clear()
        self.conflict.clear()
        if self._draft.done(sent):
            self.saved.emit()

    def _refused(self, place: Place, reasons: tuple[Reason, ...]) -> None:
        if place != self._draft.place:  # what was typed there is kept, and waits there
            return
        if reasons[0].code == CONFLICT:
            meet = partial(self._meet, reasons[0])
            self._session.background.read(self, contacts, self._patient_id, then=meet)
        else:
            lines = [one for one in self.fields.fields if isinstance(one, LabelledField)]
            self.errors.show_sentences(mark(reasons, lines, {}, self._session.zone))

    def _meet(self, conflict: Reason, known: Contacts) -> None:
        """Somebody else saved: ask which values count, and save again from theirs on."""
        value, version = self._recorded(known)
        began, self._began = self._began, value
        found = differences(*map(self.fields.compared, (began, value, self.fields.value())))
        self._draft.go_on(version)
        self.conflict.show_conflict(met(conflict, self._session.zone), found)

    def _put(self, field: str, value: Any) -> None:
        self.fields.put(field, value)
        self._draft.note()

    def _arrange(self, may_close: bool) -> None:
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_S)
        row.addWidget(self.save)
        if may_close:
            row.addWidget(self.close_button)
            bind(self.close_button, "Esc", self)
        row.addStretch(1)
        bind(self.save, "Ctrl+Return", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_M)
        for part in (self._draft.strip, self.errors, self.conflict, self.fields):
            column.addWidget(part)
        column.addLayout(row)
