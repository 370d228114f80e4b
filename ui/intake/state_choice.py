"""The answers that any intake question can have, as segments worked with letters too."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk.intake.rules import AnswerState
from ui.kit.segments import Segments
from ui.kit.typed import Typed

_OPEN = (AnswerState.UNKNOWN, AnswerState.DECLINED, AnswerState.NOT_ASKED)
_OPEN_WORDS = ("Unknown", "Declined", "Not asked")
_YES, _NO, _FIRST_OPEN = range(3)
_SAID = ("yes", "no", *_OPEN)
_NOT_ASKED = _FIRST_OPEN + _OPEN.index(AnswerState.NOT_ASKED)
_KEYS = {
    Qt.Key.Key_Y: _YES,
    Qt.Key.Key_N: _NO,
    Qt.Key.Key_U: _FIRST_OPEN + _OPEN.index(AnswerState.UNKNOWN),
    Qt.Key.Key_D: _FIRST_OPEN + _OPEN.index(AnswerState.DECLINED),
    Qt.Key.Key_Delete: _NOT_ASKED,
    Qt.Key.Key_Backspace: _NOT_ASKED,
}


class StateChoice(QWidget):
    """Yes, No, Unknown, Declined, Not asked: keys Y, N, U, D and Delete; "Not asked" at first.

    `words` are those for yes and no. `edited` is emitted for what a person chooses.
    """

    edited = Signal()

    def __init__(
        self, question: str, words: Sequence[str] = ("Yes", "No"), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._segments = Segments((*words, *_OPEN_WORDS), question, clearable=False)
        self._segments.choose((_NOT_ASKED,))
        self._segments.changed.connect(self.edited)
        self.setFocusProxy(self._segments)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._segments)

    def state(self) -> AnswerState:
        """Whether the question was answered."""
        place = self._place()
        return AnswerState.ANSWERED if place < _FIRST_OPEN else _OPEN[place - _FIRST_OPEN]

    def is_yes(self) -> bool:
        """Whether the answer is the first word."""
        return self._place() == _YES

    def choose(self, state: AnswerState, *, yes: bool = False) -> None:
        """Show an answer; `yes` counts for an answered question only."""
        if state is AnswerState.ANSWERED:
            self._segments.choose((_YES if yes else _NO,))
        else:
            self._segments.choose((_FIRST_OPEN + _OPEN.index(state),))

    def typed(self) -> Typed:
        """ "yes", "no", or why there is no answer."""
        return _SAID[self._place()]

    def put_back(self, typed: Typed) -> None:
        self._segments.choose((_SAID.index(typed),))
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = _KEYS.get(event.key())
        if place is None or event.modifiers():
            super().keyPressEvent(event)
            return
        self._segments.choose((place,))
        self._segments.setFocus(Qt.FocusReason.TabFocusReason)
        self.edited.emit()

    def _place(self) -> int:
        return self._segments.chosen()[0]
