"""A white sheet with a title, for one group of facts or fields."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import tokens
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas, plate


class Card(QWidget):
    """Contents go into `body`; `heading` is the title's row, for a note or an action at its end."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(20, tokens.SPACE_L, 20, tokens.SPACE_L)
        self.body.setSpacing(tokens.SPACE_M)
        self.heading = QHBoxLayout()
        self.heading.setSpacing(tokens.SPACE_S)
        if title:
            self.heading.addWidget(Label(title, Look.SUBTITLE))
            self.heading.addStretch(1)
            self.body.addLayout(self.heading)

    def add_row(self, *widgets: QWidget) -> None:
        """Put widgets side by side, level at the top, the rest of the row free."""
        row = QHBoxLayout()
        row.setSpacing(20)
        for widget in widgets:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.body.addLayout(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            plate(painter, self.rect(), "surface", "border", radius=tokens.RADIUS_CARD)
