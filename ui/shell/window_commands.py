"""What can be done in a window now: on the page on screen, and everywhere; and by which keys."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui import preferences
from ui.kit.command import GO, Command, by_keys, offered_by, page_on_screen
from ui.kit.page import Page
from ui.kit.regions import step_region
from ui.shell.pages import PageEntry

FIND, SHEET = "window.find", "window.keys"
_ALSO = {"?": "Ctrl+/", "Ctrl+Shift+Z": "Ctrl+Y"}
# A field, a panel or the page itself may answer these first: the window takes what nobody did.
_LEFT_TO_PAGES = {"Ctrl+F", "Ctrl+P", "Ctrl+S", "Ctrl+Y", "Ctrl+Z", "F5"}
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


Act = Callable[[], object]


class WindowCommands:
    """`page` answers the page on screen. Letters are never taken here: pages bind them."""

    def __init__(self, window: QWidget, page: Callable[[], QWidget]) -> None:
        self._window = window
        self._page = page
        self._everywhere: list[Command] = []

    def add(self, commands: Iterable[Command]) -> None:
        """Offer these from every page; their keys work from now on."""
        for command in commands:
            self._everywhere.append(command)
            if command.everywhere and command.keys and command.keys not in _LEFT_TO_PAGES:
                self.bind(command.keys, command.act)

    def bind(self, keys: str, act: Act) -> None:
        """Let `keys` ("Ctrl+N") begin something from every page."""
        QShortcut(QKeySequence(keys), self._window).activated.connect(act)

    def now(self) -> tuple[Command, ...]:
        """The page's own first; what the page offers itself is not offered twice."""
        own = offered_by(self._page())
        taken = {command.key for command in own} | {command.keys for command in own if command.keys}
        return (*own, *(one for one in self._everywhere if not taken & {one.key, one.keys}))

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key is for that nobody took; whether there is anything."""
        keys = _shown(event)
        command = by_keys(self.now(), _ALSO.get(keys, keys))
        if command is not None:
            command.act()
        return command is not None


def _shown(event: QKeyEvent) -> str:
    """The keys as commands write them; "" for a letter alone, which may have been meant for text.

    A question mark counts: nothing that takes text lets it go.
    """
    if event.text() == "?" and preferences.letters():
        return event.text()
    is_function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
    if not (event.modifiers() & _HELD or is_function):
        return ""
    return QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)


def going(entries: Sequence[PageEntry], go: Callable[[str], object]) -> list[Command]:
    """The commands that lead to the pages."""
    return [
        Command(
            GO + entry.key,
            entry.label,
            lambda key=entry.key: go(key),
            entry.shortcut,
            everywhere=True,
        )
        for entry in entries
    ]


def own_commands(
    window: QWidget, page: Callable[[], QWidget], *, menu: Act, sheet: Act
) -> list[Command]:
    """What every window can do, whatever its pages are."""
    forth, back = partial(step_region, window, 1), partial(step_region, window, -1)
    return [
        Command("window.next", "Next part of the window", forth, "F6", everywhere=True),
        Command("window.back", "Previous part of the window", back, "Shift+F6", everywhere=True),
        Command("window.refresh", "Refresh", partial(_refresh, page), "F5", everywhere=True),
        Command("window.menu", "Menu", menu, "F10", everywhere=True),
        Command(SHEET, "Keyboard shortcuts", sheet, "Ctrl+/", "Help", everywhere=True),
    ]


def _refresh(page: Callable[[], QWidget]) -> None:
    front = page_on_screen(page())
    if isinstance(front, Page):
        front.reload()
