"""All that is asked about a person at the desk: what a first call answers, and more below."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.errors import Reason
from clinicdesk.patients.rules import email_objections, name_objections
from ui.kit import tokens
from ui.kit.address_fields import AddressFields
from ui.kit.disclosure import Disclosure
from ui.kit.forms import BirthDateField, CheckedField, LabelledField, check, mark
from ui.kit.name_fields import NameFields
from ui.kit.person_fields import GenderField, InterpreterField, LanguageField, SexField
from ui.kit.phones_field import PhonesField
from ui.kit.typed import Typeable

_BIRTH_DATE = "patients.birth_date_missing"


class PersonForm(QWidget):
    """`fields` are those of a draft. What is not asked stays not recorded, and hidden in `more`.

    `beside` is a place between the two for what the answers lead to.
    """

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = NameFields()
        self.born = BirthDateField("&Birth date", today=today)
        self.sex = SexField()
        self.phones = PhonesField(details=False)
        self.beside = QVBoxLayout()
        self.more = Disclosure("&More about the patient")
        self.gender = GenderField()
        self.email = CheckedField("&Email", email_objections)
        self.address = AddressFields()
        self.language = LanguageField()
        self.interpreter = InterpreterField("Interpreter needed")
        self._further: tuple[LabelledField, ...] = (
            *self.name.further,
            *(self.gender, self.email, *self.address.fields),
            *(self.language, self.interpreter),
        )
        self._arrange()
        self.more.opened.connect(self.phones.show_details)

    @property
    def fields(self) -> tuple[Typeable, ...]:
        return (*self.name.first, self.born, self.sex, self.phones, *self._further)

    def value(self) -> dict[str, Any]:
        """The answers under the names that requests use; the birth date may be None."""
        return {
            **asdict(self.name.value()),
            "birth_date": self.born.value(),
            "sex": self.sex.value(),
            "phones": self.phones.value(),
            "gender": self.gender.text(),
            "email": self.email.value(),
            **self.address.value(),
            "language": self.language.text(),
            "needs_interpreter": self.interpreter.value(),
        }

    def clear(self) -> None:
        """Nothing is recorded of the next person."""
        for field in (*self.name.fields, self.email, *self.address.fields):
            field.set_value("")
        for field in (self.born, self.sex, self.gender, self.language, self.interpreter):
            field.set_value(None)
        self.phones.set_value(())
        self.forget_errors()
        self.more.open(False)

    def tidy(self) -> None:
        """Put what was typed in order, wherever the focus is: saving again asks for the same."""
        self.phones.tidy()

    def problems(self, zone: ZoneInfo) -> list[str]:
        """What to do before this can be saved; each sentence stands at its field as well."""
        self.forget_errors()
        reasons = name_objections(self.name.value())
        if not self.born.input.text().strip():
            reasons.append(Reason(_BIRTH_DATE))
        sentences = self.mark(reasons, zone)
        sentences += check(*(field for field in self._lines if field.objection()))
        self.show_what_is_filled()
        return sentences

    def mark(self, reasons: Sequence[Reason], zone: ZoneInfo) -> list[str]:
        """Reasons in words, said at the fields they are about as well."""
        owners = {"patients.family_missing": self.name.family, _BIRTH_DATE: self.born}
        return mark(reasons, self._lines, owners, zone)

    def forget_errors(self) -> None:
        for field in self._lines:
            field.set_error("")

    def show_what_is_filled(self) -> None:
        """Nothing typed and no error is ever hidden."""
        filled = self.value()
        further = ("middle", "suffix", "gender", "email", "language", *self.address.value())
        asked = any(filled[name] for name in further) or filled["needs_interpreter"] is not None
        phones = len(self.phones.rows) > 1 or any(
            row.value().may_leave_message or row.kind.value() for row in self.phones.rows
        )
        if asked or phones or any(field.error for field in self._further):
            self.more.open()

    @property
    def _lines(self) -> tuple[LabelledField, ...]:
        return (*self.name.first, self.born, self.sex, *self.phones.numbers, *self._further)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_M)
        for part in (*self.name.first, self.born, self.sex, self.phones):
            column.addWidget(part)
        column.addLayout(self.beside)
        column.addWidget(self.more)
        names = QHBoxLayout()
        names.setSpacing(tokens.SPACE_M)
        names.addWidget(self.name.middle, 1, Qt.AlignmentFlag.AlignTop)
        names.addWidget(self.name.suffix, 0, Qt.AlignmentFlag.AlignTop)
        self.more.body.addLayout(names)
        for part in (self.gender, self.email, self.address, self.language, self.interpreter):
            self.more.body.addWidget(part)
