"""What a change of the schedule wrote, as its history tells it, and what takes that back. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from clinicdesk.scheduling.rules import BookingState

Values = Mapping[str, Any]

_COUNTED: Mapping[str, tuple[str, ...]] = {
    "booking": ("state", "cause", "reason"),
    "occupancy": ("active", "resource_id"),
    "mild_case": ("status",),
}
# What a row that was added becomes: nothing is ever deleted.
_ADDED: Mapping[str, Values] = {
    "booking": {"state": BookingState.UNDONE.value},
    "occupancy": {"active": False},
}


@dataclass(frozen=True)
class Written:
    """A row as a change left it, and as it was before; of a row that was added, as if undone."""

    table: str
    id: int
    before: Values
    after: Values

    @property
    def takes(self) -> bool:
        """Whether taking it back takes a place, or makes a booking count again."""
        if self.table == "occupancy":
            return self.before.get("active", True) is True
        return self.before.get("state") == BookingState.BOOKED

    def holds(self, row: object) -> bool:
        """Whether the row still is as the change left it."""
        return all(_plain(getattr(row, name)) == value for name, value in self.after.items())


def written(body: str) -> list[Written]:
    """The rows of the schedule in a change's body, each once, with what an undo writes."""
    before: dict[tuple[str, int], dict[str, object]] = {}
    after: dict[tuple[str, int], dict[str, object]] = {}
    for entry in json.loads(body or "[]"):
        key = (entry["table"], entry["id"])
        first = entry["before"] or _ADDED.get(entry["table"], {})
        before[key] = {**first, **before.get(key, {})}
        after[key] = {**after.get(key, {}), **entry["after"]}
    return [_row(*key, before[key], after[key]) for key in before if key[0] in _COUNTED]


def _row(table: str, row_id: int, before: Values, after: Values) -> Written:
    names = [name for name in _COUNTED[table] if name in before]
    return Written(
        table,
        row_id,
        {name: before[name] for name in names},
        {name: after.get(name) for name in names},
    )


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Enum) else value
