"""A card with one entry of the chart per line, from which errors are struck out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.record.queries import Struck
from ui.kit import tokens
from ui.kit.buttons import Button, link
from ui.kit.card import Card
from ui.kit.emptying import empty
from ui.kit.forms import ErrorSummary
from ui.kit.labels import Label, Look
from ui.strike_form import StrikeForm


@dataclass(frozen=True)
class Entry:
    """One line: `text` is all that is said of what is called `name`."""

    id: int
    name: str
    text: str


class EntriesCard(Card):
    """What was entered in error stays below, struck through, with the reason.

    The form that asks for the reason opens under the line it is about.
    """

    def __init__(self, title: str, strike: StrikeForm, *, may_strike: bool) -> None:
        super().__init__(title)
        self._may_strike = may_strike
        self.strike = strike
        self.errors = ErrorSummary()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(tokens.SPACE_XS)
        self._struck = Label("", Look.HINT, wrap=True)
        font = self._struck.font()
        font.setStrikeOut(True)
        self._struck.setFont(font)
        self._struck.hide()
        self.links: dict[int, Button] = {}
        self.text = ""
        self._lines.addWidget(strike)
        strike.cancelled.connect(lambda entry_id: self.links[entry_id].setFocus())
        self.body.addWidget(self.errors)
        self.body.addLayout(self._lines)
        self.body.addWidget(self._struck)

    @property
    def struck(self) -> str:
        """What no longer counts, and why."""
        return self._struck.text()

    def show_entries(
        self, entries: Sequence[Entry], struck: Sequence[Struck], nothing: str
    ) -> None:
        """Show what counts, or the word for `nothing`, and what was struck out."""
        self._clear()
        for entry in entries:
            self._lines.addWidget(self._row(entry))
        if not entries:
            self._lines.addWidget(Label(nothing))
        if self.strike.entry_id in self.links:
            self._place_form(self.links[self.strike.entry_id])
        else:
            self._lines.addWidget(self.strike)
            self.strike.close_form()
        self.text = "\n".join(entry.text for entry in entries) or nothing
        self._struck.setText("\n".join(f"{item.name}: {item.reason}" for item in struck))
        self._struck.setVisible(bool(struck))

    def buttons(self, entry: Entry) -> Sequence[Button]:
        """What else can be done with an entry."""
        return ()

    def _clear(self) -> None:
        self._lines.removeWidget(self.strike)
        empty(self._lines)
        self.links = {}

    def _row(self, entry: Entry) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(entry.text, wrap=True), 1)
        for button in self.buttons(entry):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        if self._may_strike:
            self.links[entry.id] = entry_link("Strike out", entry, self._ask)
            row.addWidget(self.links[entry.id], 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _ask(self, entry: Entry) -> None:
        self._place_form(self.links[entry.id])
        self.strike.ask(entry.id, entry.name)

    def _place_form(self, below: Button) -> None:
        self._lines.removeWidget(self.strike)
        row = self._lines.indexOf(below.parentWidget())
        self._lines.insertWidget(row + 1, self.strike)
        QWidget.setTabOrder(below, self.strike.reason.control)


def entry_link(text: str, entry: Entry, then: Callable[[Entry], None]) -> Button:
    """A link in an entry's line."""
    button = link(text)
    button.setAccessibleName(f"{entry.name}: {text.lower()}")
    button.clicked.connect(lambda _: then(entry))
    return button
