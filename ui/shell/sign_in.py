"""Signing in with name and password."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from clinicdesk.errors import Reason
from clinicdesk.staff.actions import NOBODY, sign_in
from clinicdesk.staff.passwords import Proof
from clinicdesk.staff.queries import Credentials
from ui.background import Background
from ui.kit.buttons import bind, primary
from ui.kit.forms import ErrorSummary, TextField
from ui.kit.labels import Label, Look
from ui.proving import kept_out, prove_person
from ui.shell.gate import Gate


class SignIn(Gate):
    """`signed_in` carries the Actor and the Proof once the sign-in is on record."""

    signed_in = Signal(object, object)

    def __init__(self, background: Background, hint: str = "", alarm: str = "") -> None:
        """`hint` is a quiet line, `alarm` one that nobody should miss."""
        super().__init__("Sign in to ClinicDesk", "Use your own name: what you do is recorded.")
        self._background = background
        self.login = TextField("Sign-in &name")
        self.password = TextField("&Password", secret=True)
        self.errors = ErrorSummary()
        self.button = primary("&Sign in", "lock")
        if alarm:
            self.card.body.addWidget(Label(alarm, Look.ERROR, wrap=True))
        for widget in (self.errors, self.login, self.password):
            self.card.body.addWidget(widget)
        if hint:
            self.card.body.addWidget(Label(hint, Look.SMALL, wrap=True))
        self.card.body.addWidget(self.button)
        self.button.clicked.connect(self._sign_in)
        self.password.input.returnPressed.connect(self.button.click)
        bind(self.button, "Ctrl+Return", self)
        self.login.setFocus()

    def _sign_in(self) -> None:
        self.errors.clear()
        self.button.setEnabled(False)
        self._background.set_actor(NOBODY)
        prove_person(
            *(self._background, self, self.login.value(), self.password.value()),
            then=self._enter,
            refused=self.refuse,
        )

    def _enter(self, found: Credentials, proof: Proof) -> None:
        self._background.set_actor(found.actor)
        self._background.change(
            self,
            sign_in,
            proof,
            then=lambda _: self.signed_in.emit(found.actor, proof),
            refused=self.refuse,
        )

    def refuse(self, reasons: Sequence[Reason]) -> None:
        """Say why nobody comes in; the password is typed again."""
        self.button.setEnabled(True)
        self.password.set_value("")
        self.errors.show_sentences([kept_out(reason) for reason in reasons])
        self.password.setFocus()
