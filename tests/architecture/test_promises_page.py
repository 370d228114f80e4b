"""docs/promises.md tells what the tests prove, and its generator reads them right."""

from collections import Counter
from dataclasses import asdict

import pytest

from tests.promised import PAGE, Proof, page, proofs, stated
from tests.promises import Promise, promise

MADE = Promise("R-99", "Says | so", {"kills": 1000}, {"kills": 2000}, "it is broken")
PROOF = Proof(MADE, "tests/core/test_it.py", "test_it")
RUN = asdict(MADE) | {
    "test": "tests/core/test_it.py::test_it[sqlite]",
    "passed": True,
    "size": "every",
}


def test_the_page_states_the_promises_of_the_tests():
    """`make promises` writes it."""
    stands, expected = (
        text.splitlines() for text in (PAGE.read_text(encoding="utf-8"), stated(proofs()))
    )
    assert stands[: len(expected)] == expected


def test_the_promises_of_these_areas_are_proven():
    numbers = Counter(proof.promise.number for proof in proofs())

    proven = (1, 2, 3, 4, 5, 6, 7, 9, 10, 12, 14, 15, 20)
    assert {f"R-{number:02}" for number in proven} <= set(numbers)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, "sqlite: held"),
        ({"shown": "1 kill", "seed": 7}, "sqlite: 1 kill (seed 7)"),
        ({"passed": False, "seed": 7}, "sqlite: FAILED (seed 7)"),
    ],
)
def test_what_a_run_saw_is_told(more: dict[str, object], told: str):
    written = page([PROOF], [RUN | more])

    assert "| R-99 | Says \\| so | kills: 1,000 | kills: 2,000 | It is broken |" in written
    assert f"| R-99 | test_it | {told} | not run |\n" in written


def test_a_run_of_what_was_promised_before_is_not_told():
    assert "| R-99 | test_it | not run | not run |\n" in page([PROOF], [RUN | {"says": "Other"}])


def test_sizes_have_the_same_names():
    with pytest.raises(ValueError, match="same names"):
        promise("R-99", "says", every={"a": 1}, stress={"b": 1}, mutant="none")
