"""Writes docs/promises.md: what is promised, proven by which test, and what the last runs saw.

    python -m tests.promised

The promises are those the tests are marked with, so that the page and the tests can be compared
without running anything; the results are those in build/promises.
"""

import importlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.promises import RESULTS, Promise

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "promises.md"

_OPENING = """# Promises

What ClinicDesk promises to keep whatever happens, and the test that proves it. `make test` proves
each promise at its size in the suite, `make stress` at its larger one; it prints its seeds, and
`SEED=n make stress` repeats a run. Every promise has a mutant: what is broken on purpose, and is
caught. `make promises` writes this page from the tests and from what the last runs saw.

| Promise | What is promised | In the suite | Under stress | Mutant that is caught | Test |
|---|---|---|---|---|---|
"""
_RESULTS = """
## What the last runs saw

| Promise | Test | In the suite | Under stress |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Proof:
    """A promise and the test that proves it: its file and its name."""

    promise: Promise
    file: str
    test: str

    @property
    def order(self) -> tuple[str, str, str]:
        return self.promise.number, self.file, self.test


def proofs() -> list[Proof]:
    """Every promise of the tests, by number, then by test."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return sorted((proof for file in files for proof in _in(file)), key=lambda proof: proof.order)


def stated(proven: list[Proof]) -> str:
    """The page down to the results: what does not depend on any run."""
    return _OPENING + "".join(_row(*_cells(proof)) for proof in proven)


def page(proven: list[Proof], seen: list[dict[str, Any]]) -> str:
    """The whole page; `seen` are the results of the last runs."""
    rows = [
        _row(proof.promise.number, proof.test, *(_saw(proof, seen, size) for size in _SIZES))
        for proof in proven
    ]
    return stated(proven) + _RESULTS + "".join(rows)


_SIZES = "every", "stress"


def results() -> list[dict[str, Any]]:
    """What the last runs left, each with the `size` it ran at."""
    files = [file for size in _SIZES for file in sorted((RESULTS / size).glob("*.json"))]
    return [json.loads(file.read_text("utf-8")) | {"size": file.parent.name} for file in files]


def _in(file: Path) -> Iterator[Proof]:
    if "@promise(" not in file.read_text(encoding="utf-8"):
        return
    place = file.relative_to(ROOT)
    module = importlib.import_module(".".join(place.with_suffix("").parts))
    tests = {name: test for name, test in vars(module).items() if name.startswith("test_")}
    for name, test in tests.items():
        for mark in getattr(test, "pytestmark", []):
            if mark.name == "promise":
                yield Proof(mark.args[0], str(place), name)


def _cells(proof: Proof) -> tuple[str, ...]:
    made = proof.promise
    words = (_begun(made.says), _words(made.every), _words(made.stress), _begun(made.mutant))
    return made.number, *words, f"`{proof.file}`: {proof.test}"


def _begun(says: str) -> str:
    """With a capital letter, as a cell of the table begins."""
    return says[:1].upper() + says[1:]


def _words(sizes: dict[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')}: {count:,}" for name, count in sizes.items())


def _saw(proof: Proof, seen: list[dict[str, Any]], size: str) -> str:
    runs = [run for run in seen if run["size"] == size and _is_of(run, proof)]
    return "<br>".join(_told(run) for run in runs) or "not run"


def _is_of(run: dict[str, Any], proof: Proof) -> bool:
    """Whether it proved this promise as it is stated now."""
    name = str(run["test"]).partition("[")[0]
    return name == f"{proof.file}::{proof.test}" and asdict(proof.promise).items() <= run.items()


def _told(run: dict[str, Any]) -> str:
    """`sqlite: 40 kills, 0 lost (seed 7)`."""
    variant = str(run["test"]).partition("[")[2].removesuffix("]")
    seed = f" (seed {run['seed']})" if "seed" in run else ""
    saw = run.get("shown", "held") if run["passed"] else "FAILED"
    return f"{variant}: {saw}{seed}" if variant else f"{saw}{seed}"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    PAGE.write_text(page(proofs(), results()), encoding="utf-8")
