"""What a call to the core leads to, wherever it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from clinicdesk.errors import Unanswered

Work = Callable[[], tuple[Any, frozenset[str]]]
"""Does what was asked for; answers with the topics that it touched."""


@dataclass(frozen=True)
class Outcome:
    """An answer or an error, by the ticket of the call."""

    ticket: int
    answer: Any = None
    topics: frozenset[str] = frozenset()
    error: Exception | None = None


def outcome_of(ticket: int, work: Work) -> Outcome:
    """Do the work. Raises nothing: whatever fails is told on the GUI thread."""
    try:
        answer, topics = _asked_twice(work)
    except Exception as error:  # noqa: BLE001
        return Outcome(ticket, error=error)
    return Outcome(ticket, answer, topics)


def _asked_twice(work: Work) -> tuple[Any, frozenset[str]]:
    """A line that broke while nobody used it costs the first try; the second makes a new one."""
    try:
        return work()
    except Unanswered:
        return work()
