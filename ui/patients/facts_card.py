"""A card with one fact per line, and a link to where they are edited."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.kit import theme, tokens
from ui.kit.buttons import link
from ui.kit.card import Card
from ui.kit.labels import Label
from ui.kit.not_recorded import NOT_RECORDED
from ui.kit.notice import Notice


class FactsCard(Card):
    """With `editable` there is an Edit link, which tells `edit_wanted`."""

    edit_wanted = Signal()

    def __init__(
        self, title: str, *, editable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self._lines = Label("", wrap=True)
        self.notice = Notice()
        self.body.addWidget(self._lines)
        self.body.addWidget(self.notice)
        if editable:
            self.edit = link("Edit", "pencil")
            theme.fix(self.edit, height=tokens.LEAST_TARGET)
            self.edit.setAccessibleName(f"Edit {title.lower()}")
            self.edit.clicked.connect(lambda _: self.edit_wanted.emit())
            self.heading.addWidget(self.edit)
        self.show_lines([])

    @property
    def text(self) -> str:
        """What is said, without the notice."""
        return self._lines.text()

    def show_lines(self, lines: Sequence[str], empty: str = NOT_RECORDED) -> None:
        """Show the facts, or the word for none."""
        self._lines.setText("\n".join(lines) or empty)
