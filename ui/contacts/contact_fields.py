"""Somebody of the patient's: who it is, how they are reached, and what they may."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.conflicts import Fields
from clinicdesk.contacts.rules import Contact, contact_fields, contact_objections
from ui.contacts.words import TICKS
from ui.kit import tokens
from ui.kit.forms import CheckField, PhoneField, TextField, mark
from ui.kit.not_recorded import NOT_RECORDED


class ContactFields(QWidget):
    """All of it as one `Contact`."""

    labels: Mapping[str, str] = {
        "name": "Name",
        "relation": "Relationship",
        "phone": "Phone",
        **TICKS,
    }

    def __init__(self) -> None:
        super().__init__()
        self.name = TextField("Contact's name")
        self.relation = TextField("Relationship")
        self.phone = PhoneField("Contact's phone")
        self.ticks = {name: CheckField(words) for name, words in TICKS.items()}
        self.fields = (self.name, self.relation, self.phone, *self.ticks.values())
        self._arrange()

    def enter(self) -> None:
        self.name.setFocus()

    def value(self) -> Contact:
        return Contact(
            name=self.name.value(),
            relation=self.relation.value(),
            phone=self.phone.value(),
            **{name: tick.value() for name, tick in self.ticks.items()},
        )

    def set_value(self, value: Contact | None) -> None:
        known = value or Contact(name="")
        self.name.set_value(known.name)
        self.relation.set_value(known.relation)
        self.phone.set_value(known.phone)
        for name, tick in self.ticks.items():
            tick.set_value(getattr(known, name))

    def problems(self) -> list[str]:
        self.phone.tidy()
        for field in (self.name, self.relation, self.phone):
            field.set_error("")
        owners = {
            "contacts.name_missing": self.name,
            "contacts.emergency_phone": self.phone,
            "patients.phone_short": self.phone,
        }
        return mark(contact_objections(self.value()), (self.name, self.phone), owners)

    def compared(self, value: Contact | None) -> Fields:
        return contact_fields(value) if value else {}

    def put(self, field: str, value: Any) -> None:
        if field in self.ticks:
            self.ticks[field].set_value(bool(value))
        else:
            getattr(self, field).set_value(value or "")

    def worded(self, field: str, value: Any) -> str:
        if field in TICKS:
            return "Yes" if value else "No"
        return value or NOT_RECORDED

    def _arrange(self) -> None:
        pair = QHBoxLayout()
        pair.setSpacing(tokens.SPACE_M)
        pair.addWidget(self.relation, 1, Qt.AlignmentFlag.AlignTop)
        pair.addWidget(self.phone, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_M)
        column.addWidget(self.name)
        column.addLayout(pair)
        ticks = QVBoxLayout()
        ticks.setSpacing(0)
        for tick in self.ticks.values():
            ticks.addWidget(tick)
        column.addLayout(ticks)
