"""An intake question answered with a list, one item per line."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.intake.rules import Answer, AnswerState, Question
from ui.intake.question_field import QuestionField
from ui.intake.state_choice import StateChoice
from ui.kit.forms import TextArea
from ui.kit.labels import Label, Look
from ui.kit.typed import Typed

_WORDS = {"allergies": ("Known", "None known")}
_OTHER_WORDS = ("Listed", "None")

Echo = Callable[[Sequence[str]], str]


class LinesQuestion(QuestionField):
    """Typing a line makes the list known. `echo` words what was recognised in the lines.

    What the chart lists already stands above; "listed" without a line confirms just that.
    """

    def __init__(
        self, question: Question, echo: Echo = lambda _: "", parent: QWidget | None = None
    ) -> None:
        super().__init__(question, parent)
        self._echo = echo
        self._on_chart: tuple[str, ...] = ()
        self._struck: frozenset[str] = frozenset()
        self.charted = Label("", Look.STRONG, wrap=True)
        self.charted.hide()
        self.choice = StateChoice(question.ask, yes_and_no(question))
        self.area = TextArea(f"{title(question)}, one per line")
        self.setFocusProxy(self.choice)
        self.choice.edited.connect(lambda: self.area.set_error(""))
        self.choice.edited.connect(self._settle)
        self.choice.edited.connect(self.edited)
        self.area.edited.connect(self._typed)
        column = self._column()
        column.addWidget(Label(question.ask, wrap=True))
        column.addWidget(self.charted)
        column.addWidget(self.choice)
        column.addWidget(self.area)
        column.addStretch(1)

    def lines(self) -> tuple[str, ...]:
        """The lines as typed, without empty ones."""
        typed = (line.strip() for line in self.area.value().splitlines())
        return tuple(line for line in typed if line)

    def show_chart(self, listed: Sequence[str], struck: Sequence[str]) -> None:
        """Show what the chart lists; what was `struck` out there is not said again unasked."""
        self._on_chart = tuple(listed)
        self._struck = frozenset(map(str.casefold, struck)) - {*map(str.casefold, listed)}
        self.charted.setText(f"On the chart: {', '.join(listed)}")
        self.charted.setVisible(bool(listed))

    def answer(self) -> Answer:
        lines = self.lines() or self._on_chart
        return self._answer(self.choice.state(), lines if self.choice.is_yes() else ())

    def typed(self) -> Typed:
        """The answer and the lines, those under another answer too."""
        return {"answer": self.choice.typed(), "lines": self.area.typed()}

    def put_back(self, typed: Typed) -> None:
        self.area.put_back(typed["lines"])
        self.choice.put_back(typed["answer"])

    def set_answer(self, answer: Answer) -> None:
        said = answer.value if isinstance(answer.value, tuple) else ()
        lines = [line for line in said if line.casefold() not in self._struck]
        self.choice.choose(answer.state, yes=bool(said))
        self.area.set_value("\n".join(lines))
        self._settle()

    def objection(self) -> str:
        if self.choice.is_yes() and not self.answer().value:
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
