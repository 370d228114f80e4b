"""R-12: the stored databases of every release come up whole, and the program works on them."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from clinicdesk import opening, upgrade
from clinicdesk.database import open_engine
from clinicdesk.grants import DERIVED
from clinicdesk.history import stored as stored_changes
from clinicdesk.history import verify
from tests.builders.patients import a_booked_case
from tests.builders.rows import plain_sql
from tests.builders.times import at
from tests.migrations import multiplied, planted, stored
from tests.postgres import Cluster
from tests.promises import promise

NEWEST = max(place.name for place in stored.RELEASES.glob("*"))
# "table.column" of what a revision changes on purpose.
CHANGED_ON_PURPOSE: set[str] = set()
# Like nobody who is there.
NEWCOMER = {"family": "Newcomer", "birth_date": date(1929, 6, 5)}
SHOUT = """
    op.execute("UPDATE patient SET family = upper(family)")
"""

Columns = dict[str, list[str]]


@pytest.fixture(params=sorted(place.name for place in stored.RELEASES.glob("*")))
def release(request: pytest.FixtureRequest) -> Path:
    """The folder of a release's stored databases."""
    return stored.RELEASES / str(request.param)


@pytest.fixture
def stored_url(
    request: pytest.FixtureRequest, release: Path, cluster: Cluster, tmp_path: Path
) -> Iterator[str]:
    """A copy of the release's database, embedded or on the server, as its owner."""
    if request.param == "sqlite":
        yield stored.copy(release, tmp_path)
        return
    name = f"release_{uuid4().hex}"
    yield stored.load(release, cluster, name)
    cluster.drop_database(name)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both databases; but a server takes long over a large clinic, and is asked under stress."""
    if "stored_url" in metafunc.fixturenames:
        large = metafunc.function is test_a_large_clinic_comes_up_whole
        alone = large and not metafunc.config.getoption("stress")
        places = ["sqlite"] if alone else ["sqlite", "postgresql"]
        metafunc.parametrize("stored_url", places, indirect=True)


def columns_of(url: str) -> Columns:
    """The columns of every table with the clinic's data; an upgrade makes derived rows anew."""
    with plain_sql(url) as connection:
        inspector = inspect(connection)
        tables = {*inspector.get_table_names()} - {"alembic_version", "schema_version", *DERIVED}
        return {name: [one["name"] for one in inspector.get_columns(name)] for name in tables}


def hashes(url: str, columns: Columns) -> dict[str, tuple[int, str]]:
    """How many values each column has, and the hash of all of them in the order of the rows."""
    found = {}
    with plain_sql(url) as connection:
        for table, names in columns.items():
            first = inspect(connection).get_pk_constraint(table)["constrained_columns"][0]
            chosen = f"SELECT {', '.join(names)} FROM {table} ORDER BY {first}"  # noqa: S608
            rows = connection.exec_driver_sql(chosen).all()
            for place, name in enumerate(names):
                values = [row[place] for row in rows]
                digest = hashlib.sha256(repr(values).encode()).hexdigest()
                found[f"{table}.{name}"] = len(values), digest
    return {name: one for name, one in found.items() if name not in CHANGED_ON_PURPOSE}


def chain_holds(url: str) -> bool:
    engine = open_engine(url)
    with Session(engine) as session:
        seen = verify(stored_changes(session))
    engine.dispose()
    return seen.broken is None and seen.rows > 0


def books_somebody(url: str) -> bool:
    """This program opens it and books a patient who is new to it."""
    desk = opening.open_desk(url, clock=lambda: at("2027-03-01 08:00"))
    try:
        return a_booked_case(desk, at("2027-03-02 10:00"), **NEWCOMER).booking_id > 0
    finally:
        desk.close()


@promise(
    "R-12",
    "The database of every release comes up to this one with every value in its place",
    every={"releases": 1},
    stress={"releases": 1},
    mutant="a revision that changes one column's letters",
)
def test_a_stored_release_comes_up_whole(stored_url: str, shown: Callable[[str], None]):
    """The mutant is `test_a_changed_value_is_noticed`."""
    columns = columns_of(stored_url)
    before = hashes(stored_url, columns)
    assert {name for name, (count, _) in before.items() if not count} == set()

    opening.upgrade_database(stored_url, backup_taken=True)

    assert hashes(stored_url, columns) == before
    assert chain_holds(stored_url)
    assert books_somebody(stored_url)
    shown(f"{len(columns)} tables, {len(before)} columns, 0 differences, history whole")


@promise(
    "R-12",
    "A clinic of ten thousand patients comes up with every value in its place",
    every={"patients": 10_000},
    stress={"patients": 20_000},
    mutant="a revision that changes one column's letters",
)
def test_a_large_clinic_comes_up_whole(
    stored_url: str, sizes: dict[str, int], shown: Callable[[str], None]
):
    """The mutant is `test_a_changed_value_is_noticed`."""
    rows = multiplied.multiply(stored_url, sizes["patients"])
    columns = columns_of(stored_url)
    before = hashes(stored_url, columns)
    assert before["patient.mrn"][0] >= sizes["patients"]

    opening.upgrade_database(stored_url, backup_taken=True)

    assert hashes(stored_url, columns) == before
    assert books_somebody(stored_url)
    shown(f"{before['patient.mrn'][0]:,} patients in {rows:,} rows, 0 differences")


@pytest.mark.parametrize("release", [NEWEST], indirect=True)
def test_a_stored_release_outlives_a_rebuild(stored_url: str, tmp_path: Path):
    """As a release to come might do it."""
    columns, own = columns_of(stored_url), upgrade.own_version().current
    before = hashes(stored_url, columns)

    with planted.release(planted.plant(tmp_path, planted.REBUILD, compatible=own)):
        opening.upgrade_database(stored_url, backup_taken=True)

    assert hashes(stored_url, columns) == before
    assert chain_holds(stored_url)
    assert books_somebody(stored_url)


@pytest.mark.parametrize("release", ["0.1.0"], indirect=True)
def test_whoever_had_died_has_died(stored_url: str):
    with plain_sql(stored_url) as connection:
        connection.exec_driver_sql("UPDATE patient SET deceased_on = '2026-10-03' WHERE id = 2")

    opening.upgrade_database(stored_url, backup_taken=True)

    with plain_sql(stored_url) as connection:
        dead = connection.exec_driver_sql("SELECT id FROM patient WHERE has_died").scalars().all()
    assert dead == [2]


@pytest.mark.parametrize("release", [NEWEST], indirect=True)
def test_a_changed_value_is_noticed(stored_url: str, tmp_path: Path):
    columns = columns_of(stored_url)
    before = hashes(stored_url, columns)

    with planted.release(planted.plant(tmp_path, SHOUT)):
        opening.upgrade_database(stored_url, backup_taken=True)

    after = hashes(stored_url, columns)
    assert {name for name in before if before[name] != after[name]} == {"patient.family"}
