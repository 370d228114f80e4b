"""Screens and commands as the finder shows them."""

from collections.abc import Callable, Sequence

from ui.kit.command import GO, Command
from ui.kit.finder_row import Answer, FinderRow
from ui.shell.window_commands import FIND

_LEAST = 2
_MOST = 5
_OF_THE_WINDOW = ("View", "Help")

Now = Callable[[], Sequence[Command]]


class CommandSource:
    """What can be done, by the beginnings of its words; for nothing typed what is at hand."""

    group = "Do"

    def __init__(self, now: Now) -> None:
        self._now = now
        self._used: list[str] = []

    def find(self, typed: str, then: Callable[[Answer], object]) -> None:
        """At once: the page's own commands first, and before them what was chosen here last."""
        offered = [one for one in self._now() if not one.key.startswith((GO, FIND))]
        at_hand = sorted(offered, key=self._how_far)
        found = matching(offered, typed) if typed.strip() else at_hand
        then(Answer(tuple(self._row(command) for command in found[:_MOST])))

    def _how_far(self, command: Command) -> tuple[int, bool]:
        """What is used goes first, what changes only the window goes last."""
        used = self._used.index(command.key) if command.key in self._used else len(self._used)
        return used, command.menu in _OF_THE_WINDOW

    def _row(self, command: Command) -> FinderRow:
        return FinderRow(
            command.words, icon="bolt", keys=command.keys, act=lambda: self._do(command)
        )

    def _do(self, command: Command) -> None:
        self._used = [command.key, *(key for key in self._used if key != command.key)]
        command.act()


class ScreenSource:
    """Where one can go, by the beginnings of its words."""

    group = "Go to"

    def __init__(self, now: Now) -> None:
        self._now = now

    def find(self, typed: str, then: Callable[[Answer], object]) -> None:
        """At once."""
        screens = [command for command in self._now() if command.key.startswith(GO)]
        then(Answer(tuple(map(_screen, matching(screens, typed)[:_MOST]))))


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """Commands of which every typed word begins a word of its own, in any order.

    The ones that begin with what is typed come first. A single letter finds nothing.
    """
    tidy = " ".join(typed.casefold().split())
    if len(tidy) < _LEAST:
        return []
    found = [command for command in commands if _fits(tidy.split(), command.words.casefold())]
    return sorted(found, key=lambda one: not one.words.casefold().startswith(tidy))


def _fits(beginnings: Sequence[str], words: str) -> bool:
    left = words.split()
    for beginning in sorted(beginnings, key=len, reverse=True):
        word = next((word for word in left if word.startswith(beginning)), None)
        if word is None:
            return False
        left.remove(word)
    return True


def _screen(command: Command) -> FinderRow:
    return FinderRow(command.words, icon="arrow-right", keys=command.keys, act=command.act)
