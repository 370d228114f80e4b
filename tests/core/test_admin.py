"""clinicdesk-admin on both databases: exit codes, one line for each problem, nothing half done."""

import json
import signal
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from clinicdesk import admin, opening
from clinicdesk.desk import Work
from clinicdesk.errors import Unanswered
from clinicdesk.exchange import actions as exchange
from clinicdesk.exchange import files
from clinicdesk.patients.actions import RegisterPatient, enter_patient
from clinicdesk.patients.queries import find_patients
from clinicdesk.patients.tables import Patient
from clinicdesk.settings import embedded_url
from tests.builders import fhir
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask
from tests.builders.rows import as_owner, contents, plain_sql

Capture = pytest.CaptureFixture[str]
GOOD = fhir.whole()
HEAD = b'{"resourceType":"Bundle","entry":[{"resource":'


def run(*arguments: object) -> int:
    return admin.main([str(one) for one in arguments])


def importing(url: str, *paths: Path) -> int:
    return run("import-fhir", "--database", url, *paths)


def test_a_bundle_is_imported_once(url: str, tmp_path: Path, capsys: Capture):
    file = fhir.write(tmp_path, "adán.json", GOOD)

    assert importing(url, file) == 0
    first, before = capsys.readouterr(), contents(url)
    assert importing(url, file) == 0

    assert contents(url) == before
    again = capsys.readouterr()
    assert (first.err, again.err) == ("", "")
    assert first.out.startswith("adán.json: new patient")
    assert again.out.startswith("adán.json: already here")
    nobodys = "adán.json: Medicine: belongs to nobody in the file."
    assert [one.out.splitlines()[1:] for one in (first, again)] == [[nobodys], [nobodys]]


BROKEN = {
    "empty": b"",
    "text": "Dear colleague,",
    "half": '{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Pat',
    "number": "1e400",
    "list": "[]",
    "null": "null",
    "other resource": fhir.person(),
    "version 2": fhir.bundle(fhir.person(name=[{"family": ["Portillo"]}])),
    "no birth date": fhir.bundle(fhir.person(birthDate="1948")),
    "nobody": fhir.bundle(fhir.condition("c1")),
    "no entry": fhir.bundle(),
    "dead before birth": fhir.bundle(fhir.person(deceasedDateTime="1900-01-01")),
    "no name": fhir.bundle(fhir.person(name=[])),
    "unborn": fhir.bundle(fhir.person(birthDate="2100-01-01")),
    "long name": fhir.bundle(fhir.person(name=[{"family": "x" * 101}])),
    "hidden": fhir.bundle(fhir.person(name=[{"family": "Port\u202eillo"}])),
    "nul": fhir.bundle(fhir.person(name=[{"family": "Port\x00illo"}])),
    "surrogate": json.dumps(fhir.bundle(fhir.person("\ud800"))),
    "latin-1": json.dumps(fhir.bundle(fhir.person()), ensure_ascii=False).encode("latin-1"),
    "utf-16": '{"resourceType":"Bundle"}'.encode("utf-16"),
    "lying": b"\xef\xbb\xbf\xff\xfe{}",
    "deep": HEAD + b'{"a":' * 200_000,
    "deep list": b"[" * 200_000,
    "huge number": HEAD + b'{"resourceType":"Patient","birthDate":' + b"9" * 5000 + b"}}]}",
    "binary": bytes(range(256)),
    "entry": {"resourceType": "Bundle", "entry": {"resource": {}}},
    "nulls": {"resourceType": "Bundle", "entry": [None]},
}


def test_a_broken_file_is_one_line_and_changes_nothing(url: str, tmp_path: Path, capsys: Capture):
    before = contents(url)
    said = {}
    for name, content in BROKEN.items():
        code = importing(url, fhir.write(tmp_path, "broken.json", content))
        out, err = capsys.readouterr()
        said[name] = (code, out, len(err.splitlines()), err.startswith("broken.json: "))

    assert said == dict.fromkeys(BROKEN, (1, "", 1, True))
    assert contents(url) == before


def test_a_folder_goes_on_after_a_broken_file(url: str, tmp_path: Path, capsys: Capture):
    fhir.write(tmp_path, "a.json", GOOD)
    fhir.write(tmp_path, "b.json", "{")
    fhir.write(tmp_path, "c.json", fhir.bundle(fhir.person("p2", birthDate="1950-01-01")))
    fhir.write(tmp_path, "d.txt", GOOD)

    assert importing(url, tmp_path) == 1

    out, err = capsys.readouterr()
    assert [line[:7] for line in out.splitlines()] == ["a.json:"] * 2 + ["c.json:", "New pat"]
    assert [line[:7] for line in err.splitlines()] == ["b.json:"]


