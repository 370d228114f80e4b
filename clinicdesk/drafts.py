"""What was typed and not saved yet: one encrypted file on each workstation.

It is an embedded file wherever the clinic's database is, so a lost server takes nothing with it.
Its rows are the only ones that the program ever deletes: when the work is saved, and what a person
discarded once that day is over. Several programs may have the file open at once.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    and_,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DatabaseError, OperationalError

from clinicdesk.database import PlainText, UtcDateTime, open_engine, writing
from clinicdesk.errors import Reason, Refused
from clinicdesk.settings import embedded_url

_draft = Table(
    "draft",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("clinic", PlainText(100), nullable=False),
    Column("person_id", Integer, nullable=False),
    Column("form", PlainText(100), nullable=False),
    Column("record_id", Integer, nullable=False),
    Column("lock_version", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("discarded_at", UtcDateTime),
)
_kept = _draft.c.discarded_at.is_(None)
Index(
    "one_draft_at_a_place",
    *(_draft.c[name] for name in "clinic person_id form record_id".split()),
    unique=True,
    sqlite_where=_kept,
)
_BESIDE = ("", "-wal", "-shm", ".keys")


@dataclass(frozen=True)
class Whose:
    """Whose typing: a person of the clinic whose history begins with the hash `clinic`."""

    clinic: str
    person_id: int


@dataclass(frozen=True)
class Place:
    """Where it was typed: a form's name and the id of the record it is about, 0 for a new one."""

    form: str
    record_id: int


@dataclass(frozen=True)
class Draft:
    """What the fields of a form held, by their names, as typed: half a date is half a date.

    `over` is what they showed when typing began, `lock_version` the record's then, 0 where it has
    none.
    """

    place: Place
    lock_version: int
    over: Mapping[str, Any]
    typed: Mapping[str, Any]
    saved_at: datetime
    discarded_at: datetime | None = None


class Drafts:
    """The drafts on this workstation, at most one per person and place, and today's discarded.

    Every method raises Refused (drafts.not_kept) when the file cannot be read or written now.
    """

    def __init__(self, engine: Engine, *, set_aside: bool = False) -> None:
        """`set_aside` tells that a damaged file was put out of the way."""
        self._engine = engine
        self.set_aside = set_aside

    def of(self, whose: Whose) -> tuple[Draft, ...]:
        """Everything of one person, the oldest first."""
        with self._change() as connection:
            rows = connection.execute(
                select(_draft).where(*_owner(whose)).order_by(_draft.c.discarded_at, _draft.c.id)
            )
            return tuple(map(_as_draft, rows))

    def keep(self, whose: Whose, draft: Draft) -> None:
        """Keep a draft in the place of the one that is there."""
        # ASCII, so every letter comes back as it was typed.
        content = json.dumps({"over": draft.over, "typed": draft.typed})
        row = {
            "clinic": whose.clinic,
            "person_id": whose.person_id,
            "form": draft.place.form,
            "record_id": draft.place.record_id,
            "lock_version": draft.lock_version,
            "content": content,
            "saved_at": draft.saved_at,
            "discarded_at": draft.discarded_at,
        }
        with self._change() as connection:
            connection.execute(delete(_draft).where(_at(whose, draft.place), _kept))
            connection.execute(insert(_draft).values(row))

    def drop(self, whose: Whose, place: Place) -> None:
        """The work is saved: the draft is deleted."""
        with self._change() as connection:
            connection.execute(delete(_draft).where(_at(whose, place), _kept))

    def discard(self, whose: Whose, place: Place, now: datetime) -> None:
        """Put a draft away; until the end of the day it can be brought back."""
        with self._change() as connection:
            _put_away(connection, whose, place, now)

    def bring_back(self, whose: Whose, place: Place, now: datetime) -> None:
        """The draft discarded last counts again; what was typed since is discarded in its place."""
        last = (
            select(_draft.c.id)
            .where(_at(whose, place), ~_kept)
            .order_by(_draft.c.discarded_at.desc(), _draft.c.id.desc())
            .limit(1)
        )
        with self._change() as connection:
            found = connection.scalar(last)
            if found is not None:
                _put_away(connection, whose, place, now)
                kept = update(_draft).where(_draft.c.id == found)
                connection.execute(kept.values(discarded_at=None))

    def sweep(self, whose: Whose, zone: tzinfo, now: datetime) -> None:
        """Delete what anybody at this clinic, in `zone`, discarded before today."""
        local = now.astimezone(zone)
        midnight = datetime.combine(local.date(), time(), zone)
        with self._change() as connection:
            past = _draft.c.discarded_at < midnight
            connection.execute(delete(_draft).where(_draft.c.clinic == whose.clinic, past))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _change(self) -> Iterator[Connection]:
        try:
            with writing(self._engine).begin() as connection:
                yield connection
        except DatabaseError:
            raise Refused(Reason("drafts.not_kept")) from None


def open_drafts(file: Path, now: datetime) -> Drafts:
    """The drafts in this file; one that cannot be read is set aside and a new one begun.

    Raises Refused (drafts.not_kept) when there is no room or right to keep any.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            return Drafts(_readable(file))
        except (DatabaseError, _Damaged) as error:
            if isinstance(error, OperationalError):  # busy, full or not allowed is no damage
                raise
            _put_aside(file, now)
            return Drafts(_readable(file), set_aside=True)
    except (OSError, DatabaseError, _Damaged):
        raise Refused(Reason("drafts.not_kept")) from None


class _Damaged(Exception):
    """The file or its key cannot be read by anybody."""


def _readable(file: Path) -> Engine:
    try:
        engine = open_engine(embedded_url(file))
    except Refused:
        raise _Damaged from None
    try:
        with writing(engine).begin() as connection:
            _look_through(connection)
            _draft.metadata.create_all(connection)
    except (DatabaseError, _Damaged):
        engine.dispose()
        raise
    return engine


def _look_through(connection: Connection) -> None:
    """Reads every page, so that its seal is checked too. Raises _Damaged."""
    if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
        raise _Damaged


def _put_aside(file: Path, now: datetime) -> None:
    for end in _BESIDE:
        part = file.with_name(file.name + end)
        with suppress(FileNotFoundError):
            part.rename(part.with_name(f"{part.name}.unreadable-{now:%Y%m%d-%H%M%S}"))


def _put_away(connection: Connection, whose: Whose, place: Place, now: datetime) -> None:
    connection.execute(update(_draft).where(_at(whose, place), _kept).values(discarded_at=now))


def _owner(whose: Whose) -> tuple[ColumnElement[bool], ...]:
    return (_draft.c.clinic == whose.clinic, _draft.c.person_id == whose.person_id)


def _at(whose: Whose, place: Place) -> ColumnElement[bool]:
    here = (_draft.c.form == place.form, _draft.c.record_id == place.record_id)
    return and_(*_owner(whose), *here)


def _as_draft(row: Row[Any]) -> Draft:
    return Draft(
        place=Place(row.form, row.record_id),
        lock_version=row.lock_version,
        **json.loads(row.content),
        saved_at=row.saved_at,
        discarded_at=row.discarded_at,
    )
