"""What every page is given: the way to the core, who is signed in, and the clinic's clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from clinicdesk import messages
from clinicdesk.desk import Actor
from clinicdesk.errors import Reason
from clinicdesk.staff.passwords import prove
from clinicdesk.staff.queries import ClinicFacts, Credentials, credentials
from ui.background import Background, Then


@dataclass(frozen=True)
class Session:
    """One person's time at the desk; `now` answers the present instant, aware."""

    background: Background
    actor: Actor
    clinic: ClinicFacts
    now: Callable[[], datetime]

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
        self, owner: QObject, password: str, *, then: Then, refused: Callable[[str], object]
    ) -> None:
        """Verify the signed-in person's password once more: `then` gets the Proof.

        `refused` gets the sentence to show beside the password field.
        """

        def verify(known: Credentials | None) -> None:
            self.background.press(
                owner, prove, known, password, then=then, refused=lambda _: refused(again)
            )

        again = messages.sentence(Reason("staff.not_your_password"))
        self.background.read(owner, credentials, self.actor.login, then=verify)

    def may(self, *roles: str) -> bool:
        """Whether the person has one of these roles."""
        return bool(self.actor.roles & set(roles))
