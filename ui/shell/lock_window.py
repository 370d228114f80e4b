"""What stands on the screen instead of everything else while the person is away."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from clinicdesk.errors import Reason
from clinicdesk.staff.actions import confirm_identity
from clinicdesk.staff.passwords import Proof
from ui.kit import tokens
from ui.kit.buttons import bind, link, primary
from ui.kit.forms import TextField
from ui.kit.labels import Label, Look
from ui.proving import asked_again, prove_person
from ui.session import Session
from ui.shell.avatar import Avatar
from ui.shell.gate import Gate


class LockWindow(Gate):
    """`unlocked` when the person proved who they are, `switch` when somebody else wants to work."""

    unlocked = Signal()
    switch = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session.clinic.name, "ClinicDesk is locked.")
        self._session = session
        self.secret = TextField("PIN or &password", secret=True)
        self.button = primary("&Unlock", "lock")
        self.other = link("&Somebody else signs in", "users")
        self.card.body.addLayout(_who(session.actor.name))
        self.card.body.addWidget(self.secret)
        self.card.body.addWidget(self.button)
        self.card.body.addWidget(self.other, 0, Qt.AlignmentFlag.AlignHCenter)
        self.button.clicked.connect(self._unlock)
        self.other.clicked.connect(lambda _: self.switch.emit())
        self.secret.input.returnPressed.connect(self.button.click)
        bind(self.button, "Ctrl+Return", self)
        self.secret.setFocus()

    def _unlock(self) -> None:
        typed = self.secret.value()
        if not typed:
            return
        self.secret.set_error("")
        self.button.setEnabled(False)
        session = self._session
        prove_person(
            *(session.background, self, session.actor.login, typed),
            then=lambda _, proof: self._come_back(proof),
            refused=self._ask_again,
            or_pin=True,
        )

    def _come_back(self, proof: Proof) -> None:
        self._session.background.change(
            self,
            confirm_identity,
            proof,
            then=lambda _: self.unlocked.emit(),
            refused=self._ask_again,
        )

    def _ask_again(self, reasons: Sequence[Reason]) -> None:
        self.button.setEnabled(True)
        self.secret.set_value("")
        self.secret.set_error(asked_again(reasons))
        self.secret.setFocus()


def _who(name: str) -> QHBoxLayout:
    lines = QVBoxLayout()
    lines.setSpacing(0)
    lines.addWidget(Label(name, Look.STRONG, wrap=True))
    lines.addWidget(Label("is signed in", Look.HINT))
    row = QHBoxLayout()
    row.setSpacing(tokens.SPACE_M)
    row.addWidget(Avatar(name))
    row.addLayout(lines, 1)
    return row
