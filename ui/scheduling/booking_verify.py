"""The verify strip of a booking: it follows the place in time, and who is about on that day."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.scheduling.name_alerts import Namesake
from clinicdesk.scheduling.queries import name_alerts
from ui.kit.name_alert import similar_names
from ui.kit.verify_strip import VerifyStrip, Whose, whose
from ui.scheduling.wording import procedure
from ui.session import Session


class BookingVerify(VerifyStrip):
    """Another time has to be made sure of anew, and another day asked for similar names.

    `similar` carries who has a similar name, worded, whenever that may be others.
    """

    similar = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._patient: PatientFacts | None = None
        self._levels: Sequence[str] = ()
        self._start: datetime | None = None
        self._asked: date | None = None
        self._similar: tuple[str, ...] = ()

    def begin(
        self, patient: PatientFacts, levels: Sequence[str], namesakes: Sequence[Namesake]
    ) -> None:
        """Show whose booking it is, with the similar names that are known already."""
        self._patient, self._levels, self._asked = patient, levels, None
        self._similar = similar_names(namesakes, self._session.zone)
        self._show()

    def follow(self, start: datetime | None) -> None:
        """The fields name this place in time now; None while they name none."""
        self._start = start
        self._show()
        day = self._session.local(start).date() if start else None
        if self._patient is None or day in (None, self._asked):
            return
        self._asked = day

        def take(found: tuple[Namesake, ...]) -> None:
            if self._asked == day:
                self._similar = similar_names(found, self._session.zone)
                self._show()

        self._session.background.read(self, name_alerts, self._patient.id, day, then=take)

    def _show(self) -> None:
        self.show_whose(self._shown(), self._similar)
        self.similar.emit(self._similar)

    def _shown(self) -> Whose | None:
        if self._patient is None:
            return None
        when = messages.moment(self._start, self._session.zone) if self._start else ""
        return whose(self._patient, self._session.today(), procedure(self._levels), when)
