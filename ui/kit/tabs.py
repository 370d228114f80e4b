"""The strip of tabs under a banner: one Tab stop, arrows inside."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from ui.kit import theme, tokens
from ui.kit.painting import canvas


class Tabs(QWidget):
    """`chosen` carries the key of the tab a person picked; `entries` are (key, label)."""

    chosen = Signal(str)

    def __init__(
        self, name: str, entries: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._keys = [key for key, _ in entries]
        self._bar = QTabBar()
        self._bar.setAccessibleName(name)
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        for _, label in entries:
            self._bar.addTab(label)
        self._bar.currentChanged.connect(lambda place: self.chosen.emit(self._keys[place]))
        self.setFocusProxy(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_XL, 0, tokens.SPACE_XL, 1)
        row.addWidget(self._bar)

    @property
    def current(self) -> str:
        """The key of the tab in front."""
        return self._keys[self._bar.currentIndex()]

    def show_current(self, key: str) -> None:
        """Bring a tab to the front without emitting `chosen`; ValueError for an unknown key."""
        self._bar.blockSignals(True)
        self._bar.setCurrentIndex(self._keys.index(key))
        self._bar.blockSignals(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("surface"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
