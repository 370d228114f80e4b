"""A file that leaves is whole in its place, its owner's alone, or not there at all."""

import errno
import os
from pathlib import Path

import pytest

from clinicdesk.errors import Refused
from clinicdesk.messages import sentence
from clinicdesk.outgoing import drop, put, put_file, write_aside


def test_it_replaces_what_was_there_and_is_its_owners_alone(tmp_path: Path):
    file = tmp_path / "list.csv"
    file.write_bytes(b"older")
    file.chmod(0o666)

    put_file(b"newer", file)

    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"newer", 0o600)
    assert list(tmp_path.iterdir()) == [file]


def test_a_full_drive_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "list.csv"
    file.write_bytes(b"older")

    def no_room(_: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(Refused) as refusal:
        put_file(b"newer", file)

    assert "is full" in sentence(refusal.value.reasons[0])
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"older"]


@pytest.mark.parametrize("place", ["no such folder/list.csv", "folder", "a\0b"])
def test_a_place_that_takes_nothing(tmp_path: Path, place: str):
    (tmp_path / "folder").mkdir()

    with pytest.raises(Refused, match=r"files\.not_written"):
        put_file(b"newer", tmp_path / place)

    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


def test_a_file_waits_aside_until_it_may_leave(tmp_path: Path):
    file = tmp_path / "sheet.pdf"
    file.write_bytes(b"older")

    drop(write_aside(b"never", file))
    part = write_aside(b"newer", file)

    assert file.read_bytes() == b"older"
    drop(file)
    file.mkdir()
    with pytest.raises(Refused, match=r"sheets\.not_put"):
        put(part, file, "sheets.not_put")
    assert list(tmp_path.iterdir()) == [file]
