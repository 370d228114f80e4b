"""The strip over what is shown while the database does not answer: from when it is, what waits."""

from typing import Protocol

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.announce import announce
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas
from ui.kit.stops import mark_above


class Line(Protocol):
    """What knows whether the database answers, and tells when that changes."""

    is_connected: bool
    connected: SignalInstance


class Away(QWidget):
    """Hidden while the database answers."""

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark_above(self)
        self._words = Label("", Look.SMALL_STRONG, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_XS, tokens.SPACE_M, tokens.SPACE_XS)
        row.setSpacing(tokens.SPACE_S)
        row.addWidget(Icon("alert-triangle", "attn_fg"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        if line.is_connected:
            self.hide()
        line.connected.connect(self._show_connected)

    @property
    def words(self) -> str:
        """What the strip says; "" while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def say(self, words: str) -> None:
        """From now on these words count; they are announced if they can be seen."""
        if words != self._words.text():
            self._words.setText(words)
            self._announce()

    def _show_connected(self, answers: bool) -> None:
        self.setVisible(not answers)
        self._announce()

    def _announce(self) -> None:
        if self.isVisible():
            announce(self, self._words.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("attn_bg"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("attn_bar"))


def last_updated(clock: str) -> str:
    """What it says of a page that was read at this time ("10:24 AM")."""
    return f"Last updated {clock}. The database does not answer: viewing only."


NOTHING_YET = "The database does not answer. This page comes once it does."
