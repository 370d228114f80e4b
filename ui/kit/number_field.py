"""A field for a measured number; it refuses to guess at what it cannot read."""

import re
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from ui.kit.field import LabelledField
from ui.kit.line_edit import LineEdit


class NumberField(LabelledField):
    """A number from `least` to `most`, with at most `places` decimal places."""

    def __init__(
        self,
        label: str,
        *,
        least: Decimal | int = 0,
        most: Decimal | int,
        places: int = 0,
        hint: str = "",
        suffix: str = "",
        width: int = 90,
        parent: QWidget | None = None,
    ) -> None:
        self.input = LineEdit(width)
        self._range = (Decimal(least), Decimal(most))
        self._form = re.compile(rf"-?\d{{1,9}}(\.\d{{1,{places}}})?" if places else r"-?\d{1,9}")
        self._kind = "number" if places else "whole number"
        super().__init__(label, self.input, hint=hint, suffix=suffix, parent=parent)
        self.input.textEdited.connect(self.edited)
        self.input.editingFinished.connect(self.remark)
        self.input.textEdited.connect(lambda _: self._show_hint(self.told()))

    def value(self) -> Decimal | None:
        """The number; None when the field is empty or cannot be read (see `objection`)."""
        typed = self.input.text().strip()
        number = Decimal(typed) if self._form.fullmatch(typed) else None
        least, most = self._range
        return number if number is not None and least <= number <= most else None

    def set_value(self, number: Decimal | int | None) -> None:
        self.input.setText("" if number is None else f"{Decimal(number):f}")

    def objection(self) -> str:
        if self.input.text().strip() and self.value() is None:
            least, most = self._range
            return f"{self.name} needs a {self._kind} from {least} to {most}."
        return ""
