"""How alike two people are, and why: twins, fathers and sons, married names, typing mistakes."""

from datetime import date

import pytest

from clinicdesk.patients.resemblance import Alike, Described, resemblance
from clinicdesk.patients.rules import PersonName
from clinicdesk.patients.words import Known, blocks_of

BORN = date(1951, 3, 14)
PHONE = "7075550171"


def person(
    family: str,
    given: str = "",
    born: date | None = BORN,
    phone: str = "",
    former: tuple[tuple[str, str], ...] = (),
    preferred: str = "",
) -> Described:
    return Described(
        names=((family, given), *former),
        born=born,
        numbers=frozenset({phone} - {""}),
        preferred=preferred,
    )


ROSA = person("Martinez", "Rosa", phone=PHONE)
JOHN = person("Smith", "John", date(1948, 5, 6), PHONE)

# Who is compared with whom; what they are; a reason that is given.
PAIRS = {
    "the same": (ROSA, ROSA, Alike.SAME, "same name"),
    "accents": (person("Nguyễn", "Thị"), person("Nguyen", "Thi"), Alike.SAME, "same name"),
    "apostrophe": (person("O'Brien", "Rosa"), person("OBrien", "Rosa"), Alike.SAME, "same name"),
    "space": (person("O Brien", "Rosa"), person("O'Brien", "Rosa"), Alike.SAME, "same name"),
    "one letter": (
        ROSA,
        person("Hartinez", "Rosa"),
        Alike.LIKELY,
        "one letter of the family name differs",
    ),
    "sound": (
        person("Schultz", "Sofia"),
        person("Schultz", "Sophia"),
        Alike.LIKELY,
        "given name sounds alike",
    ),
    "hardly a sound": (
        person("Lopez", "Valeria"),
        person("Lopez", "Flora"),
        Alike.POSSIBLE,
        "another given name",
    ),
    "day and month": (
        person("Martinez", "Rosa", date(1951, 3, 4)),
        person("Martinez", "Rosa", date(1951, 4, 3)),
        Alike.LIKELY,
        "day and month of birth swapped",
    ),
    "wrong day": (
        ROSA,
        person("Martinez", "Rosa", date(1951, 3, 15)),
        Alike.LIKELY,
        "birth date differs in one place",
    ),
    "year mistyped": (
        ROSA,
        person("Martinez", "Rosa", date(1961, 3, 14)),
        Alike.LIKELY,
        "birth date differs in one place",
    ),
    "year and day": (ROSA, person("Martinez", "Rosa", date(1961, 3, 15)), Alike.OTHER, "same name"),
    "no given name": (ROSA, person("Martinez"), Alike.LIKELY, "one given name is not recorded"),
    "initial": (ROSA, person("Martinez", "R"), Alike.LIKELY, "part of the given name"),
    "hyphenated": (ROSA, person("Martinez-Lopez", "Rosa"), Alike.LIKELY, "part of the family name"),
    "swapped": (
        ROSA,
        person("Rosa", "Martinez"),
        Alike.LIKELY,
        "family and given name swapped",
    ),
    "married, known": (
        ROSA,
        person("Whitfield", "Rosa", former=(("Martinez", "Rosa"),)),
        Alike.LIKELY,
        "same former name",
    ),
    "married, same phone": (
        ROSA,
        person("Whitfield", "Rosa", phone=PHONE),
        Alike.LIKELY,
        "same phone",
    ),
    "married or a stranger": (
        ROSA,
        person("Whitfield", "Rosa"),
        Alike.POSSIBLE,
        "another family name",
    ),
    "twins": (ROSA, person("Martinez", "Rita", phone=PHONE), Alike.POSSIBLE, "another given name"),
    "called otherwise": (
        person("Smith", "Robert"),
        person("Smith", "Bob", preferred="Robert"),
        Alike.LIKELY,
        "part of the given name",
    ),
    "father and son": (
        JOHN,
        person("Smith", "John", date(1972, 9, 1), PHONE),
        Alike.OTHER,
        "another birth date",
    ),
    "namesakes of one age": (
        JOHN,
        person("Smith", "John", date(1949, 9, 1)),
        Alike.OTHER,
        "another birth date",
    ),
    "a birth date nobody was sure of": (
        JOHN,
        person("Smith", "John", date(1949, 1, 1), PHONE),
        Alike.POSSIBLE,
        "same phone",
    ),
    "short names": (person("Lee", "Ann"), person("Lee", "Dan"), Alike.POSSIBLE, "same birth date"),
    "particles": (
        person("de la Rosa", "Ana"),
        person("de la Cruz", "Eva"),
        Alike.OTHER,
        "another family name",
    ),
    "numbered": (
        person("Test 1", "Ann"),
        person("Test 2", "Ann"),
        Alike.POSSIBLE,
        "another family name",
    ),
    "nothing but the name": (
        ROSA,
        person("Martinez", "Rosa", None),
        Alike.POSSIBLE,
        "same name",
    ),
    "name and phone": (ROSA, person("Martinez", "Rosa", None, PHONE), Alike.LIKELY, "same phone"),
    "no phone at all": (
        person("Smith", "Ann", phone="0000000000"),
        person("Jones", "Eva", phone="0000000000"),
        Alike.OTHER,
        "same birth date",
    ),
    "no Latin letters": (person("Ким", "Анна"), person("Ким", "Анна"), Alike.SAME, "same name"),
    "strangers": (ROSA, person("Okafor", "Ben", date(1960, 1, 2)), Alike.OTHER, ""),
}


@pytest.mark.parametrize("who", PAIRS)
def test_how_alike_two_people_are(who: str):
    one, other, alike, reason = PAIRS[who]

    found, back = resemblance(one, other), resemblance(other, one)

    assert (found.alike, reason in (*found.why, "")) == (alike, True), found
    assert (back.alike, back.score) == (found.alike, found.score)


def known(who: Described) -> Known:
    family, given = who.names[0]
    return Known(
        name=PersonName(family, given, preferred=who.preferred),
        former=who.names[1:],
        mrn="1029813",
        born=who.born or BORN,
        phones=tuple((number, None) for number in who.numbers),
    )


@pytest.mark.parametrize("who", [key for key, pair in PAIRS.items() if pair[2] >= Alike.LIKELY])
def test_whoever_is_likely_the_same_shares_a_block(who: str):
    one, other = (blocks_of(known(person)) for person in PAIRS[who][:2])

    assert one & other


def test_a_block_is_never_a_name_alone_nor_a_number_that_nobody_has():
    blocks = blocks_of(known(person("Nguyễn", "Thị Hoa", phone="0000000000")))

    assert blocks == {
        "born 1951-03-14 NKYN",
        "born 1951-03-14 0",
        "born 1951-03-14 H",
        "born 1951-03-14 0H",
        "named 0H NKYN 1951",
        "named 0H NKYN 03-14",
    }