def test_a_database_that_is_lost_on_the_way_is_told_in_one_line(
    sqlite_url: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
):
    def lost(*_: object) -> None:
        raise Unanswered

    monkeypatch.setattr(exchange, "enter_patient", lost)

    assert importing(sqlite_url, fhir.write(tmp_path, "a.json", GOOD)) == 1
    assert capsys.readouterr().err.startswith("The database does not answer.")


def test_a_folder_goes_on_after_a_file_the_database_refuses(
    url: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
):
    def refusing(work: Work, request: RegisterPatient) -> Patient:
        if request.family == "Twice":
            raise IntegrityError("", None, Exception())
        return enter_patient(work, request)

    monkeypatch.setattr(exchange, "enter_patient", refusing)
    fhir.write(tmp_path, "a.json", fhir.bundle(fhir.person("p3", name=[{"family": "Twice"}])))
    fhir.write(tmp_path, "b.json", GOOD)

    assert importing(url, tmp_path) == 1

    out, err = capsys.readouterr()
    assert out.startswith("b.json: new patient")
    assert (err[:16], len(err.splitlines())) == ("a.json: skipped.", 1)


def test_a_number_that_stands_twice_is_no_hindrance(url: str, tmp_path: Path, capsys: Capture):
    number = {"system": fhir.HOSPITAL, "value": "p1"}
    twice = fhir.bundle(fhir.person(identifier=[number, number]))

    assert importing(url, fhir.write(tmp_path, "a.json", twice)) == 0

    assert capsys.readouterr().err == ""


def test_a_byte_order_mark_is_no_hindrance(url: str, tmp_path: Path, capsys: Capture):
    marked = b"\xef\xbb\xbf" + json.dumps(GOOD).encode()

    assert importing(url, fhir.write(tmp_path, "a.json", marked)) == 0

    assert capsys.readouterr().out.startswith("a.json: new patient")


def test_a_dry_run_with_a_report_writes_nothing_else(url: str, tmp_path: Path, capsys: Capture):
    file, report = fhir.write(tmp_path, "a.json", GOOD), tmp_path / "report.json"
    before = contents(url)

    assert (
        run("import-fhir", "--database", url, "--dry-run", "--verbose", "--report", report, file)
        == 0
    )

    assert contents(url) == before
    out = capsys.readouterr().out
    assert out.startswith("a.json: would be a new patient. Medicines: 2 (blood thinners: 1)")
    assert "Blood thinner: Warfarin Sodium 5 MG Oral Tablet" in out
    [told] = json.loads(report.read_bytes())["files"]
    assert told["ignored"] == {"Observation": 1}
    assert [one["fate"] for one in told["patients"]] == ["would_be_imported"]
    assert report.stat().st_mode & 0o077 == 0


def test_ctrl_c_ends_after_the_patient_under_way(
    url: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
):
    for name, key in (("a.json", "p1"), ("b.json", "p2")):
        person = fhir.person(key, birthDate=f"195{key[1]}-01-01")
        fhir.write(tmp_path, name, fhir.bundle(person))

    def interrupted(work: Work, request: RegisterPatient) -> Patient:
        signal.raise_signal(signal.SIGINT)
        return enter_patient(work, request)

    monkeypatch.setattr(exchange, "enter_patient", interrupted)
    assert importing(url, tmp_path) == 1

    out = capsys.readouterr().out
    assert out.startswith("a.json: new patient")
    assert "b.json" not in out
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_one_of_two_patients_is_left_out(url: str, tmp_path: Path, capsys: Capture):
    unborn = fhir.person("p2", birthDate="2100-01-01")
    file = fhir.write(tmp_path, "a.json", fhir.bundle(fhir.person(), unborn))

    assert importing(url, file) == 1

    out, err = capsys.readouterr()
    assert out.startswith("a.json, PORTILLO, Adán, Mar 14, 1948: new patient")
    assert err.startswith("a.json, PORTILLO, Adán, Jan 1, 2100: skipped. ")


def test_paths_that_hold_nothing(sqlite_url: str, tmp_path: Path, capsys: Capture):
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    assert importing(sqlite_url, nothing) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert importing(sqlite_url, tmp_path / "gone.json") == 1
    assert capsys.readouterr().err.startswith("gone.json: ")


