"""Why a booking is moved or cancelled: a cause that can be counted, and a few words."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.scheduling.rules import Cause
from ui.kit import tokens
from ui.kit.forms import ComboField, TextField
from ui.kit.typed import Typeable, Typed
from ui.scheduling.pick_list import PickList, Row

CAUSES = (
    (Cause.PATIENT_ASKED, "Patient asked"),
    (Cause.PATIENT_ILL, "Patient is ill"),
    (Cause.NO_DRIVER, "No driver"),
    (Cause.BLOOD_THINNER, "Blood thinner not held"),
    (Cause.NOT_FASTING, "Not fasting"),
    (Cause.NO_SHOW, "Did not come"),
    (Cause.AUTHORIZATION, "No authorization"),
    (Cause.PHYSICIAN_AWAY, "Physician away"),
    (Cause.ROOM_OR_EQUIPMENT, "Room or equipment"),
    (Cause.WEATHER, "Weather"),
    (Cause.BOOKED_IN_ERROR, "Booked in error"),
    (Cause.OTHER, "Something else"),
)
_LONGEST = 120


class CauseFields(QWidget):
    """The cause of a move, which may stay open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cause: ComboField[Cause] = ComboField("&Why it moves", CAUSES, optional=True)
        self.words = TextField("&In words")
        self.words.input.setMaxLength(_LONGEST)
        self.words.hide()
        self.cause.edited.connect(self._show_words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_M)
        column.addWidget(self.cause)
        column.addWidget(self.words)

    @property
    def fields(self) -> tuple[Typeable, ...]:
        """What a person fills in."""
        return (self.cause, self.words)

    def asked(self) -> dict[str, object]:
        """The cause and the words, by the names of the core's request."""
        return {"cause": self.cause.value(), "reason": self.words.value()}

    def _show_words(self) -> None:
        self.words.setVisible(self.cause.value() is not None)


class CauseList(PickList):
    """All causes on screen, the first nine with their keys; none is chosen to begin with.

    `edited` is told when somebody chooses one, `picked` when by its key, Enter or a click.
    """

    edited = Signal()
    name = "Cause"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Cause", numbered=True, armed=True, parent=parent)
        self._words = [words for _, words in CAUSES]
        self.show_rows([Row(words, "") for words in self._words])
        self.setCurrentRow(-1)
        self.itemSelectionChanged.connect(self.edited)

    def value(self) -> Cause | None:
        """The cause that is marked."""
        marked = self.selectedIndexes()
        return CAUSES[marked[0].row()][0] if marked else None

    def typed(self) -> Typed:
        """The words of the cause, None while none is marked."""
        marked = self.selectedIndexes()
        return self._words[marked[0].row()] if marked else None

    def put_back(self, typed: Typed) -> None:
        self.setCurrentRow(self._words.index(typed) if typed in self._words else -1)
