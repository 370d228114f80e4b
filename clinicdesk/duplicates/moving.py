"""Rows that are changed by a merge, each with what it said before, and the way back.

A merge changes rows and adds none, so that its undo leaves every table as it was.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from clinicdesk.database import Base, UtcDateTime
from clinicdesk.errors import Reason, Refused
from clinicdesk.history import canonical


class Shift(msgspec.Struct, frozen=True):
    """One column of one row, before and after, as JSON has them."""

    table: str
    key: int
    column: str
    before: Any
    after: Any


class Moved(msgspec.Struct, frozen=True):
    """What a merge did; `change_id` is the change of the history that it is."""

    change_id: int
    shifts: list[Shift]


@dataclass
class Moves:
    """Changes rows and keeps what they said; `now` is the instant of the merge."""

    session: Session
    now: datetime
    _made: list[tuple[Base, str, Any, Any]] = field(default_factory=list)

    def set(self, row: Base, **values: Any) -> None:
        """Change columns of a row."""
        for column, after in values.items():
            before = getattr(row, column)
            if before != after:
                self._made.append((row, column, before, after))
                setattr(row, column, after)

    def document(self, change_id: int) -> str:
        """All of it as canonical JSON; every row has been written by now."""
        shifts = [
            Shift(
                table=type(row).__tablename__,
                key=(inspect(row, raiseerr=True).identity or ())[0],
                column=column,
                before=msgspec.to_builtins(before),
                after=msgspec.to_builtins(after),
            )
            for row, column, before, after in self._made
        ]
        return canonical(msgspec.to_builtins(Moved(change_id, shifts)))


def read_moved(document: str) -> Moved:
    """What a merge did, from its row."""
    return msgspec.json.decode(document, type=Moved)


def put_back(session: Session, shifts: list[Shift]) -> None:
    """Take the changes back, the last one first. Refused when a row says something else by now."""
    kinds = {one.class_.__tablename__: one.class_ for one in Base.registry.mappers}
    for shift in reversed(shifts):
        kind = kinds[shift.table]
        row = session.get_one(kind, shift.key)
        column = kind.__table__.c[shift.column]
        if getattr(row, shift.column) != _value(column, shift.after):
            raise Refused(Reason("desk.changed_meanwhile"))
        setattr(row, shift.column, _value(column, shift.before))


def _value(column: Any, stored: Any) -> Any:
    is_instant = isinstance(column.type, UtcDateTime)
    return msgspec.convert(stored, (datetime if is_instant else column.type.python_type) | None)
