"""The table `change`: history, retry key and feed in one; each row is chained to the one before."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Select, event, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, Session, mapped_column

from clinicdesk.database import Base, Document, Key, Line, Name

_CHAINED = (
    "id request_id actor_id db_user workstation at action patient_id topics body answer prev"
).split()
_BATCH = 1000
VERIFICATION = "verification"
# What a column or driver raises for a value that the program never writes, as a year 300,000.
_UNREADABLE = (DBAPIError, OverflowError, TypeError)
_AS_IT_IS = {str, int, bool, type(None)}
_AFTER_SIGN = re.compile(r"(\\[bfnrt])([^\x00-\x7f]+)")
_SPELLED = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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
    body: Mapped[Document] = mapped_column(info={"label": "What is saved at once"})
    answer: Mapped[Document]
    prev: Mapped[Name]
    hash: Mapped[Name]


class Link(NamedTuple):
    """A place in the chain: the id of a change and its hash."""

    id: int
    hash: str


GENESIS = Link(0, "0" * 64)


class Fault(StrEnum):
    """What is wrong where the chain breaks."""

    EDITED = "edited"  # the row does not have the content that was hashed
    PARTED = "parted"  # the row does not follow the one before it
    MISSING = "missing"  # rows before this one are gone
    REPEATED = "repeated"  # the id was there already, or the order is wrong
    OTHER = "other"  # a workstation saw another row under this id
    SHORT = "short"  # a workstation saw this row, and the history ends before it


@dataclass(frozen=True)
class Break:
    """The first row at which the chain does not hold."""

    id: int
    fault: Fault


@dataclass(frozen=True)
class Verified:
    """How many rows were looked at, the last one that holds, and where the chain breaks."""

    rows: int
    end: Link
    broken: Break | None = None


def identity(session: Session) -> str:
    """Which database this is: the hash of its first change; "" before there is one."""
    first = select(Change.hash).order_by(Change.id).limit(1)
    return session.scalar(first) or ""


def link(change: Change) -> str:
    """The SHA-256 that chains this row: over every field and the previous row's hash."""
    return _digest(_composed([getattr(change, name) for name in _CHAINED]))


def verify(
    rows: Iterable[Sequence[Any]], start: Link = GENESIS, anchor: Link | None = None
) -> Verified:
    """Follow the chain from `start` on, whose row is taken as it is, to the first break.

    `rows` come in the order of their ids as `stored` gives them. `anchor` is what a workstation
    saw: its row must come with that hash. Nothing but the last row is kept, whatever the length.
    """
    end, seen = start, 0
    for row in rows:
        seen += 1
        here = Link(row[0], row[-1])
        if fault := _fault(row, end, anchor):
            return Verified(seen, end, Break(here.id, fault))
        end = here
    if anchor is not None and end.id < anchor.id:
        return Verified(seen, end, Break(anchor.id, Fault.SHORT))
    return Verified(seen, end)


def stored(session: Session, first: int = 1) -> Iterator[Sequence[Any]]:
    """The rows from this id on, for `verify`; read in batches. One unreadable is its id alone."""
    batch = _batch(session, first)
    while batch:
        yield from batch
        batch = _batch(session, batch[-1][0] + 1)


def _batch(session: Session, first: int) -> Sequence[Sequence[Any]]:
    here = Change.id >= first
    try:
        return session.execute(_rows_where(here).limit(_BATCH)).all()
    except _UNREADABLE as error:
        if getattr(error, "connection_invalidated", False):
            raise
    ids = session.scalars(select(Change.id).where(here).order_by(Change.id).limit(_BATCH)).all()
    return [_row_or_id(session, one) for one in ids]


def _row_or_id(session: Session, row_id: int) -> Sequence[Any]:
    try:
        return session.execute(_rows_where(Change.id == row_id)).one()
    except _UNREADABLE:
        return (row_id,)


def _rows_where(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    columns = [getattr(Change, name) for name in (*_CHAINED, "hash")]
    return select(*columns).where(condition).order_by(Change.id)


def link_before(session: Session, first: int) -> Link:
    """The end of the chain before this id."""
    return _newest(session, Change.id < first) or GENESIS


def head(session: Session) -> Link | None:
    """The newest change, None before the first."""
    return _newest(session)


def _newest(session: Session, *before: ColumnElement[bool]) -> Link | None:
    chosen = select(Change.id, Change.hash).where(*before).order_by(Change.id.desc()).limit(1)
    row = session.execute(chosen).first()
    return Link(*row) if row else None


def _fault(row: Sequence[Any], before: Link, anchor: Link | None) -> Fault | None:
    row_id = row[0]
    if row_id != before.id + 1:
        return Fault.MISSING if row_id > before.id else Fault.REPEATED
    if len(row) == 1:
        return Fault.EDITED
    previous, stated = row[-2:]
    if previous != before.hash:
        return Fault.PARTED
    if _digest(row[:-1]) != stated:
        return Fault.EDITED
    if anchor is not None and row_id == anchor.id and stated != anchor.hash:
        return Fault.OTHER
    return None


def _digest(fields: Iterable[Any]) -> str:
    """Over the fields as the columns give them back, each in its own place: JSON text."""
    plain = [field if type(field) in _AS_IT_IS else _plain(field) for field in fields]
    return hashlib.sha256(msgspec.json.encode(plain)).hexdigest()


def canonical(value: object) -> str:
    """JSON with one spelling per value, so that equal content has equal hashes.

    NFC like the columns. A mark after a line break is written as its number: in NFC it would go
    together with the letter of the break's own sign, and the text would be no JSON any more.
    """
    return _AFTER_SIGN.sub(_numbered, _SPELLED.encode(_composed(value)))


def _composed(value: Any) -> Any:
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case dict():
            return {_composed(key): _composed(one) for key, one in value.items()}
        case list() | tuple():
            return [_composed(one) for one in value]
        case _:
            return value


def _numbered(hit: re.Match[str]) -> str:
    marks = (json.dumps(one)[1:-1] if unicodedata.combining(one) else one for one in hit[2])
    return hit[1] + "".join(marks)


@contextmanager
def recording(session: Session) -> Iterator[list[dict[str, Any]]]:
    """Collects the columns every flush changes, before and after; secrets only as "changed".

    How somebody made sure of the patient comes last: no table keeps that.
    """
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
    if by := session.info.get(VERIFICATION):
        body.append({"table": VERIFICATION, "id": None, "before": {}, "after": {"by": by}})


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
