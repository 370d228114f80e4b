"""Why a drive takes nothing, from the error of the system, of SQLite and of a server."""

import errno
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from clinicdesk import disk
from clinicdesk.messages import sentence


class Said(Exception):
    """What a driver raises: SQLite's with a number, a server's with five characters."""

    def __init__(self, code: int | str) -> None:
        super().__init__("said by a driver")
        setattr(self, "sqlstate" if isinstance(code, str) else "sqlite_errorcode", code)


def told(code: int | str, database: Path | None) -> str:
    wrapped = OperationalError("INSERT", {}, Said(code))
    reason = disk.refusal(wrapped, str(database) if database else None)
    return sentence(reason) if reason else ""


def test_a_folder_that_takes_files(tmp_path: Path):
    assert disk.objection(tmp_path / "clinic.db") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "is_full"), [(errno.ENOSPC, True), (errno.EDQUOT, True), (errno.EIO, False)]
)
def test_a_file_that_is_not_written(tmp_path: Path, number: int, is_full: bool):
    assert (disk.full(OSError(number, "said"), tmp_path / "sheet.pdf") is not None) is is_full


@pytest.mark.parametrize(
    ("code", "words"),
    [(13, "is full"), (8, ""), (14, ""), (5, ""), ("53100", "drive is full"), ("40001", "")],
)
def test_what_a_database_says(tmp_path: Path, code: int | str, words: str):
    """Of a drive on which nothing is wrong any more, only "full" is told."""
    said = told(code, None if isinstance(code, str) else tmp_path / "clinic.db")
    assert bool(said) is bool(words)
    assert words in said


def test_a_full_drive_is_told_by_its_folder(tmp_path: Path):
    assert str(tmp_path) in told(13, tmp_path / "clinic.db")
