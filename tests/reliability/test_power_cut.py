"""R-04: the power fails; what was saved is there and nothing is damaged.

The product's own statements run with its own settings on a file system that forgets what was not
synced. `test_a_weaker_setting_is_caught` is the mutant.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import apsw
import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from clinicdesk.database import _SQLITE_SETTINGS
from tests.promises import promise
from tests.reliability.ledger import damage, differences, reopened, requests
from tests.reliability.power import Disk
from tests.reliability.statements import Transaction, of_a_clinic

PATIENTS = 30
CUTS_PER_LIFE = 50


@dataclass(frozen=True)
class Cut:
    """The moment when the power failed: what had been promised, and what is on the disk."""

    acknowledged: int
    files: dict[str, bytes]


@dataclass
class Life:
    """The database from its first statement to its last, on a disk that can lose power."""

    choice: random.Random
    moments: frozenset[int]
    acknowledged: int = 0
    happenings: int = 0
    cuts: list[Cut] = field(default_factory=list)
    disk: Disk = field(init=False)

    def happen(self) -> None:
        self.happenings += 1
        if self.happenings in self.moments:
            self.cuts.append(Cut(self.acknowledged, self.disk.cut(self.choice)))

    def live(self, folder: Path, settings: Sequence[str], said: Sequence[Transaction]) -> None:
        self.disk = Disk("loses power", self.happen)
        connection = apsw.Connection(str(folder / "clinic.db"), vfs="loses power")
        for setting in settings:
            connection.execute(f"PRAGMA {setting}")
        for transaction in said:
            transaction.repeat(connection)
            self.acknowledged += transaction.changes
        connection.close()
        self.disk.unregister()


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[Transaction]:
    """What the program says while a clinic is set up and gets its patients."""
    return of_a_clinic(tmp_path_factory.mktemp("overheard"), PATIENTS)


def cuts(
    folder: Path,
    said: Sequence[Transaction],
    settings: Sequence[str],
    choice: random.Random,
    wanted: int,
) -> Iterator[Cut]:
    """That many power cuts at random moments of several lives."""
    moments = how_long(folder, said, settings)
    for _ in range(0, wanted, CUTS_PER_LIFE):
        life = Life(choice, frozenset(choice.sample(range(1, moments), CUTS_PER_LIFE)))
        with emptied(folder):
            life.live(folder, settings, said)
        yield from life.cuts


def how_long(folder: Path, said: Sequence[Transaction], settings: Sequence[str]) -> int:
    life = Life(random.Random(), frozenset())
    with emptied(folder):
        life.live(folder, settings, said)
    return life.happenings


@contextmanager
def emptied(folder: Path) -> Iterator[None]:
    """A folder that is empty again afterwards."""
    folder.mkdir(exist_ok=True)
    yield
    for file in folder.iterdir():
        file.unlink()


def examined(cuts: Iterable[Cut], folder: Path) -> list[tuple[int, str]]:
    """How many changes had been promised at each cut, and what is wrong then: "" is nothing."""
    engine = create_engine(f"sqlite:///{folder / 'clinic.db'}")
    return [(cut.acknowledged, _fault(cut, folder, engine)) for cut in cuts]


def _fault(cut: Cut, folder: Path, engine: Engine) -> str:
    with emptied(folder):
        for name, content in cut.files.items():
            (folder / name).write_bytes(content)
        try:
            with reopened(engine) as session:
                return _found(session, cut.acknowledged)
        except DatabaseError as error:
            return f"damaged: {error.orig}"


def _found(session: Session, acknowledged: int) -> str:
    if damaged := damage(session):
        return f"damaged: {damaged}"
    if not session.connection().exec_driver_sql("SELECT 1 FROM sqlite_schema").first():
        return "lost" if acknowledged else ""
    there = len(requests(session))
    return "lost" if there < acknowledged else "; ".join(differences(session))


@promise(
    "R-04",
    "What was called saved is there after the power fails, and the database is not damaged",
    every={"cuts": 100},
    stress={"cuts": 1000},
    mutant="synchronous = NORMAL, and OFF",
)
def test_a_power_cut_loses_nothing_saved(
    said: list[Transaction],
    tmp_path: Path,
    sizes: dict[str, int],
    seed: int,
    shown: Callable[[str], None],
):
    choice = random.Random(seed)
    wanted = cuts(tmp_path / "disk", said, _SQLITE_SETTINGS, choice, sizes["cuts"])

    found = examined(wanted, tmp_path / "after")

    assert {fault for _, fault in found} == {""}
    assert len(found) == sizes["cuts"]
    promised = sum(acknowledged for acknowledged, _ in found)
    assert promised > len(found)
    shown(f"{len(found)} cuts, {promised} saved changes looked for, 0 lost, 0 damaged")


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_a_weaker_setting_is_caught(
    said: list[Transaction], tmp_path: Path, seed: int, synchronous: str
):
    """The same cuts with another `synchronous` lose what was called saved."""
    settings = [*_SQLITE_SETTINGS, f"synchronous = {synchronous}"]
    seen = cuts(tmp_path / "disk", said, settings, random.Random(seed), CUTS_PER_LIFE)

    assert "lost" in {fault for _, fault in examined(seen, tmp_path / "after")}
