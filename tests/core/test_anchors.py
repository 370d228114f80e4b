"""What a workstation remembers outside the database, on both databases."""

import json
import random
from pathlib import Path

import pytest

from clinicdesk import anchors as anchors_module
from clinicdesk import opening
from clinicdesk.anchors import Witness, anchor_file
from clinicdesk.desk import Desk
from clinicdesk.history import Break, Fault, Link
from clinicdesk.patients.actions import open_chart
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import do
from tests.builders.patients import a_patient
from tests.builders.rows import history
from tests.conftest import Clock
from tests.reliability import tampering


def seated(url: str, folder: Path, clock: Clock) -> Desk:
    """The desk of a workstation that keeps its anchors in this folder."""
    return opening.open_desk(url, clock=clock, anchors=folder)


def newest(url: str) -> Link:
    last = history(url)[-1]
    return Link(last.id, last.hash)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "anchors"


def altered(url: str, attack: tampering.Attack, chance: int = 1) -> int:
    """The attack, this time for good; answers where the chain broke."""
    with tampering.tampered(url) as owner:
        broken_at = attack(owner, tampering.rows_of(owner), random.Random(chance))
        kept = tampering.rows_of(owner)
    tampering.write_for_good(url, kept)
    return broken_at


def test_closing_writes_down_the_newest_change(url: str, folder: Path, clock: Clock):
    desk = seated(url, folder, clock)
    assert (desk.anchor, desk.alarm) == (None, None)
    a_patient(desk)
    desk.close()

    [file] = folder.iterdir()
    assert json.loads(file.read_text()) == {"version": 1, **newest(url)._asdict()}
    assert not any(word in file.read_text() for word in ("Martinez", "Rosa"))
    again = seated(url, folder, clock)
    assert (again.anchor, again.alarm) == (newest(url), None)
    again.close()


def test_fifty_changes_or_ten_minutes_write_it_too(url: str, folder: Path, clock: Clock):
    desk = seated(url, folder, clock)
    patient_id = a_patient(desk)
    for _ in range(48):
        do(desk, COORDINATOR, open_chart, patient_id)
    assert desk.anchor is None

    do(desk, COORDINATOR, open_chart, patient_id)
    assert desk.anchor == newest(url)
    clock.advance(minutes=9)
    do(desk, COORDINATOR, open_chart, patient_id)
    assert desk.anchor != newest(url)
    clock.advance(minutes=1)
    do(desk, COORDINATOR, open_chart, patient_id)
    assert desk.anchor == newest(url)
    desk.close()


@pytest.mark.parametrize(
    ("attack", "fault"),
    [(tampering.cut_off_the_tail, Fault.SHORT), (tampering.rewrite_everything, Fault.OTHER)],
)
def test_what_does_not_fit_is_told_and_never_written_over(
    url: str, folder: Path, clock: Clock, attack: tampering.Attack, fault: Fault
):
    desk = seated(url, folder, clock)
    a_patient(desk)
    desk.close()
    anchor = newest(url)
    altered(url, attack)

    desk = seated(url, folder, clock)
    assert desk.alarm == Break(anchor.id, fault)
    for _ in range(60):  # more than were cut off: now only the hash tells
        a_patient(desk)
    desk.close()

    assert desk.anchor == anchor
    assert desk.alarm == Break(anchor.id, fault if fault is Fault.OTHER else Fault.OTHER)


def test_an_edit_after_the_anchor_is_found_before_it_moves(url: str, folder: Path, clock: Clock):
    desk = seated(url, folder, clock)
    a_patient(desk)
    desk.close()
    anchor = newest(url)
    other = opening.open_desk(url, clock=clock)
    for _ in range(3):
        a_patient(other)
    other.close()
    rows = [vars_of(change) for change in history(url)]
    rows[-2]["actor_id"] += 1
    tampering.write_for_good(url, rows)

    desk = seated(url, folder, clock)

    assert desk.alarm == Break(rows[-2]["id"], Fault.EDITED)
    desk.close()
    assert desk.anchor == anchor


def vars_of(change: object) -> dict[str, object]:
    return {name: getattr(change, name) for name in tampering.COLUMNS}


def test_a_restored_backup_is_accepted_once(url: str, folder: Path, clock: Clock):
    desk = seated(url, folder, clock)
    a_patient(desk)
    desk.close()
    anchor = newest(url)
    altered(url, tampering.cut_off_the_tail)
    desk = seated(url, folder, clock)

    desk.take_history_as_it_is()

    assert (desk.alarm, desk.anchor) == (None, newest(url))
    given_up = [file for file in folder.iterdir() if ".until-" in file.name]
    assert [json.loads(file.read_text())["id"] for file in given_up] == [anchor.id]
    desk.close()


def test_every_place_has_its_own_anchor_whoever_signs_in(tmp_path: Path):
    one = anchor_file(tmp_path, "postgresql://ann:secret@server/clinic")

    assert anchor_file(tmp_path, "postgresql+psycopg://bob@server/clinic") == one
    assert anchor_file(tmp_path, "postgresql://ann@server/other") != one
    assert anchor_file(tmp_path, "postgresql://ann@second/clinic") != one
    assert anchor_file(tmp_path, "postgresql://ann@server/clinic?port=5433") != one
    assert anchor_file(tmp_path, "postgresql:///clinic?host=server&port=5432") == one
    here = anchor_file(tmp_path, f"sqlite:///{tmp_path}/clinic.db")
    assert anchor_file(tmp_path, f"sqlite:///{tmp_path}/x/../clinic.db") == here


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 2, "id": 1, "hash": "x"}', "\xff"])
def test_a_file_that_is_no_anchor_counts_as_none(tmp_path: Path, content: str):
    file = tmp_path / "anchor.json"
    file.write_text(content, encoding="latin-1")

    assert Witness(file).anchor is None


def test_a_folder_that_cannot_be_written_stops_no_work(url: str, tmp_path: Path, clock: Clock):
    (tmp_path / "file").write_text("x")
    desk = seated(url, tmp_path / "file" / "anchors", clock)

    a_patient(desk)
    desk.close()

    assert (desk.anchor, desk.alarm) == (None, None)


def test_it_catches_up_in_steps(
    url: str, folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    """After a holiday the desk does not stop to verify everything at once."""
    desk = seated(url, folder, clock)
    desk.close()
    begun = newest(url)
    other = opening.open_desk(url, clock=clock)
    for _ in range(7):
        a_patient(other)
    other.close()
    monkeypatch.setattr(anchors_module, "_AT_ONCE", 5)

    seen = []
    for _ in range(3):
        desk = seated(url, folder, clock)
        desk.close()
        seen.append(desk.anchor.id - begun.id)

    assert seen == [4, 7, 7]
