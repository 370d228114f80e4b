"""A day and a time of day that together are one instant at the clinic."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk.scheduling.rules import local_instant
from ui.kit import tokens
from ui.kit.forms import DateField, TimeField


class MomentField(QWidget):
    """Two fields side by side; the day is one of the past unless its year is typed."""

    edited = Signal()

    def __init__(
        self,
        day_label: str,
        time_label: str,
        *,
        today: Callable[[], date],
        zone: ZoneInfo,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._zone = zone
        self.day = DateField(day_label, today=today, past=True, width=132)
        self.time = TimeField(time_label, width=104)
        self.parts = (self.day, self.time)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_M)
        for field in self.parts:
            field.edited.connect(self.edited)
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)

    def value(self) -> datetime | None:
        """The instant in UTC; None while a part is missing.

        Raises Refused for a time that the clocks skip or show twice on that day.
        """
        day, time = self.day.value(), self.time.value()
        return local_instant(day, time, self._zone) if day and time else None

    def set_value(self, instant: datetime | None) -> None:
        local = instant.astimezone(self._zone) if instant else None
        self.day.set_value(local.date() if local else None)
        self.time.set_value(local.time() if local else None)
