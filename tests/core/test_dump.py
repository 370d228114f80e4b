"""A server's dump before an upgrade: read back whole, or the upgrade does not begin."""

import stat
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clinicdesk import dump, opening, settings
from clinicdesk.desk import CHAIN_LOCK
from clinicdesk.errors import Refused
from clinicdesk.messages import sentence
from tests.builders.patients import a_booked_case
from tests.builders.rows import as_owner, contents, database_refuses, plain_sql
from tests.builders.times import at
from tests.migrations import planted
from tests.postgres import OWNER, Cluster

NOW = datetime(2026, 11, 23, 16, tzinfo=UTC)


@pytest.fixture
def server(postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A server's database with a booking, as its owner; dumps go into `tmp_path`."""
    desk = opening.open_desk(postgresql_url, clock=lambda: NOW)
    a_booked_case(desk, at("2027-01-12 10:00"))
    desk.close()
    monkeypatch.setattr(settings, "dumps", lambda: tmp_path / "dumps")
    return as_owner(postgresql_url)


def keep(server: str, folder: Path) -> Path:
    with plain_sql(server) as connection:
        return dump.keep(connection, folder, NOW)


def refusal(server: str, tmp_path: Path) -> str:
    """An upgrade that is refused, and that nothing came of it."""
    before = contents(server), planted.schema(server)
    with (
        planted.release(planted.plant(tmp_path, planted.ADD)),
        pytest.raises(Refused) as caught,
    ):
        opening.upgrade_database(server)
    assert (contents(server), planted.schema(server)) == before
    assert list(tmp_path.glob("dumps/*")) == []
    return sentence(caught.value.reasons[0])


def test_a_dump_gives_everything_back(server: str, tmp_path: Path, cluster: Cluster):
    before = contents(server)

    kept = keep(server, tmp_path)

    assert kept.name == "2026-11-23T160000.000000Z.dump"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    cluster.create_database("restored")
    try:
        into = f"host={cluster.directory} user={OWNER} dbname=restored"
        subprocess.run([dump._program("pg_restore"), "-d", into, kept], check=True)
        assert contents(cluster.owner_url("restored")) == before
    finally:
        cluster.drop_database("restored")


def test_an_upgrade_of_a_server_dumps_it_first(server: str, tmp_path: Path):
    rows = {name: len(found) for name, found in contents(server).items()}

    with planted.release(planted.plant(tmp_path, planted.ADD)):
        kept = opening.upgrade_database(server)

    assert kept
    assert kept.parent == tmp_path / "dumps"
    assert dump.rows_in(kept) == rows | {"alembic_version": 1}


def meanwhile(monkeypatch: pytest.MonkeyPatch, url: str, *statements: str) -> list[str]:
    """What the database answers to somebody who writes while the dump is made."""
    answered: list[str] = []
    run = subprocess.run

    def write_and_run(command: list[str], **more: Any) -> object:
        answered.extend(database_refuses(url, statement) for statement in statements)
        return run(command, **more)

    monkeypatch.setattr(subprocess, "run", write_and_run)
    return answered


def test_nobody_writes_between_the_dump_and_the_upgrade(
    server: str, postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """What is written after the dump would be missing from it: whoever tries has to wait."""
    lock = f"SET LOCAL lock_timeout = '1ms'; SELECT pg_advisory_xact_lock({CHAIN_LOCK})"
    answered = meanwhile(monkeypatch, postgresql_url, lock, "SELECT count(*) FROM change")

    with planted.release(planted.plant(tmp_path, planted.ADD)):
        opening.upgrade_database(server)

    assert "lock timeout" in answered[0]
    assert answered[1] == ""


def test_a_dump_beside_the_work_is_of_one_moment(
    server: str, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
):
    before = len(contents(server)["unknown_name"])
    name = "INSERT INTO unknown_name (mark, failed_tries) VALUES ('later', 1)"
    answered = meanwhile(monkeypatch, postgresql_url, name)

    kept = opening.back_up(server)

    assert answered == [""]
    assert dump.rows_in(kept)["unknown_name"] == before
    assert len(contents(server)["unknown_name"]) == before + 1


def test_a_workstation_may_not_dump(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(settings, "dumps", lambda: tmp_path / "dumps")

    with pytest.raises(Refused, match=r"backup\.no_dump"):
        opening.back_up(postgresql_url)


def test_a_dump_that_lacks_rows_stops_the_upgrade(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The mutant: a dump that leaves out a table's rows."""
    run = subprocess.run
    monkeypatch.setattr(
        subprocess,
        "run",
        lambda command, **more: run([*command, "--exclude-table-data=booking"], **more),
    )

    assert "does not hold what the database held" in refusal(server, tmp_path)


def test_without_the_programs_it_says_what_else_to_do(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(dump, "_DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", "")

    assert "--backup-taken" in refusal(server, tmp_path)


def test_a_program_that_fails_stops_the_upgrade(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(dump, "_program", lambda _: "false")

    assert "pg_dump did not finish" in refusal(server, tmp_path)
