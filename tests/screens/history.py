"""Driving the History tab of a chart, by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui.audit.history_tab import HistoryTab


class HistoryScreen:
    """The list and the details of the entry under the cursor."""

    def __init__(self, qtbot: QtBot, tab: HistoryTab) -> None:
        self._qtbot = qtbot
        self.tab = tab
        tab.table.setFocus()

    @property
    def done(self) -> list[str]:
        """What was done, from the top."""
        return [entry.done for entry in self.tab.table.rows]

    @property
    def details(self) -> str:
        """The entry under the cursor, as it is read out."""
        return self.tab.details.text

    @property
    def words(self) -> list[str]:
        """Every text on screen."""
        return [label.text() for label in self.tab.findChildren(QLabel) if label.isVisible()]

    @property
    def has_earlier(self) -> bool:
        """Whether there is more to ask for."""
        return self.tab.earlier.isVisible()

    def wait_for(self, done: str) -> None:
        """Until this is the newest entry."""
        self._qtbot.waitUntil(lambda: self.done[:1] == [done])

    def go_to(self, done: str) -> None:
        """Step down to the first entry that says this."""
        self.tab.table.selectRow(self.done.index(done))

    def press(self, key: Qt.Key) -> None:
        """A key in the list."""
        QTest.keyClick(self.tab.table, key)

    def show_earlier(self) -> None:
        """Press the button below the list."""
        self.tab.earlier.setFocus()
        QTest.keyClick(self.tab.earlier, Qt.Key.Key_Space)
