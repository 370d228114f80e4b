"""clinicdesk-admin verify-history on both databases: one line, and an exit code."""

import random

import pytest

from clinicdesk import admin, opening, settings
from clinicdesk.anchors import anchor_file
from clinicdesk.audit.verifying import alarm
from clinicdesk.desk import Desk
from clinicdesk.history import Change
from tests.builders.patients import a_patient
from tests.builders.rows import history
from tests.conftest import Clock
from tests.reliability import tampering

Capture = pytest.CaptureFixture[str]


def run(url: str, *options: str) -> int:
    return admin.main(["verify-history", "--database", url, *options])


def said(capsys: Capture) -> tuple[str, str]:
    out, err = capsys.readouterr()
    return out.strip(), err.strip()


@pytest.fixture
def anchored(url: str, clock: Clock) -> Desk:
    """A closed desk whose workstation wrote down the newest of some changes."""
    desk = opening.open_desk(url, clock=clock, anchors=settings.anchors())
    for _ in range(20):
        a_patient(desk)
    desk.close()
    return desk


def columns_of(change: Change) -> tampering.Row:
    return {name: getattr(change, name) for name in tampering.COLUMNS}


def edit(url: str, row_id: int) -> None:
    rows = [columns_of(change) for change in history(url)]
    rows[row_id - 1]["actor_id"] += 1
    tampering.write_for_good(url, rows)


def cut(url: str, count: int) -> None:
    tampering.write_for_good(url, [columns_of(change) for change in history(url)[:-count]])


def test_a_whole_history(url: str, capsys: Capture):
    rows = len(history(url))

    assert run(url) == 0
    assert said(capsys) == (
        f"Changes looked at: {rows}, from 1 to {rows}. The history is whole.",
        "",
    )
    assert run(url, "--from", "4") == 0
    assert said(capsys)[0].startswith(f"Changes looked at: {rows - 3}, from 4 to {rows}. The h")
    assert run(url, "--since-anchor") == 0
    assert said(capsys)[0].startswith(f"Changes looked at: 1, from {rows} to {rows}. The history")


def test_the_first_bad_row_is_named(url: str, anchored: Desk, capsys: Capture):
    rows = len(history(url))
    edit(url, 5)

    assert run(url) == 1
    out, err = said(capsys)
    assert (out, err.splitlines()) == ("", [err])
    assert err.startswith("Changes looked at: 5. Change 5 is not what was recorded")
    assert run(url, "--from", "6") == 0
    assert run(url, "--since-anchor") == 0
    assert said(capsys)[0].endswith(
        f"Changes looked at: 1, from {rows} to {rows}. The history is whole and fits what this"
        " workstation saw."
    )


@pytest.mark.parametrize("since", [(), ("--since-anchor",)])
def test_a_history_cut_short_is_told(
    url: str, anchored: Desk, capsys: Capture, since: tuple[str, ...]
):
    seen = len(history(url))
    cut(url, 3)

    assert run(url, *since) == 1
    assert f"The history ends before change {seen}, which this workstation saw" in said(capsys)[1]


def test_a_rewritten_history_is_told(url: str, anchored: Desk, capsys: Capture):
    with tampering.tampered(url) as owner:
        tampering.rewrite_everything(owner, tampering.rows_of(owner), random.Random(1))
        rewritten = tampering.rows_of(owner)
    tampering.write_for_good(url, rewritten)

    assert run(url) == 1
    assert f"Change {len(rewritten)} is another one than this workstation saw" in said(capsys)[1]


def test_a_restored_backup_is_accepted_and_recorded(
    url: str, anchored: Desk, capsys: Capture, clock: Clock
):
    cut(url, 3)
    left = len(history(url))

    assert run(url, "--accept") == 0

    assert said(capsys)[0] == (
        f"Accepted: from now on this workstation goes by the history up to change {left + 1}."
    )
    assert [change.action for change in history(url)[left:]] == ["audit.accept_history"]
    assert run(url) == 0
    desk = opening.open_desk(url, clock=clock, anchors=settings.anchors())
    assert (desk.alarm, alarm(desk)) == (None, "")
    desk.close()


def test_there_is_nothing_to_accept_where_all_fits(url: str, anchored: Desk, capsys: Capture):
    rows = len(history(url))

    assert run(url, "--accept") == 0

    assert said(capsys)[0].endswith("There is nothing to accept.")
    assert len(history(url)) == rows


def test_what_cannot_be_verified(url: str, capsys: Capture):
    assert run(url, "--since-anchor") == 1
    assert "has not seen this database yet" in said(capsys)[1]
    assert run(url, "--from", "99999") == 1
    assert "The history ends before change 99999" in said(capsys)[1]


def test_the_program_opens_all_the_same(url: str, anchored: Desk, clock: Clock):
    """Patients are in the house: the alarm is told, and the clinic works on."""
    cut(url, 3)

    desk = opening.open_desk(url, clock=clock, anchors=settings.anchors())

    assert "verify-history --accept" in alarm(desk)
    assert a_patient(desk) > 0
    desk.close()
    assert anchor_file(settings.anchors(), url).exists()
