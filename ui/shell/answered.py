"""What was said of a database that does not answer goes once it answers again."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from clinicdesk.errors import Unanswered
from ui.kit.away import Line
from ui.kit.error_summary import ErrorSummary
from ui.kit.field import LabelledField


class Answered(QObject):
    """Looks through the forms of `window`; what is typed in them stays, and still has to be saved.

    That is told by the top bar, which also says aloud that the database answers.
    """

    def __init__(self, line: Line, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        [reason] = Unanswered.reasons
        self._sentence = messages.sentence(reason)
        line.connected.connect(self._follow)

    def _follow(self, answers: bool) -> None:
        if not answers:
            return
        for summary in self._window.findChildren(ErrorSummary):
            if summary.sentences == (self._sentence,):
                summary.clear()
        for field in self._window.findChildren(LabelledField):
            if field.error == self._sentence:
                field.set_error("")
