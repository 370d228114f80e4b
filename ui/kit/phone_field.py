"""`7075550138` becomes `(707) 555-0138` when it is left; what cannot be read stays as typed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clinicdesk.patients.rules import phone_objections, read_phone
from ui.kit.checked_field import CheckedField


class PhoneField(CheckedField):
    """One phone number: anything may be typed; how many digits are missing is said below."""

    def __init__(
        self, label: str, *, hint: str = "", width: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(label, phone_objections, hint=hint, width=width, parent=parent)
        self.input.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.input.editingFinished.connect(self.tidy)

    def tidy(self) -> None:
        """Show the number as it is usually written, if it is one."""
        read = read_phone(self.value())
        if read:
            self.set_value(read.shown)
