"""Offers what may have been meant by what cannot be read: nothing is taken until it is chosen."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.kit import theme, tokens
from ui.kit.alt_keys import literal
from ui.kit.announce import announce
from ui.kit.buttons import Button, link
from ui.kit.flow import Flow
from ui.kit.labels import Label, Look

_ASKED = "Did you mean"
_HEIGHT = 28


class DidYouMean(QWidget):
    """A line of suggestions, hidden while there are none; `chosen` carries the place of one."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[Button] = []
        self.words: tuple[str, ...] = ()
        """What is offered now."""
        self._line = Flow(tokens.SPACE_XS, 0, self)
        self._asked = Label(_ASKED, Look.WARNING)
        theme.fix(self._asked, height=_HEIGHT)
        self._line.addWidget(self._asked)
        self.hide()

    def offer(self, words: Sequence[str], after: QWidget) -> None:
        """Show these suggestions, which Tab reaches `after` a widget; none hides the line."""
        if tuple(words) == self.words:
            return
        self.words = tuple(words)
        for button in self.buttons:
            self._line.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._suggestion(place, said) for place, said in enumerate(words)]
        for before, button in pairwise([after, *self.buttons]):
            self.setTabOrder(before, button)
        self.setVisible(bool(words))
        if words:
            announce(self, f"{_ASKED} {' or '.join(words)}?")

    def _suggestion(self, place: int, said: str) -> Button:
        button = link(literal(said))
        button.setAccessibleName(f"{_ASKED} {said}?")
        theme.fix(button, height=_HEIGHT)
        button.clicked.connect(lambda _: self.chosen.emit(place))
        self._line.addWidget(button)
        return button
