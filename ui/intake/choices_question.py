"""An intake question answered with any number of ticks."""

from PySide6.QtWidgets import QWidget

from clinicdesk.intake.rules import Answer, Question
from ui.intake.question_field import QuestionField
from ui.kit.forms import CheckField
from ui.kit.labels import Label, Look
from ui.kit.typed import Typed


class ChoicesQuestion(QuestionField):
    """Nothing ticked is "not asked"."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.ticks = {key: CheckField(words) for key, words in question.options.items()}
        self.setFocusProxy(next(iter(self.ticks.values())))
        column = self._column()
        column.setSpacing(0)
        column.addWidget(Label(question.ask, Look.FIELD, wrap=True))
        for tick in self.ticks.values():
            tick.edited.connect(self.edited)
            column.addWidget(tick)
        column.addStretch(1)

    def answer(self) -> Answer:
        return self._given(tuple(key for key, tick in self.ticks.items() if tick.value()))

    def typed(self) -> Typed:
        """The keys that are ticked."""
        return [key for key, tick in self.ticks.items() if tick.value()]

    def put_back(self, typed: Typed) -> None:
        for key, tick in self.ticks.items():
            tick.set_value(key in typed)
        self.edited.emit()

    def set_answer(self, answer: Answer) -> None:
        ticked = answer.value if isinstance(answer.value, tuple) else ()
        for key, tick in self.ticks.items():
            tick.set_value(key in ticked)
