"""What a person decides about a booking, and the openings that decide it with one key."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Fact
from clinicdesk.scheduling.queries import BookingFacts, Choices, FreeOpening
from ui.kit import tokens
from ui.kit.labels import Label, Look
from ui.scheduling.length_field import LengthField
from ui.scheduling.pick_list import PickList, Row
from ui.scheduling.slot_fields import SlotFields
from ui.session import Session


class BookingForm(QWidget):
    """`search_wanted` is emitted when a person edits what the openings depend on."""

    search_wanted = Signal()

    def __init__(self, session: Session, offered: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._openings: tuple[FreeOpening, ...] = ()
        self.length = LengthField(offered.usual_minutes)
        self.slot = SlotFields(session, offered)
        self.list = PickList("Openings", numbered=True)
        self._heading = Label("&Openings", Look.FIELD)
        self._heading.setBuddy(self.list)
        self._hint = Label("", Look.HINT)
        self._full = Label("Nothing is open for half a year.", Look.SMALL, wrap=True)
        self.list.picked.connect(self._take)
        self.length.edited.connect(self.search_wanted)
        self.slot.date.edited.connect(self.search_wanted)
        self._arrange()

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

    def show_openings(self, openings: Sequence[FreeOpening], heading: str = "&Openings") -> None:
        """List places in time; their numbers are keys."""
        self._openings = tuple(openings)
        self._heading.setText(heading)
        self._full.setVisible(not openings)
        self._hint.setText(f"Keys 1 to {len(openings)}" if openings else "")
        self.list.show_rows([self._row(opening) for opening in openings])

    def show_alternatives(self, facts: Mapping[str, Fact]) -> None:
        """List the next openings that a refusal names."""
        self.show_openings(
            [
                FreeOpening(start, self.slot.room_called(room), room, None, "")
                for start, room in (
                    (facts["first"], str(facts["first_room"])),
                    (facts["second"], str(facts["second_room"])),
                )
                if isinstance(start, datetime)
            ],
            "Next &openings",
        )

    def objections(self) -> list[str]:
        """What to do before this can be booked."""
        return [*filter(None, [self.length.objection()]), *self.slot.objections()]

    def _take(self, place: int) -> None:
        opening = self._openings[place]
        self.slot.show_slot(opening.starts_at, opening.room_id, opening.physician_id)

    def _row(self, opening: FreeOpening) -> Row:
        where = " · ".join(filter(None, (opening.room, opening.physician or "any physician")))
        return Row(messages.moment(opening.starts_at, self._session.zone), where)

    def _arrange(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(tokens.SPACE_M)
        first.addWidget(self.length, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.slot.sedation, 1, Qt.AlignmentFlag.AlignTop)
        heading = QHBoxLayout()
        heading.addWidget(self._heading, 1)
        heading.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_M)
        column.addLayout(first)
        column.addWidget(self.slot)
        column.addLayout(heading)
        column.addWidget(self._full)
        column.addWidget(self.list)
