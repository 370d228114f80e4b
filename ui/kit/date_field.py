"""A field for a day, typed in any usual way and echoed in full before it is saved."""

from collections.abc import Callable
from datetime import date

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from clinicdesk.days import parse_day, readings, says_unknown
from clinicdesk.near_days import MOST, near_days
from clinicdesk.patients.rules import age_on
from ui.kit.calendar_popup import CalendarPopup
from ui.kit.date_line import DateLine
from ui.kit.did_you_mean import DidYouMean
from ui.kit.field import LabelledField

_WIDTH = 150
_NOT_KNOWN = "Not known"


class DateField(LabelledField):
    """`today` gives the site's day; with `past`, days without a year lie behind it.

    What cannot be read is never guessed: it stays, and what may have been meant is offered below.
    Where a field `may_be_unknown`, "unknown" is an answer; elsewhere it cannot be read.
    """

    _EXAMPLE = "Jan 12, 2027 or 1/12/2027"

    def __init__(
        self,
        label: str,
        *,
        today: Callable[[], date],
        past: bool = False,
        may_be_unknown: bool = False,
        hint: str = "",
        width: int = _WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        self.input = DateLine(width)
        self.suggestions = DidYouMean()
        self._today = today
        self._past = past
        self._may_be_unknown = may_be_unknown
        self._offered: tuple[date, ...] = ()
        self._popup: CalendarPopup | None = None
        super().__init__(label, self.input, hint=hint, echoes=True, parent=parent)
        self.layout().insertWidget(self.layout().count() - 1, self.suggestions)
        self._connect()

    def value(self) -> date | None:
        """The day as read; None when the field is empty or cannot be read (see `objection`)."""
        return parse_day(self.input.text(), self._today(), past=self._past)

    @property
    def is_unknown(self) -> bool:
        """Whether somebody answered that nobody knows."""
        return self._may_be_unknown and says_unknown(self.input.text())

    def set_value(self, day: date | None) -> None:
        self.input.setText(messages.short_day(day) if day else "")

    def set_unknown(self) -> None:
        """Show that nobody knows."""
        self.input.setText(_NOT_KNOWN)

    def objection(self) -> str:
        if self.input.text().strip() and self.value() is None and not self.is_unknown:
            return f"{self.name} needs a date like {self._EXAMPLE}."
        return ""

    def echo(self, day: date) -> str:
        """What the line below says about a day that was read."""
        return f"{messages.day(day)} · {distance(day, self._today())}"

    def near(self) -> tuple[date, ...]:
        """The days to ask about: what may have been meant where nothing can be read."""
        if self.is_unknown:
            return ()
        return near_days(self.input.text(), self._today(), past=self._past)

    def open_calendar(self) -> None:
        """Let a day be picked from a month; the popup is made when it is first wanted."""
        if self._popup is None:
            self._popup = CalendarPopup(self.name, self)
            self._popup.picked.connect(self._take)
        self._popup.open_at(self.input, self.value() or self._today(), self._today())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._popup is not None:
            self._popup.close()

    def _connect(self) -> None:
        self.input.textEdited.connect(self.edited)
        self.input.textChanged.connect(self._echo)
        self.input.leaving.connect(self._suggest)
        self.input.editingFinished.connect(self._tidy)
        self.input.calendar_wanted.connect(self.open_calendar)
        self.input.stepped_down.connect(self._step_down)
        self.suggestions.chosen.connect(lambda place: self._take(self._offered[place]))

    def told(self) -> str:
        day = self.value()
        return self.echo(day) if day else _NOT_KNOWN if self.is_unknown else super().told()

    def _echo(self) -> None:
        self._show_hint(self.told())
        self._mark(False)
        self._offer(())

    def _tidy(self) -> None:
        self._suggest()
        day = self.value()
        if day and not self._offered:
            self.set_value(day)
        elif not day:
            self.remark()

    def _suggest(self) -> None:
        self._offer(self.near())

    def _offer(self, days: tuple[date, ...]) -> None:
        self._offered = days
        self.suggestions.offer([messages.short_day(day) for day in days], after=self.input)

    def _step_down(self) -> None:
        self._suggest()
        if self._offered:
            self.suggestions.buttons[0].setFocus()

    def _take(self, day: date) -> None:
        """As if the day had been typed, with the focus back in the line."""
        self.input.setFocus()
        self.set_value(day)
        self._offer(())
        self.edited.emit()


class BirthDateField(DateField):
    """A birth date, echoed with the age; an odd age is pointed out, never refused."""

    _EXAMPLE = "Mar 14, 1951 or 3/14/1951"
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
        age = self._age(day)
        if age < 0:
            return f"{messages.short_day(day)} · after today"
        odd = " · check the year" if self.warns() else ""
        return f"{messages.short_day(day)} ({age} y){odd}"

    def warns(self) -> bool:
        day = self.value()
        return day is not None and self._age(day) not in self._USUAL_AGES

    def near(self) -> tuple[date, ...]:
        """Where an odd age is read, the days of a usual one that the text can mean as well."""
        if not self.warns():
            return super().near()
        others = readings(self.input.text(), self._today(), past=True)
        return tuple(other for other in others if self._age(other) in self._USUAL_AGES)[:MOST]

    def _age(self, day: date) -> int:
        return age_on(day, self._today())


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
