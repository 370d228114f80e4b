"""What a person decides about a booking: how long, when, where, with whom."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.errors import Fact
from clinicdesk.scheduling.queries import BookingFacts, Choices, FreeOpening
from ui.kit import tokens
from ui.kit.typed import Typeable
from ui.scheduling.length_field import LengthField
from ui.scheduling.slot_fields import SlotFields
from ui.session import Session


class BookingForm(QWidget):
    """`edited` is emitted when a person edits a field, `search_wanted` when the openings depend
    on it, and `placed` when the place in time may be another one.
    """

    edited = Signal()
    search_wanted = Signal()
    placed = Signal()

    def __init__(self, session: Session, offered: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.length = LengthField(offered.usual_minutes)
        self.slot = SlotFields(session, offered)
        for part in (self.length, self.slot):
            part.edited.connect(self.edited)
        for part in (self.length, self.slot.date):
            part.edited.connect(self.search_wanted)
        self.length.edited.connect(self.placed)
        self.slot.placed.connect(self.placed)
        self._arrange()

    @property
    def fields(self) -> tuple[Typeable, ...]:
        """What a person fills in."""
        return (*self.length.fields, *self.slot.fields)

    def show_booking(self, booking: BookingFacts) -> None:
        """Start from where a booking is now."""
        self.length.set_value(booking.minutes)
        self.slot.sedation.set_value(booking.sedation)
        self.slot.show_slot(booking.starts_at, booking.room_id, booking.physician_id)

    def search(self) -> tuple[int, date] | None:
        """What openings to look for: minutes, and the first day; None while it is not known."""
        minutes, day = self.length.value(), self.slot.date.value()
        return (
            (minutes, max(day or self._session.today(), self._session.today())) if minutes else None
        )

    def alternatives(self, facts: Mapping[str, Fact]) -> list[FreeOpening]:
        """The next openings that a refusal names."""
        named = (
            (facts["first"], str(facts["first_room"])),
            (facts["second"], str(facts["second_room"])),
        )
        return [
            FreeOpening(start, self.slot.room_called(room), room, None, "")
            for start, room in named
            if isinstance(start, datetime)
        ]

    def place(self) -> dict[str, Any]:
        """The place in time, by the names of the core's `Place`. Raises Refused like `start`."""
        return {
            "starts_at": self.slot.start(),
            "minutes": self.length.value(),
            "sedation": self.slot.sedation.value(),
            "room_id": self.slot.room_id,
            "physician_id": self.slot.physician_id,
            "unusual_length_is_meant": self.length.is_meant,
        }

    def is_where(self, booking: BookingFacts) -> bool:
        """Whether the fields name the place where a booking is already. Raises Refused."""
        names = ("starts_at", "minutes", "sedation", "room_id", "physician_id")
        place = self.place()
        return all(place[name] == getattr(booking, name) for name in names)

    def objections(self) -> list[str]:
        """What to do before this can be booked."""
        return [*filter(None, [self.length.objection()]), *self.slot.objections()]

    def _arrange(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(tokens.SPACE_M)
        first.addWidget(self.length, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.slot.sedation, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_M)
        column.addLayout(first)
        column.addWidget(self.slot)
