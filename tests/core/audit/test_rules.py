"""How stored values read."""

from decimal import Decimal

import pytest

from clinicdesk.audit.rules import Kind, Reading, answer_in_words
from clinicdesk.audit.words import in_words
from tests.builders.times import ZONE


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Kind.TEXT, "Rosa", "Rosa"),
        (Kind.TEXT, 24, "24"),
        (Kind.TEXT, str(Decimal("4.6")), "4.6"),
        (Kind.TEXT, None, "not recorded"),
        (Kind.TEXT, "", "not recorded"),
        (Kind.YES_NO, True, "Yes"),
        (Kind.YES_NO, False, "No"),
        (Kind.YES_NO, None, "not recorded"),
        (Kind.TICK, True, "Yes"),
        (Kind.TICK, False, "not recorded"),
        (Kind.DAY, "2027-01-12", "Tue, Jan 12, 2027"),
        (Kind.INSTANT, "2027-01-12T18:00:00.000000+00:00", "Tue, Jan 12, 2027, 10:00 AM"),
        (Kind.INSTANT, "2027-03-14T09:59:00.000000+00:00", "Sun, Mar 14, 2027, 1:59 AM"),
        (Kind.INSTANT, "2027-03-14T10:00:00.000000+00:00", "Sun, Mar 14, 2027, 3:00 AM"),
        (Kind.CLOCK_TIMES, "08:00 20:00", "8:00 AM, 8:00 PM"),
        (Kind.CHOICE, "ride_alone", "Ride alone"),
        (Kind.CHOICE, "mri", "MRI"),
        (Kind.MRN, "1029813", "102-9813"),
        (Kind.PHONE, "707 555 0115", "(707) 555-0115"),
        (Kind.PHONE, "ask the daughter", "ask the daughter"),
        (Kind.NAMED, 7, "Dana Mills"),
        (Kind.NAMED, "7 8", "Dana Mills, Noor Haddad"),
        (Kind.NAMED, 9, ""),
    ],
)
def test_a_value_in_words(kind: Kind, value: object, words: str):
    names = {"mri": "MRI", "7": "Dana Mills", "8": "Noor Haddad"}

    assert in_words(value, Reading("Label", kind, names), ZONE) == words


@pytest.mark.parametrize(
    ("value", "state", "words"),
    [
        (True, "answered", "Yes"),
        (False, "answered", "No"),
        ("Legs go numb", "answered", "Legs go numb"),
        (["back_pain", "Rash"], "answered", "Pain in the lower back, Rash"),
        ([], "answered", "None"),
        (None, "not_asked", "Not asked"),
        (None, "declined", "Declined"),
        (None, "", "not recorded"),
    ],
)
def test_an_answer_in_words(value: object, state: str, words: str):
    assert answer_in_words(value, state, {"back_pain": "Pain in the lower back"}) == words
