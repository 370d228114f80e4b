"""R-03 and R-05: kill the program while somebody types, and at most two seconds of it are gone."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.promises import promise
from tests.reliability.typist import KEY_MS

ROOT = Path(__file__).parents[2]
IN_TWO_SECONDS = 2000 // KEY_MS
"""How many keys come in two seconds of the program's own time; on a slow machine rather fewer."""


LONGEST = IN_TWO_SECONDS * 6 // 5


@dataclass
class Run:
    """What the program told from its start to its end: numbers of letters in the field."""

    back: int = 0
    told: dict[str, int] = field(default_factory=lambda: {"key": 0, "due": 0, "kept": 0})
    most_unwritten: int = 0

    def hear(self, line: str) -> str:
        what, letters = line.split()
        if what == "back":
            self.back = int(letters)
            self.told = dict.fromkeys(self.told, self.back)
        else:
            self.told[what] = int(letters)
        self.most_unwritten = max(self.most_unwritten, self.told["key"] - self.told["due"])
        return what


@contextmanager
def program(url: str, home: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """The real program with a typist, off screen, with a home of its own; killed at the end."""
    folders = {name: str(home) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.reliability.typist", url, *more],
        cwd=ROOT,
        env={**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with running:
        try:
            yield running
        finally:
            running.kill()


def type_and_kill(url: str, home: Path, keys: int, *more: str) -> Run:
    """Start, sign in, open the form, type some keys, kill -9; all that was told until then."""
    run = Run()
    with program(url, home, *more) as running:
        for line in running.stdout:
            if run.hear(line) == "key":
                keys -= 1
            if keys <= 0:
                running.kill()
    return run


def check(before: Run, run: Run) -> None:
    """What came back after a kill, and how far the writing fell behind the typing."""
    assert before.told["kept"] <= run.back <= before.told["key"] + 1
    assert run.most_unwritten <= IN_TWO_SECONDS


@promise(
    "R-05",
    "The program killed while somebody types: at most two seconds of typing are gone",
    every={"kills": 4},
    stress={"kills": 60},
    mutant="a draft is written when typing stops, not while it goes on",
)
def test_typing_survives_a_kill(
    sqlite_url: str,
    tmp_path: Path,
    sizes: dict[str, int],
    seed: int,
    shown: Callable[[str], None],
) -> None:
    """The mutant: `pytest -k writing_only_when_typing_stops tests/reliability`, here in the suite.

    No time is asserted, so that a slow machine cannot fail it: never more keys wait than two
    seconds of the program's own time bring, and what it called kept is there at the next start.
    """
    choice = random.Random(seed)
    before, typed, lost = Run(), 0, 0
    for _ in range(sizes["kills"]):
        run = type_and_kill(sqlite_url, tmp_path, choice.randrange(1, LONGEST))
        check(before, run)
        lost = max(lost, before.told["key"] - run.back)
        typed += run.told["key"] - run.back
        before = run
    check(before, type_and_kill(sqlite_url, tmp_path, 1))
    shown(
        f"{sizes['kills']} kills of the program in {typed:,} keys: nothing called kept was lost,"
        f" at most {lost * KEY_MS / 1000:.1f} s of typing gone"
    )


def test_writing_only_when_typing_stops_is_found_out(sqlite_url: str, tmp_path: Path) -> None:
    run = type_and_kill(sqlite_url, tmp_path, LONGEST, "--debounce")

    assert run.most_unwritten > IN_TWO_SECONDS
    assert run.told["kept"] == 0
