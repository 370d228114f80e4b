"""The window of somebody who came in with a one-time password: they choose their own first."""

from PySide6.QtCore import Signal

from clinicdesk.staff.passwords import Proof
from ui.session import Session
from ui.shell.gate import Gate
from ui.shell.secret_form import PASSWORD, SecretForm


class OwnPassword(Gate):
    """`done` is emitted once the one-time password is used up."""

    done = Signal()

    def __init__(self, session: Session, proof: Proof) -> None:
        super().__init__(
            "Choose your own password",
            f"Welcome, {session.actor.name}. The password you were given counts only once.",
        )
        self.form = SecretForm(session, PASSWORD, proof)
        self.form.done.connect(lambda _: self.done.emit())
        self.card.body.addWidget(self.form)
        self.form.setFocus()
