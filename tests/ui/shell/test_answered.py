"""What was said of a database that does not answer goes once it answers."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk import messages
from clinicdesk.errors import Unanswered
from ui.kit.forms import ErrorSummary, TextField
from ui.shell.answered import Answered

SILENT = messages.sentence(Unanswered.reasons[0])


class Line(QObject):
    connected = Signal(bool)
    is_connected = True


def test_only_what_was_said_of_the_line_goes_once_it_is_back(qtbot: QtBot) -> None:
    line, window = Line(), QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    waiting, other, field = ErrorSummary(), ErrorSummary(), TextField("Reason")
    for part in (waiting, other, field):
        column.addWidget(part)
    Answered(line, window)
    waiting.show_sentences([SILENT])
    other.show_sentences(["Choose the kind of payer."])
    field.set_error(SILENT)

    line.connected.emit(False)
    assert (waiting.sentences, field.error) == ((SILENT,), SILENT)
    line.connected.emit(True)

    assert (waiting.sentences, field.error) == ((), "")
    assert other.sentences == ("Choose the kind of payer.",)