def test_a_file_that_is_too_large_is_not_read(
    sqlite_url: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(files, "LARGEST_FILE", 100)

    assert importing(sqlite_url, fhir.write(tmp_path, "big.json", GOOD)) == 1

    assert "larger than" in capsys.readouterr().err


def test_importing_makes_the_embedded_database_that_is_missing(tmp_path: Path, capsys: Capture):
    url = embedded_url(tmp_path / "new folder" / "clinic.db")

    assert importing(url, fhir.write(tmp_path, "a.json", GOOD)) == 0

    assert "new patient" in capsys.readouterr().out
    assert run("doctor", "--database", url) == 0
    assert importing(url, tmp_path / "a.json") == 0


def test_what_was_imported_is_found_in_the_window(url: str, tmp_path: Path):
    importing(url, fhir.write(tmp_path, "a.json", GOOD))

    desk = opening.open_desk(url)
    [found] = ask(desk, COORDINATOR, find_patients, "portillo, a").patients
    desk.close()
    assert found.name.in_full == "Adán José Portillo"


def test_a_database_that_fits_stays_as_it_is(url: str, capsys: Capture):
    before = contents(url)

    assert run("upgrade", "--database", as_owner(url)) == 0

    out, err = capsys.readouterr()
    assert (len(out.splitlines()), err) == (1, "")
    assert contents(url) == before


def test_doctor_looks_and_makes_nothing(tmp_path: Path, capsys: Capture):
    assert run("doctor", "--database", embedded_url(tmp_path / "none" / "clinic.db")) == 1

    assert len(capsys.readouterr().err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["doctor", "backup", "verify-history", "unlock noor"])
def test_a_file_that_is_not_there_is_made_by_upgrade(tmp_path: Path, capsys: Capture, command: str):
    assert run(*command.split(), "--database", embedded_url(tmp_path / "clinic.db")) == 1

    told = capsys.readouterr().err
    assert "There is no database file" in told
    assert "clinicdesk-admin upgrade" in told
    assert list(tmp_path.iterdir()) == []


def test_a_copy_is_told_as_what_it_is(sqlite_url: str, tmp_path: Path, capsys: Capture):
    assert run("backup", "--database", sqlite_url) == 0

    [copy] = (tmp_path / "clinic.db.backups").iterdir()
    assert capsys.readouterr().out == (
        f"A copy that opens is in {copy}. Take it off this computer.\n"
    )


def test_the_database_is_named_before_or_after_the_command(sqlite_url: str, capsys: Capture):
    assert run("--database", sqlite_url, "verify-history") == 0
    assert run("--database", "garbage", "verify-history", "--database", sqlite_url) == 0
    assert run("--database", "garbage", "verify-history") == 1


def test_a_seed_says_how_large_a_clinic_must_be(tmp_path: Path, capsys: Capture):
    url = embedded_url(tmp_path / "made-up.db")
    assert run("seed", "--database", url, "--patients", -5) == 1
    assert "at least 100 patients" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        run("seed", "--help")
    assert "at least 100" in " ".join(capsys.readouterr().out.split())


def test_databases_that_cannot_be_opened(sqlite_url: str, tmp_path: Path, capsys: Capture):
    keys = tmp_path / "clinic.db.keys"
    other = tmp_path / "other"
    run("upgrade", "--database", embedded_url(other / "clinic.db"))
    capsys.readouterr()
    tries = {
        "another's key": (other / "clinic.db.keys").read_text(),
        "no JSON": "{",
        "no slot": '{"version": 1, "slots": []}',
        "later version": '{"version": 2, "slots": [{"kind": "plain", "key": "00"}]}',
    }
    for name, content in tries.items():
        keys.write_text(content)
        assert run("doctor", "--database", sqlite_url) == 1, name
        assert len(capsys.readouterr().err.splitlines()) == 1, name
    keys.unlink()
    for command in (("doctor",), ("upgrade",), ("import-fhir", tmp_path)):
        assert run(command[0], "--database", sqlite_url, *command[1:]) == 1
        assert "clinic.db.keys" in capsys.readouterr().err
    assert not keys.exists()


@pytest.mark.parametrize("url", ["postgresql://nobody@localhost:1/clinic", "garbage"])
@pytest.mark.parametrize("command", ["doctor", "upgrade"])
def test_a_server_that_does_not_answer_is_one_line(url: str, command: str, capsys: Capture):
    assert run(command, "--database", url) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_an_older_or_newer_database_is_not_touched(url: str, tmp_path: Path, capsys: Capture):
    with plain_sql(as_owner(url)) as owner:
        owner.exec_driver_sql(
            "UPDATE schema_version SET current = 99, compatible = 99, needs = '9.8.0'"
        )
    before = contents(url)

    assert importing(url, fhir.write(tmp_path, "a.json", GOOD)) == 1

    assert "9.8.0" in capsys.readouterr().err
    assert contents(url) == before


@pytest.mark.parametrize("arguments", [[], ["import-fhir"], ["explode"], ["doctor", "--what"]])
def test_wrong_usage(arguments: list[str], capsys: Capture):
    with pytest.raises(SystemExit) as caught:
        admin.main(arguments)

    assert caught.value.code == 2
    assert "usage: clinicdesk-admin" in capsys.readouterr().err


def test_help_names_every_command(capsys: Capture, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "argv", ["clinicdesk-admin", "--help"])
    with pytest.raises(SystemExit) as caught:
        admin.main()

    assert caught.value.code == 0
    shown = capsys.readouterr().out
    assert [one for one in ("import-fhir", "upgrade", "doctor") if one not in shown] == []
