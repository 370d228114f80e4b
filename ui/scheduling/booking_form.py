"""What a person decides about a booking: what, how long, when, where, with whom."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.errors import Fact
from clinicdesk.scheduling.one_line import Reading
from clinicdesk.scheduling.queries import BookingFacts, Choices, FreeOpening
from ui.kit import tokens
from ui.kit.forms import ComboField
from ui.kit.throttle import Pause
from ui.kit.typed import Typeable
from ui.scheduling.length_field import LengthField
from ui.scheduling.slot_fields import SlotFields
from ui.session import Session

_TYPED_MS = 300  # a day is typed in less; openings are looked for once it stands there


class BookingForm(QWidget):
    """`edited` is emitted when a person edits a field, `search_wanted` when the openings are others
    by now, and `placed` when the place in time may be another one.

    Where a procedure is booked, `levels` are those of the signed note: shown, never typed.
    """

    edited = Signal()
    search_wanted = Signal()
    placed = Signal()

    def __init__(self, session: Session, offered: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        procedures = [(one.id, one.name) for one in offered.procedures]
        self.procedure = ComboField("Pro&cedure", procedures)
        self.procedure.set_value(next((key for key, _ in procedures), None))
        self.length = LengthField(offered.usual_minutes)
        self.slot = SlotFields(session, offered)
        self._typing = Pause(_TYPED_MS, parent=self)
        for part in (self.procedure, self.length, self.slot):
            part.edited.connect(self.edited)
        for part in (self.procedure, self.length):
            part.edited.connect(self._search_now)
        self.slot.date.edited.connect(self._typing.note)
        self.slot.date.input.editingFinished.connect(self._typing.rush)
        self._typing.due.connect(self.search_wanted)
        self.length.edited.connect(self.placed)
        self.slot.placed.connect(self.placed)
        self._arrange()

    @property
    def fields(self) -> tuple[Typeable, ...]:
        """What a person fills in."""
        return (self.procedure, *self.length.fields, *self.slot.fields)

    def show_levels(self, levels: Sequence[str]) -> None:
        """Say what is treated, as the signed note has it."""
        self.procedure.set_hint(f"{', '.join(levels)} (signed note)" if levels else "")

    def add_on_top(self, part: QWidget) -> None:
        """Show a part that is read before anything is decided."""
        self._column.insertWidget(0, part)

    def take(self, reading: Reading) -> None:
        """Fill in what a line says; what it does not say stays."""
        slot = self.slot
        if reading.minutes:
            self.length.set_value(reading.minutes)
        if reading.day:
            slot.date.set_value(reading.day)
        if reading.at is not None:
            slot.time.set_value(reading.at)
        if reading.room:
            slot.room.set_value(reading.room.id)
        if reading.physician:
            slot.physician.set_value(reading.physician.id)
        slot.follow()

    def show_booking(self, booking: BookingFacts) -> None:
        """Start from where a booking is now; what is done there does not change."""
        self.procedure.hide()
        self.length.set_value(booking.minutes)
        self.slot.sedation.set_value(booking.sedation)
        self.slot.show_slot(booking.starts_at, booking.room_id, booking.physician_id)

    def search(self, safe_from: date | None = None) -> tuple[int, date] | None:
        """What openings to look for: minutes, and the first day; None while it is not known.

        Without a day in the field, from the safe one on.
        """
        self._typing.forget()
        minutes, today = self.length.value(), self._session.today()
        day = self.slot.date.value() or safe_from or today
        return (minutes, max(day, today)) if minutes else None

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

    def _search_now(self) -> None:
        """What is typed of a day so far counts too."""
        self._typing.forget()
        self.search_wanted.emit()

    def _arrange(self) -> None:
        what, who = QHBoxLayout(), QHBoxLayout()
        for row, parts in (
            (what, ((self.procedure, 1), (self.length, 0))),
            (who, ((self.slot.physician, 1), (self.slot.sedation, 1))),
        ):
            row.setSpacing(tokens.SPACE_M)
            for part, stretch in parts:
                row.addWidget(part, stretch, Qt.AlignmentFlag.AlignTop)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_M)
        column.addLayout(what)
        column.addLayout(who)
        column.addWidget(self.slot)
