"""What is still to do on the chart, as links to where it is done."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import tokens
from ui.kit.alt_keys import literal
from ui.kit.buttons import Button, link
from ui.kit.card import Card
from ui.kit.emptying import empty
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.patients.open_items import OpenItem

_NOTHING = "Nothing is open."


class ItemsCard(Card):
    """`chosen` carries the item that a person wants to do."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("To do")
        self._count = Label("", Look.SMALL_STRONG)
        self.heading.addWidget(self._count)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self._top = _top(self)
        self.items: tuple[OpenItem, ...] = ()
        self.links: dict[str, Button] = {}

    def show_items(self, items: Sequence[OpenItem]) -> None:
        """Show the items; those on screen already keep their link, and so the focus."""
        if tuple(items) == self.items and self._lines.count():
            return
        had_focus = next((words for words, one in self.links.items() if one.hasFocus()), "")
        empty(self._lines)
        self.items, self.links = tuple(items), {}
        for one in items:
            self._lines.addWidget(self._row(one))
        if not items:
            self._lines.addWidget(Label(_NOTHING, Look.QUIET))
        for before, button in pairwise([self._top, *self.links.values()]):
            self.setTabOrder(before, button)
        self._count.setText(f"{len(items)} open" if items else "")
        if had_focus in self.links:
            self.links[had_focus].setFocus()

    def _row(self, item: OpenItem) -> QWidget:
        button = link(literal(item.words))
        button.setAccessibleName(f"{item.words}, {item.who}")
        button.clicked.connect(lambda _: self.chosen.emit(item))
        self.links[item.words] = button
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_XS)
        icon = Icon(item.status.icon, f"{item.status}_fg", tokens.ICON_SMALL)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(button)
        row.addWidget(Label(item.who, Look.SMALL, wrap=True), 1)
        return holder


def _top(card: QWidget) -> QWidget:
    """Where Tab comes into the card: links that are made later follow it, not the whole page."""
    place = QWidget(card)
    place.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    place.hide()
    return place
