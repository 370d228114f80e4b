"""How every form and page says that nothing is recorded: in full, and to be chosen like a value."""

from collections.abc import Sequence
from typing import TypeVar

NOT_RECORDED = "Not recorded"

Value = TypeVar("Value")


def or_not_recorded(options: Sequence[tuple[Value, str]]) -> list[tuple[Value | None, str]]:
    """The options with None before them, which stands for "not recorded"."""
    return [(None, NOT_RECORDED), *options]
