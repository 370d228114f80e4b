"""Copies of an embedded database: whole under a live writer, verified, private, or not there."""

import random
import shutil
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from clinicdesk import backup, opening
from clinicdesk.database import open_engine
from clinicdesk.errors import Refused
from clinicdesk.messages import sentence
from clinicdesk.settings import embedded_url
from clinicdesk.upgrade import own_version
from tests.builders.patients import a_patient
from tests.builders.rows import contents, plain_sql
from tests.promises import promise

NOW = datetime(2026, 11, 23, 16, tzinfo=UTC)


@pytest.fixture
def database(sqlite_url: str, tmp_path: Path) -> Path:
    return tmp_path / "clinic.db"


@contextmanager
def writing(url: str) -> Iterator[list[int]]:
    """Somebody who registers patients all the time; the ids of those that were acknowledged."""
    acknowledged: list[int] = []
    enough, begun = threading.Event(), threading.Event()

    def write() -> None:
        desk = opening.open_desk(url, clock=lambda: NOW)
        while not enough.is_set():
            acknowledged.append(a_patient(desk, family=f"Live {len(acknowledged)}"))
            begun.set()
        desk.close()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait(30)
    try:
        yield acknowledged
    finally:
        enough.set()
        writer.join()


def patients_in(file: Path) -> set[int]:
    with plain_sql(embedded_url(file)) as connection:
        return set(connection.exec_driver_sql("SELECT id FROM patient").scalars())


@promise(
    "R-11",
    "A copy made while others write opens with its key and holds every acknowledged row",
    every={"copies": 10},
    stress={"copies": 200},
    mutant="the file is copied instead: the newest rows are missing",
)
def test_copies_under_a_live_writer(
    database: Path, sqlite_url: str, sizes: dict[str, int], shown: Callable[[str], None]
):
    """The mutant is `test_copying_the_file_loses_what_was_acknowledged`."""
    lost = 0
    with writing(sqlite_url) as acknowledged:
        for number in range(sizes["copies"]):
            before = set(acknowledged)
            kept = backup.keep(database, NOW + timedelta(minutes=number))
            backup.verify(kept)
            lost += len(before - patients_in(kept / database.name))
            shutil.rmtree(kept)

    assert lost == 0
    shown(f"{sizes['copies']} copies beside {len(acknowledged)} commits, 0 bad, 0 rows lost")


def test_copying_the_file_loses_what_was_acknowledged(
    database: Path, sqlite_url: str, tmp_path: Path
):
    naive = tmp_path / "naive"
    naive.mkdir()
    shutil.copy(f"{database}.keys", naive)
    with writing(sqlite_url) as acknowledged:
        before = set(acknowledged)
        shutil.copy(database, naive)

    assert before - patients_in(naive / database.name)


def test_a_copy_is_whole_private_and_says_what_it_holds(database: Path, sqlite_url: str):
    before = contents(sqlite_url)

    kept = backup.keep(database, NOW)

    assert kept == database.parent / "clinic.db.backups" / "2026-11-23T160000.000000Z"
    assert backup.copies_of(database) == [kept]
    assert {file.name for file in kept.iterdir()} == {
        "clinic.db",
        "clinic.db.keys",
        "manifest.json",
    }
    for place, mode in (
        (kept, 0o700),
        (kept / "clinic.db", 0o600),
        (kept / "clinic.db.keys", 0o600),
    ):
        assert stat.S_IMODE(place.stat().st_mode) == mode
    manifest = backup.verify(kept)
    assert (manifest.made_at, manifest.contents.schema) == (NOW, own_version().current)
    assert manifest.contents.rows["staff_member"] == len(before["staff_member"])
    assert manifest.contents.last_change == len(before["change"])
    assert contents(embedded_url(kept / "clinic.db")) == before


@promise(
    "R-11",
    "A copy of which one bit has changed is not taken for a copy",
    every={"flips": 20},
    stress={"flips": 400},
    mutant="half of the flips forge the manifest's checksum: the pages' own seals find them",
)
def test_every_flipped_bit_is_found(
    database: Path, sizes: dict[str, int], seed: int, shown: Callable[[str], None]
):
    """Without the checksum in the manifest SQLCipher's seal of each page must find it."""
    choice = random.Random(seed)
    kept = backup.keep(database, NOW)
    file, manifest = kept / "clinic.db", kept / backup.MANIFEST
    whole, said = file.read_bytes(), manifest.read_bytes()

    for number in range(sizes["flips"]):
        at = choice.randrange(len(whole))
        file.write_bytes(
            whole[:at] + bytes([whole[at] ^ 1 << choice.randrange(8)]) + whole[at + 1 :]
        )
        if number % 2:
            forged = msgspec.structs.replace(
                msgspec.json.decode(said, type=backup.Manifest), sha256=backup._sha256(file)
            )
            manifest.write_bytes(msgspec.json.encode(forged))
        with pytest.raises(Refused, match=r"backup\.(damaged|failed)|desk"):
            backup.verify(kept)

    shown(f"{sizes['flips']} flips, all found")


