"""An intake question answered with yes or no, on one line with its answer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk.intake.rules import Answer, Question
from ui.intake.question_field import QuestionField
from ui.intake.state_choice import StateChoice
from ui.kit import tokens
from ui.kit.labels import Label
from ui.kit.typed import Typed


class YesNoQuestion(QuestionField):
    """Stays "not asked" until somebody answers."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.choice = StateChoice(question.ask)
        self.choice.edited.connect(self.edited)
        self.setFocusProxy(self.choice)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_L)
        row.addWidget(Label(question.ask, wrap=True), 1)
        row.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignVCenter)

    def answer(self) -> Answer:
        return self._answer(self.choice.state(), self.choice.is_yes())

    def typed(self) -> Typed:
        return self.choice.typed()

    def put_back(self, typed: Typed) -> None:
        self.choice.put_back(typed)

    def set_answer(self, answer: Answer) -> None:
        self.choice.choose(answer.state, yes=answer.value is True)
