"""R-01: whoever races, nothing is booked twice, and every loser is told why."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, combinations
from multiprocessing.pool import Pool

import pytest

from clinicdesk.desk import Desk
from clinicdesk.scheduling.queries import choices
from clinicdesk.scheduling.rules import BookingState, Span
from clinicdesk.scheduling.tables import Booking, Occupancy
from tests.builders.clinic import COORDINATOR
from tests.builders.crowd import approved_cases
from tests.builders.gestures import ask
from tests.builders.patients import a_booked_case
from tests.builders.rows import as_owner, history, plain_sql, rows
from tests.builders.times import at
from tests.processes import forking
from tests.promises import promise
from tests.reliability import racing

Racers = Callable[[int], Pool]
MUTANT_PROCESSES, MUTANT_TRIES = 16, 10
WITHOUT_GUARD = {
    "sqlite": ("DROP TRIGGER occupancy_insert_guard", "DROP TRIGGER occupancy_update_guard"),
    "postgresql": ("ALTER TABLE occupancy DROP CONSTRAINT occupancy_taken_once",),
}


@pytest.fixture(scope="module")
def racers() -> Iterator[Racers]:
    """`racers(n)`: n processes at one starting line, kept for the next race."""
    context = forking()
    pools: dict[int, Pool] = {}

    def of(count: int) -> Pool:
        if count not in pools:
            line = (context.Barrier(count),)
            pools[count] = context.Pool(count, initializer=racing.line_up, initargs=line)
        return pools[count]

    yield of
    for pool in pools.values():
        pool.terminate()
        pool.join()


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


def counted(outcomes: list[str]) -> str:
    kinds = Counter(outcome.partition(":")[0] for outcome in outcomes)
    return ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))


@promise(
    "R-01",
    "Nothing is booked twice, whoever books and moves at once, and every loser is told why",
    every={"processes": 16, "attempts": 25},
    stress={"processes": 16, "attempts": 200},
    mutant="the database without its guard against overlaps, see the race past the desk",
)
def test_a_race_through_the_desk(
    racers: Racers,
    desk: Desk,
    url: str,
    seed: int,
    sizes: dict[str, int],
    shown: Callable[[str], None],
):
    """Every attempt is the whole gesture: permission, rules, history, one transaction."""
    processes, attempts = sizes["processes"], sizes["attempts"]
    room = ask(desk, COORDINATOR, choices).rooms[0].id
    cases = approved_cases(url, processes * attempts)
    before = len(history(url))

    work = [(url, room, cases[n::processes], seed + n) for n in range(processes)]
    outcomes = [*chain(*racers(processes).starmap(racing.race_for_room, work, 1))]

    done = Counter(one for one in outcomes if not one.startswith("refused: "))
    assert len(outcomes) == processes * attempts
    assert done.keys() <= {"booked", "moved", "moved and undone"}
    assert overlaps(url) == 0
    assert done["booked"] > processes
    with rows(url) as session:
        assert session.query(Booking).filter_by(state=BookingState.BOOKED).count() == done["booked"]
    changes = [change.id for change in history(url)]
    made = before + done.total() + done["moved and undone"]
    assert changes == list(range(1, made + 1))
    shown(f"{len(outcomes)} attempts: {counted(outcomes)}; 0 overlaps")


def past_the_desk(
    racers: Racers, desk: Desk, url: str, seed: int, processes: int, attempts: int
) -> list[str]:
    made = a_booked_case(desk, at("2027-02-01 09:00"))
    room = ask(desk, COORDINATOR, choices).rooms[1].id
    work = [(url, room, made.booking_id, attempts, seed + n) for n in range(processes)]
    return [*chain(*racers(processes).starmap(racing.race_past_the_desk, work, 1))]


@promise(
    "R-01",
    "The database itself refuses a second booking: inserted, moved, lengthened or reinstated",
    every={"processes": 16, "attempts": 200},
    stress={"processes": 32, "attempts": 2000},
    mutant="the exclusion constraint (PostgreSQL) or the triggers (SQLite) dropped",
)
def test_a_race_past_the_desk(
    racers: Racers,
    desk: Desk,
    url: str,
    seed: int,
    sizes: dict[str, int],
    shown: Callable[[str], None],
):
    """`-k without_its_guard` is the mutant."""
    outcomes = past_the_desk(racers, desk, url, seed, **sizes)

    assert {*outcomes} <= {"inserted", "updated", "taken", "busy"}
    assert overlaps(url) == 0
    assert outcomes.count("inserted") > 20
    assert outcomes.count("taken") > len(outcomes) / 4
    shown(f"{len(outcomes)} attempts: {counted(outcomes)}; 0 overlaps")


def test_without_its_guard_the_race_books_twice(racers: Racers, desk: Desk, url: str):
    with plain_sql(as_owner(url)) as owner:
        for statement in WITHOUT_GUARD[owner.dialect.name]:
            owner.exec_driver_sql(statement)

    outcomes = past_the_desk(racers, desk, url, 0, MUTANT_PROCESSES, MUTANT_TRIES)

    assert "taken" not in outcomes
    assert overlaps(url) > 0
