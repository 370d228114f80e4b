"""The strip at the top of a page: title, filters, and the page's actions at the right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.buttons import Button
from ui.kit.fitting import Fitting
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas
from ui.kit.regions import mark_region
from ui.kit.stops import mark_above

_HEIGHT = 64


class PageHeader(QWidget):
    """Widgets added with `add` follow the title, those with `add_action` stand at the right.

    In too narrow a strip the title gets shorter, then buttons keep their picture alone, the first
    action first.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fix(self, height=_HEIGHT)
        mark_above(self)
        mark_region(self)
        self._title = _Title(title, Look.TITLE)
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
        self._fitting = Fitting(self, [self._title])

    def set_title(self, title: str, short: str = "") -> None:
        """Another title, and what says the same where there is little room."""
        self._title.say(title, short)

    def add(self, widget: QWidget) -> None:
        self._left.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_action(self, widget: QWidget) -> None:
        """Secondary actions first, the primary one last."""
        self._right.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        if isinstance(widget, Button):
            self._fitting.add(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))


class _Title(Label):
    """A title with a shorter form; without one it stays as it is."""

    _long = _short = ""
    _is_small = False

    def say(self, title: str, short: str) -> None:
        self._long, self._short = title, short
        self.give_way(self._is_small)

    def is_shown(self) -> bool:
        return True

    def spare(self) -> int:
        wide = self.fontMetrics().horizontalAdvance
        return wide(self._long) - wide(self._short) if self._short else 0

    def give_way(self, on: bool) -> None:
        self._is_small = on
        if self._long:
            self.setText(self._short if on and self._short else self._long)
