"""Nothing of the program's memory ends up in a file, and nothing of a broken database on stderr."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk import admin, opening
from clinicdesk.errors import Refused
from ui import start

ASKED = """
import ctypes, resource
from clinicdesk.memory import keep_private
{keep}
print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.parametrize(("keep", "private"), [("keep_private()", True), ("", False)])
def test_a_crash_leaves_no_core_file(keep: str, private: bool):
    said = subprocess.run(
        [sys.executable, "-c", ASKED.format(keep=keep)], capture_output=True, text=True, check=True
    ).stdout
    assert (said.strip() == "0 0") is private


class _Kept(Exception):
    """Raised in place of what keeps the memory private."""


@pytest.mark.parametrize("main", [start.main, admin.main])
def test_both_programs_keep_theirs_private_first(
    main: Callable[[list[str]], int], monkeypatch: pytest.MonkeyPatch
):
    def keep() -> None:
        raise _Kept

    monkeypatch.setattr("clinicdesk.memory.keep_private", keep)
    with pytest.raises(_Kept):
        main(["--no-such-option"])


def damaged(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[100::4096] = bytes(byte ^ 1 for byte in content[100::4096])
    file.write_bytes(content)


def with_another_key(file: Path) -> None:
    other = {"version": 1, "slots": [{"kind": "plain", "key": "11" * 48}]}
    file.with_name(f"{file.name}.keys").write_text(json.dumps(other))


@pytest.mark.parametrize("spoil", [damaged, with_another_key])
def test_a_database_that_cannot_be_read_says_nothing_on_stderr(
    sqlite_url: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    spoil: Callable[[Path], None],
):
    """SQLCipher's own log is stderr; ten thousand lines for one damaged file."""
    spoil(tmp_path / "clinic.db")
    with pytest.raises(Refused, match=r"upgrade\.not_ours"):
        opening.open_desk(sqlite_url)
    assert capfd.readouterr().err == ""
