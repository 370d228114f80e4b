"""Driving the report of possible duplicates and the merge of two records, by keyboard."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.screens.keys import Keys
from ui.patients.duplicates_area import DuplicatesArea
from ui.patients.merge_field import MergeField

Key = Qt.Key


class DuplicatesScreen:
    """The pairs, and the two records that are compared."""

    def __init__(self, qtbot: QtBot, area: DuplicatesArea) -> None:
        self._qtbot = qtbot
        self._keys = Keys()
        self.area = area

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The names side by side, from the top."""
        rows = self.area.report.table.rows
        return [(pair.first.name.on_screen, pair.second.name.on_screen) for pair in rows]

    @property
    def why(self) -> str:
        """Why the pair in front may be one person."""
        pair = self.area.report.table.current_row()
        return ", ".join(pair.why) if pair else ""

    def compare(self) -> None:
        """Enter on the pair in front."""
        self._keys.tab_to(self.area.report.table)
        self._keys.press(Key.Key_Return)
        self._qtbot.waitUntil(lambda: bool(self.area.merging.fields))

    def different_people(self) -> None:
        """Say that the pair in front is two people."""
        self._keys.tab_to(self.area.report.apart)
        self._keys.press(Key.Key_Space)

    def keep_the_other(self) -> None:
        """Exchange which record is kept."""
        kept = self.area.merging.kept_id
        self._keys.tab_to(self.area.merging.swap)
        self._keys.press(Key.Key_Space)
        self._qtbot.waitUntil(lambda: self.area.merging.kept_id not in (0, kept))

    def take(self, key: str) -> None:
        """Take the other record's value of a field."""
        field = self.field(key)
        self._qtbot.waitUntil(field.kept.isVisible)
        self._keys.tab_to(field.kept)
        self._keys.press(Key.Key_Right)

    def field(self, key: str) -> MergeField:
        return next(field for field in self.area.merging.fields if field.key == key)

    def merge(self, year: str) -> None:
        """Type the birth year and Ctrl+Enter."""
        self._keys.tab_to(self.area.merging.year)
        self._keys.retype(year)
        self._keys.press(Key.Key_Return, ctrl=True)

    @property
    def problem(self) -> str:
        return " ".join(self.area.merging.errors.sentences)
