"""What the clinic decides: tabs of pages that are made when first opened."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.kit.page_header import PageHeader
from ui.kit.tabs import Tabs


class SettingsPage(QWidget):
    """`sections` are (label, factory); the first is shown first."""

    def __init__(self, sections: Sequence[tuple[str, Callable[[], QWidget]]]) -> None:
        super().__init__()
        self._factories = dict(sections)
        self._pages: dict[str, QWidget] = {}
        self._stack = QStackedWidget()
        self.tabs = Tabs("Settings", [(label, label) for label in self._factories])
        self.tabs.chosen.connect(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PageHeader("Settings"))
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.open(self.tabs.current)

    def open(self, label: str) -> QWidget:
        """Show a section; answers its page."""
        if label not in self._pages:
            self._pages[label] = self._factories[label]()
            self._stack.addWidget(self._pages[label])
        self.tabs.show_current(label)
        self._stack.setCurrentWidget(self._pages[label])
        return self._pages[label]
