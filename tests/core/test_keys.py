"""The key beside an embedded database: made once, private, never replaced."""

import json
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clinicdesk import keys, opening
from clinicdesk.errors import Refused
from clinicdesk.settings import embedded_url
from tests.builders.patients import a_patient
from tests.builders.times import at


def test_a_new_database_gets_a_private_key_of_48_bytes(tmp_path: Path):
    key = keys.key_of(tmp_path / "clinic.db")

    file = tmp_path / "clinic.db.keys"
    assert len(bytes.fromhex(key)) == 48
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text()) == {
        "version": 1,
        "slots": [{"kind": "plain", "key": key}],
    }
    assert keys.key_of(tmp_path / "clinic.db") == key
    assert keys.key_of(tmp_path / "other.db") != key
    assert {one.name for one in tmp_path.iterdir()} == {"clinic.db.keys", "other.db.keys"}


def test_a_database_without_its_key_is_not_given_another(tmp_path: Path):
    database = tmp_path / "clinic.db"
    database.write_bytes(b"encrypted")

    with pytest.raises(Refused, match=r"desk\.no_key"):
        keys.key_of(database)
    assert list(tmp_path.iterdir()) == [database]


def test_an_interrupted_start_leaves_no_obstacle(tmp_path: Path):
    """The half-written key of a start that was cut off is no key yet."""
    (tmp_path / "clinic.db.keysx7f").write_text("{")

    assert keys.key_of(tmp_path / "clinic.db") == keys.key_of(tmp_path / "clinic.db")


LATER_SLOT = {"kind": "wrapped", "key": "00", "salt": "00"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": 1}',
        '{"version": 1, "slots": {}}',
        json.dumps({"version": 1, "slots": [LATER_SLOT]}),
        json.dumps({"version": 1, "slots": [{"kind": "plain", "key": "00" * 47}]}),
        json.dumps({"version": 1, "slots": [{"kind": "plain", "key": "zz" * 48}]}),
        json.dumps({"version": 1, "slots": [{"kind": "plain", "key": 7}]}),
        json.dumps({"version": 2, "slots": [{"kind": "plain", "key": "00" * 48}]}),
        "\xff",
    ],
)
def test_a_key_file_that_cannot_be_read_is_left_alone(tmp_path: Path, content: str):
    file = tmp_path / "clinic.db.keys"
    file.write_text(content)

    with pytest.raises(Refused, match=r"desk\.unreadable_key"):
        keys.key_of(tmp_path / "clinic.db")
    assert file.read_text() == content


def test_a_slot_for_later_beside_the_plain_one_is_no_obstacle(tmp_path: Path):
    plain = {"kind": "plain", "key": "ab" * 48}
    file = tmp_path / "clinic.db.keys"
    file.write_text(json.dumps({"version": 1, "slots": [LATER_SLOT, plain]}))

    assert keys.key_of(tmp_path / "clinic.db") == "ab" * 48


def test_what_lies_on_the_disk_says_nothing_without_the_key(tmp_path: Path):
    database = tmp_path / "clinic.db"
    desk = opening.open_desk(embedded_url(database), create=True)
    sqlite = sqlite3.connect(database)
    with pytest.raises(sqlite3.DatabaseError):
        sqlite.execute("SELECT count(*) FROM sqlite_master")
    sqlite.close()
    desk.close()
    assert not database.read_bytes().startswith(b"SQLite format 3")


def test_no_name_is_readable_in_the_database_or_its_log(sqlite_url: str, tmp_path: Path):
    desk = opening.open_desk(sqlite_url, clock=lambda: at("2026-11-23 08:00"))
    a_patient(desk, family="Unmistakable", street="77 Canary Wharf")

    files = {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()}
    desk.close()

    assert {"clinic.db", "clinic.db-wal"} <= files.keys()
    for word in (b"Unmistakable", b"unmistakable", b"Canary Wharf"):
        assert [name for name, content in files.items() if word in content] == []


def test_two_first_starts_share_one_key(tmp_path: Path):
    """Whoever links first wins; the other takes that key instead of replacing it."""
    with ThreadPoolExecutor(8) as starts:
        made = set(starts.map(keys.key_of, [tmp_path / "clinic.db"] * 64))

    assert made == {keys.key_of(tmp_path / "clinic.db")}
    assert [one.name for one in tmp_path.iterdir()] == ["clinic.db.keys"]
