"""The one interruption of the day: a gate that is open, and a physician who lets it pass."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.procedure_day.board import BoardRow
from clinicdesk.readiness.actions import override_gate
from clinicdesk.readiness.overrides import GATE_NAMES, gate_reasons, release_of
from clinicdesk.readiness.rules import Gate
from ui.kit import theme, tokens
from ui.kit.buttons import bind, hold_off, primary, secondary
from ui.kit.focus_ring import FocusRing
from ui.kit.forms import ErrorSummary, TextField
from ui.kit.labels import Label, Look
from ui.procedure_day.physicians_word import PhysiciansWord
from ui.session import Session

_WIDTH = 480
_MISSING = {
    "reason": Reason("readiness.override_reason"),
    "login": Reason("procedure_day.physician_missing"),
    "secret": Reason("procedure_day.physicians_password"),
}


class GateDialog(QDialog):
    """`passed` is emitted once a physician let the gate pass; Esc leaves it open.

    `settle_wanted` asks for the place where the gate is settled.
    """

    passed = Signal()
    settle_wanted = Signal()

    def __init__(self, session: Session, row: BoardRow, gate: Gate, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self.gate = session, gate
        self._word = PhysiciansWord(session, self, row.booking.id, gate)
        self.setWindowTitle("ClinicDesk")
        self.setAccessibleName(f"{GATE_NAMES[gate.key]} is open")
        theme.fix(self, width=_WIDTH)
        self.errors = ErrorSummary()
        own = session.actor.login if session.may(override_gate) else ""
        self.reason = TextField("&Reason", hint="It stands in the chart, with the physician's name")
        self.login = TextField("Physician's sign-in &name")
        self.secret = TextField("Their PIN or &password", secret=True)
        self.login.set_value(own)
        self.button = primary("&Let pass and go on", "shield-check")
        self.settle = secondary("&Settle it")
        self.cancel = secondary("&Cancel")
        self.words = self._words(row)
        self._arrange(row)
        self.button.clicked.connect(self._ask)
        self.settle.clicked.connect(self._settle)
        self.cancel.clicked.connect(self.reject)
        bind(self.button, "Ctrl+Return", self)
        session.background.failed.connect(self._ready_again)
        self._ring = FocusRing(self)
        self.finished.connect(self.deleteLater)

    @property
    def can_release(self) -> bool:
        """Whether a physician may let this gate pass at all."""
        return release_of(self.gate).by_physician

    def event(self, event: QEvent) -> bool:
        """What is said over the fields needs room of its own."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.setFixedHeight(self.layout().totalHeightForWidth(self.width()))
        return handled

    def _words(self, row: BoardRow) -> list[str]:
        who = row.booking.patient
        whose = f"{who.name.on_screen} · Born {messages.short_day(who.birth_date)}"
        zone = self._session.zone
        return [whose, *(messages.sentence(one, zone) for one in gate_reasons(self.gate))]

    def _ask(self) -> None:
        fields = {"reason": self.reason, "login": self.login, "secret": self.secret}
        missing = [_MISSING[name] for name, field in fields.items() if not field.value()]
        self.errors.show_reasons(missing)
        if missing:
            return
        hold_off(self.button, self.secret)
        self._word.give(
            self.login.value(),
            self.secret.value(),
            self.reason.value(),
            then=self._let_pass,
            refused=self._refuse,
        )

    def _let_pass(self, _: object) -> None:
        self.accept()
        self.passed.emit()

    def _settle(self) -> None:
        self.reject()
        self.settle_wanted.emit()

    def _refuse(self, reasons: Sequence[Reason]) -> None:
        """The reason and the name stay; the password is typed again."""
        self._ready_again()
        self.secret.set_value("")
        self.errors.show_reasons(reasons, self._session.zone)

    def _ready_again(self, *_: object) -> None:
        self.button.setEnabled(True)

    def _arrange(self, row: BoardRow) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        column.setSpacing(tokens.SPACE_M)
        column.addWidget(Label(f"{GATE_NAMES[self.gate.key]} is open", Look.TITLE))
        whose, *why = self.words
        column.addWidget(Label(whose, Look.STRONG, wrap=True))
        for sentence in why:
            column.addWidget(Label(sentence, Look.BODY, wrap=True))
        asked = (self.errors, self.reason, self.login, self.secret)
        for part in asked:
            column.addWidget(part)
        actions = QHBoxLayout()
        actions.setSpacing(tokens.SPACE_S)
        for button in (self.button, self.settle, self.cancel):
            actions.addWidget(button)
        actions.addStretch(1)
        column.addLayout(actions)
        for part in (*asked[1:], self.button):
            part.setVisible(self.can_release)
        (self.reason if self.can_release else self.settle).setFocus()
