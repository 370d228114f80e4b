"""What was done: times, levels, sedation, closure, bleeding."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from clinicdesk.evaluations.rules import Level, Side
from clinicdesk.procedure_day.queries import ProcedureForm
from clinicdesk.procedure_day.rules import Closure
from clinicdesk.scheduling.rules import Sedation, local_instant
from ui.kit.card import Card
from ui.kit.forms import ChoiceField, LabelledField, TimeField
from ui.kit.labels import Label, Look

_SIDES = [(side, side.capitalize()) for side in Side]
_SEDATIONS = [(depth, depth.capitalize()) for depth in Sedation]
_CLOSURES = [(closure, closure.capitalize()) for closure in Closure]


class DoneCard(Card):
    """The plan is preset, the rest is asked: `None` is "not answered", never a default."""

    edited = Signal()

    def __init__(self, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__("What was done", parent)
        self._zone = zone
        self._day: date | None = None
        self._on = Label("", Look.QUIET)
        self.heading.addWidget(self._on)
        self.started = TimeField("S&tarted")
        self.ended = TimeField("&Ended")
        self.bleeding_stopped = ChoiceField("&Bleeding stopped", ((True, "Yes"), (False, "No")))
        self.levels = {level: ChoiceField(level.shown, _SIDES) for level in Level}
        self.sedation = ChoiceField("Se&dation given", _SEDATIONS)
        self.closure = ChoiceField("Skin &closed with", _CLOSURES)
        self.add_row(self.started, self.ended, self.bleeding_stopped)
        self.add_row(*self.levels.values())
        self.add_row(self.sedation, self.closure)
        for field in self.fields:
            field.edited.connect(self.edited)

    @property
    def fields(self) -> tuple[LabelledField, ...]:
        """What a person fills in."""
        times = (self.started, self.ended)
        return (*times, *self.levels.values(), self.bleeding_stopped, self.sedation, self.closure)

    def show_plan(self, form: ProcedureForm) -> None:
        """Preset the levels from the plan; nothing that only the day can tell."""
        self._day = form.booking.starts_at.astimezone(self._zone).date()
        self._on.setText(messages.day(self._day))
        for level, side in form.planned:
            self.levels[level].set_value(side)

    def checked(self) -> tuple[LabelledField, ...]:
        """The fields whose text may be unreadable."""
        return (self.started, self.ended)

    def start(self) -> datetime | None:
        """Raises Refused for a time that the clocks skip or show twice on that day."""
        return self._instant(self.started)

    def end(self) -> datetime | None:
        """Raises Refused as `start` does."""
        return self._instant(self.ended)

    def levels_done(self) -> tuple[tuple[Level, Side], ...]:
        return tuple(
            (level, field.value()) for level, field in self.levels.items() if field.value()
        )

    def _instant(self, field: TimeField) -> datetime | None:
        at = field.value()
        return local_instant(self._day, at, self._zone) if self._day and at else None
