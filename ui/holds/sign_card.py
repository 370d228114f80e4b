"""Signing the hold table: what is signed, and the password that signs it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.holds.actions import SignPolicy, sign_policy
from clinicdesk.holds.queries import PolicyFacts
from clinicdesk.staff.passwords import Proof
from ui.kit import tokens
from ui.kit.buttons import bind, hold_off, primary, secondary
from ui.kit.card import Card
from ui.kit.forms import ErrorSummary, TextField
from ui.kit.labels import Label, Look
from ui.session import Session


class SignCard(Card):
    """`closed` is emitted on Cancel; after signing, the page reloads by itself."""

    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._session = session
        self._sha256 = ""
        self.errors = ErrorSummary()
        self.password = TextField("Your PIN or &password", secret=True, width=280)
        self.sign = primary("Sign", "signature")
        self._what = Label("", Look.BODY, wrap=True)
        cancel = secondary("Cancel")
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.SPACE_S)
        buttons.addWidget(self.sign)
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        for part in (self._what, self.errors, self.password):
            self.body.addWidget(part)
        self.body.addLayout(buttons)
        cancel.clicked.connect(self.closed)
        self.sign.clicked.connect(self._ask)
        bind(self.sign, "Ctrl+Return", self)
        session.background.failed.connect(self._ready_again)

    def show_policy(self, policy: PolicyFacts) -> None:
        """Say what would be signed; a password typed before belongs to an older text."""
        if policy.sha256 != self._sha256:
            self.password.set_value("")
        self._sha256 = policy.sha256
        table = policy.table
        self._what.setText(
            f"You sign {table.title}, version {table.version}: all {len(table.rows)} rows below, "
            f"fingerprint {policy.sha256[:12]}. From then on their dose dates count."
        )

    def _ask(self) -> None:
        self.errors.clear()
        typed = self.password.value()
        if not typed:
            self._ask_again(messages.sentence(Reason("holds.password_missing")))
            return
        hold_off(self.sign, self.password)
        self._session.prove(self, typed, then=self._sign, refused=self._ask_again)

    def _ready_again(self, *_: object) -> None:
        self.sign.setEnabled(True)
        self.password.set_value("")

    def _ask_again(self, sentence: str) -> None:
        self._ready_again()
        self.password.set_error(sentence)
        self.password.setFocus()

    def _sign(self, proof: Proof) -> None:
        self._session.background.change(
            self,
            sign_policy,
            SignPolicy(sha256=self._sha256, proof=proof),
            then=self._ready_again,
            refused=self._refused,
        )

    def _refused(self, reasons: tuple[Reason, ...]) -> None:
        self._ready_again()
        self.errors.show_reasons(reasons)
