"""R-12: an upgrade that is killed, or that runs out of disk, leaves the old database or the new."""

import hashlib
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import inspect

from clinicdesk import backup, opening
from clinicdesk.settings import embedded_url
from tests.builders.crowd import approved_cases
from tests.builders.rows import plain_sql
from tests.migrations import planted
from tests.processes import forking
from tests.promises import promise

PATIENTS = 500


@dataclass(frozen=True)
class Clinic:
    """A filled database, what the next release makes of it, and in how many seconds."""

    folder: Path
    scripts: Path
    old: str
    new: str
    seconds: float

    def copied(self, into: Path) -> str:
        """A fresh copy of the old database."""
        shutil.rmtree(into, ignore_errors=True)
        shutil.copytree(self.folder, into)
        return embedded_url(into / "clinic.db")

    def state(self, url: str) -> str:
        """Whether a database is the old one, the new one, or something between."""
        return {self.old: "old", self.new: "new"}.get(fingerprint(url), "between")


def fingerprint(url: str) -> str:
    """Every row and every definition."""
    seen = hashlib.sha256(repr(planted.schema(url)).encode())
    with plain_sql(url) as connection:
        for name in sorted(inspect(connection).get_table_names()):
            table = connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1")  # noqa: S608
            seen.update(repr((name, [tuple(row) for row in table])).encode())
    return seen.hexdigest()


@pytest.fixture
def filled(sqlite_url: str, tmp_path: Path) -> Clinic:
    approved_cases(sqlite_url, PATIENTS)
    folder, scripts = tmp_path / "filled", planted.plant(tmp_path, planted.REBUILD)
    folder.mkdir()
    for name in ("clinic.db", "clinic.db.keys"):
        (tmp_path / name).rename(folder / name)
    url = embedded_url(folder / "clinic.db")
    old = fingerprint(url)
    unmeasured = Clinic(folder, scripts, old, "", 0)
    raised = unmeasured.copied(tmp_path / "raised")
    code, seconds = cut(unmeasured, raised, after=planted.PATIENCE)
    assert code == 0
    return Clinic(folder, scripts, old, fingerprint(raised), seconds)


def cut(
    filled: Clinic, url: str, *, after: float, mutant: bool = False, largest: int = 0
) -> tuple[int, float]:
    """Upgrade in a process that is killed after so many seconds; its exit code, and how long."""
    context = forking()
    begun = context.Event()
    process = context.Process(
        target=planted.upgrade_in_child, args=(url, filled.scripts, begun, mutant, largest)
    )
    process.start()
    begun.wait(planted.PATIENCE)
    since = time.monotonic()
    process.join(after)
    process.kill()
    process.join()
    return process.exitcode or 0, time.monotonic() - since


def sound_copies(folder: Path) -> int:
    """How many copies there are; none of them may be damaged."""
    return len([backup.verify(kept) for kept in backup.copies_of(folder / "clinic.db")])


@promise(
    "R-12",
    "An upgrade killed at any instant leaves the old database or the new one, and it opens",
    every={"kills": 30},
    stress={"kills": 300},
    mutant="each statement of the upgrade commits by itself: half of it stays",
)
def test_an_upgrade_killed_at_any_instant(
    filled: Clinic,
    tmp_path: Path,
    sizes: dict[str, int],
    seed: int,
    shown: Callable[[str], None],
):
    """The mutant is `test_without_one_transaction_a_kill_leaves_half_of_it`."""
    choice, left = random.Random(seed), Counter[str]()
    for _ in range(sizes["kills"]):
        url = filled.copied(tmp_path / "killed")
        cut(filled, url, after=choice.uniform(0, 1.2 * filled.seconds))
        left[filled.state(url)] += 1
        left["with a copy"] += sound_copies(tmp_path / "killed")

        with planted.release(filled.scripts):
            opening.bring_up(url)
            opening.open_desk(url).close()
        assert filled.state(url) == "new"

    assert left["between"] == 0
    shown(f"{sizes['kills']} kills: {left['old']} old, {left['new']} new, 0 between")


def test_without_one_transaction_a_kill_leaves_half_of_it(
    filled: Clinic, tmp_path: Path, seed_of_mutant: random.Random
):
    left = Counter[str]()
    while not left["between"] and left.total() < 20:
        url = filled.copied(tmp_path / "killed")
        cut(filled, url, after=seed_of_mutant.uniform(0, filled.seconds), mutant=True)
        left[filled.state(url)] += 1

    assert left["between"]


@pytest.fixture
def seed_of_mutant() -> random.Random:
    return random.Random()


@promise(
    "R-12",
    "An upgrade that runs out of disk leaves the old database, and no half of a copy",
    every={"disks": 8},
    stress={"disks": 80},
    mutant="each statement of the upgrade commits by itself: half of it stays",
)
def test_an_upgrade_on_a_disk_that_fills_up(
    filled: Clinic,
    tmp_path: Path,
    sizes: dict[str, int],
    seed: int,
    shown: Callable[[str], None],
):
    """No file may grow over a random size: the copy's, the log's or the database's own.

    The mutant is `test_without_one_transaction_a_kill_leaves_half_of_it`.
    """
    choice, left = random.Random(seed), Counter[str]()
    whole = (filled.folder / "clinic.db").stat().st_size
    for _ in range(sizes["disks"]):
        url = filled.copied(tmp_path / "full")
        largest = choice.randrange(whole // 4, whole * 3 // 2)
        code, _ = cut(filled, url, after=planted.PATIENCE, largest=largest)
        assert code in {0, planted.REFUSED}
        state = filled.state(url)
        assert state == ("old" if code else "new")
        left[state] += 1
        assert sound_copies(tmp_path / "full") <= 1

    shown(f"{sizes['disks']} full disks: {left['old']} old, {left['new']} new, 0 between")
