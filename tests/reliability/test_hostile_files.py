"""R-09: a file that is broken, too large or no file is one clear line, and nothing is changed."""

import json
import os
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from clinicdesk import admin, incoming
from clinicdesk.desk import Desk
from clinicdesk.errors import Reason, Refused
from clinicdesk.exchange import people
from clinicdesk.exchange.actions import import_patient
from clinicdesk.exchange.fhir import read_bundle
from clinicdesk.exchange.files import LARGEST_FILE, content_of
from clinicdesk.messages import sentence
from tests.builders import fhir
from tests.builders.every_action import CONSOLE, Gesture
from tests.builders.hostile import hostile_texts
from tests.builders.rows import contents
from tests.builders.typing_in import rehearsing
from tests.promises import promise
from tests.reliability.mutating import mutants

ROOT = Path(__file__).parents[2]
Shown = Callable[[str], None]
Sizes = dict[str, int]
Capture = pytest.CaptureFixture[str]

PERSON = fhir.person()
GOOD = json.dumps(fhir.whole())


def with_profile(version: str) -> dict[str, Any]:
    profile = f"http://hl7.org/fhir/StructureDefinition/Patient|{version}"
    return fhir.bundle(fhir.person(meta={"profile": [profile]}))


def another_medicine(**given: Any) -> dict[str, Any]:
    return {**fhir.order("m1", "Warfarin"), **given}


ORDER_OF_R5 = another_medicine(medication={"concept": {"text": "Warfarin"}})
ALLERGY_OF_STU3 = {**fhir.allergy("a1", "Latex"), "clinicalStatus": "active"}
ORDER_OF_DSTU2 = another_medicine(resourceType="MedicationOrder")

# What the file holds, and the code of the sentence it is refused with.
BROKEN: dict[str, tuple[object, str]] = {
    "nothing": (b"", "unreadable"),
    "zeros": (bytes(500), "unreadable"),
    "noise": (bytes(range(256)) * 9, "unreadable"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "unreadable"),
    "XML": ("<Bundle xmlns='http://hl7.org/fhir'/>", "unreadable"),
    "lines of JSON, one broken": (f"{json.dumps(PERSON)}\n{{\n", "unreadable"),
    "something behind": (GOOD + "]", "unreadable"),
    "one bracket too few": (GOOD[:-1], "unreadable"),
    "deep": (b"[" * 100_000, "unreadable"),
    "deep and closed": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "unreadable"),
    "deep in a resource": (GOOD.replace('"male"', "[" * 100_000 + "]" * 100_000), "unreadable"),
    "not a number": (GOOD.replace('"male"', "NaN"), "unreadable"),
    "infinite": (GOOD.replace('"male"', "-Infinity"), "unreadable"),
    "beyond numbers": (GOOD.replace('"male"', "1e999"), "unreadable"),
    "a long number": (GOOD.replace('"1948-03-14"', "9" * 9_000), "unreadable"),
    "a cut character": (
        GOOD.replace("Adán", "Ad\u00e1n").encode("utf-8")[:-1] + b"\xc3",
        "unreadable",
    ),
    "half a surrogate": (GOOD.replace("Portillo", "\\ud800"), "unreadable"),
    "UTF-16": (GOOD.encode("utf-16"), "unreadable"),
    "UTF-32": (GOOD.encode("utf-32"), "unreadable"),
    "Latin-1": (json.dumps(fhir.whole(), ensure_ascii=False).encode("latin-1"), "unreadable"),
    "two marks": (b"\xef\xbb\xbf" * 2 + GOOD.encode(), "unreadable"),
    "comments": ("// " + GOOD, "unreadable"),
    "other resource": (PERSON, "not_a_bundle"),
    "no resource": ({"entry": []}, "unreadable"),
    "a parameter list": ({"resourceType": "Parameters"}, "not_a_bundle"),
    "capital letters": ({"resourceType": "bundle", "entry": []}, "not_a_bundle"),
    "entry as text": ({"resourceType": "Bundle", "entry": "x"}, "unreadable"),
    "a name as text": (fhir.bundle(fhir.person(name="Portillo")), "unreadable"),
    "a birth date as number": (fhir.bundle(fhir.person(birthDate=19480314)), "unreadable"),
    "family as list": (fhir.bundle(fhir.person(name=[{"family": ["x"]}])), "unreadable"),
    "given as text": (fhir.bundle(fhir.person(name=[{"given": "x"}])), "unreadable"),
    "deceased as text": (fhir.bundle(fhir.person(deceasedBoolean="no")), "unreadable"),
    "twice one name": (GOOD.replace('"gender"', '"gender": "x", "gender"'), "repeated_name"),
    "twice the entries": (GOOD[:-1] + ', "entry": []}', "repeated_name"),
    "R5": (fhir.bundle(PERSON, ORDER_OF_R5), "another_version"),
    "STU3": (fhir.bundle(PERSON, ALLERGY_OF_STU3), "another_version"),
    "DSTU2": (fhir.bundle(PERSON, ORDER_OF_DSTU2), "another_version"),
    "an animal": (fhir.bundle(fhir.person(animal={"species": {}})), "another_version"),
    "says R5": (with_profile("5.0.0"), "another_version"),
    "says STU3": (with_profile("3.0.2"), "another_version"),
    "two medicines with one address": (
        fhir.bundle(PERSON, *(fhir.medicine("x", words) for words in ("Zocor", "Warfarin"))),
        "shared_address",
    ),
    "two with one address": (fhir.bundle(PERSON, fhir.person(gender="other")), "shared_address"),
    "no day": (fhir.bundle(fhir.person(birthDate="1948-03")), "patient_incomplete"),
    "no such day": (fhir.bundle(fhir.person(birthDate="1948-02-30")), "patient_incomplete"),
    "a week": (fhir.bundle(fhir.person(birthDate="1948-W11-7")), "patient_incomplete"),
    "digits": (fhir.bundle(fhir.person(birthDate="19480314")), "patient_incomplete"),
    "other digits": (fhir.bundle(fhir.person(birthDate="\u0661948-03-14")), "patient_incomplete"),
    "words behind": (fhir.bundle(fhir.person(birthDate="1948-03-14 or so")), "patient_incomplete"),
    "no names": (fhir.bundle(fhir.person(name=[{}] * 9)), "patient_incomplete"),
    "thousands of names": (fhir.bundle(fhir.person(name=[{"family": "x"}] * 5_000)), "too_many"),
    "thousands of orders": (
        fhir.bundle(PERSON, *(fhir.order(f"m{n}", "x") for n in range(3_000))),
        "too_many",
    ),
    "empty bundle": (fhir.bundle(), "no_patient"),
}
# Refused only on the way into the database, each in the words of whoever refuses.
UNFIT: dict[str, dict[str, Any]] = {
    "unborn": {"birthDate": "2100-01-01"},
    "born in the year one": {"birthDate": "0001-01-01"},
    "died unborn": {"deceasedDateTime": "1900-01-01"},
    "will die": {"deceasedDateTime": "2999-01-01T00:00:00Z"},
    "long": {"name": [{"family": "x" * 101}]},
    "hidden": {"name": [{"family": "Port\u202eillo"}]},
    "nul": {"name": [{"family": "a\x00"}]},
    "a line": {"name": [{"family": "a", "given": ["b\nc"]}]},
    "blank": {"name": [{"family": "\u3000"}]},
    "long number": {"identifier": [{"system": "urn:x", "value": "9" * 201}]},
    "long phone": {"telecom": [{"system": "phone", "value": "9" * 101}]},
}


