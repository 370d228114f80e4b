"""What the shell knows of a page before it is opened."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget


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
