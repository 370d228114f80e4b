"""What must be seen, on a tint with its icon: inline, never a window of its own."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from ui.kit import tokens
from ui.kit.emptying import empty
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas, plate


class Notice(QWidget):
    """Hidden while there is nothing to say; `icon` is the same wherever the same is said."""

    def __init__(self, icon: str = "alert-triangle", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(tokens.SPACE_XS)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
        row.setSpacing(tokens.SPACE_S)
        row.addWidget(Icon(icon, "attn_fg", tokens.ICON_SMALL), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._lines, 1)
        self.text = ""
        self.hide()

    def say(self, lines: Sequence[str], source: str = "") -> None:
        """Show one line below the other, and small where the last one comes from."""
        empty(self._lines)
        for line in lines:
            self._lines.addWidget(Label(line, Look.WARNING, wrap=True))
        if source:
            self._lines.addWidget(Label(source, Look.HINT, wrap=True))
        self.text = "\n".join([*lines, *filter(None, [source])])
        self.setVisible(bool(lines))

    def show_warning(self, warning: Reason | None) -> None:
        """Show what a rule says, with its source; None hides it."""
        if warning is None:
            self.say(())
        else:
            source = str(warning.facts.get("source", ""))
            self.say([messages.sentence(warning)], f"Source: {source}" if source else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            plate(painter, self.rect(), "attn_bg", "attn_bar")
