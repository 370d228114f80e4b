"""Which names may be taken for each other."""

from itertools import product

import pytest

from clinicdesk.patients.rules import PersonName
from clinicdesk.patients.similar import alike, are_alike, form_of

ALIKE = [
    # Same family name, same first initial: the habit of surgery centres.
    ("Martinez, Rosa", "Martinez, Raul"),
    ("Martinez, Rosa", "MARTÍNEZ, Rosa"),
    ("O'Brien, Sean", "OBrien, Siobhan"),
    # By sound.
    ("Smith, John", "Smyth, Jane"),
    ("Kowalski, Katherine", "Kowalski, Catherine"),
    ("Lee, Anna", "Leigh, Anna"),
    ("Martin, Rose", "Martinez, Rosa"),
    # One letter.
    ("Hansen, Inga", "Jansen, Inga"),
    ("Kim, Jo", "Kim, Bo"),
    ("Nakagawa, Ken", "Nagakawa, Ken"),
    ("王, 小龙", "王, 小虎"),
    # In each other's field.
    ("Thomas, George", "George, Thomas"),
    # A given name that is not recorded may be any.
    ("Suharto", "Suharto, Ahmad"),
    ("Suharto", "Suharto"),
]
APART = [
    ("Martinez, Rosa", "Martinez, Ana"),
    ("Martin, Robert", "Martinez, Rosa"),
    ("Lee, Anna", "Low, Amy"),
    ("Nguyen, Minh", "Nguyen, Anh"),
    ("Ito, Ken", "Ibe, Ken"),
    ("王, 伟", "李, 伟"),
    ("Mar, Rose", "Martinez, Rosa"),
    ("Suharto", "Sukarno, Ahmad"),
    ("Thomas, George", "George, Peter"),
]


def named(text: str) -> PersonName:
    family, _, given = text.partition(", ")
    return PersonName(family, given)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [*((*pair, True) for pair in ALIKE), *((*pair, False) for pair in APART)],
)
def test_two_names(one: str, other: str, expected: bool):
    forms = form_of(named(one)), form_of(named(other))

    assert (are_alike(*forms), are_alike(*reversed(forms))) == (expected, expected)


def test_among_many_nobody_is_missed():
    """Only who shares something is compared: the answer is that of comparing everybody."""
    names = dict.fromkeys(name for pair in (*ALIKE, *APART) for name in pair)
    people = {place: form_of(named(name)) for place, name in enumerate(names)}

    found = alike(people)

    pairs = {(one, other) for one, others in found.items() for other in others}
    assert pairs == {
        (one, other)
        for one, other in product(people, people)
        if one != other and are_alike(people[one], people[other])
    }
    assert len(pairs) > 2 * len(ALIKE) - 5
