"""The line over a form that says what came back of what was typed, or what can come back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.announce import announce
from ui.kit.buttons import link
from ui.kit.flow import Flow
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas, plate
from ui.kit.stops import mark_above


class DraftStrip(QWidget):
    """Hidden until there is something to say; `pressed` is its one button."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark_above(self)  # work begins in the fields, not at throwing them away
        self._words = Label("", Look.SMALL_STRONG, wrap=True)
        self.button = link("")
        self.button.clicked.connect(lambda _: self.pressed.emit())
        line = QWidget()
        flow = Flow(tokens.SPACE_S, tokens.SPACE_XS, line)
        flow.addWidget(self._words)
        flow.addWidget(self.button)
        icon = Icon("history", "accent_text")
        theme.fix(icon, height=tokens.CONTROL_HEIGHT)
        theme.follow(self, DraftStrip._dress)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_M, tokens.SPACE_XS, tokens.SPACE_M, tokens.SPACE_XS)
        row.setSpacing(tokens.SPACE_S)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(line, 1)
        self.hide()

    def _dress(self) -> None:
        self._words.setMinimumHeight(theme.scaled(tokens.CONTROL_HEIGHT))

    @property
    def words(self) -> str:
        """What the strip says; "" while it is hidden."""
        return self._words.text()

    def say(self, words: str, button: str) -> None:
        """Show and announce `words`, with what can be done about it."""
        self._words.setText(words)
        self.button.setText(button)
        self.button.setAccessibleName(button)
        self.show()
        announce(self, words)

    def clear(self) -> None:
        """Say nothing and take no room."""
        self._words.setText("")
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            plate(painter, self.rect(), "accent_soft")
