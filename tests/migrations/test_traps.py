"""R-12: four traps of schema changes, each shut, and each shown open when its guard is away."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from clinicdesk import guards, opening, upgrade
from clinicdesk.desk import Desk
from clinicdesk.errors import Refused
from tests.builders.patients import a_booked_case
from tests.builders.rows import as_owner, contents, plain_sql
from tests.builders.times import at
from tests.migrations import planted
from tests.processes import forking
from tests.promises import promise

Racer = Callable[..., None]


@pytest.fixture
def booked(desk: Desk, url: str) -> str:
    """The URL of a database, as its owner, with a row in many tables."""
    a_booked_case(desk, at("2027-01-12 10:00"), ["Eliquis 5 mg"])
    return as_owner(url)


def raised(url: str, tmp_path: Path, body: str) -> None:
    """Upgrade the database to a release with this revision."""
    scripts = planted.plant(tmp_path, body)
    with planted.release(scripts):
        opening.upgrade_database(url, backup_taken=True)


def test_a_rebuilt_parent_keeps_its_children(booked: str, tmp_path: Path):
    before = contents(booked)

    raised(booked, tmp_path, planted.REBUILD)

    after = contents(booked)
    del before["schema_version"], after["schema_version"]
    assert after == before
    assert len(before["booking"]) == 1


def test_references_are_looked_at_before_the_commit(booked: str, tmp_path: Path):
    """SQLite checks nothing while a parent is rebuilt; PostgreSQL refuses by itself."""
    before = contents(booked), planted.schema(booked)

    with pytest.raises((Refused, DBAPIError)):
        raised(booked, tmp_path, planted.LOSE_PARENTS)

    assert (contents(booked), planted.schema(booked)) == before


def test_unlooked_at_references_would_be_lost(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with plain_sql(sqlite_url) as connection:
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(
            "CREATE TABLE child (of INTEGER REFERENCES parent ON DELETE CASCADE)"
        )
        connection.exec_driver_sql("INSERT INTO parent VALUES (1), (2)")
        connection.exec_driver_sql("INSERT INTO child VALUES (1), (2)")
    monkeypatch.setattr(upgrade, "_leave_references_alone", lambda _: None)

    raised(sqlite_url, tmp_path, planted.REBUILD_PARENT)

    with plain_sql(sqlite_url) as connection:
        children = connection.exec_driver_sql("SELECT count(*) FROM child").scalar_one()
    assert children == 0


def test_every_guard_is_back_after_a_rebuild(booked: str, tmp_path: Path):
    before = planted.triggers(booked)

    raised(booked, tmp_path, planted.REBUILD)

    assert planted.triggers(booked) == before
    assert {"change", "evaluation", "clearance"} <= {name.split("_")[0] for name in before}


def test_a_guard_that_is_not_put_back_is_missed(
    booked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = planted.triggers(booked)
    monkeypatch.setattr(guards, "install", lambda _: None)

    raised(booked, tmp_path, planted.REBUILD)

    assert planted.triggers(booked) != before


def test_a_guard_in_place_would_stop_the_rebuild(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A trigger of `evaluation_level` reads `evaluation`, which is away for a moment."""
    monkeypatch.setattr(guards, "remove", lambda _: None)

    with pytest.raises(Refused):
        raised(sqlite_url, tmp_path, planted.REBUILD)


def test_a_migration_that_fails_midway_leaves_nothing(booked: str, tmp_path: Path):
    before = contents(booked), planted.schema(booked)

    with pytest.raises(ZeroDivisionError):
        raised(booked, tmp_path, planted.FAIL_MIDWAY)

    assert (contents(booked), planted.schema(booked)) == before


def test_without_one_transaction_half_of_it_would_stay(
    booked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = planted.schema(booked)
    with monkeypatch.context() as patch:
        planted.without_transaction(patch)
        with pytest.raises(ZeroDivisionError):
            raised(booked, tmp_path, planted.FAIL_MIDWAY)

    assert planted.schema(booked) != before


def race(url: str, scripts: Path, racer: Racer, count: int = 3) -> Counter[bool]:
    """How many of the processes that upgrade at once succeed."""
    context = forking()
    line = context.Barrier(count)
    racers = [context.Process(target=racer, args=(url, scripts, line)) for _ in range(count)]
    for process in racers:
        process.start()
    for process in racers:
        process.join()
    return Counter(process.exitcode == 0 for process in racers)


@promise(
    "R-12",
    "Of several upgrades at once one migrates, the others wait and find it done",
    every={"upgrades": 3},
    stress={"upgrades": 12},
    mutant="no lock: the others migrate too, and fail",
)
def test_of_several_upgrades_one_migrates_and_all_succeed(
    booked: str, tmp_path: Path, sizes: dict[str, int], shown: Callable[[str], None]
):
    """The mutant is `test_without_the_lock_some_of_them_would_fail`."""
    scripts, count = planted.plant(tmp_path, planted.REBUILD), sizes["upgrades"]

    assert race(booked, scripts, planted.upgrade_at_once, count) == {True: count}

    with planted.release(scripts):
        opening.open_desk(booked).close()
    shown(f"{count} upgrades at once, 0 failed")


def test_without_the_lock_some_of_them_would_fail(postgresql_url: str, tmp_path: Path):
    scripts = planted.plant(tmp_path, planted.ADD_SLOWLY)

    raced = race(as_owner(postgresql_url), scripts, planted.upgrade_at_once_without_lock)

    assert raced[False] >= 1
