"""Who is booked, with everything that must be seen before a day is chosen."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.contacts.queries import Contacts, contacts
from clinicdesk.patients.queries import PatientFacts
from ui.kit import tokens
from ui.kit.labels import Label, Look
from ui.kit.notice import Notice
from ui.scheduling.patient_lines import PatientLines
from ui.session import Session

_NO_PAYER = "Payer not recorded"


class BookingAlerts(Notice):
    """What somebody marked to be shown to whoever books or moves this patient."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("flag", parent)

    def show_alerts(self, known: Contacts) -> None:
        self.say([alert.words for alert in known.alerts if alert.at_booking])


class PatientToBook(PatientLines):
    """The interpreter and the payer stand in line with the name; whoever shows this puts `alerts`
    where nothing scrolls.
    """

    def __init__(self, session: Session, patient: PatientFacts, *about: str) -> None:
        super().__init__(session, patient, *about)
        self.alerts = BookingAlerts(self)
        self.language = Notice("users")
        self.coverage = Notice()
        notices = QVBoxLayout()
        notices.setContentsMargins(0, tokens.SPACE_XS, 0, tokens.SPACE_XS)
        notices.setSpacing(tokens.SPACE_XS)
        for notice in (self.language, self.coverage):
            notices.addWidget(notice)
        self._column.addLayout(notices)
        session.background.read(self, contacts, patient.id, then=self._show_contacts)

    def _show_contacts(self, known: Contacts) -> None:
        self.alerts.show_alerts(known)
        self.language.say([messages.sentence(note) for note in known.language_notes[:1]])
        self.coverage.show_warning(known.coverage_warning)
        if known.payer is None:
            self._column.addWidget(Label(_NO_PAYER, Look.SMALL, wrap=True))