def importing(url: str, *paths: object) -> int:
    return admin.main(["import-fhir", "--database", url, *map(str, paths)])


def objections(file: Path) -> Sequence[Reason]:
    """Why nothing of this file is taken."""
    try:
        candidates = read_bundle(content_of(file)).candidates
    except Refused as refusal:
        return refusal.reasons
    assert [one for one in candidates if one.record] == []
    return [reason for one in candidates for reason in one.objections]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_reason(name: str, tmp_path: Path):
    content, code = BROKEN[name]

    reasons = objections(fhir.write(tmp_path, "x.json", content))

    assert {reason.code for reason in reasons} == {f"exchange.{code}"}
    assert all(map(sentence, reasons))


def test_broken_files_are_one_line_each_and_change_nothing(
    url: str, tmp_path: Path, capsys: Capture
):
    unfit = {name: fhir.bundle(fhir.person(**given)) for name, given in UNFIT.items()}
    known = {name: content for name, (content, _) in BROKEN.items()}
    for name, content in {**known, **unfit}.items():
        fhir.write(tmp_path, f"{name}.json", content)
    before = contents(url)

    assert importing(url, tmp_path) == 1

    out, err = capsys.readouterr()
    assert out.startswith("New patients: 0. ")
    told = Counter(line.partition(": skipped. ")[0] for line in err.splitlines())
    assert told == Counter(f"{name}.json" for name in {**known, **unfit})
    assert contents(url) == before


def test_a_file_cut_anywhere_is_refused():
    whole = json.dumps(fhir.whole(), ensure_ascii=False).encode()
    for end in [*range(0, len(whole), 7), *range(len(whole) - 40, len(whole))]:
        with pytest.raises(Refused):
            read_bundle(whole[:end])


# ----------------------------------------------------------------------------- what is no file


def a_pipe(folder: Path) -> Path:
    pipe = folder / "pipe.json"
    os.mkfifo(pipe)
    return pipe


def a_loop(folder: Path) -> Path:
    loop = folder / "loop.json"
    loop.symlink_to(loop)
    return loop


