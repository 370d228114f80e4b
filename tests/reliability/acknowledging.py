"""What one process does that will be killed. Its processes import it, so it holds no test."""

import os
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any
from uuid import UUID

from clinicdesk.database import open_engine
from clinicdesk.desk import Actor, Desk, Done, Work
from clinicdesk.errors import Refused
from clinicdesk.wiring import wired
from tests.builders.patients import a_booked_case
from tests.builders.times import at

_FIRST = at("2027-01-04 07:00")


class Acknowledging(Desk):
    """Tells of every change once it returned: from then on it is promised to be there."""

    def __init__(self, url: str, acknowledge: Callable[[str], object]) -> None:
        super().__init__(open_engine(url), wired(), clock=_standing)
        self.acknowledge = acknowledge

    def change(
        self, actor: Actor, action: Callable[..., Any], request: Any, request_id: UUID
    ) -> Done[Any]:
        done = super().change(actor, action, request, request_id)
        self.acknowledge(str(request_id))
        return done


class HistoryApart(Acknowledging):
    """The mutant: what was done is committed first, its row of history in a second transaction."""

    def _link(self, work: Work, *more: Any) -> Any:
        work.session.commit()
        self.acknowledge("half")
        return super()._link(work, *more)


def raise_workers(
    kind: type[Acknowledging], url: str, orders: Connection, acknowledged: Connection
) -> None:
    """For every seed that comes, start a process that works until it is killed; tell how it ended.

    The processes are forked from one that has worked already, so they begin at once.
    """
    desk = kind(url, lambda _: None)
    _bring(desk, random.Random(orders.recv()))
    desk.close()
    orders.send("ready")
    while (seed := orders.recv()) is not None:
        worker = os.fork()
        if not worker:
            desk.acknowledge = acknowledged.send
            _work(desk, random.Random(seed))
        orders.send(worker)
        orders.send(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]))


def _work(desk: Desk, choice: random.Random) -> None:
    try:
        while True:
            _bring(desk, choice)
    finally:
        os._exit(1)


def _bring(desk: Desk, choice: random.Random) -> None:
    """Bring a patient from the first call to a booking."""
    start = _FIRST + timedelta(days=choice.randrange(1000), minutes=15 * choice.randrange(33))
    family = "".join(choice.choices("abcdefghijklmnopqrstuvwxyz", k=12))
    with suppress(Refused):  # the clinic is closed then, or the room is taken
        a_booked_case(desk, start, ["Eliquis"], family=family)


def _standing() -> datetime:
    return datetime(2026, 11, 23, 16, tzinfo=UTC)
