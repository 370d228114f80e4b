"""R-07: the drive is full, can only be read, or is not ours: said in words, and nothing is lost.

Runs in a mount namespace of its own, with a small drive in memory, as root or as anybody whom the
system lets have one. The mutant, writing under the final name at once, runs beside the real thing.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.promises import promise

ROOT = Path(__file__).parents[2]
OWN_MOUNTS = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "-r", "--mount"]
FULL, LOST = "disk.full", "desk.unanswered"
MOUNTED = 'mount -t tmpfs -o size=12m,mode=755 tmpfs "$0" && exec "$@"'


def crowded(folder: Path, template: Path, points: int, seed: int) -> dict[str, Any]:
    """What tests/reliability/crowding.py saw, on a drive of its own where there can be one."""
    work = [sys.executable, "-m", "tests.reliability.crowding", folder, template, points, seed]
    alone = [*OWN_MOUNTS, "sh", "-c", MOUNTED, folder]
    can_mount = not subprocess.run([*alone, "true"], capture_output=True, check=False).returncode
    return json.loads(output([*alone, *work] if can_mount else work))


def output(command: Sequence[object]) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@promise(
    "R-07",
    "A full drive loses nothing that was saved, leaves no half of a file, and is told by its name",
    every={"points": 20},
    stress={"points": 200},
    mutant="a file is written under its final name at once",
)
def test_a_full_drive_loses_nothing_and_is_named(
    sqlite_clinic: Path,
    tmp_path: Path,
    sizes: dict[str, int],
    seed: int,
    shown: Callable[[str], None],
):
    folder = tmp_path / "drive"
    folder.mkdir()

    seen = crowded(folder, sqlite_clinic, sizes["points"], seed)

    points, whole = seen["points"], seen["drive"] == "Small"
    assert [point for point in points if point["lost"] or point["wrong"]] == []
    assert [point for point in points if point["reading"] or point["after"]] == []
    assert [point["parts"] for point in points] == [[]] * sizes["points"]
    assert [point["in_place"] for point in points] == [["sheet.pdf"]] * sizes["points"]
    assert {point["full"][0] for point in points} <= {FULL if whole else LOST}
    assert not whole or all(str(folder) in point["full"][1] for point in points)
    assert {expected == found for expected, found, _ in seen["closed"]} == {True}
    kept = sum(point["kept"] for point in points)
    where = "a small drive" if whole else "files of limited size"
    shown(f"{len(points)} times full ({where}), {kept} changes saved, 0 lost, 0 parts left")
