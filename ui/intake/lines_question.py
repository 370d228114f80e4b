"""An intake question answered with a list, one item per line."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.intake.rules import Answer, AnswerState, Question
from ui.intake.question_field import QuestionField
from ui.intake.state_choice import StateChoice
from ui.kit.forms import TextArea
from ui.kit.labels import Label

_WORDS = {"allergies": ("Known", "None known")}
_OTHER_WORDS = ("Listed", "None")

Echo = Callable[[Sequence[str]], str]


class LinesQuestion(QuestionField):
    """Typing a line makes the list known. `echo` words what was recognised in the lines."""

    def __init__(
        self, question: Question, echo: Echo = lambda _: "", parent: QWidget | None = None
    ) -> None:
        super().__init__(question, parent)
        self._echo = echo
        self.choice = StateChoice(question.ask, yes_and_no(question))
        self.area = TextArea(f"{title(question)}, one per line")
        self.setFocusProxy(self.choice)
        self.choice.edited.connect(self._settle)
        self.choice.edited.connect(self.edited)
        self.area.edited.connect(self._typed)
        column = self._column()
        column.addWidget(Label(question.ask, wrap=True))
        column.addWidget(self.choice)
        column.addWidget(self.area)

    def lines(self) -> tuple[str, ...]:
        """The lines as typed, without empty ones."""
        typed = (line.strip() for line in self.area.value().splitlines())
        return tuple(line for line in typed if line)

    def answer(self) -> Answer:
        return self._answer(self.choice.state(), self.lines() if self.choice.is_yes() else ())

    def set_answer(self, answer: Answer) -> None:
        lines = answer.value if isinstance(answer.value, tuple) else ()
        self.choice.choose(answer.state, yes=bool(lines))
        self.area.set_value("\n".join(lines))
        self._settle()

    def objection(self) -> str:
        if self.choice.is_yes() and not self.lines():
            sentence = messages.sentence(
                Reason("intake.line_missing", {"list": title(self.question)})
            )
            self.area.set_error(sentence)
            return sentence
        return ""

    def _typed(self) -> None:
        if self.lines():
            self.choice.choose(AnswerState.ANSWERED, yes=True)
        self._settle()
        self.edited.emit()

    def _settle(self) -> None:
        open_list = self.choice.is_yes() or self.choice.state() is AnswerState.NOT_ASKED
        self.area.setVisible(open_list)
        self.area.set_hint(self._echo(self.lines()))


def title(question: Question) -> str:
    """A short name for a question: "Blood thinner"."""
    return question.key.replace("_", " ").capitalize()


def yes_and_no(question: Question) -> tuple[str, str]:
    """How it reads that the list has items, or none."""
    return _WORDS.get(question.key, _OTHER_WORDS)
