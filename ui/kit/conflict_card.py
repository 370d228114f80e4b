"""Somebody else saved the same form meanwhile: field by field, which value counts."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.conflicts import Difference
from clinicdesk.errors import Reason
from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.buttons import secondary
from ui.kit.emptying import empty
from ui.kit.flow import Flow
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas, plate
from ui.kit.segments import Segments

Put = Callable[[str, object], object]
CONFLICT = "desk.conflict"
_THEIRS, _MINE = 0, 1


def met(conflict: Reason, zone: ZoneInfo) -> str:
    """Who saved what somebody else was working on, in a sentence."""
    return messages.sentence(Reason("desk.conflict_met", conflict.facts), zone)


class ConflictCard(QWidget):
    """Hidden until there is a conflict. What is chosen is put into the form, to be saved as usual.

    `label` names a field, `words` says a field's value, `put` shows a value in the form.
    """

    def __init__(
        self,
        label: Callable[[str], str],
        words: Callable[[str, object], str],
        put: Put,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label, self._words, self._put = label, words, put
        self.rows: dict[str, ConflictRow] = {}
        self._said = Label("", Look.STRONG, wrap=True)
        self.theirs = secondary("Take all of theirs")
        self.mine = secondary("Keep all of mine")
        self.theirs.clicked.connect(lambda _: self._choose_all(_THEIRS))
        self.mine.clicked.connect(lambda _: self._choose_all(_MINE))
        self._column = QVBoxLayout()
        self._column.setSpacing(tokens.SPACE_M)
        self._arrange()
        self.hide()

    @property
    def sentence(self) -> str:
        """Who saved, and what to do; "" while there is no conflict."""
        return "" if self.isHidden() else self._said.text()

    def show_conflict(self, sentence: str, found: Sequence[Difference]) -> None:
        """Ask which value counts of each field; one that nobody edited here becomes theirs."""
        self.clear()
        self._said.setText(sentence)
        for difference in found:
            self.rows[difference.field] = self._row(difference)
        for both in (self.theirs, self.mine):
            both.setVisible(len(found) > 1)
        for before, after in pairwise([self.mine, *(row.choice for row in self.rows.values())]):
            self.setTabOrder(before, after)
        self.setVisible(bool(found))
        if found:
            self.rows[found[0].field].choice.setFocus()
            announce(self, sentence, urgent=True)

    def clear(self) -> None:
        """The conflict is decided, or there is none."""
        self.hide()
        empty(self._column)
        self.rows = {}

    def _row(self, difference: Difference) -> "ConflictRow":
        field = difference.field
        row = ConflictRow(difference, self._label(field), self._words, self._put)
        self._column.addWidget(row)
        row.choose(_MINE if difference.is_mine else _THEIRS)
        return row

    def _choose_all(self, place: int) -> None:
        for row in self.rows.values():
            row.choose(place)

    def _arrange(self) -> None:
        choices = QWidget()
        both = Flow(tokens.SPACE_S, tokens.SPACE_S, choices)
        both.addWidget(self.theirs)
        both.addWidget(self.mine)
        column = QVBoxLayout()
        column.setSpacing(tokens.SPACE_M)
        column.addWidget(self._said)
        column.addWidget(choices)
        column.addLayout(self._column)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_M, 10, tokens.SPACE_M, 10)
        row.setSpacing(tokens.SPACE_S)
        row.addWidget(Icon("users", "attn_fg"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            plate(painter, self.rect(), "attn_bg", "attn_bar")


class ConflictRow(QWidget):
    """One field: what is saved now, what was typed here, and which of the two is in the form."""

    def __init__(
        self,
        difference: Difference,
        label: str,
        words: Callable[[str, object], str],
        put: Put,
    ) -> None:
        super().__init__()
        self._field, self._put = difference.field, put
        self._values = (difference.saved, difference.typed)
        self.choice = Segments(("Take theirs", "Keep mine"), label, clearable=False)
        self.choice.changed.connect(self._show_chosen)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE_M)
        grid.setVerticalSpacing(tokens.SPACE_HAIR)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Label(label, Look.FIELD, wrap=True), 0, 0, 1, 2)
        mine = "You typed" if difference.is_mine else "You have"
        for at, (said, value) in enumerate(zip(("Now saved", mine), self._values, strict=True), 1):
            shown = Label(words(self._field, value), Look.SMALL_STRONG, wrap=True)
            grid.addWidget(Label(said, Look.SMALL), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, at, 1)
        grid.addWidget(self.choice, 3, 0, 1, 2)
        grid.setRowMinimumHeight(3, self.choice.sizeHint().height() + tokens.SPACE_XS)

    def choose(self, place: int) -> None:
        """Put their value (0) or the one from here (1) into the form."""
        self.choice.choose((place,))
        self._show_chosen()

    def _show_chosen(self) -> None:
        [place] = self.choice.chosen()
        self._put(self._field, self._values[place])
