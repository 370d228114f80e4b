"""Driving the finder, by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.screens.keys import Keys
from ui.shell.finder import Finder
from ui.shell.main_window import MainWindow

Key = Qt.Key
OTHERS = ("Go to", "Do", "Book")


class FinderScreen:
    """The card over the window."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot = qtbot
        self._keys = Keys()
        self.window = window

    @property
    def finder(self) -> Finder:
        assert self.window.finder is not None
        return self.window.finder

    def open(self) -> None:
        """Ctrl+K, which would close it if it were open."""
        if not self.is_open:
            self.press_keys()

    def press_keys(self) -> None:
        """Ctrl+K."""
        self._keys.press(Key.Key_K, ctrl=True)

    def look_for(self, typed: str) -> None:
        """Ctrl+K, and type."""
        self.open()
        self._keys.type(typed)

    def press(self, key: Qt.Key) -> None:
        """A key in the line."""
        QTest.keyClick(QApplication.focusWidget(), key)

    def wait_for(self, *titles: str) -> None:
        """Until these are the rows, from the top."""
        self._qtbot.waitUntil(lambda: self.titles == list(titles))

    @property
    def is_open(self) -> bool:
        return self.finder.isVisible()

    @property
    def titles(self) -> list[str]:
        """The patients that can be chosen, from the top."""
        return [title for heading, title in self.rows if heading not in OTHERS]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Every row that can be chosen, from the top: its heading and its title."""
        shown = self.finder.list
        rows = [] if shown.is_stale else shown.rows
        return [(shown.heading_of(place), row.title) for place, row in enumerate(rows)]

    @property
    def spoken(self) -> list[str]:
        """The rows read out."""
        return [row.spoken for row in self.finder.list.rows]

    @property
    def words(self) -> str:
        """What stands over the patients, if it is more than that they are, and below all rows."""
        shown = self.finder
        over = shown.heading.text() or next(iter(shown.list._headings.values()), "")
        parts = (over if over not in (*OTHERS, "Patients") else "", shown.note.text())
        return " ".join(filter(None, parts))
