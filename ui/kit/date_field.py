"""A field for a day, typed in any usual way and echoed in full before it is saved."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from ui.kit.dates import parse_day
from ui.kit.field import LabelledField
from ui.kit.line_edit import LineEdit

_WIDTH = 150


class DateField(LabelledField):
    """`today` gives the site's day; with `past`, days without a year lie behind it."""

    def __init__(
        self,
        label: str,
        *,
        today: Callable[[], date],
        past: bool = False,
        hint: str = "",
        width: int = _WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        self.input = LineEdit(width)
        self._today = today
        self._past = past
        super().__init__(label, self.input, hint=hint, echoes=True, parent=parent)
        self.input.textEdited.connect(self.edited)
        self.input.textChanged.connect(self._echo)
        self.input.editingFinished.connect(self._tidy)

    def value(self) -> date | None:
        """The day as read; None when the field is empty or cannot be read (see `objection`)."""
        return parse_day(self.input.text(), self._today(), past=self._past)

    def set_value(self, day: date | None) -> None:
        self.input.setText(messages.short_day(day) if day else "")

    def objection(self) -> str:
        if self.input.text().strip() and self.value() is None:
            return f"{self.name} needs a date like Jan 12, 2027 or 1/12/2027."
        return ""

    def echo(self, day: date) -> str:
        """What the line below says about a day that was read."""
        return f"{messages.day(day)} · {distance(day, self._today())}"

    def _echo(self) -> None:
        day = self.value()
        self._show_hint(self.echo(day) if day else self._hint)
        self._mark(False)

    def _tidy(self) -> None:
        day = self.value()
        if day:
            self.set_value(day)
        else:
            self.set_error(self.objection())


class BirthDateField(DateField):
    """A birth date, echoed with the age; an odd age is pointed out, never refused."""

    _USUAL_AGES = range(18, 101)

    def __init__(
        self, label: str, *, today: Callable[[], date], hint: str = "", width: int = _WIDTH
    ) -> None:
        super().__init__(label, today=today, past=True, hint=hint, width=width)

    def objection(self) -> str:
        day = self.value()
        if day and day > self._today():
            return f"{self.name} is after today. Check the year."
        return super().objection()

    def echo(self, day: date) -> str:
        today = self._today()
        age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
        if age < 0:
            return f"{messages.short_day(day)} · after today"
        odd = "" if age in self._USUAL_AGES else " · check the year"
        return f"{messages.short_day(day)} ({age} y){odd}"


def distance(day: date, today: date) -> str:
    """How far a day is from today: in days while they can be checked by counting."""
    days = (day - today).days
    if abs(days) < 2:
        return {0: "today", 1: "tomorrow", -1: "yesterday"}[days]
    words = _counted(abs(days))
    return f"in {words}" if days > 0 else f"{words} ago"


def _counted(days: int) -> str:
    if days < 120:
        return f"{days} days"
    return f"{days * 12 // 365} months" if days < 730 else f"{days // 365} years"
