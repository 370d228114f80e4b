"""Driving the sheets' tab, by keyboard."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinicdesk.sheets.rules import SheetKind
from tests.screens import keys
from ui.sheets.sheets_panel import SheetsPanel


class SheetsScreen:
    """What the patient holds, the preview, print and save."""

    def __init__(self, qtbot: QtBot, panel: SheetsPanel) -> None:
        self._qtbot = qtbot
        self.panel = panel
        self._settle()

    def state(self, kind: SheetKind) -> str:
        return self.panel.cards[kind].state

    def lines(self, kind: SheetKind) -> str:
        return self.panel.cards[kind].lines

    def preview(self, kind: SheetKind) -> None:
        keys.press(self.panel.cards[kind].preview)
        self._settle()

    def verify(self) -> None:
        """Make sure whose sheet it is."""
        keys.verify(self.panel.sheet.verify)

    def print(self) -> None:
        """Ctrl+P."""
        self._key(Qt.Key.Key_P)

    def save(self) -> None:
        """Ctrl+S."""
        self._key(Qt.Key.Key_S)

    @property
    def is_out_of_date(self) -> bool:
        """Whether the preview on screen says that it no longer agrees."""
        return self.panel.sheet.is_out_of_date

    @property
    def problem(self) -> str:
        said = (*self.panel.errors.sentences, self.panel.sheet.verify.problem)
        return " ".join(filter(None, said))

    def _key(self, key: Qt.Key) -> None:
        self.panel.sheet.preview.setFocus()
        keys.ctrl(self.panel.sheet.preview, key)
        self._settle()

    def _settle(self) -> None:
        keys.settle(self._qtbot, self.panel._session.background)
