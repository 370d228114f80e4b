"""A completed intake, to be read only."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clinicdesk.intake.rules import Answer, AnswerState, Form, Question
from ui.intake.lines_question import yes_and_no
from ui.kit import tokens
from ui.kit.card import Card
from ui.kit.chips import Chip
from ui.kit.labels import Label, Look
from ui.kit.tokens import Status

_OPEN = {
    AnswerState.NOT_ASKED: "Not asked",
    AnswerState.DECLINED: "Declined",
    AnswerState.UNKNOWN: "Unknown",
}


class ClosedIntake(QWidget):
    """One line per question, and when the intake was completed."""

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self._completed = Chip(Status.DONE, "")
        self.lines = {
            question.key: Label("", Look.STRONG, wrap=True) for question in form.questions
        }
        card = Card("Intake")
        card.heading.addWidget(self._completed)
        card.body.addLayout(self._grid())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    @property
    def completed(self) -> str:
        """The words on when it was completed."""
        return self._completed.text

    def show_answers(self, answers: Iterable[Answer], completed: str) -> None:
        """Show the answers; `completed` is the moment in words."""
        self._completed.show_chip(Status.DONE, f"Completed {completed}")
        given = {answer.key: answer for answer in answers}
        for question in self._form.questions:
            self.lines[question.key].setText(worded(question, given.get(question.key)))

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.SPACE_XL)
        grid.setVerticalSpacing(tokens.SPACE_M)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for row, question in enumerate(self._form.questions):
            asked = Label(question.ask, Look.QUIET, wrap=True)
            for column, label in enumerate((asked, self.lines[question.key])):
                grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        return grid


def worded(question: Question, answer: Answer | None) -> str:
    """An answer in words; lists have one item per line."""
    if answer is None or answer.value is None:
        return _OPEN[answer.state if answer else AnswerState.NOT_ASKED]
    match answer.value:
        case bool():
            return "Yes" if answer.value else "No"
        case str():
            return answer.value
        case _:
            items = [question.options.get(item, item) for item in answer.value]
            return "\n".join(items) or yes_and_no(question)[1]
