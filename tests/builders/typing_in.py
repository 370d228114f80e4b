"""Every place of a request that takes text, and the road to the database without keeping it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, get_type_hints
from unittest.mock import patch

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.database import Base
from clinicdesk.history import Change

Put = Callable[[str], Any]


def text_fields(request: Any) -> Iterator[tuple[str, Put]]:
    """Each text of a request by its path (".note.impression"), and how to put another there."""
    if isinstance(request, str) and not isinstance(request, Enum):
        yield "", lambda text: text
    elif isinstance(request, tuple):
        for place, item in enumerate(request):
            for path, put in text_fields(item):
                yield f"[{place}]{path}", _in_place(request, place, put)
    elif is_dataclass(request):
        for name, value in _values(request).items():
            for path, put in text_fields(value):
                yield f".{name}{path}", _in_field(request, name, put)


def _values(request: Any) -> dict[str, Any]:
    """A text that was left out may be given all the same."""
    hints = get_type_hints(type(request))
    given = {one.name: getattr(request, one.name) for one in fields(request)}
    return {
        name: "" if value is None and hints[name] == str | None else value
        for name, value in given.items()
    }


def _in_place(values: tuple[Any, ...], place: int, put: Put) -> Put:
    return lambda text: (*values[:place], put(text), *values[place + 1 :])


def _in_field(request: Any, name: str, put: Put) -> Put:
    return lambda text: replace(request, **{name: put(text)})


@contextmanager
def rehearsing() -> Iterator[list[str]]:
    """Changes run to their last statement and are undone; what they stored is gathered here.

    The texts are read from the database again; of a text in JSON, its parts.
    """
    stored: list[str] = []

    def commit(session: Session) -> None:
        session.flush()
        stored.extend(_read_again(session))

    with patch.object(Session, "commit", commit):
        yield stored


def _read_again(session: Session) -> Iterator[str]:
    newest = session.scalars(select(Change.body).order_by(Change.id.desc()).limit(1)).one()
    for row in json.loads(newest or "[]"):
        if row["id"] is not None:
            table = Base.metadata.tables[row["table"]]
            [key] = table.primary_key.columns
            [kept] = session.execute(select(table).where(key == row["id"]))
            yield from _texts([value for value in kept if isinstance(value, str)])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        if value[:1] in ("[", "{", '"'):
            try:
                yield from _texts(json.loads(value))
            except ValueError:
                return
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