def a_folder(folder: Path) -> Path:
    inner = folder / "folder.json"
    inner.mkdir()
    return inner


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (a_pipe, "not_a_file"),
        (a_folder, "not_read"),
        (a_loop, "not_read"),
        (lambda _: Path("/dev/zero"), "not_a_file"),
        (lambda folder: folder / "none.json", "not_read"),
        (lambda folder: folder / ("x" * 300), "not_read"),
        (lambda _: Path("/proc/self/mem"), "not_read"),
    ],
)
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, made: Any, code: str):
    with pytest.raises(Refused, match=rf"files\.{code}"):
        content_of(made(tmp_path))


def test_a_folder_with_odd_files_goes_on(sqlite_url: str, tmp_path: Path, capsys: Capture):
    folder = tmp_path / "in"
    folder.mkdir()
    a_pipe(folder), a_loop(folder), a_folder(folder)  # the last is gone through: it is empty
    fhir.write(folder, "z.json", fhir.bundle(fhir.person()))
    (folder / "link.json").symlink_to(folder / "z.json")

    assert importing(sqlite_url, folder, tmp_path / ("x" * 300)) == 1

    out, err = capsys.readouterr()
    assert [line[:9] for line in out.splitlines()] == ["link.json", "z.json: a", "New patie"]
    assert len(err.splitlines()) == 3


def test_a_name_cannot_write_lines_of_its_own(sqlite_url: str, tmp_path: Path, capsys: Capture):
    odd = tmp_path / "a\n\x1b[31mb\udcff\u202e.json"
    odd.write_text("{")

    assert importing(sqlite_url, odd) == 1

    assert capsys.readouterr().err.startswith("a\ufffd\ufffd[31mb\ufffd\ufffd.json: skipped. ")


def test_a_hostile_database_url_is_one_line_and_makes_nothing(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    texts = [one for one in hostile_texts(6) if one and "\0" not in one and one[0] not in "-@"]
    for typed in texts[:40]:
        for url in (typed, f"sqlite:///{typed}"):
            assert admin.main(["doctor", f"--database={url}"]) == 1, ascii(url)
            assert 1 <= len(capsys.readouterr().err.splitlines()) <= 2, ascii(url)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_being_written_is_left_for_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = fhir.write(tmp_path, "x.json", GOOD)

    def grow(_mode: int) -> bool:
        with file.open("a") as opened:
            opened.write(" ")
        return True

    monkeypatch.setattr(incoming.stat, "S_ISREG", grow)

    with pytest.raises(Refused, match=r"files\.changed"):
        content_of(file)


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    large = tmp_path / "large.json"
    with large.open("wb") as hollow:
        hollow.truncate(50 * 1024**3)

    with pytest.raises(Refused, match=r"files\.too_large"):
        content_of(large)
    with pytest.raises(Refused, match=r"files\.too_large"):
        read_bundle(bytes(LARGEST_FILE + 1))


# ------------------------------------------------------------------------------- memory and work

_IN_A_CHILD = """
import resource, sys
from clinicdesk.errors import Reason, Refused
from clinicdesk.exchange.fhir import read_bundle
from clinicdesk.exchange.files import LARGEST_FILE as LARGEST

HEAD = b'{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","x":['
TAIL = b']}}]}'
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
smile = b'["\\xf0\\x9f\\x98\\x80"],'
for unit in (b'[],', b'0.1,', smile, b'['):
    room = LARGEST - len(HEAD) - len(TAIL)
    inside = (unit * (room // len(unit))).rstrip(b',')
    try:
        read_bundle(HEAD + inside + TAIL)
    except Refused:
        pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_the_worst_files_of_the_largest_size_take_little_memory():
    done = subprocess.run(
        [sys.executable, "-c", _IN_A_CHILD],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31)),
    )

    assert int(done.stdout) < 256 * 1024, "KiB above what the program itself takes"


# -------------------------------------------------------------------------------------- mutations


def fate(desk: Desk, content: bytes) -> str:
    """What becomes of a changed file; any exception but a refusal comes out of here."""
    try:
        records = [one.record for one in read_bundle(content).candidates if one.record]
        with rehearsing():
            for record in records:
                Gesture(CONSOLE, import_patient, record).carry_out(desk)
    except Refused as refusal:
        return "refused" if all(map(sentence, refusal.reasons)) else "refused without a word"
    return "taken" if records else "left out"


@promise(
    "R-09",
    "a changed file is read or refused: no other exception, on either database",
    every={"files": 300},
    stress={"files": 20_000},
    mutant="a reader that lets one kind of exception out",
)
def test_mutations(desk: Desk, sizes: Sizes, seed: int, shown: Shown):
    """Mutant: `pytest tests/reliability/test_hostile_files.py -k lets_an_exception_out`."""
    fates = Counter(fate(desk, content) for content in mutants(sizes["files"], seed))

    assert fates["refused"]
    assert fates["taken"]
    shown(f"{fates.total():,} changed files: {dict(fates)}, 0 other exceptions")


def test_a_reader_that_lets_an_exception_out_is_noticed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(people, "day", people.date.fromisoformat)

    with pytest.raises(ValueError, match="isoformat"):
        Counter(fate(desk, content) for content in mutants(300, 1))
