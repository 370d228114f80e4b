"""What is to be done before the intake can be saved; it follows what is answered meanwhile."""

from collections.abc import Iterable, Sequence

from clinicdesk.errors import Reason
from clinicdesk.intake.rules import Answer, objections_to_close
from ui.kit.forms import ErrorSummary
from ui.kit.labels import Label, Look

_OF_CLOSING = {"intake.not_asked", "intake.red_flag", "intake.unclear_flag"}
_ABOUT = {
    "record.medicines_listed": {"medicines"},
    "record.allergies_listed": {"allergies"},
    "record.thinner_listed": {"medicines", "blood_thinner"},
}


class OpenItems(ErrorSummary):
    """An item goes as soon as it is settled, and the cursor stays where it is."""

    def restate(self, sentences: Sequence[str]) -> None:
        """Show what is still open, silently."""
        if self._sentences == tuple(sentences):
            return
        self.clear()
        self._sentences = tuple(sentences)
        for sentence in sentences:
            self._lines.addWidget(Label(sentence, Look.ERROR, wrap=True))
        self.setAccessibleDescription(" ".join(sentences))
        self.setVisible(bool(sentences))


def still_open(
    reasons: Iterable[Reason], refused: Sequence[Answer], answers: Sequence[Answer]
) -> list[Reason]:
    """The reasons of a refusal that what was answered since has not settled."""
    closing = objections_to_close(answers, None, ())
    before = {answer.key: answer for answer in refused}
    changed = {answer.key for answer in answers if before.get(answer.key) != answer}
    return [
        reason
        for reason in reasons
        if (reason.code not in _OF_CLOSING or reason in closing)
        and not changed & _ABOUT.get(reason.code, set())
    ]
