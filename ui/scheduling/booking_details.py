"""The panel of a chosen booking: whose it is, when and where, and what another feature adds."""

from typing import Protocol

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.contacts.queries import contacts
from clinicdesk.scheduling.queries import BookingFacts
from ui.kit import theme, tokens
from ui.kit.buttons import secondary
from ui.kit.chips import Chip
from ui.kit.painting import canvas
from ui.kit.panel import DetailPanel
from ui.kit.tokens import Status
from ui.scheduling.cards import standing
from ui.scheduling.patient_lines import PatientLines
from ui.scheduling.patient_to_book import BookingAlerts
from ui.scheduling.wording import full_range, procedure
from ui.session import Session


class Below(Protocol):
    """What another feature shows under a booking's head; a QWidget with this signal."""

    chart_wanted: SignalInstance


class BookingDetails(DetailPanel):
    """`below` goes under the booking's head. `chart_wanted` carries the patient's id."""

    move_wanted = Signal(int)
    chart_wanted = Signal(int)

    def __init__(self, session: Session, booking: BookingFacts, below: QWidget) -> None:
        start, end = session.local(booking.starts_at), session.local(booking.ends_at)
        super().__init__(f"{messages.near_day(start)} · {full_range(start, end)}")
        what = f"{procedure(booking.levels)}, {booking.minutes} min"
        where = " · ".join(filter(None, (booking.room, booking.physician)))
        self._session = session
        self.whose = PatientLines(session, booking.patient, what, where)
        self.body.addWidget(self.whose)
        self.alerts = BookingAlerts(self)
        self.head.addWidget(self.alerts)
        self.move_button = secondary("&Move", "calendar-time")
        self.move_button.clicked.connect(lambda: self.move_wanted.emit(booking.id))
        self.move_button.setToolTip("Move  M")
        self.progress = Chip(Status.DONE, "")
        chart = secondary("Open &chart", "user")
        chart.clicked.connect(lambda: self.chart_wanted.emit(booking.patient.id))
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_S)
        row.addWidget(self.move_button)
        row.addWidget(chart)
        row.addWidget(self.progress)
        row.addStretch(1)
        self.body.addLayout(row)
        self.show_status(booking)
        self.body.addWidget(_Line())
        self.body.addWidget(below)

    def show_status(self, booking: BookingFacts) -> None:
        """Follow the case: what is under way or done is not moved any more, and says so."""
        self.booking = booking
        self.whose.show_namesakes(self._session, booking.namesakes)
        read = self._session.background.read
        read(self, contacts, booking.patient.id, then=self.alerts.show_alerts)
        status, icon, word = standing(booking.status, None)
        self.progress.show_chip(status, word, icon)
        movable = booking.status is CaseStatus.SCHEDULED
        self.move_button.setVisible(movable)
        self.progress.setVisible(not movable)


class _Line(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(tokens.SPACE_S)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(0, self.height() // 2, self.width(), 1, theme.color("border"))
