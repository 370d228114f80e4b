"""What a person can do, said once: menus, finder, shortcut sheet and tooltips all read it here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QStackedWidget, QWidget

GO = "go."
"""What the keys of commands begin with that only lead to a place."""
MENUS = ("File", "Edit", "Patient", "Schedule", "Print", "View", "Help")


@dataclass(frozen=True)
class Command:
    """One thing to do: `key` is its name in the code ("schedule.book"), `words` a person reads.

    `keys` stand as they are shown ("B", "Ctrl+N", "Ctrl+Enter"), `menu` is one of MENUS. With
    `everywhere` the window binds the keys; letters are bound by the page, on its grid alone.
    """

    key: str
    words: str
    act: Callable[[], object]
    keys: str = ""
    menu: str = "View"
    everywhere: bool = False

    def __post_init__(self) -> None:
        if self.menu not in MENUS:
            raise ValueError(f"{self.key}: no menu {self.menu!r}")

    @property
    def tip(self) -> str:
        """The words with the keys, for a tooltip."""
        return with_keys(self.words, self.keys)


@runtime_checkable
class Commands(Protocol):
    """A page that offers something while it is on screen."""

    def commands(self) -> Sequence[Command]:
        """What can be done on it now; what cannot be done now is left out."""


def with_keys(words: str, keys: str) -> str:
    """`Save (Ctrl+Enter)`, for keys as they are bound or shown; without keys the words alone."""
    return f"{words} ({keys.replace('Return', 'Enter')})" if keys else words


def tell_command(button: QWidget, command: Command) -> None:
    """Say in the button's tooltip what it does and by which keys."""
    button.setToolTip(command.tip)


def page_on_screen(page: QWidget) -> QWidget:
    """The page itself, or the one in front where pages lie over each other."""
    while isinstance(page, QStackedWidget) and not isinstance(page, Commands):
        page = page.currentWidget()
    return page


def offered_by(page: QWidget) -> tuple[Command, ...]:
    """What the page on screen offers; nothing when it offers no commands."""
    front = page_on_screen(page)
    return tuple(front.commands()) if isinstance(front, Commands) else ()


def by_keys(commands: Iterable[Command], keys: str) -> Command | None:
    """The first command that these keys begin; none for no keys."""
    return next((command for command in commands if keys and command.keys == keys), None)
