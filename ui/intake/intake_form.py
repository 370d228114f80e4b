"""The intake's questions in their cards."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import policy
from clinicdesk.intake.rules import RED_FLAGS, Answer, AnswerState, Form, Kind, Question
from clinicdesk.record.queries import Chart
from clinicdesk.record.rules import recognise_all
from ui.intake.choices_question import ChoicesQuestion
from ui.intake.lines_question import LinesQuestion, title
from ui.intake.question_field import QuestionField
from ui.intake.text_question import TextQuestion
from ui.intake.yes_no_question import YesNoQuestion
from ui.kit import tokens
from ui.kit.card import Card


class IntakeForm(QWidget):
    """`edited` is emitted for what a person changes, never for `fill`."""

    edited = Signal()

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = {question.key: _field(question) for question in form.questions}
        for field in self.fields.values():
            field.edited.connect(self.edited)
        self._arrange()

    def answers(self) -> tuple[Answer, ...]:
        """Every question's answer as it is on screen."""
        return tuple(field.answer() for field in self.fields.values())

    def fill(self, answers: Iterable[Answer]) -> None:
        """Show stored answers; a question without one is not asked yet."""
        stored = {answer.key: answer for answer in answers}
        for key, field in self.fields.items():
            field.set_answer(stored.get(key, Answer(key, AnswerState.NOT_ASKED)))

    def show_chart(self, record: Chart) -> None:
        """Show above the lists what the chart has already."""
        on_chart = {
            "medicines": ([item.name for item in record.medicines], record.struck),
            "allergies": ([item.substance for item in record.allergies], record.struck_allergies),
        }
        for key, (listed, struck) in on_chart.items():
            field = self.fields.get(key)
            if isinstance(field, LinesQuestion):
                field.show_chart(listed, [item.name for item in struck])

    def objections(self) -> list[str]:
        """What is half answered, shown at its question too."""
        return [said for field in self.fields.values() if (said := field.objection())]

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_L)
        column.addWidget(self._reason())
        column.addWidget(self._flags())
        column.addLayout(self._lists())

    def _reason(self) -> Card:
        card = Card("Reason and symptoms")
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_XXL)
        for field in self._of_kind(Kind.TEXT, Kind.CHOICES):
            row.addWidget(field, 1)
        card.body.addLayout(row)
        return card

    def _flags(self) -> Card:
        card = Card("Red flags")
        card.body.setSpacing(tokens.SPACE_S)
        for field in self._of_kind(Kind.YES_NO):
            if field.question.key in RED_FLAGS:
                card.body.addWidget(field)
        return card

    def _lists(self) -> QVBoxLayout:
        """The lists side by side; below, what else is answered with yes or no."""
        column = QVBoxLayout()
        column.setSpacing(tokens.SPACE_L)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_L)
        for field in self._of_kind(Kind.LINES):
            card = Card(title(field.question))
            card.body.addWidget(field)
            card.body.addStretch(1)
            row.addWidget(card, 1)
        column.addLayout(row)
        for field in self._of_kind(Kind.YES_NO):
            if field.question.key not in RED_FLAGS:
                card = Card(title(field.question))
                card.body.addWidget(field)
                column.addWidget(card)
        return column

    def _of_kind(self, *kinds: Kind) -> list[QuestionField]:
        return [field for field in self.fields.values() if field.question.kind in kinds]


def _field(question: Question) -> QuestionField:
    match question.kind:
        case Kind.TEXT:
            return TextQuestion(question)
        case Kind.CHOICES:
            return ChoicesQuestion(question)
        case Kind.YES_NO:
            return YesNoQuestion(question)
        case Kind.LINES if question.key == "medicines":
            return LinesQuestion(question, thinners_in)
        case Kind.LINES:
            return LinesQuestion(question)


def thinners_in(lines: Sequence[str]) -> str:
    """The drugs of the hold table in a list, in words: "Blood thinner: apixaban (Eliquis)"."""
    table = policy.drug_table()
    found = {row.key: row for line in lines for row in recognise_all(line, table)}
    names = [f"{row.name} ({row.brands[0]})" if row.brands else row.name for row in found.values()]
    return f"Blood thinner: {', '.join(names)}" if names else ""
