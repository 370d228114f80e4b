"""The readiness panel as a tab of the chart: on a card that scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.card import Card
from ui.kit.scrolling import scrolled
from ui.readiness.readiness_panel import ReadinessPanel

_WIDEST = 720


class ReadinessTab(QWidget):
    """Gives the panel the room of a page, and lines no longer than can be read."""

    def __init__(self, panel: ReadinessPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel = panel
        card = Card()
        theme.follow(card, lambda it: it.setMaximumWidth(theme.scaled(_WIDEST)))
        card.body.addWidget(panel)
        contents = QVBoxLayout()
        contents.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        row = QHBoxLayout()
        row.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(0)
        contents.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(contents))
