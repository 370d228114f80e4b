"""How a patient is reached: phones, email, the way and language preferred, the address."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.conflicts import Fields
from clinicdesk.contacts.rules import (
    Reach,
    interpreter,
    language_notes,
    phone_line,
    reach_fields,
    reach_objections,
)
from clinicdesk.patients.languages import language_name
from clinicdesk.patients.rules import NewPhone, email_objections
from ui.contacts.words import WAYS
from ui.kit import tokens
from ui.kit.address_fields import AddressFields
from ui.kit.forms import CheckedField, ComboField, check
from ui.kit.labels import Label, Look
from ui.kit.not_recorded import NOT_RECORDED
from ui.kit.person_fields import InterpreterField, LanguageField
from ui.kit.phones_field import PhonesField

_ASK = "Ask whether the patient needs an interpreter."
_TEXTS = ("email", "street", "city", "state", "postal_code")


class ReachFields(QWidget):
    """All of it as one `Reach`. A phone that is taken out ends; the history keeps it."""

    labels: Mapping[str, str] = {
        "phones": "Phones",
        "email": "Email",
        "preferred_contact": "Wants to be reached by",
        "language": "Language",
        "needs_interpreter": "Interpreter needed",
        "street": "Street",
        "city": "City",
        "state": "State",
        "postal_code": "ZIP code",
    }

    def __init__(self) -> None:
        super().__init__()
        self.phones = PhonesField()
        self.email = CheckedField("&Email", email_objections)
        self.way = ComboField("&Wants to be reached by", WAYS, optional=True)
        self.language = LanguageField()
        self.interpreter = InterpreterField()
        self.address = AddressFields()
        self._note = Label("", Look.SMALL, wrap=True)
        self._lines: dict[str, NewPhone] = {}
        lines = (self.phones, self.email, self.way, self.language, self.interpreter)
        self.fields = (*lines, *self.address.fields)
        self._arrange()
        for field in (self.language, self.interpreter):
            field.edited.connect(self._follow_language)

    @property
    def note(self) -> str:
        """What follows from the language, in words."""
        return self._note.text()

    def enter(self) -> None:
        self.phones.first.setFocus()

    def value(self) -> Reach:
        return Reach(
            phones=self.phones.value(),
            email=self.email.value(),
            preferred_contact=self.way.value(),
            language=self.language.text(),
            needs_interpreter=self.interpreter.value(),
            **self.address.value(),
        )

    def set_value(self, value: Reach) -> None:
        self.phones.set_value(value.phones)
        self.email.set_value(value.email)
        self.way.set_value(value.preferred_contact)
        self.language.set_value(value.language)
        self.interpreter.set_value(value.needs_interpreter)
        self.address.set_value({name: getattr(value, name) for name in _TEXTS[1:]})
        self._follow_language()

    def problems(self) -> list[str]:
        self.phones.tidy()
        unread = check(*self.phones.numbers, self.email, self.address.postal_code)
        whole = [messages.sentence(one) for one in reach_objections(self.value())]
        return unread or whole

    def compared(self, value: Reach) -> Fields:
        self._lines.update((phone_line(phone), phone) for phone in value.phones)
        return reach_fields(value)

    def put(self, field: str, value: Any) -> None:
        if field == "phones":
            self.phones.set_value([self._lines[line] for line in value or ()])
        elif field in _TEXTS:
            where = self if field == "email" else self.address
            getattr(where, field).set_value(value or "")
        else:
            by_name = {"preferred_contact": self.way, "needs_interpreter": self.interpreter}
            by_name.get(field, self.language).set_value(value)
            self._follow_language()

    def worded(self, field: str, value: Any) -> str:
        if value in (None, "", ()):
            return NOT_RECORDED
        if field == "phones":
            return "\n".join(value)
        if field == "needs_interpreter":
            return "Yes" if value else "No"
        if field == "preferred_contact":
            return dict(WAYS)[value]
        return language_name(value) if field == "language" else str(value)

    def _follow_language(self) -> None:
        """Another language brings its questions and its notice (RULE-07)."""
        code, needs = self.language.text(), self.interpreter.value()
        notes = language_notes(code, language_name(code), needs)
        said = [messages.sentence(one) for one in notes[1:]]
        if interpreter(code, needs) == "not_asked":
            said.insert(0, _ASK)
        self._note.setText(" ".join(said))
        self._note.setVisible(bool(said))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_M)
        column.addWidget(self.phones)
        column.addLayout(_beside(self.email, self.way))
        column.addLayout(_beside(self.language, self.interpreter))
        column.addWidget(self._note)
        column.addWidget(self.address)


def _beside(*fields: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(tokens.SPACE_M)
    for field in fields:
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return row
