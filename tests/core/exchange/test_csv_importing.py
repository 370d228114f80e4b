"""Bringing in a list and writing one, on both databases."""

from datetime import date
from itertools import count
from pathlib import Path

import pytest

from clinicdesk import admin
from clinicdesk.desk import Desk
from clinicdesk.exchange import actions
from clinicdesk.exchange.actions import export_patients, import_row
from clinicdesk.exchange.csv_columns import proposed
from clinicdesk.exchange.csv_people import Plan, people_in
from clinicdesk.exchange.csv_reading import read_list
from clinicdesk.exchange.csv_reports import lines, summary
from clinicdesk.exchange.importing import ROWS, Import
from clinicdesk.exchange.reports import Result
from clinicdesk.patients.queries import find_patients
from tests.builders.clinic import COORDINATOR, NURSE, actor
from tests.builders.gestures import ask, do, refused
from tests.builders.lists import a_list, an_export
from tests.builders.patients import a_patient
from tests.builders.rows import history

LI = ("Li", "Bo", "1951-03-14", "M", "707 555 0123")
NAKAGAWA = ("Nakagawa", "Akio", "1944-11-03", "", "")
NAKAGAVA = ("Nakagava", "Akio", "1944-11-03", "", "")
UNREAD = ("Okoro", "Ada", "someday", "", "")
LIST = a_list(LI, NAKAGAWA, NAKAGAVA, UNREAD)


def bring(desk: Desk, content: bytes = LIST, writes: int = 99, **how: bool) -> list[Result]:
    """What becomes of the rows, stopped when so many were asked for."""
    found, written = read_list(content), count()
    reading = people_in(found, Plan(columns=proposed(found.header)), "list.csv")
    stopped = lambda: next(written) >= writes  # noqa: E731
    run = Import(desk, actor(desk, COORDINATOR), stopped=stopped, way=ROWS, **how)
    return [*run.results(reading.candidates)]


def told(results: list[Result]) -> list[str]:
    return [line for _, line in lines(results)]


def test_a_list_comes_in_once(desk: Desk, url: str):
    a_patient(desk, family="Nakagawa", given="Akio", birth_date=date(1944, 11, 3))
    before = len(history(url))

    foretold = bring(desk, is_dry=True)
    assert len(history(url)) == before
    first, again = bring(desk), bring(desk)

    new, here, alike, unread = told(first)
    assert (new, here) == (
        "list.csv, line 2, LI, Bo: new patient 102-9826.",
        "list.csv, line 3, NAKAGAWA, Akio: already here, 102-9818.",
    )
    assert alike.startswith("list.csv, line 4, NAKAGAVA, Akio: skipped. Somebody much like this")
    assert unread.startswith("list.csv, line 5, OKORO, Ada: skipped. DOB: “someday”")
    assert told(foretold)[1:] == told(first)[1:]
    assert [row.action for row in history(url)[before:]] == ["exchange.import_row"]
    assert told(again)[0] == "list.csv, line 2, LI, Bo: already here, 102-9826."
    here_by_now = first[0].candidate.record
    assert refused(desk, COORDINATOR, import_row, here_by_now) == ["exchange.namesake"]
    assert summary(first, is_dry=False, is_cut=False) == (
        "New patients: 1. Already here: 1. Possible duplicates: 1. Left out: 1."
    )


def test_two_alike_in_one_list_are_compared_and_a_stop_leaves_the_rest(desk: Desk):
    results = bring(desk, a_list(NAKAGAWA, NAKAGAVA, LI), writes=2)

    assert [result.fate for result in results] == ["imported", "left_out", "not_reached"]
    assert told(results)[2].endswith("not imported, because the import was stopped before.")


def test_a_row_that_no_column_takes_holds_up_nobody(desk: Desk):
    hostile = [("Ga\x07rcia", *LI[1:]), ("\ufdfa" * 100, *LI[1:]), ("L" * 600, *LI[1:])]

    *left, good = bring(desk, a_list(*hostile, LI))

    codes = [[reason.code for reason in one.objections] for one in left]
    assert codes == [["text.hidden_character"], ["text.too_long"], ["text.too_long"]]
    assert told([good]) == ["list.csv, line 5, LI, Bo: new patient 102-9818."]
    assert "\ufffd" in told(left)[0]
    assert "\x07" not in told(left)[0]


def test_an_exported_list_says_who_and_how_many_and_comes_back(desk: Desk, url: str):
    rosa = a_patient(desk, given="Rosa", family="=Martinez", preferred="-R", suffix="Jr.")
    bring(desk, a_list(LI))

    everybody = do(desk, NURSE, export_patients, an_export(desk))
    some = do(desk, NURSE, export_patients, an_export(desk, "li"))

    assert (everybody.count, some.count) == (2, 1)
    back = read_list(everybody.content)
    [shown] = [one for one in ask(desk, NURSE, find_patients, "rosa").patients if one.id == rosa]
    [row] = [row.cells for row in back.rows if row.cells[0] == shown.mrn]
    born = shown.birth_date.isoformat()
    assert row == (
        *(shown.mrn, "=Martinez", "Rosa", "", "Jr.", "-R", born),
        *("female", "(707) 555-0171"),
    )
    assert b'"\'=Martinez"' in everybody.content
    exported = history(url)[-2:]
    assert [(one.action, one.topics, one.body) for one in exported] == [
        ("exchange.export_patients", "exported:patients:2", ""),
        ("exchange.export_patients", "exported:patients:1", ""),
    ]
    assert [result.fate for result in bring(desk, everybody.content)] == ["already_here"] * 2


def test_a_list_leaves_only_with_proof_of_who_asks(desk: Desk):
    another = an_export(desk, login=COORDINATOR)

    assert refused(desk, NURSE, export_patients, another)


def test_a_list_that_leaves_has_an_end(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(actions, "LONGEST_EXPORT", 1)
    a_patient(desk)
    assert do(desk, NURSE, export_patients, an_export(desk)).count == 1
    a_patient(desk, given="Rita")

    for typed in ("", "mart"):
        codes = refused(desk, NURSE, export_patients, an_export(desk, typed))
        assert codes == ["exchange.export_too_long"]


def test_the_console_brings_in_a_list(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "list.csv"
    file.write_bytes(b"Li,Bo,3/4/1951,M\n")
    command = ["import-csv", str(file), f"--database={sqlite_url}"]

    assert admin.main(command) == 1
    assert capsys.readouterr().err == "Say which column holds: Family name and Birth date.\n"
    command += ["--map", "1=family", "--map", "2=given", "--map", "3=born"]
    assert admin.main(command) == 1
    assert "can be read in two ways" in capsys.readouterr().err
    assert admin.main([*command, "--dates", "day-first"]) == 0
    out = capsys.readouterr().out.splitlines()

    assert out[0] == "Read as UTF-8, parted by commas. Rows: 1."
    assert out[-1] == "New patients: 1. Already here: 0. Possible duplicates: 0. Left out: 0."
