"""A field for a time of day, typed in any usual way and echoed with AM or PM."""

from datetime import time

from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from clinicdesk.times import parse_time
from ui.kit.entry_line import EntryLine
from ui.kit.field import LabelledField


class TimeField(LabelledField):
    """A clinic time; an hour from 1 to 6 without AM is read as afternoon."""

    def __init__(
        self, label: str, *, hint: str = "", width: int = 110, parent: QWidget | None = None
    ) -> None:
        self.input = EntryLine(width)
        super().__init__(label, self.input, hint=hint, echoes=True, parent=parent)
        self.input.textEdited.connect(self.edited)
        self.input.textChanged.connect(self._echo)
        self.input.editingFinished.connect(self._tidy)

    def value(self) -> time | None:
        """The time as read; None when the field is empty or cannot be read (see `objection`)."""
        return parse_time(self.input.text())

    def set_value(self, moment: time | None) -> None:
        self.input.setText(messages.clock(moment) if moment is not None else "")

    def objection(self) -> str:
        if self.input.text().strip() and self.value() is None:
            return f"{self.name} needs a time like 9:45 AM."
        return ""

    def told(self) -> str:
        read = self.value()
        return super().told() if read is None else messages.clock(read)

    def _echo(self) -> None:
        self._show_hint(self.told())
        self._mark(False)

    def _tidy(self) -> None:
        read = self.value()
        if read is not None:
            self.set_value(read)
        else:
            self.remark()
