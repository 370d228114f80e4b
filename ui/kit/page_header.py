"""The strip at the top of a page: title, filters, and the page's actions at the right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas
from ui.kit.stops import mark_above

_HEIGHT = 64


class PageHeader(QWidget):
    """Widgets added with `add` follow the title, those with `add_action` stand at the right."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HEIGHT)
        mark_above(self)
        self._title = Label(title, Look.TITLE)
        self._left = QHBoxLayout()
        self._right = QHBoxLayout()
        for part in (self._left, self._right):
            part.setSpacing(tokens.SPACE_S)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_XL, 0, 20, 0)
        row.setSpacing(tokens.SPACE_L)
        row.addWidget(self._title)
        row.addLayout(self._left)
        row.addStretch(1)
        row.addLayout(self._right)

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def add(self, widget: QWidget) -> None:
        self._left.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_action(self, widget: QWidget) -> None:
        """Secondary actions first, the primary one last."""
        self._right.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
