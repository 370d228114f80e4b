"""Runs the core's work off the GUI thread and brings the answers back to it.

Four threads: `desk` owns the database, `press` does what is slow without it (PDF, passwords),
`drafts` keeps what is typed, `papers` waits for attached papers. Answers arrive in the order of the
calls of each thread. One whose owner is gone is dropped; its change is still told to everyone.

A change keeps its request id until it is answered, so asking for it once more never makes it twice.
A database that does not answer is asked once more at once; then whoever asked for a change is told
so, and what was only to be read is asked again until an answer comes.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Protocol
from uuid import UUID

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.errors import Reason, Refused, Unanswered
from clinicdesk.rights import OUT
from ui.asked import Asked, Change
from ui.outcome import Outcome, Work, outcome_of

Then = Callable[[Any], object]
OnRefused = Callable[[tuple[Reason, ...]], object]
OnFailed = Callable[[Exception], object]
DESK, PRESS, DRAFTS, PAPERS = "desk", "press", "drafts", "papers"

PATIENCE = 10_000
"""Milliseconds after which somebody is told that no answer came."""
_PAUSE = 3_000


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
    refused: OnRefused | None = None
    failed: OnFailed | None = None
    change: Change | None = None
    read: Work | None = None
    place: int = 0
    told: bool = False
    is_of_seat: bool = True


class Background(QObject):
    """`changed` carries the topics of a change, `failed` an error that no caller expected, `shown`
    one that its asker shows,
    `settled` says that nothing is under way any more, `saving` whether a change is on its way to
    the database, `connected` whether the database answers, `turned_out` why the person may do
    nothing any more, `closed` that nothing may be asked. All callbacks run on the GUI thread.
    """

    changed = Signal(object)
    failed = Signal(object)
    shown = Signal(object)
    settled = Signal()
    saving = Signal(bool)
    connected = Signal(bool)
    turned_out = Signal(object)
    closed = Signal()
    _finished = Signal(object)

    def __init__(
        self,
        desk: Desk,
        actor: Any = None,
        parent: QObject | None = None,
        *,
        patience: int = PATIENCE,
    ) -> None:
        super().__init__(parent)
        self.is_connected = True
        self._desk = desk
        self._actor = self._seat = actor
        self._patience = patience
        self._tickets = count()
        self._waiting: dict[int, _Waiting] = {}
        self._asked = Asked()
        self._unread: list[_Waiting] = []
        self._threads: dict[str, ThreadPoolExecutor] = {}
        self._probe = QTimer(self, interval=_PAUSE, singleShot=True)
        self._probe.timeout.connect(lambda: self._read_again(1))
        self._finished.connect(self._deliver)

    def set_actor(self, actor: Any) -> None:
        """From now on work is done in this person's name; None when nobody is signed in."""
        self._actor = self._seat = actor

    @property
    def seat(self) -> Any:
        """Who is signed in here, whoever acts for a moment."""
        return self._seat

    @contextmanager
    def acting_as(self, actor: Any) -> Iterator[None]:
        """What is asked for inside is done in this person's name; the seat stays its person's."""
        before, self._actor = self._actor, actor
        try:
            yield
        finally:
            self._actor = before

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
    ) -> None:
        """Carry out an action; `then` gets its answer, `refused` the reasons against it.

        Without an answer `refused` gets the reason desk.unanswered; one that comes late still goes
        to `then`. A second press while the first is under way takes over its answer.
        """
        change = Change(self._actor, action, request)
        of_seat = self._actor is self._seat
        waiting = _Waiting(owner, then, refused, change=change, is_of_seat=of_seat)
        self.saving.emit(True)
        under_way = [ticket for ticket, one in self._waiting.items() if one.change]
        newest = self._waiting[under_way[-1]] if under_way else None
        if newest and (newest.owner, newest.change) == (owner, change):
            self._await(under_way[-1], waiting)
            return
        asked = self._asked.id_of(change)

        def work() -> tuple[Any, frozenset[str]]:
            done = self._desk.change(change.actor, action, request, asked)
            return done.answer, frozenset(done.topics)

        self._start(DESK, work, waiting)

    def read(
        self,
        owner: QObject,
        query: Any,
        *args: Any,
        then: Then,
        refused: OnRefused | None = None,
        failed: OnFailed | None = None,
    ) -> None:
        """Answer a query; `then` gets the answer, `failed` an error for the asker to show.

        Without `refused` it is asked again until an answer comes, with it that is the asker's. What
        is asked again keeps its place among the others.
        """
        actor = self._actor

        def work() -> tuple[Any, frozenset[str]]:
            return self._desk.read(actor, query, *args), frozenset()

        place = next(self._tickets)
        of_seat = actor is self._seat
        waiting = _Waiting(owner, then, refused, failed, read=work, place=place, is_of_seat=of_seat)
        self._start(DESK, work, waiting)

    def press(
        self,
        owner: QObject,
        function: Callable[..., Any],
        *args: Any,
        then: Then,
        refused: OnRefused | None = None,
        thread: str = PRESS,
    ) -> None:
        """Call a function that needs no database; `then` gets what it returns."""
        self._start(thread, lambda: (function(*args), frozenset()), _Waiting(owner, then, refused))

    def close(self) -> None:
        """Finish what was asked for and stop the threads; nothing may be asked after."""
        self.closed.emit()
        self._probe.stop()
        for thread in self._threads.values():
            thread.shutdown(wait=True)
        self._waiting.clear()  # what is on its way to this thread would only ask for more

    def _start(self, thread: str, work: Work, waiting: _Waiting) -> None:
        ticket = next(self._tickets)
        self._await(ticket, waiting)
        self._submit(thread, lambda: self._finished.emit(outcome_of(ticket, work)))

    def _await(self, ticket: int, waiting: _Waiting) -> None:
        self._waiting[ticket] = waiting
        if waiting.change or waiting.read:
            QTimer.singleShot(self._patience, self, lambda: self._overdue(ticket))

    def _submit(self, thread: str, job: Callable[[], None]) -> None:
        if thread not in self._threads:
            self._threads[thread] = ThreadPoolExecutor(1, thread_name_prefix=thread)
        self._threads[thread].submit(job)

    def _deliver(self, outcome: Outcome) -> None:
        waiting = self._waiting.pop(outcome.ticket, None)
        if waiting is None:
            return
        if waiting.change or waiting.read:
            self._note(outcome.error, waiting)
        try:
            self._hand_over(outcome, waiting)
        finally:
            if waiting.change:
                self.saving.emit(any(one.change for one in self._waiting.values()))
            if outcome.topics:
                self.changed.emit(outcome.topics)
            if not self._waiting:
                self.settled.emit()

    def _note(self, error: Exception | None, waiting: _Waiting) -> None:
        """What the outcome says of the database and of the change's id."""
        if error is None or isinstance(error, Refused | Unanswered):
            self._show_connected(not isinstance(error, Unanswered))
        if waiting.change:
            self._asked.settle(waiting.change, error)

    def _show_connected(self, answers: bool) -> None:
        if self.is_connected != answers:
            self.is_connected = answers
            self.connected.emit(answers)
        if answers:
            self._read_again()

    def _read_again(self, most: int | None = None) -> None:
        here = [one for one in self._unread if shiboken6.isValid(one.owner)]
        self._unread = here[most:] if most else []
        for waiting in here[:most]:
            if waiting.read:
                self._start(DESK, waiting.read, waiting)

    def _overdue(self, ticket: int) -> None:
        """Nobody waits longer than this without being told; the answer may still come."""
        waiting = self._waiting.get(ticket)
        if waiting is None or waiting.told:
            return
        self._waiting[ticket] = replace(waiting, told=True)
        self._show_connected(False)
        if waiting.change or waiting.refused:
            self._refuse(Unanswered(), waiting)

    def _hand_over(self, outcome: Outcome, waiting: _Waiting) -> None:
        if outcome.error is None:
            if shiboken6.isValid(waiting.owner):
                waiting.then(outcome.answer)
        elif isinstance(outcome.error, Unanswered) and waiting.read and not waiting.refused:
            self._unread = sorted([*self._unread, waiting], key=lambda one: one.place)
            self._probe.start()
        elif not (isinstance(outcome.error, Unanswered) and waiting.told):
            self._refuse(outcome.error, waiting)

    def _refuse(self, error: Exception, waiting: _Waiting) -> None:
        is_out = isinstance(error, Refused) and error.reasons[0].code in OUT
        if isinstance(error, Refused | Unanswered) and waiting.refused:
            if shiboken6.isValid(waiting.owner):
                waiting.refused(error.reasons)
        elif waiting.failed and not is_out:
            self._let_show(error, waiting)
        elif not is_out:
            self.failed.emit(error)
        if is_out and waiting.is_of_seat:
            self.turned_out.emit(error.reasons)

    def _let_show(self, error: Exception, waiting: _Waiting) -> None:
        self.shown.emit(error)
        if shiboken6.isValid(waiting.owner):
            waiting.failed(error)


class Inline(Background):
    """The same, done at once on the calling thread: for tests of widgets."""

    def _submit(self, thread: str, job: Callable[[], None]) -> None:
        job()
