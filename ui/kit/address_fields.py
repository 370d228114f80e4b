"""Where a letter goes: street, city, state and ZIP code."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.patients.rules import postal_code_objections
from ui.kit import tokens
from ui.kit.checked_field import CheckedField
from ui.kit.text_field import TextField


class AddressFields(QWidget):
    """Street, city, and state beside ZIP code; `fields` are those of a draft."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.street = TextField("S&treet")
        self.city = TextField("&City")
        self.state = TextField("&State", width=60)
        self.postal_code = CheckedField("&ZIP code", postal_code_objections, width=96)
        self.fields = (self.street, self.city, self.state, self.postal_code)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_M)
        row.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.postal_code, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_M)
        column.addWidget(self.street)
        column.addWidget(self.city)
        column.addLayout(row)

    def value(self) -> dict[str, str]:
        """The parts under the names that requests use: street, city, state, postal_code."""
        return {
            "street": self.street.value(),
            "city": self.city.value(),
            "state": self.state.value(),
            "postal_code": self.postal_code.value(),
        }

    def set_value(self, parts: Mapping[str, str]) -> None:
        """Show the parts; one that is left out is not recorded."""
        self.street.set_value(parts.get("street", ""))
        self.city.set_value(parts.get("city", ""))
        self.state.set_value(parts.get("state", ""))
        self.postal_code.set_value(parts.get("postal_code", ""))
