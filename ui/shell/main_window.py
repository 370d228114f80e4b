"""The main window: goes from page to page and hosts what floats over them. It knows no feature."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui.kit import tokens
from ui.kit.away import Line
from ui.kit.finder_row import Source
from ui.kit.focus_keeper import FocusKeeper
from ui.kit.focus_ring import FocusRing
from ui.kit.regions import mark_region, step_region
from ui.kit.scrolling import FocusInView
from ui.kit.stops import enter
from ui.kit.toast import Toast
from ui.shell.finder import KEYS, Finder
from ui.shell.pages import PageEntry
from ui.shell.person_button import Person
from ui.shell.rail import Rail
from ui.shell.top_bar import TopBar

_TITLE = "ClinicDesk"
_LEAST_SIZE = (1280, 700)


class MainWindow(QMainWindow):
    """Opens on the first entry. `page_shown` carries the key of the page on screen."""

    page_shown = Signal(str)

    def __init__(self, entries: Sequence[PageEntry], *, clinic: str, person: Person) -> None:
        super().__init__()
        self.setWindowTitle(_TITLE)
        self.setMinimumSize(*_LEAST_SIZE)
        self._entries = {entry.key: entry for entry in entries}
        self._pages: dict[str, QWidget] = {}
        self._was_shown = False
        self.finder: Finder | None = None
        self.rail = Rail(entries)
        self.top_bar = TopBar(clinic, person)
        self._stack = _PageStack()
        mark_region(self._stack)
        self.setCentralWidget(self._arranged())
        self.toast = Toast(self, tokens.RAIL_WIDTH)
        self._ring = FocusRing(self)
        self._in_view = FocusInView(self)
        self._keeper = FocusKeeper(self._stack)
        self.rail.chosen.connect(self.go)
        self._set_keys(entries)
        self.go(entries[0].key)

    @property
    def current(self) -> str:
        """The key of the page on screen."""
        return self._current

    def go(self, key: str) -> QWidget:
        """Show a page and put the focus in it, making it on the first visit.

        What was told about the page before goes away. Raises KeyError for an unknown key.
        """
        if key not in self._pages:
            self._pages[key] = self._entries[key].factory()
            self._stack.addWidget(self._pages[key])
        self._current = key
        self._stack.setCurrentWidget(self._pages[key])
        self.rail.show_current(key)
        self.toast.dismiss()
        if self.finder is not None and self.finder.isVisible():
            self.finder.leave()
        if self.isVisible():
            self._stack.enter()
        self.page_shown.emit(key)
        return self._pages[key]

    def enter(self) -> None:
        """Put the focus where work on the page begins."""
        self._stack.enter()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:  # later it comes back from behind the lock, with the focus it had
            self._was_shown = True
            self._stack.enter()

    def notify(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Tell what was done, with Undo when it can be undone."""
        self.toast.show_toast(text, undo)

    def bind(self, keys: str, act: Callable[[], object]) -> None:
        """Let `keys` ("Ctrl+N") begin something from every page."""
        QShortcut(QKeySequence(keys), self).activated.connect(act)

    def let_find(self, source: Source, line: Line) -> None:
        """Let Ctrl+K and the place in the top bar find things of this source from every page."""
        self.finder = Finder(self, source, line)
        self.top_bar.let_find(source.words, KEYS).clicked.connect(self.finder.begin)
        self.bind(KEYS, self.finder.begin)

    def offer(self, strip: QWidget) -> None:
        """Show a strip between the top bar and the page."""
        self._right.insertWidget(1, strip)

    def warn(self, text: str) -> None:
        """Tell about something that went wrong."""
        self.toast.show_toast(text, urgent=True)

    def _set_keys(self, entries: Sequence[PageEntry]) -> None:
        for entry in entries:
            if entry.shortcut:
                self.bind(entry.shortcut, lambda key=entry.key: self.go(key))
        self.bind("F6", lambda: step_region(self, 1))
        self.bind("Shift+F6", lambda: step_region(self, -1))

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

    def enter(self) -> None:
        """Put the focus where work on the page begins."""
        enter(self.currentWidget())
