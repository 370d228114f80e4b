"""Two people's edits are compared field by field; nothing of either is lost unseen."""

from datetime import UTC, datetime, time

import pytest

from clinicdesk.conflicts import Difference, differences, reason
from clinicdesk.messages import sentence
from clinicdesk.policy import Indication

AT = datetime(2026, 11, 23, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("began", "saved", "typed", "found"),
    [
        ("a", "a", "b", None),
        ("a", "b", "b", None),
        ("a", "b", "a", False),
        ("a", "b", "c", True),
        (None, "b", "c", True),
        ("a", None, "c", True),
        (None, "", "c", None),
        ("", None, "c", None),
        ((), None, (time(8),), None),
        (None, True, None, False),
    ],
)
def test_what_is_a_conflict(began: object, saved: object, typed: object, found: bool | None):
    """A field that only one side touched is theirs or mine; both alike is no conflict."""
    told = differences({"x": began}, {"x": saved}, {"x": typed})

    assert [one.is_mine for one in told] == ([] if found is None else [found])


def test_what_is_not_typed_here_is_not_asked_about():
    assert differences({}, {"other": 1}, {"x": 2}) == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "not recorded"),
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        ("Ana", "Ana"),
        (Indication.PRIMARY_PREVENTION, "primary prevention"),
        ((time(8), time(20)), "08:00:00, 20:00:00"),
        (AT, "Mon, Nov 23, 2026, 4:00 PM"),
        (2.5, "2.5"),
    ],
)
def test_it_is_told_in_a_sentence(value: object, words: str):
    told = sentence(reason(Difference("hold_for", None, value, "mine"), "Noor Haddad", AT))

    assert told == (
        f"Noor Haddad saved {words} for hold for meanwhile; you have mine. "
        "Decide which one counts, then save again."
    )
