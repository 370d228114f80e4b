"""What SQLAlchemy compiled once serves the engines of every test.

A program has one engine and compiles each statement once. The suite opens thousands of engines, of
two kinds: to compile everything anew for each was a third of its work.
"""

from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

from clinicdesk import database

_STATEMENTS = 4000
_compiled: dict[object, Any] = {}
_types: dict[object, Any] = {}


def _kind(dialect: DefaultDialect) -> tuple[type, str]:
    return type(dialect), dialect.paramstyle


def sharing_engine(*place: Any, **options: Any) -> Engine:
    """`create_engine`, but statements and types are compiled once for all engines of a kind."""
    engine = create_engine(*place, **options)
    kind = _kind(engine.dialect)
    engine._compiled_cache = _compiled.setdefault(kind, LRUCache(_STATEMENTS))
    engine.dialect._type_memos = _types.setdefault(kind, engine.dialect._type_memos)
    return engine


def share_compiled() -> None:
    """From now on, every engine that the program opens is one of these."""
    # What is compiled is kept by dialect: two of one kind have to be equal to find it.
    DefaultDialect.__hash__ = lambda self: hash(_kind(self))
    DefaultDialect.__eq__ = lambda self, other: (
        isinstance(other, DefaultDialect) and _kind(self) == _kind(other)
    )
    database.create_engine = sharing_engine
