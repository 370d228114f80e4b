"""The table `change`: history, retry key and feed in one; each row is chained to the one before."""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Mapped, Session, mapped_column

from clinicdesk.database import Base, Document, Key, Line, Name

_CHAINED = (
    "id request_id actor_id db_user workstation at action patient_id topics body answer prev"
).split()


class Change(Base):
    """What was done, by whom, when: one row per change and per recorded view."""

    __tablename__ = "change"

    id: Mapped[Key] = mapped_column(autoincrement=False)
    request_id: Mapped[Name] = mapped_column(unique=True)
    actor_id: Mapped[int]
    db_user: Mapped[Name]
    workstation: Mapped[Name]
    at: Mapped[datetime]
    action: Mapped[Name]
    patient_id: Mapped[int | None] = mapped_column(index=True)
    topics: Mapped[Line]
    body: Mapped[Document]
    answer: Mapped[Document]
    prev: Mapped[Name]
    hash: Mapped[Name]


def link(change: Change) -> str:
    """The SHA-256 that chains this row: over every field and the previous row's hash."""
    fields = [_plain(getattr(change, name)) for name in _CHAINED]
    return hashlib.sha256(canonical(fields).encode()).hexdigest()


def canonical(value: object) -> str:
    """JSON with one spelling per value, so that equal content has equal hashes.

    NFC like the columns: what is hashed is what the database gives back.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


@contextmanager
def recording(session: Session) -> Iterator[list[dict[str, Any]]]:
    """Collects the columns every flush changes, before and after; secrets only as "changed"."""
    body: list[dict[str, Any]] = []

    def collect(flushed: Session, _context: object) -> None:
        body.extend(_row(row, {}) for row in flushed.new)
        body.extend(_row(row, _before(row)) for row in flushed.dirty if _before(row))
        if flushed.deleted:
            raise AssertionError("nothing clinical is ever deleted")

    event.listen(session, "after_flush", collect)
    try:
        yield body
    finally:
        event.remove(session, "after_flush", collect)


def _before(row: object) -> dict[str, Any]:
    state = inspect(row, raiseerr=True)
    pasts = {column.key: state.attrs[column.key].history for column in state.mapper.column_attrs}
    edited = {
        name: (next(iter(past.deleted), None), past.added[0])
        for name, past in pasts.items()
        if past.added
    }
    return {name: before for name, (before, after) in edited.items() if before != after}


def _row(row: object, before: dict[str, Any]) -> dict[str, Any]:
    state = inspect(row, raiseerr=True)
    columns = {column.key: column for column in state.mapper.column_attrs}
    if before:
        after = {name: getattr(row, name) for name in before}
    else:
        values = {name: getattr(row, name) for name in columns}
        after = {name: value for name, value in values.items() if value is not None}
    return {
        "table": state.mapper.local_table.name,
        "id": getattr(row, "id", None),
        "before": {name: _shown(columns[name], value) for name, value in before.items()},
        "after": {name: _shown(columns[name], value) for name, value in after.items()},
    }


def _shown(column: Any, value: object) -> object:
    return "changed" if column.columns[0].info.get("secret") else _plain(value)


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() | time():
            return value.isoformat()
        case Decimal() | Enum():
            return str(value)
        case bytes():
            return {"sha256": hashlib.sha256(value).hexdigest(), "bytes": len(value)}
        case _:
            return value
