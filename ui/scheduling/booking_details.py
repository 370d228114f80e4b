"""The panel of a chosen booking: whose it is, when and where, and what another feature adds."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.contacts.queries import contacts
from clinicdesk.scheduling.queries import BookingFacts
from ui.kit import theme, tokens
from ui.kit.buttons import primary, secondary
from ui.kit.chips import Chip
from ui.kit.command import Command, with_keys
from ui.kit.flow import Flow
from ui.kit.painting import canvas
from ui.kit.panel import DetailPanel
from ui.kit.tokens import Status
from ui.scheduling.cancel_panel import may_be_cancelled
from ui.scheduling.cards import standing
from ui.scheduling.patient_lines import PatientLines
from ui.scheduling.patient_to_book import BookingAlerts
from ui.scheduling.wording import full_range, procedure
from ui.session import Session


class Below(Protocol):
    """What another feature shows under a booking's head; a QWidget with this signal."""

    chart_wanted: SignalInstance


class BookingDetails(DetailPanel):
    """`below` goes under the booking's head. `chart_wanted` carries the patient's id, as
    `check_in_wanted` does on the booking's own day.
    """

    move_wanted = Signal(int)
    cancel_wanted = Signal(int)
    chart_wanted = Signal(int)
    check_in_wanted = Signal(int)

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
        self.move_button.setToolTip(with_keys("Move", "M"))
        self.cancel_button = secondary("Cance&l…", "x")
        self.cancel_button.setToolTip(with_keys("Cancel procedure", "X"))
        self.cancel_button.clicked.connect(lambda: self.cancel_wanted.emit(booking.id))
        self.check_in = primary("Check &in", "door-enter")
        self.check_in.setToolTip(with_keys("Check in", "A"))
        self.check_in.clicked.connect(lambda: self.check_in_wanted.emit(booking.patient.id))
        self.progress = Chip(Status.DONE, "")
        chart = secondary("Open &chart", "user")
        chart.clicked.connect(lambda: self.chart_wanted.emit(booking.patient.id))
        buttons = QWidget()
        row = Flow(tokens.SPACE_S, tokens.SPACE_S, buttons)
        for part in (self.check_in, self.move_button, self.cancel_button, chart, self.progress):
            row.addWidget(part)
        self.body.addWidget(buttons)
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
        is_today = self._session.local(booking.starts_at).date() == self._session.today()
        self.check_in.setVisible(movable and is_today)
        self.cancel_button.setVisible(may_be_cancelled(booking))
        self.progress.setVisible(not movable)


def commands_on(
    booking: BookingFacts | None, move: Callable[[int], object], cancel: Callable[[int], object]
) -> list[Command]:
    """What can be done with the booking whose panel is open, or that the cursor is on."""
    if booking is None or not may_be_cancelled(booking):
        return []
    here = booking.id
    moving = Command("schedule.move", "Move procedure", lambda: move(here), "M", "Schedule")
    ending = Command("schedule.cancel", "Cancel procedure", lambda: cancel(here), "X", "Schedule")
    return [moving, ending] if booking.status is CaseStatus.SCHEDULED else [ending]


class _Line(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(tokens.SPACE_S)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(0, self.height() // 2, self.width(), 1, theme.color("border"))
