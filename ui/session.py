"""What every page is given: the way to the core, who is signed in, and the clinic's clock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from clinicdesk import rights
from clinicdesk.desk import Actor
from clinicdesk.errors import Reason
from clinicdesk.staff.actions import confirm_identity
from clinicdesk.staff.passwords import Proof
from clinicdesk.staff.queries import ClinicFacts, Credentials
from ui.background import Background, Then
from ui.drafting import Drafting
from ui.proving import asked_again, prove_person


@dataclass(frozen=True)
class Session:
    """One person's time at the desk; `now` answers the present instant, aware."""

    background: Background
    actor: Actor
    clinic: ClinicFacts
    now: Callable[[], datetime]
    drafts: Drafting

    @property
    def zone(self) -> ZoneInfo:
        return self.clinic.zone

    def today(self) -> date:
        """Today at the clinic."""
        return self.now().astimezone(self.zone).date()

    def local(self, instant: datetime) -> datetime:
        """An instant on the clinic's wall clock."""
        return instant.astimezone(self.zone)

    def prove(
        self, owner: QObject, typed: str, *, then: Then, refused: Callable[[str], object]
    ) -> None:
        """Verify the signed-in person's password or PIN once more: `then` gets the Proof.

        `refused` gets the sentence to show beside the field.
        """

        def say(reasons: Sequence[Reason]) -> None:
            refused(asked_again(reasons))

        def end_tries(found: Credentials, proof: Proof) -> None:
            if found.wrong_tries:
                self.background.change(
                    owner, confirm_identity, proof, then=lambda _: then(proof), refused=say
                )
            else:
                then(proof)

        prove_person(
            *(self.background, owner, self.actor.login, typed),
            then=end_tries,
            refused=say,
            or_pin=True,
        )

    def may(self, *functions: rights.Function) -> bool:
        """Whether the permission table lets the person run all of these actions and queries."""
        return rights.may(self.actor.roles, *functions)
