"""Who takes the patient home."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.conflicts import Difference, differences
from clinicdesk.contacts.rules import Contact
from clinicdesk.errors import Reason
from clinicdesk.readiness.actions import NameEscort, name_escort
from clinicdesk.readiness.queries import BookingReadiness, readiness
from clinicdesk.readiness.rules import Escort, EscortKind, escort_fields
from clinicdesk.text import text_objections
from ui.form_draft import FormDraft
from ui.kit import tokens
from ui.kit.buttons import bind, primary
from ui.kit.conflict_card import CONFLICT, ConflictCard, met
from ui.kit.forms import CheckField, ChoiceField, ErrorSummary, PhoneField, TextField
from ui.kit.labels import Label, Look
from ui.kit.not_recorded import NOT_RECORDED
from ui.kit.typed import Typed
from ui.readiness.known_people import KnownPeople
from ui.session import Session

_KINDS = (
    (EscortKind.RESPONSIBLE_ADULT, "An adult"),
    (EscortKind.RIDE_ALONE, "A ride alone"),
    (EscortKind.NOBODY_YET, "Nobody yet"),
)
_FROM_EARLIER = "From the earlier booking: ask again"
_LONGEST = 100
_TICKS = ("is_adult", "has_agreed")
_LABELS = {
    "kind": "Who takes the patient home",
    "name": "Name",
    "relationship": "Relationship",
    "phone": "Phone",
    "is_adult": "Is 18 or older",
    "has_agreed": "Has agreed to take the patient home",
}


class DriverEditor(QWidget):
    """`saved` is emitted when the answer is recorded; whether it is enough, the gate says.

    Somebody who has typed on since it was sent is not led away from here.
    """

    saved = Signal()

    def __init__(self, session: Session, booking_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._booking_id = session, booking_id
        self._began: Escort | None = None
        self.errors = ErrorSummary()
        self.conflict = ConflictCard(_LABELS.__getitem__, _worded, self._put)
        self.kind = ChoiceField("&Who takes the patient home?", _KINDS, clearable=False)
        self.name = TextField("&Name")
        self.relationship = TextField("&Relationship")
        self.phone = PhoneField("&Phone")
        self.is_adult = CheckField("Is &18 or older")
        self.has_agreed = CheckField("Has a&greed to take the patient home")
        self.save = primary("&Save driver")
        ticks, lines = (self.is_adult, self.has_agreed), (self.name, self.relationship, self.phone)
        fields = (self.kind, *lines, *ticks)
        self._draft = FormDraft(session.drafts, "readiness.name_escort", fields, booking_id)
        self._draft.begun.connect(self._begin)
        self._adult = QWidget()
        self.known = KnownPeople()
        self.known.picked.connect(self._take)
        self._earlier = Label("", Look.WARNING, wrap=True)
        self._arrange()
        self.kind.edited.connect(self._follow_kind)
        self.save.clicked.connect(self._save)
        bind(self.save, "Ctrl+Return", self)
        self._preset(None, None)

    @property
    def note(self) -> str:
        """Where a preset driver comes from; "" for one that was named for this booking."""
        return self._earlier.text()

    def enter(self) -> None:
        """Put the focus on the first question."""
        self.kind.setFocus()

    def show_escort(self, escort: Escort | None, earlier: Escort | None = None) -> None:
        """Show what is recorded, or who was named `earlier`; what somebody is typing stays."""
        if not self._draft.is_edited:
            self._preset(escort, earlier)
            self._draft.begin()
            if not self._draft.is_back:
                self._began = escort

    def _begin(self) -> None:
        """What an earlier booking lends is nothing recorded of this one."""
        self._began = None if self.note else self._escort()

    def _preset(self, escort: Escort | None, earlier: Escort | None) -> None:
        known = escort or earlier
        self.kind.set_value(known.kind if known else None)
        self._show_adult(known or Escort(kind=EscortKind.NOBODY_YET))
        self._earlier.setText(_FROM_EARLIER if earlier and not escort else "")
        self._earlier.setVisible(bool(self.note))
        self._follow_kind()

    def _show_adult(self, known: Escort) -> None:
        self.name.set_value(known.name)
        self.relationship.set_value(known.relationship)
        self.phone.set_value(known.phone)
        self.is_adult.set_value(bool(known.is_adult))
        self.has_agreed.set_value(bool(known.has_agreed))

    def _arrange(self) -> None:
        adult = QVBoxLayout(self._adult)
        adult.setContentsMargins(0, 0, 0, 0)
        adult.setSpacing(tokens.SPACE_M)
        pair = QHBoxLayout()
        pair.setSpacing(tokens.SPACE_M)
        pair.addWidget(self.relationship, 1)
        pair.addWidget(self.phone, 1)
        adult.addWidget(self.known)
        adult.addWidget(self.name)
        adult.addLayout(pair)
        adult.addWidget(self.is_adult)
        adult.addWidget(self.has_agreed)
        adult.setSpacing(tokens.SPACE_S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_M)
        first = (self._draft.strip, self.errors, self.conflict, self._earlier)
        for part in (*first, self.kind, self._adult):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch(1)
        column.addLayout(row)

    def _take(self, person: Contact) -> None:
        """Somebody on the chart; their age and their word are still to be asked."""
        self.name.set_value(person.name)
        self.relationship.set_value(person.relation)
        self.phone.set_value(person.phone)
        for tick in (self.is_adult, self.has_agreed):
            tick.set_value(False)
        self.phone.edited.emit()
        self.is_adult.setFocus()

    def _follow_kind(self) -> None:
        self._adult.setVisible(self.kind.value() is EscortKind.RESPONSIBLE_ADULT)

    def _save(self) -> None:
        self.phone.tidy()  # so that saving again, with the focus elsewhere, asks for the same
        escort, problems = self._escort(), self._problems()
        self.errors.show_sentences(problems)
        if escort is None or problems:
            return
        request = NameEscort(booking_id=self._booking_id, escort=escort, began=self._began)
        saved = partial(self._recorded, escort, self._draft.held())
        self._session.background.change(
            self, name_escort, request, then=saved, refused=self._refused
        )

    def _problems(self) -> list[str]:
        """What to do before this can be saved, in sentences."""
        found = {
            self.kind: self._kind_problem(),
            self.name: self._name_problem(),
            self.phone: self._phone_problem(),
        }
        for field, sentence in found.items():
            field.set_error(sentence)
        return [*filter(None, found.values()), *map(messages.sentence, self._text_objections())]

    def _kind_problem(self) -> str:
        """Nobody is an answer only when somebody says so."""
        if self.kind.value() is not None:
            return ""
        return messages.sentence(Reason("readiness.driver_kind"))

    def _name_problem(self) -> str:
        if self._adult.isHidden() or self.name.value():
            return ""
        return messages.sentence(Reason("readiness.driver_name"))

    def _phone_problem(self) -> str:
        """A number too short to be dialled; anything longer is kept as typed."""
        return "" if self._adult.isHidden() else self.phone.objection()

    def _text_objections(self) -> list[Reason]:
        fields = (self.name, self.relationship, self.phone)
        return [
            reason
            for field in fields
            for reason in text_objections(field.name, field.value(), _LONGEST)
        ]

    def _escort(self) -> Escort | None:
        kind = self.kind.value()
        if kind is not EscortKind.RESPONSIBLE_ADULT:
            return Escort(kind=kind) if kind else None
        return Escort(
            kind=kind,
            name=self.name.value(),
            relationship=self.relationship.value(),
            phone=self.phone.value(),
            is_adult=self.is_adult.value() or None,
            has_agreed=self.has_agreed.value() or None,
        )

    def _recorded(self, escort: Escort, sent: Mapping[str, Typed], _: int) -> None:
        self._earlier.setText("")
        self._earlier.hide()
        self._began = escort
        self.conflict.clear()
        if self._draft.done(sent):
            self.saved.emit()

    def _refused(self, reasons: tuple[Reason, ...]) -> None:
        if reasons[0].code == CONFLICT:
            meet = partial(self._meet, reasons[0])
            self._session.background.read(self, readiness, self._booking_id, then=meet)
            return
        self.errors.show_reasons(reasons, self._session.zone)

    def _meet(self, conflict: Reason, facts: BookingReadiness) -> None:
        """Somebody else named a driver: ask which word counts, and save again from theirs on."""
        began, self._began = self._began, facts.escort
        typed = self._escort()
        found = differences(*map(escort_fields, (began, facts.escort, typed)))
        if any(one.field in ("kind", "name") for one in found):
            # Another person's number and promise say nothing of this one.
            found = [Difference("kind", began, facts.escort, typed)]
        self.conflict.show_conflict(met(conflict, self._session.zone), found)

    def _put(self, field: str, value: Any) -> None:
        """Show one value; `kind` stands for everything that was said."""
        if field == "kind":
            self.kind.set_value(value.kind)
            self._show_adult(value)
            self._follow_kind()
        elif field in _TICKS:
            getattr(self, field).set_value(bool(value))
        else:
            getattr(self, field).set_value(value or "")
        self._draft.note()


def _worded(field: str, value: Any) -> str:
    if isinstance(value, Escort):
        said = [value.name, value.relationship, value.phone]
        said += [_LABELS[tick].lower() for tick in _TICKS if getattr(value, tick)]
        return ", ".join(filter(None, said)) or dict(_KINDS)[value.kind]
    if field in _TICKS:
        return "Yes" if value else "Not known"
    return value or NOT_RECORDED
