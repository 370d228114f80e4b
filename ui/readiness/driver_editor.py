"""Who takes the patient home."""

from uuid import UUID, uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.patients.rules import read_phone
from clinicdesk.readiness.actions import NameEscort, name_escort
from clinicdesk.readiness.rules import Escort, EscortKind
from clinicdesk.text import text_objections
from ui.kit import tokens
from ui.kit.buttons import bind, primary
from ui.kit.forms import CheckField, ChoiceField, ErrorSummary, TextField
from ui.session import Session

_KINDS = (
    (EscortKind.RESPONSIBLE_ADULT, "An adult"),
    (EscortKind.RIDE_ALONE, "A ride alone"),
    (EscortKind.NOBODY_YET, "Nobody yet"),
)
_DIGITS = 10
_LONGEST = 100


class DriverEditor(QWidget):
    """`saved` is emitted when the answer is recorded; whether it is enough, the gate says."""

    saved = Signal()

    def __init__(self, session: Session, booking_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._booking_id = session, booking_id
        self._request_id: UUID | None = None
        self._edited = False
        self.errors = ErrorSummary()
        self.kind = ChoiceField("&Who takes the patient home?", _KINDS, clearable=False)
        self.name = TextField("&Name")
        self.relationship = TextField("&Relationship")
        self.phone = TextField("&Phone")
        self.is_adult = CheckField("Is &18 or older")
        self.has_agreed = CheckField("Has a&greed to take the patient home")
        self.save = primary("&Save driver")
        self._adult = QWidget()
        self._arrange()
        self.kind.edited.connect(self._follow_kind)
        self.phone.input.editingFinished.connect(self._tidy_phone)
        for field in (self.kind, self.name, self.relationship, self.phone):
            field.edited.connect(self._note_edit)
        for tick in (self.is_adult, self.has_agreed):
            tick.edited.connect(self._note_edit)
        self.save.clicked.connect(self._save)
        bind(self.save, "Ctrl+Return", self)
        self.show_escort(None)

    def enter(self) -> None:
        """Put the focus on the first question."""
        self.kind.setFocus()

    def show_escort(self, escort: Escort | None) -> None:
        """Show what is recorded; what somebody is just typing stays."""
        if self._edited:
            return
        known = escort or Escort(kind=EscortKind.RESPONSIBLE_ADULT)
        self.kind.set_value(known.kind)
        self.name.set_value(known.name)
        self.relationship.set_value(known.relationship)
        self.phone.set_value(known.phone)
        self.is_adult.set_value(bool(known.is_adult))
        self.has_agreed.set_value(bool(known.has_agreed))
        self._follow_kind()

    def _arrange(self) -> None:
        adult = QVBoxLayout(self._adult)
        adult.setContentsMargins(0, 0, 0, 0)
        adult.setSpacing(tokens.SPACE_M)
        pair = QHBoxLayout()
        pair.setSpacing(tokens.SPACE_M)
        pair.addWidget(self.relationship, 1)
        pair.addWidget(self.phone, 1)
        adult.addWidget(self.name)
        adult.addLayout(pair)
        adult.addWidget(self.is_adult)
        adult.addWidget(self.has_agreed)
        adult.setSpacing(tokens.SPACE_S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_M)
        for part in (self.errors, self.kind, self._adult):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch(1)
        column.addLayout(row)

    def _follow_kind(self) -> None:
        self._adult.setVisible(self.kind.value() is EscortKind.RESPONSIBLE_ADULT)

    def _note_edit(self) -> None:
        self._edited, self._request_id = True, None

    def _tidy_phone(self) -> None:
        read = read_phone(self.phone.value())
        if read:
            self.phone.set_value(read.shown)

    def _save(self) -> None:
        short = self._phone_problem()
        self.phone.set_error(short)
        problems = [*filter(None, [short]), *map(messages.sentence, self._text_objections())]
        self.errors.show_sentences(problems)
        if problems:
            return
        self._request_id = self._request_id or uuid4()
        request = NameEscort(booking_id=self._booking_id, escort=self._escort())
        self._session.background.change(
            self,
            name_escort,
            request,
            then=self._recorded,
            refused=self._refused,
            request_id=self._request_id,
        )

    def _phone_problem(self) -> str:
        """A number too short to be dialled; anything longer is kept as typed."""
        typed = self.phone.value()
        read = read_phone(typed)
        missing = _DIGITS - len(read.digits if read else "")
        if self._adult.isHidden() or not typed or (read and read.e164) or missing <= 0:
            return ""
        return messages.sentence(Reason("readiness.driver_phone_short", {"missing": missing}))

    def _text_objections(self) -> list[Reason]:
        fields = (self.name, self.relationship, self.phone)
        return [
            reason
            for field in fields
            for reason in text_objections(field.name, field.value(), _LONGEST)
        ]

    def _escort(self) -> Escort:
        kind = self.kind.value() or EscortKind.NOBODY_YET
        if kind is not EscortKind.RESPONSIBLE_ADULT:
            return Escort(kind=kind)
        return Escort(
            kind=kind,
            name=self.name.value(),
            relationship=self.relationship.value(),
            phone=self.phone.value(),
            is_adult=self.is_adult.value() or None,
            has_agreed=self.has_agreed.value() or None,
        )

    def _recorded(self, _: int) -> None:
        self._edited, self._request_id = False, None
        self.saved.emit()

    def _refused(self, reasons: tuple[Reason, ...]) -> None:
        self._request_id = None
        zone = self._session.zone
        self.errors.show_sentences([messages.sentence(reason, zone) for reason in reasons])
