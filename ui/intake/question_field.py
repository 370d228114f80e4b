"""What the widgets of all intake questions share: they give and take an `Answer`."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.intake.rules import Answer, AnswerState, Question
from ui.kit import tokens
from ui.kit.typed import Typed


class QuestionField(QWidget):
    """`edited` is emitted for what a person changes, never for `set_answer`."""

    edited = Signal()

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.name = question.key

    def answer(self) -> Answer:
        """What is on screen."""
        raise NotImplementedError

    def set_answer(self, answer: Answer) -> None:
        """Show a stored answer."""
        raise NotImplementedError

    def typed(self) -> Typed:
        """What is on screen letter for letter, for `put_back`."""
        raise NotImplementedError

    def put_back(self, typed: Typed) -> None:
        """Show again what `typed` answered, as if it were being typed."""
        raise NotImplementedError

    def objection(self) -> str:
        """Why what is on screen is no whole answer, as a sentence; "" when it is one."""
        return ""

    def _answer(self, state: AnswerState, value: bool | str | tuple[str, ...]) -> Answer:
        """The value counts only for an answered question."""
        return Answer(self.question.key, state, value if state is AnswerState.ANSWERED else None)

    def _given(self, value: str | tuple[str, ...]) -> Answer:
        """Something was said, or nobody asked."""
        return self._answer(AnswerState.ANSWERED if value else AnswerState.NOT_ASKED, value)

    def _column(self) -> QVBoxLayout:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_S)
        return column
