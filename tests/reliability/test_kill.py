"""R-03: the process is killed while it works; what it acknowledged is there, whole.

`test_history_in_a_second_transaction_is_caught` is the mutant.
"""

import os
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from multiprocessing.connection import wait
from pathlib import Path
from uuid import uuid4

import pytest

from clinicdesk.database import open_engine
from clinicdesk.settings import embedded_url
from tests.conftest import LOGIN
from tests.postgres import Cluster
from tests.processes import forking
from tests.promises import promise
from tests.reliability.acknowledging import Acknowledging, HistoryApart, raise_workers
from tests.reliability.ledger import damage, differences, reopened, requests

KILLS_PER_CLINIC = 10
MOST_ACKNOWLEDGED = 12
LONGEST_PAUSE = 0.01  # seconds; about two changes
PATIENCE = 60

NewClinic = Callable[[], str]


class Nursery:
    """Where processes come from that work and are killed."""

    def __init__(self, kind: type[Acknowledging], url: str, choice: random.Random) -> None:
        context = forking()
        self._choice = choice
        self._orders, theirs = context.Pipe()
        self._acknowledged, pipe = context.Pipe(duplex=False)
        self._process = context.Process(target=raise_workers, args=(kind, url, theirs, pipe))
        self._process.start()
        theirs.close()
        pipe.close()
        self._orders.send(choice.randrange(2**32))
        assert self._orders.recv() == "ready"

    def kill_one(self, longest_pause: float = LONGEST_PAUSE) -> list[str]:
        """Let a process work, kill it at a random moment; the requests it acknowledged."""
        self._orders.send(self._choice.randrange(2**32))
        worker = self._orders.recv()
        seen = [self._next() for _ in range(self._choice.randrange(MOST_ACKNOWLEDGED))]
        wait([self._orders], self._choice.uniform(0, longest_pause))
        os.kill(worker, signal.SIGKILL)
        assert self._orders.recv() == -signal.SIGKILL
        while self._acknowledged.poll():
            seen.append(self._acknowledged.recv())
        return seen

    def close(self) -> None:
        self._orders.send(None)
        self._process.join()
        self._orders.close()
        self._acknowledged.close()

    def _next(self) -> str:
        assert self._acknowledged.poll(PATIENCE)
        request: str = self._acknowledged.recv()
        return request


@pytest.fixture
def sqlite_clinics(sqlite_clinic: Path, tmp_path: Path) -> NewClinic:
    def renew() -> str:
        shutil.rmtree(tmp_path / "clinic", ignore_errors=True)
        shutil.copytree(sqlite_clinic, tmp_path / "clinic")
        return embedded_url(tmp_path / "clinic" / "clinic.db")

    return renew


@pytest.fixture
def postgresql_clinics(cluster: Cluster, postgresql_clinic: str) -> Iterator[NewClinic]:
    name = f"kill_{uuid4().hex}"

    def renew() -> str:
        cluster.drop_database(name)
        cluster.create_database(name, template=postgresql_clinic)
        return cluster.url(name, LOGIN)

    yield renew
    cluster.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def clinics(request: pytest.FixtureRequest) -> NewClinic:
    """Puts a new copy of the test clinic in the place of the one before, on either database."""
    chosen: NewClinic = request.getfixturevalue(f"{request.param}_clinics")
    return chosen


@pytest.fixture
def nursery(clinics: NewClinic, seed: int) -> Iterator[Callable[[type[Acknowledging]], Nursery]]:
    made: list[Nursery] = []

    def raised(kind: type[Acknowledging]) -> Nursery:
        made.append(Nursery(kind, clinics(), random.Random(seed)))
        return made[-1]

    yield raised
    for one in made:
        one.close()


@promise(
    "R-03",
    "What was called saved is there after the program is killed, together with its history",
    every={"kills": 50},
    stress={"kills": 1000},
    mutant="history is written in a second transaction",
)
def test_a_killed_process_loses_nothing_it_acknowledged(
    nursery: Callable[[type[Acknowledging]], Nursery],
    clinics: NewClinic,
    sizes: dict[str, int],
    shown: Callable[[str], None],
):
    workers, engine = nursery(Acknowledging), open_engine(clinics())
    kept: set[str] = set()
    promised = 0
    for number in range(sizes["kills"]):
        if number % KILLS_PER_CLINIC == 0:
            clinics()
            kept.clear()
        kept.update(workers.kill_one())
        promised += len(kept)
        with reopened(engine) as session:
            assert kept - set(requests(session)) == set()
            assert damage(session) == []
            assert differences(session) == []

    assert promised > sizes["kills"]
    shown(f"{sizes['kills']} kills, {promised} changes looked for, 0 lost, 0 halves, 0 damaged")


def test_history_in_a_second_transaction_is_caught(
    nursery: Callable[[type[Acknowledging]], Nursery], clinics: NewClinic
):
    """A process that is killed between the two leaves a record without its history."""
    workers, engine = nursery(HistoryApart), open_engine(clinics())
    halves: list[str] = []
    while not halves:
        workers.kill_one(longest_pause=0)
        with reopened(engine) as session:
            halves = [line for line in differences(session) if line.endswith("in no history")]
