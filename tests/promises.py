"""The program's promises (R-01 ...): a size for every change, a larger one for `make stress`.

A test states its promise with `@promise(...)`, takes its numbers from the fixture `sizes` and its
randomness from `seed`, and says with `shown(...)` what it saw. `make promises` writes
docs/promises.md from these declarations and from what the last runs left in build/promises/.
"""

import json
import random
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

RESULTS = Path(__file__).parents[1] / "build" / "promises"


@dataclass(frozen=True)
class Promise:
    """What is promised, at which sizes, and which mutant turns the test red.

    `every` are the sizes in the suite, `stress` those of `make stress`, both under the same names.
    `mutant` says in words what is broken on purpose; the command stands in the test's docstring.
    """

    number: str
    says: str
    every: dict[str, int]
    stress: dict[str, int]
    mutant: str


def promise(
    number: str, says: str, *, every: dict[str, int], stress: dict[str, int], mutant: str
) -> pytest.MarkDecorator:
    """Mark a test as the proof of a promise; see `Promise`."""
    if every.keys() != stress.keys():
        raise ValueError("the sizes in the suite and under stress have the same names")
    return pytest.mark.promise(Promise(number, says, every, stress, mutant))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stress", action="store_true", help="the promises at their larger size")
    parser.addoption("--seed", type=int, help="repeat a run of a promise's test")


def of(item: pytest.Item) -> Promise | None:
    """The promise that a test proves."""
    mark = item.get_closest_marker("promise")
    return mark.args[0] if mark else None


@pytest.fixture
def sizes(request: pytest.FixtureRequest) -> dict[str, int]:
    """The numbers of this run, by the names the promise gives them."""
    made = of(request.node)
    assert made, "only a test of a promise has sizes"
    return made.stress if request.config.getoption("stress") else made.every


@pytest.fixture
def seed(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> int:
    """A new seed for every run, printed; `--seed` repeats one."""
    given: int | None = request.config.getoption("seed")
    chosen = random.SystemRandom().randrange(1_000_000) if given is None else given
    print(f"seed {chosen}")
    record_property("seed", chosen)
    return chosen


@pytest.fixture
def shown(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """`shown("3,200 attempts, 0 overlaps")`: what this run saw, in words for docs/promises.md."""

    def tell(result: str) -> None:
        print(result)
        record_property("shown", result)

    return tell


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> object:
    report: pytest.TestReport = yield
    made = of(item)
    if made and report.when == "call":
        seen = {"test": item.nodeid, "passed": report.passed, "seconds": round(report.duration, 1)}
        size = "stress" if item.config.getoption("stress") else "every"
        _keep(f"{size}/{item.nodeid}", {**asdict(made), **seen, **dict(report.user_properties)})
    return report


def _keep(name: str, seen: dict[str, object]) -> None:
    file = RESULTS / (name.replace("/", "-").replace("::", "-").replace("-", "/", 1) + ".json")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(seen, indent=1, ensure_ascii=False), encoding="utf-8")
