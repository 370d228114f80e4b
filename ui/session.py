"""What every page is given: the way to the core, who is signed in, and the clinic's clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinicdesk.desk import Actor
from clinicdesk.staff.queries import ClinicFacts
from ui.background import Background


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

    def may(self, *roles: str) -> bool:
        """Whether the person has one of these roles."""
        return bool(self.actor.roles & set(roles))
