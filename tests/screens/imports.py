"""Driving the import of patients, by keyboard."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.screens.keys import Keys
from ui.exchange import words
from ui.exchange.import_page import ImportPage

Key = Qt.Key


class ImportScreen:
    """The page that brings patients in from files."""

    def __init__(self, qtbot: QtBot, page: ImportPage) -> None:
        self._qtbot = qtbot
        self._keys = Keys()
        self.page = page

    def name(self, path: Path) -> None:
        """Type where the files are, and Enter."""
        self._keys.tab_to(self.page.start.path)
        self._keys.retype(str(path))
        self._keys.press(Key.Key_Return)

    def bring(self, path: Path) -> None:
        """Name the files and wait for what an import would do."""
        self.name(path)
        self._qtbot.waitUntil(self.page.again.isVisible)

    def choose_others(self) -> None:
        self._keys.tab_to(self.page.again)
        self._keys.press(Key.Key_Space)

    def carry_out(self) -> None:
        """Ctrl+Enter, and wait for the report."""
        self._keys.press(Key.Key_Return, ctrl=True)
        self._qtbot.waitUntil(self.page.save_text.isVisible)

    def look_at(self, row: int) -> list[str]:
        """Go down the list to a row; what stands about it beside the list."""
        self._keys.tab_to(self.page.table)
        while self.page.table.currentIndex().row() < row:
            self._keys.press(Key.Key_Down)
        return self.page.details.lines

    def save_report(self) -> None:
        self._keys.tab_to(self.page.save_text)
        self._keys.press(Key.Key_Space)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Names and verdicts, from the top."""
        return [(words.name(row), words.verdict(row)) for row in self.page.table.rows]

    @property
    def summary(self) -> str:
        return self.page.summary.text()

    @property
    def problem(self) -> str:
        return " ".join((*self.page.start.errors.sentences, *self.page.errors.sentences))
