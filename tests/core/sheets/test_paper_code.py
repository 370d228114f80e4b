"""The paper code can be read out on the phone and notices a slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.sheets.paper_code import ALPHABET, check_character, paper_code

BODIES = st.text(ALPHABET, min_size=9, max_size=9)


def test_known_code() -> None:
    # first 45 bits of SHA-256("abc"): ba7816bf8f01 -> Q9W1DFWF0
    assert paper_code("abc").startswith("Q9W-1DF-WF0-")


@given(st.text())
def test_shape(inputs: str) -> None:
    groups = paper_code(inputs).split("-")
    assert [len(group) for group in groups] == [3, 3, 3, 1]
    assert set("".join(groups)) <= set(ALPHABET)
    assert check_character("".join(groups[:3])) == groups[3]


@given(BODIES, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(body: str, place: int, wrong: str) -> None:
    slipped = body[:place] + wrong + body[place + 1 :]
    assert (check_character(slipped) == check_character(body)) == (slipped == body)


@pytest.mark.parametrize(("body", "check"), [("000000000", "0"), ("000000001", "Y")])
def test_check_character(body: str, check: str) -> None:
    assert check_character(body) == check
