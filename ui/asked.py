"""What somebody asked the database for and has no answer to: its request id stays the same."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from clinicdesk.errors import Refused

# Refused before the database looked whether the change was made: its id must stay.
_TOO_EARLY = "desk.busy"


@dataclass(frozen=True)
class Change:
    """What somebody asked to be changed; equal ones are the same change, asked for once more."""

    actor: Any
    action: Any
    request: Any


class Asked:
    """The request id of every change that was not answered yet."""

    def __init__(self) -> None:
        self._ids: list[tuple[Change, UUID]] = []

    def id_of(self, change: Change) -> UUID:
        """The id under which this change was asked for before, else a new one."""
        known = next((asked for one, asked in self._ids if one == change), None)
        if known is None:
            known = uuid4()
            self._ids.append((change, known))
        return known

    def settle(self, change: Change, error: Exception | None) -> None:
        """An answer, or a refusal that looked first, ends it; anything else leaves it open."""
        if error is None or (isinstance(error, Refused) and error.reasons[0].code != _TOO_EARLY):
            self._ids = [kept for kept in self._ids if kept[0] != change]
