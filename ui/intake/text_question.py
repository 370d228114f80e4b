"""An intake question answered in a sentence or two."""

from PySide6.QtWidgets import QWidget

from clinicdesk.intake.rules import Answer, Question
from ui.intake.question_field import QuestionField
from ui.kit.forms import TextArea
from ui.kit.typed import Typed


class TextQuestion(QuestionField):
    """Nothing typed is "not asked"."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.area = TextArea(question.ask)
        self.area.edited.connect(self.edited)
        self.setFocusProxy(self.area)
        self._column().addWidget(self.area)

    def answer(self) -> Answer:
        return self._given(self.area.value())

    def typed(self) -> Typed:
        return self.area.typed()

    def put_back(self, typed: Typed) -> None:
        self.area.put_back(typed)

    def set_answer(self, answer: Answer) -> None:
        self.area.set_value(answer.value if isinstance(answer.value, str) else "")
