"""Whether record and history tell the same story: every row, every value, every link."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from clinicdesk.database import Base, reading
from clinicdesk.history import Change, _row, canonical, link

Row = tuple[str, int]
Values = dict[str, Any]

# Rows that a new database begins with.
_GIVEN = {("schema_version", 1), ("staff_member", 1)}
_COUNTED = "lock_version"  # the database's own count of edits; history tells the edits themselves


@contextmanager
def reopened(engine: Engine) -> Iterator[Session]:
    """One snapshot of the database, let go of afterwards; a server may still be committing."""
    try:
        with Session(reading(engine)) as session:
            yield session
    finally:
        engine.dispose()


def differences(session: Session) -> list[str]:
    """What record and history tell differently, broken links included; empty when all is well."""
    changes = list(session.scalars(select(Change).order_by(Change.id)))
    found, told = dict(_found(session)), _told(changes)
    untold = [f"{row} in no history" for row in found.keys() - told.keys() - _GIVEN]
    wrong = [f"{row} is not as told" for row, values in told.items() if found.get(row) != values]
    return [*untold, *wrong, *_broken(changes)]


def requests(session: Session) -> list[str]:
    """The request of every change, oldest first."""
    return list(session.scalars(select(Change.request_id).order_by(Change.id)))


def damage(session: Session) -> list[str]:
    """What SQLite and SQLCipher find wrong with an embedded file; a server has no such question."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return []
    checks = "cipher_integrity_check", "integrity_check", "foreign_key_check"
    results = [connection.exec_driver_sql(f"PRAGMA {name}") for name in checks]
    said = [tuple(row) for result in results if result.returns_rows for row in result]
    return [str(row) for row in said if row != ("ok",)]


def _found(session: Session) -> Iterator[tuple[Row, Values]]:
    for mapper in Base.registry.mappers:
        if mapper.class_ is Change or "id" not in mapper.columns:
            continue
        for row in session.scalars(select(mapper.class_)):
            stored = _row(row, {})
            values = json.loads(canonical(stored["after"]))
            values.pop(_COUNTED, None)
            yield (stored["table"], stored["id"]), values


def _told(changes: list[Change]) -> dict[Row, Values]:
    told: dict[Row, Values] = {}
    for change in changes:
        for row in json.loads(change.body or "[]"):
            told.setdefault((row["table"], row["id"]), {}).update(row["after"])
    return {
        row: {n: value for n, value in values.items() if value is not None and n != _COUNTED}
        for row, values in told.items()
        if row[1] is not None
    }


def _broken(changes: list[Change]) -> list[str]:
    """Rows whose link does not hold, and gaps between them."""
    ids = [change.id for change in changes]
    links = [change.id for change in changes if change.hash != link(change)]
    forks = [later.id for before, later in pairwise(changes) if later.prev != before.hash]
    gaps = [] if ids == list(range(1, len(ids) + 1)) else ["the numbers have a gap"]
    return [f"change {number} is not linked" for number in links + forks] + gaps
