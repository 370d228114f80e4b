"""The discharge order: whose it is, what is still open, and the password that signs it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.scheduling.queries import BookingFacts
from clinicdesk.staff.passwords import Proof
from ui.kit import tokens
from ui.kit.buttons import bind, hold_off, primary
from ui.kit.card import Card
from ui.kit.forms import ErrorSummary, TextField
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas, plate
from ui.session import Session


class OrderCard(Card):
    """`asked` is emitted when the physician wants to sign."""

    asked = Signal()

    def __init__(self, session: Session, scope: QWidget) -> None:
        super().__init__("Discharge order")
        self._session = session
        self.errors = ErrorSummary()
        self.open_gates = _Warning()
        self.password = TextField("Your PIN or &password", secret=True, width=280)
        self.sign = primary("Sign and &record", "signature")
        self._whose = Label("", Look.STRONG, wrap=True)
        for part in (self.errors, self.open_gates, self._whose, self.password):
            self.body.addWidget(part)
        self.body.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignLeft)
        self.sign.clicked.connect(self.asked)
        bind(self.sign, "Ctrl+Return", scope)
        session.background.failed.connect(self.ready_again)

    @property
    def whose(self) -> str:
        """Name, birth date, levels and time, to be compared before signing."""
        return self._whose.text()

    def show_booking(self, booking: BookingFacts) -> None:
        patient = booking.patient
        born = messages.short_day(patient.birth_date)
        levels = ", ".join(booking.levels)
        when = messages.moment(booking.starts_at, self._session.zone)
        self._whose.setText(f"{patient.name.on_screen} · Born {born} · MILD {levels} · {when}")

    def prove(self, then: Callable[[Proof], None]) -> None:
        """Verify the password away from the window's own thread; `then` gets the proof."""
        typed = self.password.value()
        if not typed:
            self._ask_again(messages.sentence(Reason("procedure_day.password_missing")))
            return
        hold_off(self.sign, self.password)
        self._session.prove(self, typed, then=then, refused=self._ask_again)

    def ready_again(self, *_: object) -> None:
        """An answer came: signing once more needs the password once more."""
        self.sign.setEnabled(True)
        self.password.set_value("")

    def refuse(self, reasons: Sequence[Reason]) -> None:
        """Say what to do; everything typed stays, but for the password."""
        self.ready_again()
        self.errors.show_reasons(reasons, self._session.zone)

    def _ask_again(self, sentence: str) -> None:
        self.ready_again()
        self.password.set_error(sentence)
        self.password.setFocus()


class _Warning(QWidget):
    """The gates that are not ready; hidden when there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._words = Label("", Look.WARNING, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_M, 10, tokens.SPACE_M, 10)
        row.setSpacing(tokens.SPACE_S)
        row.addWidget(Icon("alert-triangle", "attn_fg"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text()

    def show_lines(self, lines: Sequence[str]) -> None:
        self._words.setText("\n".join(lines))
        self.setVisible(bool(lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            plate(painter, self.rect(), "attn_bg", "attn_bar")
