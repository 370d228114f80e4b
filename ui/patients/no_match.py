"""What the list says when nobody was found: who may have been meant, or somebody new."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import tokens
from ui.kit.buttons import secondary
from ui.kit.did_you_mean import DidYouMean
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look


class NoMatch(QWidget):
    """`meant` carries the place of a suggestion, `new_wanted` that somebody new is registered."""

    meant = Signal(int)
    new_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = Label("", Look.QUIET, wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.offer = DidYouMean()
        self.offer.chosen.connect(self.meant)
        self.new = secondary("New patient", "user-plus")
        self.new.clicked.connect(lambda _: self.new_wanted.emit())
        column = QVBoxLayout(self)
        column.setSpacing(tokens.SPACE_M)
        column.addStretch(2)
        for part in (Icon("search", "border_strong", 32), self._sentence, self.offer, self.new):
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(part)
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(3)

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def say(self, sentence: str, meant: Sequence[str], after: QWidget) -> None:
        """Say why nobody is listed; Tab reaches who may have been meant `after` a widget."""
        self._sentence.setText(sentence)
        self.offer.offer(meant, after)
