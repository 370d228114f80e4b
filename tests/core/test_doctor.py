"""What the doctor says when all is well, and each line once when it is not."""

import shutil
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from clinicdesk import admin, backup, opening, settings
from clinicdesk.anchors import Witness, anchor_file
from clinicdesk.database import open_engine
from clinicdesk.doctor import clinic, embedded, machine, server
from clinicdesk.doctor.examining import examine
from clinicdesk.doctor.findings import Finding, Weight
from clinicdesk.messages import sentence
from tests.builders.patients import a_patient
from tests.builders.rows import as_owner, contents, plain_sql

NOW = datetime(2026, 11, 23, 16, tzinfo=UTC)
# The server of the tests does not wait for its disk, and has another time than the tests.
OF_TESTS = {"doctor.server_setting", "doctor.clocks_apart"}


@pytest.fixture(autouse=True)
def machine_of_its_own(cluster: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, drafts, anchors and dumps of this test alone, and one printer.

    The server starts before, with the machine's own programs.
    """
    home = tmp_path / "home"
    programs = home / "bin"
    programs.mkdir(parents=True)
    for place in ("CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{place}_HOME", str(home / place.lower()))
    monkeypatch.setenv("PATH", str(programs))
    (programs / "lpstat").write_text("#!/bin/sh\necho Front_Desk\n")
    (programs / "lpstat").chmod(0o755)
    monkeypatch.setattr(admin, "system_clock", lambda: NOW)
    return home


def codes(found: Iterable[Finding], *weights: Weight) -> set[str]:
    return {one.reason.code for one in found if not weights or one.weight in weights}


def said(finding: Finding) -> tuple[str, str]:
    """Its weight and its sentence, which exists."""
    return finding.weight.value, sentence(finding.reason)


def attention_of(url: str, now: datetime = NOW, *, deep: bool = False) -> set[str]:
    found = examine(url, now, deep=deep)
    return codes(found, Weight.ATTENTION, Weight.DANGER) - OF_TESTS


def test_a_database_in_order(url: str):
    """There is nothing to do but to make the first copy; nothing is written by looking."""
    before = contents(url)
    no_copy = "doctor.no_copy" if url.startswith("sqlite") else "doctor.no_dump"

    for deep in (False, True):
        assert attention_of(url, deep=deep) == {no_copy}

    assert contents(url) == before


def test_every_finding_has_its_sentence_and_names_nobody(
    url: str, capsys: pytest.CaptureFixture[str]
):
    desk = opening.open_desk(url, clock=lambda: NOW)
    a_patient(desk, family="Unmistakable")
    desk.close()

    code = admin.main(["doctor", "--database", url])

    out, err = capsys.readouterr()
    assert {line[:11].strip() for line in out.splitlines()} == {"OK", "attention"}
    assert {line[:11].strip() for line in err.splitlines()} <= {"DANGER"}
    assert "nmistakable" not in out + err
    assert code == (0 if url.startswith("sqlite") else 1)


def test_a_copy_ends_the_complaint(sqlite_url: str, capsys: pytest.CaptureFixture[str]):
    assert admin.main(["backup", "--database", sqlite_url]) == 0
    assert ".backups/" in capsys.readouterr().out

    assert attention_of(sqlite_url) == set()


def test_a_dump_ends_the_complaint(postgresql_url: str, capsys: pytest.CaptureFixture[str]):
    owner = as_owner(postgresql_url)
    assert admin.main(["backup", "--database", owner]) == 0

    now = datetime.fromtimestamp(next(settings.dumps().iterdir()).stat().st_mtime, UTC)
    for deep in (False, True):
        assert codes([server.dumps(settings.dumps(), now, deep=deep)]) == {"doctor.dump"}
    later = server.dumps(settings.dumps(), now + timedelta(days=8), deep=False)
    assert codes([later]) == {"doctor.copy_old"}
    next(settings.dumps().iterdir()).write_bytes(b"")
    assert codes([server.dumps(settings.dumps(), now, deep=True)]) == {"doctor.copy_damaged"}


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("garbage", "upgrade.no_such_url"),
        ("sqlite:////nowhere/clinic.db", "upgrade.no_such_file"),
        ("postgresql://nobody@127.0.0.1:1/clinic", "upgrade.server_not_reached"),
    ],
)
def test_a_database_that_does_not_open_ends_it(url: str, why: str):
    found = list(examine(url, NOW))

    assert codes(found[-1:], Weight.DANGER) == {why}
    assert codes(found[:-1], Weight.DANGER) == set()


def test_another_python(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "version_info", (3, 15, 0))

    assert said(machine.program())[0] == "attention"


def test_an_sqlite_with_the_fault_in_its_log(monkeypatch: pytest.MonkeyPatch):
    for version, weight in (("3.51.2", "DANGER"), ("3.40.1", "DANGER"), ("3.51.3", "OK")):
        monkeypatch.setattr(dbapi2, "sqlite_version", version)
        assert said(machine.sqlite())[0] == weight


def test_no_time_zones(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(machine, "available_timezones", set)

    assert said(machine.time_zones())[0] == "DANGER"


def test_settings_that_cannot_be_read(
    machine_of_its_own: Path, sqlite_url: str, capsys: pytest.CaptureFixture[str]
):
    assert codes([machine.settings_file()]) == {"doctor.no_settings"}
    settings.file().parent.mkdir(parents=True)
    settings.file().write_text('database = "sqlite:////there.db"\n')
    assert codes([machine.settings_file()]) == {"doctor.settings"}
    settings.file().write_text("database = \n")

    assert said(machine.settings_file())[0] == "attention"
    assert admin.main(["doctor"]) == 1
    assert "settings.toml cannot be read" in capsys.readouterr().err
    assert admin.main(["doctor", "--database", sqlite_url]) == 0
    assert "settings.toml cannot be read" in capsys.readouterr().out


def test_drafts_that_cannot_be_read(sqlite_url: str, tmp_path: Path):
    file = settings.drafts_file()
    file.parent.mkdir(parents=True)
    assert codes([machine.drafts()]) == {"doctor.no_drafts"}
    for ending in ("", ".keys"):
        shutil.copy(tmp_path / f"clinic.db{ending}", f"{file}{ending}")
    assert codes([machine.drafts()]) == {"doctor.drafts"}
    file.write_bytes(b"x" * 8192)
    assert said(machine.drafts())[0] == "attention"
    Path(f"{file}.keys").unlink()
    assert said(machine.drafts())[0] == "attention"


@pytest.mark.parametrize(
    ("free", "size", "code"),
    [
        (2**40, 2**20, "room"),
        (2**31, 2**20, "little_room"),
        (2**27, 2**20, "no_room"),
        (2**33, 2**32, "no_room"),
    ],
)
def test_room_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, size: int, code: str
):
    disk = shutil.disk_usage(tmp_path)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: disk)

    assert codes([machine.room(tmp_path, size=size)]) == {f"doctor.{code}"}


def test_printers(machine_of_its_own: Path, monkeypatch: pytest.MonkeyPatch):
    assert said(machine.printers()) == ("OK", "Printers: Front_Desk.")
    (machine_of_its_own / "bin" / "lpstat").write_text("#!/bin/sh\n")
    assert codes([machine.printers()]) == {"doctor.no_printer"}
    (machine_of_its_own / "bin" / "lpstat").write_text("#!/bin/sh\nexec /bin/cat /dev/zero\n")
    monkeypatch.setattr(machine, "_PATIENCE", 0)
    assert codes([machine.printers()]) == {"doctor.printers_silent"}
    (machine_of_its_own / "bin" / "lpstat").unlink()
    assert codes([machine.printers()]) == {"doctor.no_cups"}
    monkeypatch.setattr(sys, "platform", "win32")
    assert codes([machine.printers()]) == {"doctor.printers_elsewhere"}


def test_a_file_that_is_not_encrypted(tmp_path: Path):
    (tmp_path / "plain.db").write_bytes(b"SQLite format 3\0" + bytes(4080))

    assert said(embedded.header(tmp_path / "plain.db"))[0] == "DANGER"


def test_a_key_that_others_may_read(sqlite_url: str, tmp_path: Path):
    assert codes(embedded.key_file(tmp_path / "clinic.db")) == {"doctor.key_plain"}
    (tmp_path / "clinic.db.keys").chmod(0o640)

    assert attention_of(sqlite_url) == {"doctor.key_open", "doctor.no_copy"}


@pytest.mark.parametrize("setting", ["foreign_keys = OFF", "synchronous = NORMAL"])
def test_a_setting_that_is_not_in_force(sqlite_url: str, setting: str):
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        assert codes([embedded.in_force(connection)]) == {"doctor.settings_in_force"}
        connection.connection.cursor().execute("ROLLBACK")
        connection.connection.cursor().execute(f"PRAGMA {setting}")
        weight, words = said(embedded.in_force(connection))
    engine.dispose()
    assert weight == "DANGER"
    assert setting.split()[0] in words


def test_a_damaged_page(sqlite_url: str, tmp_path: Path):
    """The last page belongs to no table that opening looks at."""
    file = tmp_path / "clinic.db"
    whole = file.read_bytes()
    file.write_bytes(whole[:-2000] + bytes([whole[-2000] ^ 1]) + whole[-1999:])

    assert attention_of(sqlite_url, deep=True) & {"doctor.damaged", "doctor.unreadable"}


def test_copies_that_are_old_or_damaged(sqlite_url: str, tmp_path: Path):
    kept = backup.keep(tmp_path / "clinic.db", NOW)

    assert attention_of(sqlite_url, NOW + timedelta(days=7)) == set()
    assert attention_of(sqlite_url, NOW + timedelta(days=8)) == {"doctor.copy_old"}
    (kept / backup.MANIFEST).write_text("{}")
    assert attention_of(sqlite_url) == {"doctor.copy_damaged"}
    backup.keep(tmp_path / "clinic.db", NOW + timedelta(hours=1))
    assert attention_of(sqlite_url) == set()
    assert attention_of(sqlite_url, deep=True) == {"doctor.copy_damaged"}


def test_a_server_that_forgets_or_tells(postgresql_url: str):
    with plain_sql(postgresql_url) as connection:
        found = [said(one) for one in server.settings_in_force(connection)]
        connection.exec_driver_sql("SET synchronous_commit = on")
        fewer = list(server.settings_in_force(connection))

    assert (
        "DANGER",
        "The server has fsync = off. Set it to on in postgresql.conf and reload.",
    ) in found
    assert {weight for weight, _ in found} == {"DANGER", "attention"}
    assert len(fewer) == len(found) - 1


def test_a_server_whose_settings_suit(postgresql_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(server, "_DURABLE", {"fsync": "off"})
    monkeypatch.setattr(server, "_DISCREET", {"log_error_verbosity": "terse"})

    with plain_sql(postgresql_url) as connection:
        assert codes(server.settings_in_force(connection)) == {"doctor.server_settings"}


def test_an_old_server(postgresql_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(server, "_LEAST", 99)

    with plain_sql(postgresql_url) as connection:
        assert said(server.version(connection))[0] == "DANGER"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("true, true", "tls"),
        ("false, true", "tls"),
        ("true, false", "no_network"),
        ("false, false", "no_tls"),
    ],
)
def test_a_line_that_is_not_encrypted(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch, line: str, code: str
):
    monkeypatch.setattr(server, "_LINE", f"SELECT {line}")

    with plain_sql(postgresql_url) as connection:
        assert codes([server.transport(connection)]) == {f"doctor.{code}"}


def test_a_login_that_may_too_much(postgresql_url: str):
    for url, code in ((postgresql_url, "role"), (as_owner(postgresql_url), "role_mighty")):
        with plain_sql(url) as connection:
            assert codes([server.role(connection)]) == {f"doctor.{code}"}


def test_a_clock_that_is_behind_the_history(url: str):
    early = NOW - timedelta(days=1)
    with plain_sql(url) as connection:
        found = codes([clinic.clocks(connection, early)])

    assert found == {"doctor.clock_behind" if url.startswith("sqlite") else "doctor.clocks_apart"}


def test_an_instant_that_no_clock_shows(sqlite_url: str):
    with plain_sql(sqlite_url) as owner:
        owner.exec_driver_sql("DROP TRIGGER change_update_guard")
        owner.exec_driver_sql("UPDATE change SET at = 9000000000000000000")

    assert {"audit.edited", "doctor.unreadable"} < attention_of(sqlite_url)


def test_a_site_in_no_known_zone(url: str):
    with plain_sql(url) as connection:
        connection.exec_driver_sql("UPDATE site SET time_zone = 'Mars/Olympus'")

    assert "doctor.zone_unknown" in attention_of(url)


def test_a_history_that_was_edited(url: str):
    with plain_sql(as_owner(url)) as owner:
        on = " ON change" if owner.dialect.name == "postgresql" else ""
        owner.exec_driver_sql(f"DROP TRIGGER change_{'' if on else 'update_'}guard{on}")
        owner.exec_driver_sql("UPDATE change SET workstation = 'elsewhere' WHERE id = 2")

    assert "audit.edited" in attention_of(url)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM change WHERE id = (SELECT max(id) FROM change)", "audit.short"),
        ("UPDATE change SET hash = prev WHERE id = (SELECT max(id) FROM change)", "audit.other"),
    ],
)
def test_a_history_that_is_not_what_this_machine_saw(url: str, statement: str, fault: str):
    engine = open_engine(url)
    with Session(engine) as session:
        Witness(anchor_file(settings.anchors(), url)).keep(session)
    engine.dispose()
    assert "doctor.history" in codes(examine(url, NOW))
    with plain_sql(as_owner(url)) as owner:
        on = " ON change" if owner.dialect.name == "postgresql" else ""
        for name in ("guard",) if on else ("update_guard", "delete_guard"):
            owner.exec_driver_sql(f"DROP TRIGGER change_{name}{on}")
        owner.exec_driver_sql(statement)

    assert fault in attention_of(url)
