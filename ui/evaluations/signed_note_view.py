"""A signed note, to be read only."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.evaluations.rules import Note
from ui.evaluations.words import LABELS, lines
from ui.kit import tokens
from ui.kit.buttons import secondary
from ui.kit.card import Card
from ui.kit.chips import Chip
from ui.kit.labels import Label, Look
from ui.kit.tokens import Status


class SignedNoteView(QWidget):
    """`again` starts another evaluation; it shows only where the case asks for one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.again = secondary("Evaluate &again")
        self._signature = Label("", Look.QUIET, wrap=True)
        self._rows = [(Label(label, Look.QUIET), Label("", wrap=True)) for label in LABELS]
        card = Card()
        card.body.addLayout(self._grid())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_L)
        column.addLayout(self._head())
        column.addWidget(card)

    @property
    def text(self) -> str:
        """Everything that is shown, one fact per line."""
        shown = ((label.text(), words.text()) for label, words in self._rows)
        return "\n".join(f"{label}: {words}" for label, words in shown if words)

    @property
    def signature(self) -> str:
        """Who signed and when."""
        return self._signature.text()

    def show_note(self, note: Note, signature: str, *, may_evaluate_again: bool) -> None:
        """Show a note, and who signed it when."""
        self._signature.setText(signature)
        self.again.setVisible(may_evaluate_again)
        for row, text in zip(self._rows, lines(note), strict=True):
            row[1].setText(text)
            for part in row:
                part.setVisible(bool(text))

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_M)
        head.addWidget(Label("MILD candidacy evaluation", Look.TITLE))
        head.addWidget(Chip(Status.READY, "Signed", "lock"), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._signature, 1)
        head.addWidget(self.again)
        return head

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.SPACE_XXL)
        grid.setVerticalSpacing(tokens.SPACE_M)
        grid.setColumnStretch(1, 1)
        for place, row in enumerate(self._rows):
            for column, part in enumerate(row):
                grid.addWidget(part, place, column, Qt.AlignmentFlag.AlignTop)
        return grid
