"""A physician at whoever's workstation: who it is, proved, and the gate let pass in their name."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from clinicdesk.errors import Reason
from clinicdesk.readiness.actions import OverrideGate, override_gate
from clinicdesk.readiness.overrides import bare, covers
from clinicdesk.readiness.rules import Gate
from clinicdesk.staff.actions import NOBODY, confirm_identity
from clinicdesk.staff.passwords import Proof
from clinicdesk.staff.queries import Credentials, credentials
from ui.proving import prove_person
from ui.session import Session

Refuse = Callable[[Sequence[Reason]], object]
_WRONG = (Reason("staff.wrong_password"),)


class PhysiciansWord:
    """One gate of one booking, as it was shown; `owner` is the widget that waits."""

    def __init__(self, session: Session, owner: QObject, booking_id: int, gate: Gate) -> None:
        self._session, self._owner = session, owner
        self._booking_id, self._gate = booking_id, gate

    def give(
        self,
        login: str,
        typed: str,
        reason: str,
        *,
        then: Callable[[object], object],
        refused: Refuse,
    ) -> None:
        """Let the gate pass in the name of whoever this is; the core asks whether they may."""
        background = self._session.background

        def ask(found: Credentials | None) -> None:
            # Nobody is told apart from a wrong password, and nobody here is signed out for it.
            if found is not None and found.password_hash is None:
                refused(_WRONG)
                return
            with background.acting_as(NOBODY):
                prove_person(
                    *(background, self._owner, login, typed),
                    then=lambda who, proof: self._confirm(who, proof, reason, then, refused),
                    refused=refused,
                    or_pin=True,
                )

        with background.acting_as(NOBODY):
            background.read(self._owner, credentials, login, then=ask, refused=refused)

    def _confirm(
        self,
        who: Credentials,
        proof: Proof,
        reason: str,
        then: Callable[[object], object],
        refused: Refuse,
    ) -> None:
        """Their row of wrong tries ends here, as when they sign in; then the gate."""
        background = self._session.background

        def let_pass(_: object = None) -> None:
            request = OverrideGate(
                booking_id=self._booking_id,
                gate=self._gate.key,
                seen=covers(bare(self._gate).reasons),
                reason=reason,
                proof=proof,
            )
            with background.acting_as(who.actor):
                background.change(self._owner, override_gate, request, then=then, refused=refused)

        if not who.wrong_tries:
            let_pass()
            return
        with background.acting_as(who.actor):
            background.change(self._owner, confirm_identity, proof, then=let_pass, refused=refused)
