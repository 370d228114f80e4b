"""The times of day at which a medicine is taken, typed in a row: `8 AM, 8 PM`."""

import re
from datetime import time

from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from clinicdesk.times import parse_time
from ui.kit.field import LabelledField
from ui.kit.line_edit import LineEdit

_BETWEEN = re.compile(r"[,;]|\band\b", re.IGNORECASE)


class DoseTimesField(LabelledField):
    """Times in any usual form, separated by commas and echoed with AM and PM."""

    def __init__(self, label: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        self.input = LineEdit()
        super().__init__(label, self.input, hint=hint, echoes=True, parent=parent)
        self.input.textEdited.connect(self.edited)
        self.input.textChanged.connect(self._echo)

    def value(self) -> tuple[time, ...]:
        """The times in order, each once; those that cannot be read are left out."""
        return tuple(sorted({read for read in map(parse_time, self._typed()) if read is not None}))

    def set_value(self, times: tuple[time, ...] | None) -> None:
        self.input.setText(", ".join(map(messages.clock, times or ())))

    def objection(self) -> str:
        for typed in self._typed():
            if parse_time(typed) is None:
                return f"{self.name} needs times like 8 AM, 8 PM."
        return ""

    def _typed(self) -> list[str]:
        return [part for part in map(str.strip, _BETWEEN.split(self.input.text())) if part]

    def _echo(self) -> None:
        read = ", ".join(map(messages.clock, self.value()))
        self._show_hint(read if read and not self.objection() else self._hint)
        self._mark(False)
