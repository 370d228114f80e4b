"""A chart tab about the patient's booking: shows a panel for it, or says that there is none."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk import topics
from clinicdesk.scheduling.queries import BookingFacts, booking_of_patient
from ui.kit.command import Command, offered_by
from ui.kit.empty import Empty
from ui.kit.emptying import empty
from ui.kit.page import Page
from ui.session import Session


class BookingTab(Page):
    """`make` builds the panel for a booking id; a moved booking gets a new one."""

    doing = "Reading the booking"

    schedule_wanted = Signal()

    def __init__(
        self, session: Session, patient_id: int, make: Callable[[Session, int], QWidget]
    ) -> None:
        super().__init__(session.background, {topics.SCHEDULE})
        self._session = session
        self._patient_id = patient_id
        self._make = make
        self._booking_id: int | None = None
        self.panel: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def reload(self) -> None:
        self.read(booking_of_patient, self._patient_id, then=self._show)

    def commands(self) -> tuple[Command, ...]:
        """What the panel of the booking offers."""
        return offered_by(self.panel) if self.panel else ()

    def _show(self, found: BookingFacts | None) -> None:
        if found is not None and found.id == self._booking_id:
            return
        empty(self._column)
        self._booking_id = found.id if found else None
        self.panel = self._make(self._session, found.id) if found else self._unbooked()
        self._column.addWidget(self.panel)

    def _unbooked(self) -> QWidget:
        way = ("Go to the schedule", self.schedule_wanted.emit)
        return Empty("This patient has no booking yet.", "calendar", way)