def forge(kept: Path, **said: object) -> None:
    """Let the manifest say something else, and the checksum that the file has now."""
    manifest = kept / backup.MANIFEST
    before = msgspec.json.decode(manifest.read_bytes(), type=backup.Manifest)
    sha256 = backup._sha256(kept / "clinic.db")
    forged = msgspec.structs.replace(before, **{"sha256": sha256, **said})
    manifest.write_bytes(msgspec.json.encode(forged))


def test_a_flipped_bit_where_no_row_is_any_more_is_found(database: Path, sqlite_url: str):
    """Nothing but its seal tells of a page that is free."""
    with plain_sql(sqlite_url) as connection:
        connection.exec_driver_sql("CREATE TABLE scratch AS SELECT zeroblob(100000) AS big")
    with plain_sql(sqlite_url) as connection:
        connection.exec_driver_sql("DROP TABLE scratch")
    kept = backup.keep(database, NOW)
    file = kept / database.name
    whole = bytearray(file.read_bytes())
    whole[-2000] ^= 1
    file.write_bytes(whole)
    forge(kept)

    with pytest.raises(Refused, match=r"backup\.damaged"):
        backup.verify(kept)


def test_a_copy_in_which_somebody_wrote_is_not_taken_for_a_copy(database: Path):
    kept = backup.keep(database, NOW)
    with plain_sql(embedded_url(kept / database.name)) as connection:
        connection.exec_driver_sql("UPDATE site SET name = 'Elsewhere'")

    with pytest.raises(Refused, match=r"backup\.damaged"):
        backup.verify(kept)


def test_a_copy_holds_what_its_manifest_says(database: Path):
    kept = backup.keep(database, NOW)
    held = backup.verify(kept).contents
    forge(kept, contents=msgspec.structs.replace(held, last_change=held.last_change + 1))

    with pytest.raises(Refused, match=r"backup\.damaged"):
        backup.verify(kept)


def test_a_database_with_a_broken_reference_is_not_copied(database: Path, sqlite_url: str):
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            connection.exec_driver_sql("DELETE FROM staff_member")
    engine.dispose()

    assert "does not hold" in refusal(database)


def refusal(database: Path) -> str:
    with pytest.raises(Refused) as caught:
        backup.keep(database, NOW)
    assert backup.copies_of(database) == []
    assert list(backup.folder_of(database).iterdir()) == []
    [reason] = caught.value.reasons
    return sentence(reason)


def test_a_copy_that_lacks_rows_is_thrown_away(
    database: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
):
    def copy_the_file(source: Path, target: Path) -> backup.Contents:
        shutil.copy(source, target)
        with plain_sql(sqlite_url) as connection:
            return backup.contents_of(connection)

    monkeypatch.setattr(backup, "_copy_online", copy_the_file)
    with writing(sqlite_url):
        assert "does not hold" in refusal(database)


def test_without_room_nothing_is_begun(database: Path, monkeypatch: pytest.MonkeyPatch):
    full = shutil.disk_usage(database.parent)._replace(free=2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)

    assert "1 MB are free" in refusal(database)


def test_a_disk_that_fills_up_meanwhile_leaves_nothing(
    database: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_to_disk", full)

    assert "No copy of the database could be made" in refusal(database)


def test_what_a_kill_left_behind_is_no_obstacle(database: Path):
    left = backup.folder_of(database) / "making"
    left.mkdir(parents=True)
    (left / "clinic.db").write_bytes(b"half")
    (left / backup.MANIFEST).write_text("{")

    assert backup.copies_of(database) == []
    kept = backup.keep(database, NOW)
    assert backup.copies_of(database) == [kept]
    assert not left.exists()


@pytest.mark.parametrize("content", ["", "{", "{}", '{"made_at": 1}'])
def test_a_manifest_that_says_nothing(database: Path, content: str):
    kept = backup.keep(database, NOW)
    (kept / backup.MANIFEST).write_text(content)

    with pytest.raises(Refused, match=r"backup\.damaged"):
        backup.verify(kept)


def test_a_copy_without_its_key_or_file(database: Path):
    kept = backup.keep(database, NOW)
    (kept / "clinic.db").unlink()
    with pytest.raises(Refused, match=r"backup\.failed"):
        backup.verify(kept)
    (kept / "clinic.db.keys").unlink()
    with pytest.raises(Refused, match=r"backup\.damaged"):
        backup.verify(kept)
