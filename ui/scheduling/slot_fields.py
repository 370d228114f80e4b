"""When and where: date, time and room, with the arrival they lead to; and with whom."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.errors import Refused
from clinicdesk.scheduling.queries import Choice, Choices
from clinicdesk.scheduling.rules import Sedation, local_instant
from ui.kit import tokens
from ui.kit.forms import ChoiceField, ComboField, DateField, TimeField, check
from ui.kit.labels import Label, Look
from ui.session import Session

_ANY = 0


class SlotFields(QWidget):
    """A room or physician that is not chosen is found by the core when it books.

    `placed` is emitted when day, time or room may be others, `edited` also while a date is typed.
    Whoever shows this finds a place for `physician` and `sedation`.
    """

    edited = Signal()
    placed = Signal()

    def __init__(self, session: Session, offered: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._lead = session, offered.arrival_lead
        self._rooms = {choice.name: choice.id for choice in offered.rooms}
        self.date = DateField("&Date", today=session.today)
        self.time = TimeField("&Time")
        self.which = ChoiceField("The clocks show this time twice", _TWICE, clearable=False)
        self.room = ComboField("&Room", _options("Any room", offered.rooms))
        self.physician = ComboField("&Physician", _options("Any physician", offered.physicians))
        self.sedation = ComboField("&Sedation", [(one, one.value.capitalize()) for one in Sedation])
        self._arrival = Label("", Look.SMALL_STRONG, wrap=True)
        self.fields = (self.date, self.time, self.which, self.room, self.physician, self.sedation)
        for field in self.fields:
            field.edited.connect(self._tell)
        for field in (self.time, self.which, self.room):
            field.edited.connect(self.placed)
        self.date.input.editingFinished.connect(self.placed)
        self._arrange()
        self.room.set_value(_ANY)
        self.physician.set_value(_ANY)
        self.sedation.set_value(Sedation.MODERATE)
        self._show()

    @property
    def arrival(self) -> str:
        """When the patient must be there, as on screen."""
        return self._arrival.text()

    @property
    def room_id(self) -> int | None:
        return self.room.value() or None

    @property
    def physician_id(self) -> int | None:
        return self.physician.value() or None

    def show_slot(
        self, start: datetime, room_id: int | None, physician_id: int | None = None
    ) -> None:
        """Fill in a place in time; what is None may be any."""
        local = self._session.local(start)
        self.date.set_value(local.date())
        self.time.set_value(local.time().replace(tzinfo=None))
        self.which.set_value(local.fold == 0)
        self.room.set_value(room_id or _ANY)
        self.physician.set_value(physician_id or _ANY)
        self.follow()

    def follow(self) -> None:
        """Fields were filled in from elsewhere."""
        self._show()
        self.placed.emit()

    def room_called(self, name: str) -> int:
        """The id of the room with this name; 0, any, for one that is not offered."""
        return self._rooms.get(name, _ANY)

    def objections(self) -> list[str]:
        """What to do before the fields name an instant."""
        sentences = check(self.date, self.time)
        for field, sentence in ((self.date, "Enter the date."), (self.time, "Enter the time.")):
            if field.value() is None and not field.error:
                field.set_error(sentence)
                sentences.append(sentence)
        return sentences

    def start(self) -> datetime:
        """The instant, UTC. Raises Refused for a time the clocks skip, or show twice unchosen."""
        earlier = self.which.value() if self.which.isVisibleTo(self) else None
        day, at = self.date.value(), self.time.value() or time()
        assert day is not None
        return local_instant(day, at, self._session.zone, earlier=earlier)

    def known_start(self) -> datetime | None:
        """The instant, UTC, once the fields name one."""
        if self.date.value() is None or self.time.value() is None:
            return None
        try:
            return self.start()
        except Refused:
            return None

    def _tell(self) -> None:
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        """Ask which one only where the clocks show the time twice; say when to arrive."""
        self.which.setVisible(self._is_twice())
        start = self.known_start()
        arrives = start and self._session.local(start - timedelta(minutes=self._lead))
        lead = f"({self._lead} min before)"
        self._arrival.setText(f"Arrive {messages.clock(arrives)} {lead}" if arrives else "")

    def _is_twice(self) -> bool:
        day, at = self.date.value(), self.time.value()
        if day is None or at is None:
            return False
        try:
            local_instant(day, at, self._session.zone)
        except Refused as refusal:
            return refusal.reasons[0].code == "scheduling.time_happens_twice"
        return False

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_S)
        when = QHBoxLayout()
        when.setSpacing(tokens.SPACE_M)
        when.addWidget(self.date, 3, Qt.AlignmentFlag.AlignTop)
        when.addWidget(self.time, 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(when)
        for part in (self.which, self._arrival, self.room):
            column.addWidget(part)


_TWICE = [(True, "First"), (False, "Second")]


def _options(anything: str, choices: Sequence[Choice]) -> list[tuple[int, str]]:
    return [(_ANY, anything), *((choice.id, choice.name) for choice in choices)]
