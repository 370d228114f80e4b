"""R-14: in the whole suite, no statement's text holds what somebody typed.

Typed is every text that goes through a desk in a request or a question, and every text bound to a
statement. At the end of each test none of them may stand in the text of a statement of that test.
Short texts, numbers, placeholders and single lower-case words are let pass: they are the schema's
own vocabulary ("patient", "approved") before they are anybody's name. So are statements that make
or describe the schema: nothing can be bound to them, and nothing typed comes near them.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import wraps
from typing import Any

import pytest
from sqlalchemy import Engine, event

from clinicdesk.desk import Desk

_SHORTEST = 6
_VOCABULARY = re.compile(r"\W*[a-z_]+\W*s?|[0-9\W]+", re.ASCII)
_OF_SCHEMA = re.compile(r"\s*(CREATE|ALTER|DROP|PRAGMA|GRANT)\b|.*\bpg_catalog\b", re.DOTALL)


@dataclass
class Watch:
    """What was typed and what was said to a database since the test began."""

    typed: set[str] = field(default_factory=set)
    statements: set[str] = field(default_factory=set)

    def type_in(self, value: Any) -> None:
        """Note every text in a request, a question's arguments or a statement's parameters."""
        if isinstance(value, Enum | bytes):
            return
        if isinstance(value, str):
            self.typed.add(value)
        elif isinstance(value, dict):
            self.type_in(list(value.values()))
        elif isinstance(value, list | tuple | set | frozenset):
            for item in value:
                self.type_in(item)
        elif is_dataclass(value):
            for one in fields(value):
                self.type_in(getattr(value, one.name))

    def built_from_input(self) -> dict[str, str]:
        """What was typed and stands in a statement, with that statement."""
        about_rows = [one for one in self.statements if not _OF_SCHEMA.match(one)]
        everything = "\n".join(about_rows)
        found = [text for text in self.typed if _is_telling(text) and text in everything]
        return {text: next(one for one in about_rows if text in one) for text in found}


def _is_telling(text: str) -> bool:
    return len(text) >= _SHORTEST and not _VOCABULARY.fullmatch(text)


watch = Watch()


@event.listens_for(Engine, "before_cursor_execute")
def _note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
    watch.statements.add(statement)
    watch.type_in(parameters)


def _watched(ask: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(ask)
    def asking(desk: Desk, actor: Any, function: Any, *about: Any, **more: Any) -> Any:
        watch.type_in((about, more))
        return ask(desk, actor, function, *about, **more)

    return asking


Desk.change, Desk.read = _watched(Desk.change), _watched(Desk.read)


@contextmanager
def watching() -> Iterator[Watch]:
    """Fails at its end when a statement was built meanwhile from what was typed."""
    watch.typed.clear()
    watch.statements.clear()
    yield watch
    built = watch.built_from_input()
    assert not built, f"bind what was typed instead: {built}"


@pytest.fixture(autouse=True)
def no_sql_from_input() -> Iterator[Watch]:
    """Watches this test."""
    with watching() as seen:
        yield seen
