"""Choosing one's own password or PIN: proof of the old one, and the new one typed twice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.errors import Reason
from clinicdesk.staff.actions import ChoosePassword, ChoosePin, choose_password, choose_pin
from clinicdesk.staff.passwords import Proof, hash_other_password, hash_pin
from clinicdesk.staff.queries import Credentials, credentials
from ui.kit import tokens
from ui.kit.buttons import bind, hold_off, primary
from ui.kit.forms import ErrorSummary, TextField
from ui.proving import asked_again, prove_person
from ui.session import Session


@dataclass(frozen=True)
class Secret:
    """What is chosen: its words, how it is hashed, and how it is recorded."""

    title: str
    says: str
    label: str
    hint: str
    chosen: str
    hash: Callable[[str, Credentials, str], str]
    action: Callable[..., None]
    request: Callable[[str, Proof], object]


PASSWORD = Secret(
    "Change password",
    "Only you know it; there is no need to change it again unless somebody else may know it.",
    "New pass&word",
    "At least 15 characters: a sentence is easy to remember",
    "Your password is changed.",
    hash_other_password,
    choose_password,
    lambda hashed, proof: ChoosePassword(password_hash=hashed, proof=proof),
)
PIN = Secret(
    "Choose a PIN",
    "Six digits that unlock ClinicDesk and sign notes. To sign in you still type your password.",
    "New &PIN",
    "6 digits, no dates, rows or patterns",
    "Your PIN is set. Use it to unlock and to sign.",
    lambda typed, *_: hash_pin(typed),
    choose_pin,
    lambda hashed, proof: ChoosePin(pin_hash=hashed, proof=proof),
)


class SecretForm(QWidget):
    """`done` carries a sentence once it is recorded. With `proof` the old password is not asked."""

    done = Signal(str)

    def __init__(self, session: Session, secret: Secret, proof: Proof | None = None) -> None:
        super().__init__()
        self._session, self._secret, self._proof = session, secret, proof
        self.errors = ErrorSummary()
        self.old = TextField("Your passwo&rd now", secret=True)
        self.new = TextField(secret.label, secret=True, hint=secret.hint)
        self.again = TextField("The same a&gain", secret=True)
        self.button = primary("&Save", "check")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_M)
        for part in (self.errors, self.old, self.new, self.again, self.button):
            column.addWidget(part)
        self.old.setVisible(proof is None)
        self.setFocusProxy(self.new if proof else self.old)
        self.again.input.returnPressed.connect(self.button.click)
        self.button.clicked.connect(self._save)
        bind(self.button, "Ctrl+Return", self)
        session.background.failed.connect(self._ready_again)

    def _save(self) -> None:
        self.errors.clear()
        if self.new.value() != self.again.value():
            self.errors.show_reasons((Reason("staff.not_typed_twice"),))
            return
        hold_off(self.button, self.again)
        self._prove()

    def _prove(self) -> None:
        """First of all: whoever passes by must not try out what the password is."""
        session, login = self._session, self._session.actor.login
        if self._proof:
            then = partial(self._hash, proof=self._proof)
            session.background.read(self, credentials, login, then=then, refused=self._refuse)
            return
        prove_person(
            *(session.background, self, login, self.old.value()),
            then=self._hash,
            refused=self._ask_again,
        )

    def _hash(self, found: Credentials, proof: Proof) -> None:
        self._session.background.press(
            self,
            self._secret.hash,
            self.new.value(),
            found,
            self._session.clinic.name,
            then=partial(self._record, proof=proof),
            refused=self._refuse,
        )

    def _record(self, hashed: str, proof: Proof) -> None:
        self._session.background.change(
            self,
            self._secret.action,
            self._secret.request(hashed, proof),
            then=lambda _: self.done.emit(self._secret.chosen),
            refused=self._refuse,
        )

    def _refuse(self, reasons: Sequence[Reason]) -> None:
        self._ready_again()
        self.errors.show_reasons(reasons)

    def _ready_again(self, *_: object) -> None:
        self.button.setEnabled(True)

    def _ask_again(self, reasons: Sequence[Reason]) -> None:
        self._ready_again()
        self.old.set_value("")
        self.old.set_error(asked_again(reasons, or_pin=False))
        self.old.setFocus()
