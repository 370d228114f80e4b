"""Driving the documents' tab, by keyboard."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinicdesk.documents.rules import DocumentKind
from tests.screens import keys
from ui.documents.documents_panel import DocumentsPanel


class DocumentsScreen:
    """The list, the form that attaches, and the document that is read."""

    def __init__(self, qtbot: QtBot, panel: DocumentsPanel) -> None:
        self._qtbot = qtbot
        self.panel = panel
        self.settle()

    @property
    def titles(self) -> list[str]:
        """The list, from the top; those struck out in brackets."""
        return [f"[{row.title}]" if row.is_struck else row.title for row in self.panel.table.rows]

    def name_file(self, file: Path) -> None:
        """Ctrl+D and the path; the file is looked at when Tab leaves the line."""
        self.panel.attach.setFocus()
        keys.ctrl(self.panel.attach, Qt.Key.Key_D)
        assert self.panel.form.isVisible()
        keys.type_into(self.panel.form.file, str(file))
        self.settle()

    def attach(self, title: str, kind: DocumentKind | None, dated: str = "") -> None:
        """Say what the file is, then Ctrl+Enter."""
        form = self.panel.form
        keys.type_into(form.title, title)
        if kind:
            keys.choose(form.kind, kind)
        keys.type_into(form.dated, dated)
        keys.commit(form.dated.control)
        self.settle()

    def open(self, title: str) -> None:
        """Arrows to the line, Enter."""
        table = self.panel.table
        table.setFocus()
        keys.ctrl(table, Qt.Key.Key_Home)
        for _ in table.rows:
            row = table.current_row()
            if row and row.title == title:
                break
            QTest.keyClick(table, Qt.Key.Key_Down)
        QTest.keyClick(table, Qt.Key.Key_Return)
        self.settle()

    def press(self, key: Qt.Key) -> None:
        """A key on the page that is read."""
        self.panel.card.view.setFocus()
        QTest.keyClick(self.panel.card.view, key)
        self.settle()

    def strike(self, reason: str) -> None:
        """Strike out the document that is read."""
        card = self.panel.card
        keys.press(card.strike_link)
        keys.type_into(card.strike.reason, reason)
        keys.commit(card.strike.reason.control)
        self.settle()

    def save_copy(self) -> None:
        keys.press(self.panel.card.copy_button)
        self.settle()

    @property
    def page(self) -> str:
        return self.panel.card.page

    @property
    def width(self) -> int:
        """Of the page on screen, in px; 0 without one."""
        return self.panel.card.view.image.width()

    @property
    def problem(self) -> str:
        lists = (self.panel.errors, self.panel.form.errors, self.panel.card.errors)
        return " ".join(sentence for one in lists for sentence in one.sentences)

    def settle(self) -> None:
        keys.settle(self._qtbot, self.panel._session.background)
