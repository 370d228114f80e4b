"""Days as the finder shows them: a date in any written form leads to the schedule on that day."""

from collections.abc import Callable
from datetime import date, timedelta

from clinicdesk import messages
from clinicdesk.days import parse_day
from ui.kit.finder_row import Answer, FinderRow

_NEAR = timedelta(days=3 * 366)
_SIGNS = "+-/."


class DaySource:
    """`go` is called with the day that is chosen."""

    group = "Go to"

    def __init__(self, today: Callable[[], date], go: Callable[[date], object]) -> None:
        self._today = today
        self._go = go

    def find(self, typed: str, then: Callable[[Answer], object]) -> None:
        """At once: at most one day."""
        day = day_meant(typed, self._today())
        if day is None:
            then(Answer())
            return
        row = FinderRow(
            f"Go to {messages.day(day)}",
            about="Opens the schedule on that day",
            icon="calendar-event",
            act=lambda: self._go(day),
        )
        then(Answer((row,), leads=is_surely_a_day(typed)))


def day_meant(typed: str, today: date) -> date | None:
    """The day that somebody may want to see; None for a text that means none, or a birth date."""
    day = parse_day(typed, today)
    return day if day is not None and abs(day - today) <= _NEAR else None


def is_surely_a_day(typed: str) -> bool:
    """Whether what reads as a day is hardly a name or a number: `jan 12`, `t+3`, `next tue`.

    `mon` may begin a name, `11227` a record number or a phone.
    """
    tidy = typed.split()
    signs = any(sign in typed for sign in _SIGNS)
    return len(tidy) > 1 or signs
