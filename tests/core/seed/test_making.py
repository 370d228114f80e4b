"""The made-up clinic: the same for the same seed, whole, and refused where a clinic is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from clinicdesk.database import Base
from clinicdesk.errors import Refused
from clinicdesk.opening import open_desk
from clinicdesk.readiness.queries import readiness
from clinicdesk.readiness.rules import GateKey
from clinicdesk.scheduling.queries import current_booking
from clinicdesk.seed import making
from clinicdesk.seed.calendar import Slot, slots
from clinicdesk.seed.making import Size, make
from clinicdesk.seed.rows import add_patient
from clinicdesk.settings import embedded_url
from tests.builders.gestures import ask
from tests.builders.rows import contents, history, plain_sql, rows
from tests.conftest import LOGIN
from tests.postgres import Cluster

NOW = datetime(2026, 11, 20, 17, tzinfo=UTC)
SMALL = Size(patients=100, bookings=300, seed=7)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a clinic: no file yet, or a server's that was only upgraded."""
    if request.param == "sqlite":
        yield embedded_url(tmp_path / "made-up.db")
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = f"seed_{uuid4().hex}"
    cluster.create_database(name, template=request.getfixturevalue("postgresql_upgraded"))
    yield cluster.url(name, LOGIN)
    cluster.drop_database(name)


def made(url: str, size: Size = SMALL) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    make(url, size, NOW, lambda done, everything: told.append((done, everything)))
    return told


def counted(url: str, table: str) -> int:
    with rows(url) as session:
        return session.scalar(select(func.count()).select_from(Base.metadata.tables[table])) or 0


def test_a_clinic_of_the_size_that_was_asked_for(empty: str):
    told = made(empty)

    assert told[-1] == (400, 400)
    assert (counted(empty, "patient"), counted(empty, "booking")) == (100, 300)
    assert history(empty)[-1].action == "readiness.name_escort"


def test_its_first_case_is_planned_and_has_every_gate(empty: str):
    made(empty)
    desk = open_desk(empty, clock=lambda: NOW)

    booking = ask(desk, "dana", current_booking, 1)
    gates = ask(desk, "dana", readiness, booking.id).gates

    assert booking.patient.name.on_screen == "MARTINEZ, Rosa"
    assert {gate.key for gate in gates} == set(GateKey)
    desk.close()


def test_the_same_seed_makes_the_same_patients(tmp_path: Path):
    def names(file: str, seed: int) -> list[tuple[str, str]]:
        url = embedded_url(tmp_path / file)
        made(url, Size(patients=100, bookings=20, seed=seed))
        with plain_sql(url) as connection:
            return [
                tuple(row) for row in connection.exec_driver_sql("SELECT mrn, folded FROM patient")
            ]

    assert names("one.db", 7) == names("two.db", 7) != names("three.db", 8)


def test_indexes_and_guards_are_back(tmp_path: Path, sqlite_url: str):
    seeded = embedded_url(tmp_path / "made-up.db")
    made(seeded)

    with plain_sql(seeded) as connection, plain_sql(sqlite_url) as usual:
        triggers = text("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        assert connection.scalars(triggers).all() == usual.scalars(triggers).all()
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_two_procedures_in_one_place_stop_the_seed(empty: str, monkeypatch: pytest.MonkeyPatch):
    """A server refuses the rows themselves; of a file they are looked at when all are in."""

    def in_one_place(*asked: Any) -> list[Slot]:
        return slots(*asked)[:1] * 2

    monkeypatch.setattr(making, "slots", in_one_place)

    with pytest.raises((AssertionError, IntegrityError), match=r"would have refused|taken|overlap"):
        made(empty)


def test_a_row_that_belongs_to_nothing_stops_the_seed(empty: str, monkeypatch: pytest.MonkeyPatch):
    def beside_the_patient(*asked: Any) -> tuple[int, int]:
        patient_id, resource_id = add_patient(*asked)
        return patient_id + 1_000_000, resource_id

    monkeypatch.setattr(making, "add_patient", beside_the_patient)

    with pytest.raises((AssertionError, IntegrityError), match=r"would have refused|foreign key"):
        made(empty)


def test_a_clinic_that_is_there_stays_as_it_is(url: str):
    before = contents(url)

    with pytest.raises(Refused, match=r"seed\.file_exists|staff\.clinic_exists"):
        made(url)

    assert contents(url) == before


@pytest.mark.parametrize(("patients", "bookings"), [(99, 1), (100, 0), (-1, -1)])
def test_a_size_that_makes_no_clinic(tmp_path: Path, patients: int, bookings: int):
    with pytest.raises(Refused, match=r"seed\.too_small"):
        made(embedded_url(tmp_path / "no.db"), Size(patients=patients, bookings=bookings, seed=1))

    assert list(tmp_path.iterdir()) == []


def test_a_seed_that_breaks_off_leaves_no_clinic(tmp_path: Path):
    def interrupt(done: int, everything: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(embedded_url(tmp_path / "clinic.db"), SMALL, NOW, interrupt)

    assert not (tmp_path / "clinic.db").exists()
