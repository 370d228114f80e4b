"""Asks once more whether a blood thinner is taken, when nothing on the chart says so any longer."""

from clinicdesk.record.actions import AnswerThinner, answer_thinner
from clinicdesk.record.rules import ThinnerAnswer
from ui.kit.buttons import secondary
from ui.kit.card import Card
from ui.kit.forms import ErrorSummary
from ui.kit.labels import Label
from ui.session import Session

_QUESTION = "Does the patient take a blood thinner or aspirin?"


class ThinnerQuestion(Card):
    """On screen while the question is open and the intake, which asks it, is completed."""

    def __init__(self, session: Session, patient_id: int) -> None:
        super().__init__("Blood thinner")
        self._session = session
        self._patient_id = patient_id
        self._answer = ThinnerAnswer.NOT_ASKED
        self._intake_closed = False
        self.errors = ErrorSummary()
        self.yes, self.no = secondary("&Yes"), secondary("N&o")
        for button, taken in ((self.yes, True), (self.no, False)):
            button.setAccessibleName(f"{_QUESTION} {button.text().replace('&', '')}")
            button.clicked.connect(lambda _, taken=taken: self._save(taken=taken))
        self.body.addWidget(Label(_QUESTION, wrap=True))
        self.add_row(self.yes, self.no)
        self.body.addWidget(self.errors)
        self.hide()

    def show_answer(self, answer: ThinnerAnswer) -> None:
        """What the chart says now."""
        self._answer = answer
        self._show()

    def show_intake(self, *, closed: bool) -> None:
        """Whether the intake can still ask."""
        self._intake_closed = closed
        self._show()

    def _show(self) -> None:
        self.setVisible(self._intake_closed and self._answer is ThinnerAnswer.NOT_ASKED)

    def _save(self, *, taken: bool) -> None:
        self.errors.clear()
        request = AnswerThinner(patient_id=self._patient_id, takes_thinner=taken)
        self._session.background.change(
            self, answer_thinner, request, then=lambda _: None, refused=self.errors.show_reasons
        )
