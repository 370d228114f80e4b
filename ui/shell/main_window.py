"""The main window: goes from page to page and hosts what floats over them. It knows no feature."""

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.kit import tokens
from ui.kit.away import Line
from ui.kit.command import Command
from ui.kit.finder_row import Source
from ui.kit.focus_keeper import FocusKeeper
from ui.kit.focus_ring import FocusRing
from ui.kit.regions import mark_region
from ui.kit.scrolling import FocusInView
from ui.kit.stops import enter
from ui.kit.toast import UNDO, Toast
from ui.shell.command_source import CommandSource, ScreenSource
from ui.shell.finder import KEYS, Finder
from ui.shell.guide import Guide
from ui.shell.menu_bar import MenuBar
from ui.shell.overlay import leave_overlays
from ui.shell.pages import PageEntry
from ui.shell.person_button import Person
from ui.shell.rail import Rail
from ui.shell.shortcut_sheet import ShortcutSheet
from ui.shell.top_bar import TopBar
from ui.shell.window_commands import SHEET, WindowCommands, going, own_commands

_TITLE = "ClinicDesk"
_LEAST_SIZE = (1280, 700)


class MainWindow(QMainWindow):
    """Opens on `start`, or the first entry. `page_shown` carries the key of the page on screen."""

    page_shown = Signal(str)

    def __init__(
        self, entries: Sequence[PageEntry], *, clinic: str, person: Person, start: str = ""
    ) -> None:
        super().__init__()
        self.setWindowTitle(_TITLE)
        self.setMinimumSize(*_LEAST_SIZE)
        self._entries = {entry.key: entry for entry in entries}
        self._pages: dict[str, QWidget] = {}
        self._was_shown = False
        self.finder: Finder | None = None
        self.guide: Guide | None = None
        self._doing = WindowCommands(self, self._page)
        self.rail = Rail(entries)
        self.top_bar = TopBar(clinic, person)
        self._stack = _PageStack()
        mark_region(self._stack)
        self.setCentralWidget(self._arranged())
        self.toast = Toast(self, tokens.RAIL_WIDTH)
        self.menu_bar = MenuBar(self, self.commands)
        self.sheet = ShortcutSheet(self, self.commands)
        self._ring = FocusRing(self)
        self._in_view = FocusInView(self)
        self._keeper = FocusKeeper(self._stack)
        self.rail.chosen.connect(self.go)
        self._set_keys(entries)
        self.go(start or entries[0].key)

    @property
    def current(self) -> str:
        """The key of the page on screen."""
        return self._current

    def go(self, key: str) -> QWidget:
        """Show a page and put the focus in it, making it on the first visit.

        Whoever was typing there goes on where they were. What was told about the page before goes
        away. Raises KeyError for an unknown key.
        """
        if key not in self._pages:
            self._pages[key] = self._entries[key].factory()
            self._stack.addWidget(self._pages[key])
        page, self._current = self._pages[key], key
        field = self._stack.turn_to(page)
        self.rail.show_current(key)
        self.toast.dismiss()
        leave_overlays(self)
        if self.isVisible() and field:
            field.setFocus(Qt.FocusReason.OtherFocusReason)  # others would mark all that is typed
        elif self.isVisible():
            self._stack.enter()
        self.page_shown.emit(key)
        return page

    def enter(self) -> None:
        """Put the focus where work on the page begins."""
        self._stack.enter()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:  # later it comes back from behind the lock, with the focus it had
            self._was_shown = True
            self._stack.enter()

    def notify(
        self, text: str, undo: Callable[[], object] | None = None, label: str = UNDO
    ) -> None:
        """Tell what was done, with Undo when it can be undone, or with another button."""
        self.toast.show_toast(text, undo, label)

    def bind(self, keys: str, act: Callable[[], object]) -> None:
        """Let `keys` ("Ctrl+N") begin something from every page."""
        self._doing.bind(keys, act)

    def offer_commands(self, commands: Sequence[Command]) -> None:
        """Offer these from every page, and bind their keys."""
        self._doing.add(commands)

    def commands(self) -> tuple[Command, ...]:
        """What can be done now: on the page on screen, and everywhere."""
        return self._doing.now()

    def let_find(self, words: str, placeholder: str, sources: Sequence[Source], line: Line) -> None:
        """Let Ctrl+K and the place in the top bar find things of these sources from every page,
        and screens and commands."""
        own = (ScreenSource(self.commands), CommandSource(self.commands))
        self.finder = Finder(self, words, placeholder, (*sources, *own), line)
        self.top_bar.let_find(words, KEYS).clicked.connect(self.finder.begin)
        begin = Command("window.find", words, self.finder.begin, KEYS, "Edit", everywhere=True)
        self.offer_commands([begin])

    def let_read(self, page: str) -> None:
        """Let F1 open the guide at this page, where it tells about the screen at hand."""
        self.offer_commands(
            [Command("window.guide", "Guide", lambda: self._read(page), "F1", "Help", True)]
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.menu_bar.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.menu_bar.notice(event)
        if not self._doing.press(event):
            super().keyPressEvent(event)

    def offer(self, strip: QWidget) -> None:
        """Show a strip between the top bar and the page."""
        self._right.insertWidget(1, strip)

    def warn(self, text: str) -> None:
        """Tell about something that went wrong."""
        self.toast.show_toast(text, urgent=True)

    def _set_keys(self, entries: Sequence[PageEntry]) -> None:
        own = own_commands(self, self._page, menu=self.menu_bar.begin, sheet=self.sheet.begin)
        self.offer_commands([*going(entries, self.go), *own])
        for command in own:
            if command.key == SHEET:
                self.top_bar.offer(command, "keyboard")

    def _read(self, page: str) -> None:
        self.guide = self.guide or Guide(self)
        self.guide.open_at(page, self._entries[self._current].label)

    def _page(self) -> QWidget:
        return self._pages[self._current]

    def _arranged(self) -> QWidget:
        self._right = right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        right.addWidget(self._stack, 1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        return whole


class _PageStack(QStackedWidget):
    """The region of the page on screen."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[QWidget, QWidget] = {}
        QApplication.instance().focusChanged.connect(self._note)

    def turn_to(self, page: QWidget) -> QWidget | None:
        """Show a page; answers the field of it that somebody was typing in when they left it."""
        before = self.currentWidget()
        last, field = self._last.get(before), self._last.get(page)
        self.setCurrentWidget(page)
        if last is not None:
            self._last[before] = last  # a page that is hidden passes its focus on
        is_typed_in = before is not page and isinstance(field, QLineEdit | QPlainTextEdit)
        is_there = is_typed_in and shiboken6.isValid(field) and field.isVisible()
        return field if is_there and field.isEnabled() else None

    def _note(self, _old: QWidget | None, new: QWidget | None) -> None:
        page = self.currentWidget()
        if new is not None and page is not None and page.isAncestorOf(new):
            self._last[page] = new

    def enter(self) -> None:
        """Put the focus where work on the page begins."""
        enter(self.currentWidget())
