"""Runs the core's work off the GUI thread and brings the answers back to it.

Two threads: `desk` owns the database, `press` does what is slow without it (PDF, passwords,
parsing). Answers arrive in the order of the calls of each thread. An answer whose owner is gone is
dropped; the change it reports is still told to everyone.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol
from uuid import UUID, uuid4

import shiboken6
from PySide6.QtCore import QObject, Signal

from clinicdesk.errors import Reason, Refused

Then = Callable[[Any], object]
OnRefused = Callable[[tuple[Reason, ...]], object]
Work = Callable[[], tuple[Any, frozenset[str]]]
DESK, PRESS = "desk", "press"


class Desk(Protocol):
    """The part of `clinicdesk.desk.Desk` that is used here."""

    def change(self, actor: Any, action: Any, request: Any, request_id: UUID) -> Any:
        """Carry out an action; the result has `answer` and `topics`."""

    def read(self, actor: Any, query: Any, *args: Any) -> Any:
        """Answer a query."""


@dataclass(frozen=True)
class _Waiting:
    """Who waits for an answer. Stays on the GUI thread: a widget must never die on another one."""

    owner: QObject
    then: Then
    refused: OnRefused | None
    saves: bool = False


@dataclass(frozen=True)
class _Outcome:
    """What a call led to: an answer or an error."""

    ticket: int
    answer: Any = None
    topics: frozenset[str] = frozenset()
    error: Exception | None = None


class Background(QObject):
    """`changed` carries the topics of a change, `failed` an error that no caller expected,
    `settled` says that nothing is under way any more, `saving` whether a change is on its way to
    the database. All callbacks run on the GUI thread.
    """

    changed = Signal(object)
    failed = Signal(object)
    settled = Signal()
    saving = Signal(bool)
    _finished = Signal(object)

    def __init__(self, desk: Desk, actor: Any = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._actor = actor
        self._tickets = count()
        self._waiting: dict[int, _Waiting] = {}
        self._threads: dict[str, ThreadPoolExecutor] = {}
        self._finished.connect(self._deliver)

    def set_actor(self, actor: Any) -> None:
        """From now on work is done in this person's name; None when nobody is signed in."""
        self._actor = actor

    @property
    def pending(self) -> int:
        """How many calls have not been answered yet."""
        return len(self._waiting)

    def change(
        self,
        owner: QObject,
        action: Any,
        request: Any,
        *,
        then: Then,
        refused: OnRefused | None = None,
        request_id: UUID | None = None,
    ) -> UUID:
        """Carry out an action; `then` gets its answer, `refused` the reasons against it.

        Pass the returned id again when repeating the request after a failure, so that it cannot
        be carried out twice.
        """
        asked, actor = request_id or uuid4(), self._actor

        def work() -> tuple[Any, frozenset[str]]:
            done = self._desk.change(actor, action, request, asked)
            return done.answer, frozenset(done.topics)

        self.saving.emit(True)
        self._start(DESK, work, _Waiting(owner, then, refused, saves=True))
        return asked

    def read(self, owner: QObject, query: Any, *args: Any, then: Then) -> None:
        """Answer a query; `then` gets the answer."""
        actor = self._actor

        def work() -> tuple[Any, frozenset[str]]:
            return self._desk.read(actor, query, *args), frozenset()

        self._start(DESK, work, _Waiting(owner, then, None))

    def press(
        self,
        owner: QObject,
        function: Callable[..., Any],
        *args: Any,
        then: Then,
        refused: OnRefused | None = None,
    ) -> None:
        """Call a function that needs no database; `then` gets what it returns."""
        waiting = _Waiting(owner, then, refused)
        self._start(PRESS, lambda: (function(*args), frozenset()), waiting)

    def close(self) -> None:
        """Finish what was asked for and stop the threads; nothing may be asked after."""
        for thread in self._threads.values():
            thread.shutdown(wait=True)

    def _start(self, thread: str, work: Work, waiting: _Waiting) -> None:
        ticket = next(self._tickets)
        self._waiting[ticket] = waiting
        self._submit(thread, lambda: self._finished.emit(_run(ticket, work)))

    def _submit(self, thread: str, job: Callable[[], None]) -> None:
        if thread not in self._threads:
            self._threads[thread] = ThreadPoolExecutor(1, thread_name_prefix=thread)
        self._threads[thread].submit(job)

    def _deliver(self, outcome: _Outcome) -> None:
        waiting = self._waiting.pop(outcome.ticket)
        try:
            self._hand_over(outcome, waiting)
        finally:
            if waiting.saves:
                self.saving.emit(self._is_saving())
            if outcome.topics:
                self.changed.emit(outcome.topics)
            if not self._waiting:
                self.settled.emit()

    def _is_saving(self) -> bool:
        return any(waiting.saves for waiting in self._waiting.values())

    def _hand_over(self, outcome: _Outcome, waiting: _Waiting) -> None:
        here = shiboken6.isValid(waiting.owner)
        if outcome.error is None:
            if here:
                waiting.then(outcome.answer)
        elif isinstance(outcome.error, Refused) and waiting.refused:
            if here:
                waiting.refused(outcome.error.reasons)
        else:
            self.failed.emit(outcome.error)


class Inline(Background):
    """The same, done at once on the calling thread: for tests of widgets."""

    def _submit(self, thread: str, job: Callable[[], None]) -> None:
        job()


def _run(ticket: int, work: Work) -> _Outcome:
    try:
        answer, topics = work()
    except Exception as error:  # noqa: BLE001  whatever fails here is told on the GUI thread
        return _Outcome(ticket, error=error)
    return _Outcome(ticket, answer, topics)
