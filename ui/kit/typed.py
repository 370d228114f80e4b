"""What stands in a form letter for letter, and putting it back: half a date stays half a date."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance

Typed = Any
"""What JSON can hold: text, a number, a truth value, None, or lists and dictionaries of them."""


class Typeable(Protocol):
    """A field, or several under one name. `put_back` tells `edited`, as typing it would."""

    name: str
    edited: SignalInstance

    def typed(self) -> Typed: ...

    def put_back(self, typed: Typed) -> None: ...


def typed_in(fields: Sequence[Typeable]) -> dict[str, Typed]:
    """What the fields hold, by their names."""
    return {field.name: field.typed() for field in fields}


def put_back_in(fields: Sequence[Typeable], typed: Mapping[str, Typed]) -> None:
    """Put back what `typed_in` gave; a field that it does not name stays as it is."""
    for field in fields:
        if field.name in typed:
            field.put_back(typed[field.name])
