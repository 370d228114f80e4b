"""More of a form, hidden until it is asked for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit import tokens
from ui.kit.alt_keys import unmarked
from ui.kit.buttons import link

_ICONS = {False: "chevron-right", True: "chevron-down"}


class Disclosure(QWidget):
    """`toggle` opens and closes `body`; `opened` tells whether it is open now."""

    opened = Signal(bool)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = unmarked(words)
        self.toggle = link(words, _ICONS[False])
        self._content = QWidget()
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(tokens.SPACE_M)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_S)
        column.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._content)
        self.toggle.clicked.connect(lambda _: self.open(not self.is_open))
        self.open(False)

    @property
    def is_open(self) -> bool:
        return not self._content.isHidden()

    def open(self, on: bool = True) -> None:
        """Show what is hidden, or hide it again; what was typed there stays."""
        self._content.setVisible(on)
        self.toggle.show_icon(_ICONS[on])
        self.toggle.setAccessibleName(f"{self._words}: {'shown' if on else 'hidden'}")
        self.opened.emit(on)
