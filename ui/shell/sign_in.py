"""Signing in with name and password."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from clinicdesk.desk import Actor
from clinicdesk.errors import Reason
from clinicdesk.messages import sentence
from clinicdesk.staff.actions import NOBODY, sign_in
from clinicdesk.staff.passwords import Proof, prove
from clinicdesk.staff.queries import Credentials, credentials
from ui.background import Background
from ui.kit.buttons import bind, primary
from ui.kit.forms import ErrorSummary, TextField
from ui.kit.labels import Label, Look
from ui.shell.gate import Gate


class SignIn(Gate):
    """`signed_in` carries the Actor once the password is proved and the sign-in is on record."""

    signed_in = Signal(object)

    def __init__(self, background: Background, hint: str = "") -> None:
        super().__init__("Sign in to ClinicDesk", "Use your own name: what you do is recorded.")
        self._background = background
        self.login = TextField("Sign-in &name")
        self.password = TextField("&Password", secret=True)
        self.errors = ErrorSummary()
        self.button = primary("&Sign in", "lock")
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
        self._background.read(self, credentials, self.login.value(), then=self._prove)

    def _prove(self, found: Credentials | None) -> None:
        self._background.press(
            self,
            prove,
            found,
            self.password.value(),
            then=lambda proof: self._enter(found, proof),
            refused=self._refuse,
        )

    def _enter(self, found: Credentials, proof: Proof) -> None:
        self._background.set_actor(found.actor)
        self._background.change(
            self,
            sign_in,
            proof,
            then=lambda _: self._welcome(found.actor),
            refused=self._refuse,
        )

    def _welcome(self, actor: Actor) -> None:
        self.signed_in.emit(actor)

    def _refuse(self, reasons: Sequence[Reason]) -> None:
        self.button.setEnabled(True)
        self.password.set_value("")
        self.errors.show_sentences([sentence(reason) for reason in reasons])
