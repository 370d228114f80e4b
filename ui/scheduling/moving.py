"""A booking drawn to another place: moved at once where nothing is lost, else asked first."""

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from clinicdesk.errors import Reason
from clinicdesk.patients.verification import Verification
from clinicdesk.scheduling.actions.book import Booked, MoveBooking, move_booking
from clinicdesk.scheduling.queries import BookingFacts, Impact, move_impact
from ui.kit.privacy import shown_name
from ui.scheduling.booking_request import done
from ui.session import Session


class Moving(QObject):
    """`did` carries a Done, `moved` the id and start of the booking that counts from then on.

    `asks` carries the booking's id, start, room and minutes, where somebody has to see first what
    the move undoes, who has a similar name, or why it cannot be.
    """

    did = Signal(object)
    moved = Signal(int, object)
    asks = Signal(int, object, object, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def propose(
        self, booking: BookingFacts, start: datetime, minutes: int, room_id: int | None
    ) -> None:
        """Give the booking this place; its physician and sedation stay."""
        drawn = MoveBooking(
            booking_id=booking.id,
            lock_version=booking.lock_version,
            verified=Verification(booking.patient.id, pointed_at=True),
            starts_at=start,
            minutes=minutes,
            sedation=booking.sedation,
            room_id=room_id,
            physician_id=booking.physician_id,
        )

        def ask_first(_: tuple[Reason, ...] = ()) -> None:
            self.asks.emit(booking.id, start, room_id, minutes)

        def look(impact: Impact) -> None:
            if impact.is_free and not booking.namesakes:
                self._session.background.change(
                    self, move_booking, drawn, then=tell, refused=ask_first
                )
            else:
                ask_first()

        def tell(booked: Booked) -> None:
            name, zone = shown_name(booking.patient.name), self._session.zone
            self.did.emit(done(name, booked, start, zone, moved=True))
            self.moved.emit(booked.booking_id, start)

        self._session.background.read(self, move_impact, booking.id, drawn, then=look)
