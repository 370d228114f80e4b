"""What the shell knows of a page before it is opened."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Badge:
    """How many things on a page wait for who is at work: a query that answers with a number.

    It is asked again when a change touches one of the topics, and every minute if it is `timed`.
    """

    count: Callable[..., Any]
    topics: frozenset[str]
    timed: bool = False


@dataclass(frozen=True)
class PageEntry:
    """One place to go: `factory` makes the page when it is first opened.

    `icon` names a file in resources/icons, `shortcut` is like "Ctrl+1"; entries with `at_end` stand
    at the foot of the rail.
    """

    key: str
    label: str
    icon: str
    factory: Callable[[], QWidget]
    shortcut: str = ""
    at_end: bool = False
    badge: Badge | None = None
