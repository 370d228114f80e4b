"""R-01: whoever races, nothing is booked twice, and every loser is told why."""

import logging
import multiprocessing
import random
from collections.abc import Iterator
from itertools import combinations
from multiprocessing.pool import Pool

import pytest

from clinicdesk.desk import Desk
from clinicdesk.scheduling.queries import choices
from clinicdesk.scheduling.rules import Part, Span
from clinicdesk.scheduling.tables import Occupancy
from tests.builders.clinic import COORDINATOR
from tests.builders.crowd import approved_cases
from tests.builders.gestures import ask
from tests.builders.patients import a_booked_case
from tests.builders.rows import as_owner, history, plain_sql, rows
from tests.builders.times import at
from tests.reliability import racing

PROCESSES = 8
TRIES = 50
ROUNDS = 5
WITHOUT_GUARD = {
    "sqlite": "DROP TRIGGER occupancy_insert_guard",
    "postgresql": "ALTER TABLE occupancy DROP CONSTRAINT occupancy_taken_once",
}


@pytest.fixture(scope="module")
def racers() -> Iterator[Pool]:
    context = multiprocessing.get_context("spawn")
    line = context.Barrier(PROCESSES)
    with context.Pool(PROCESSES, initializer=racing.line_up, initargs=(line,)) as pool:
        yield pool


def overlaps(url: str) -> int:
    """How many pairs of active occupancies take one resource at one time."""
    with rows(url) as session:
        taken = [
            (row.resource_id, Span(row.starts_at, row.ends_at))
            for row in session.query(Occupancy).filter_by(active=True)
        ]
    return sum(
        one == other and span.overlaps(by) for (one, span), (other, by) in combinations(taken, 2)
    )


def test_a_race_for_one_room(racers: Pool, desk: Desk, url: str):
    seed = random.randrange(1_000_000)
    logging.getLogger(__name__).warning("seed %d", seed)
    room = ask(desk, COORDINATOR, choices).rooms[0].id
    cases = approved_cases(url, PROCESSES * TRIES)
    before = len(history(url))

    work = [(url, room, cases[n::PROCESSES], seed + n) for n in range(PROCESSES)]
    outcomes = [one for many in racers.starmap(racing.race_for_room, work, 1) for one in many]

    booked = outcomes.count("booked")
    refused = [one for one in outcomes if one.startswith("refused: ")]
    assert len(outcomes) == PROCESSES * TRIES
    assert set(outcomes) - set(refused) == {"booked"}
    assert overlaps(url) == 0
    assert len(refused) > booked > PROCESSES
    with rows(url) as session:
        assert session.query(Occupancy).filter_by(part=Part.ROOM).count() == booked
    assert [change.id for change in history(url)] == list(range(1, before + booked + 1))


@pytest.mark.parametrize("guarded", [True, False])
def test_a_race_past_the_desk(racers: Pool, desk: Desk, url: str, guarded: bool):
    """With the guard one of all gets each hour; without it they all do, so the race is one."""
    made = a_booked_case(desk, at("2027-02-01 09:00"))
    room = ask(desk, COORDINATOR, choices).rooms[1].id
    if not guarded:
        with plain_sql(as_owner(url)) as owner:
            owner.exec_driver_sql(WITHOUT_GUARD[owner.dialect.name])

    work = [(url, room, made.booking_id, ROUNDS)] * PROCESSES
    inserted = sum(racers.starmap(racing.race_past_the_desk, work, 1))

    assert inserted == ROUNDS * (1 if guarded else PROCESSES)
    assert (overlaps(url) == 0) is guarded
