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
from ui.kit.name_alert import similar_names
from ui.kit.painting import canvas, plate
from ui.kit.verify_strip import VerifyStrip, whose
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
        self.verify = VerifyStrip(wide=True)
        for part in (self.errors, self.open_gates, self.verify, self.password):
            self.body.addWidget(part)
        self.body.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignLeft)
        self.sign.clicked.connect(self.asked)
        self.verify.went_on.connect(self._go_on)
        bind(self.sign, "Ctrl+Return", scope)
        session.background.failed.connect(self.ready_again)

    def show_booking(self, booking: BookingFacts) -> None:
        """Ask whose order it is, by name, birth date, levels and time."""
        when = messages.moment(booking.starts_at, self._session.zone)
        what = f"MILD {', '.join(booking.levels)}".strip()
        shown = whose(booking.patient, self._session.today(), what, when)
        self.verify.show_whose(shown, similar_names(booking.namesakes, self._session.zone))

    def prove(self, then: Callable[[Proof], None]) -> None:
        """Verify the password away from the window's own thread; `then` gets the proof.

        First whose order it is has to be made sure of.
        """
        if self.verify.is_missing():
            return
        typed = self.password.value()
        if not typed:
            self._ask_again(messages.sentence(Reason("procedure_day.password_missing")))
            return
        hold_off(self.sign, self.password)
        self._session.prove(self, typed, then=then, refused=self._ask_again)

    def _go_on(self) -> None:
        """Somebody made sure whose order it is: sign, or ask for the password first."""
        if self.password.value():
            self.asked.emit()
        else:
            self.password.setFocus()

    def ready_again(self, *_: object) -> None:
        """An answer came: signing once more needs the password once more."""
        self.sign.setEnabled(True)
        self.password.set_value("")

    def refuse(self, reasons: Sequence[Reason]) -> None:
        """Say what to do; everything typed stays, but for the password."""
        self.ready_again()
        if not self.verify.refused(reasons):
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
