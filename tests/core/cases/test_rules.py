"""The case's way: every pair of statuses is either in the table below or refused."""

from itertools import product

import pytest

from clinicdesk.cases.rules import ALLOWED_MOVES, CaseStatus, check_move
from clinicdesk.errors import Refused

# Written out apart from the rules, so that a changed table is noticed.
EXPECTED = {
    "referred": "intake cancelled",
    "intake": "evaluated cancelled",
    "evaluated": "approved not_a_candidate more_work_up cancelled",
    "approved": "scheduled postponed cancelled",
    "scheduled": "checked_in approved postponed no_show cancelled",
    "checked_in": "pre_op scheduled postponed cancelled",
    "pre_op": "in_procedure checked_in postponed cancelled",
    "in_procedure": "recovery pre_op",
    "recovery": "discharged in_procedure",
    "discharged": "followed_up recovery",
    "followed_up": "closed",
    "closed": "",
    "not_a_candidate": "",
    "more_work_up": "evaluated cancelled",
    "postponed": "approved cancelled",
    "cancelled": "",
    "no_show": "approved cancelled",
}
PAIRS = {(CaseStatus(old), CaseStatus(new)) for old in EXPECTED for new in EXPECTED[old].split()}


def test_every_status_is_in_the_table() -> None:
    assert {*EXPECTED} == {*CaseStatus}
    assert PAIRS == ALLOWED_MOVES


@pytest.mark.parametrize(("old", "new"), sorted(PAIRS))
def test_allowed_moves_pass(old: CaseStatus, new: CaseStatus) -> None:
    check_move(old, new)


@pytest.mark.parametrize(
    ("old", "new"), [pair for pair in product(CaseStatus, CaseStatus) if pair not in PAIRS]
)
def test_all_other_moves_are_refused(old: CaseStatus, new: CaseStatus) -> None:
    with pytest.raises(Refused) as refused:
        check_move(old, new)
    (reason,) = refused.value.reasons
    assert reason.code == "cases.move_not_allowed"
    assert reason.facts == {"old": old.shown, "new": new.shown}


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (CaseStatus.REFERRED, "referred"),
        (CaseStatus.CHECKED_IN, "checked in"),
        (CaseStatus.PRE_OP, "pre-op"),
        (CaseStatus.MORE_WORK_UP, "more work-up"),
        (CaseStatus.NO_SHOW, "no-show"),
        (CaseStatus.NOT_A_CANDIDATE, "not a candidate"),
    ],
)
def test_status_in_words(status: CaseStatus, words: str) -> None:
    assert status.shown == words
