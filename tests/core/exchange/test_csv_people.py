"""Columns, dates and rows of a list: proposed, told, and what cannot be read."""

import random
from collections import Counter
from datetime import date

import pytest

from clinicdesk.errors import Refused
from clinicdesk.exchange.candidates import Candidate
from clinicdesk.exchange.csv_columns import ListField, mapped, proposed, refuse_unusable
from clinicdesk.exchange.csv_dates import DateOrder, order_of, read_born
from clinicdesk.exchange.csv_people import Plan, people_in
from clinicdesk.exchange.csv_reading import read_list
from clinicdesk.messages import sentence
from clinicdesk.patients.rules import PhoneKind, Sex
from tests.builders.lists import a_list

DAMAGE = (b"", b"\0", b"\xff", b'"', b'""', b",", b";", b"\r", b"\n", b"=", b"\xe2\x80", b"\t")
F = ListField
MONTH, DAY = DateOrder


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Last name", F.FAMILY),
        ("  SURNAME ", F.FAMILY),
        ("Patient_Last-Name", F.FAMILY),
        ("Date of Birth:", F.BORN),
        ("D.O.B.", F.BORN),
        ("Cell #", F.MOBILE),
        ("E-mail", F.EMAIL),
        ("Notes", None),
        ("", None),
    ],
)
def test_a_column_is_known_by_its_name(name: str, field: ListField | None):
    assert proposed([name]) == (field,)


def test_a_person_changes_what_was_proposed():
    header = ("Last name", "Surname", "Day", "Cell", "Column 5")
    columns = proposed(header)
    assert columns == (F.FAMILY, None, None, F.MOBILE, None)

    told = ["day=born", "Cell=", "5=city", "last name=given", "surname=family"]
    assert mapped(header, columns, told) == (F.GIVEN, F.FAMILY, F.BORN, None, F.CITY)


@pytest.mark.parametrize(
    ("columns", "told", "words"),
    [
        ((F.GIVEN,), [], "Say which column holds: Family name and Birth date."),
        ((F.NAME,), [], "Say which column holds: Birth date."),
        ((F.FAMILY, F.BORN, F.CITY, F.CITY), [], "Two columns are said to hold the same: City."),
        ((F.FAMILY,), ["8=born"], "The list has no column 8."),
        ((F.FAMILY,), ["1=shoe"], "No column can hold “shoe”."),
    ],
)
def test_columns_that_cannot_be_used(columns: tuple[ListField, ...], told: list[str], words: str):
    with pytest.raises(Refused) as refusal:
        refuse_unusable(mapped([f"c{n}" for n in range(1, len(columns) + 1)], columns, told))

    assert sentence(refusal.value.reasons[0]).startswith(words)


@pytest.mark.parametrize(
    ("text", "month_first", "day_first"),
    [
        ("1950-04-03", date(1950, 4, 3), date(1950, 4, 3)),
        ("19500403", date(1950, 4, 3), date(1950, 4, 3)),
        ("3/4/1950", date(1950, 3, 4), date(1950, 4, 3)),
        ("03.04.1950 00:00:00", date(1950, 3, 4), date(1950, 4, 3)),
        ("3-31-1950 12:00 AM", date(1950, 3, 31), None),
        ("31/3/1950", None, date(1950, 3, 31)),
        ("April 3, 1950", date(1950, 4, 3), date(1950, 4, 3)),
        ("3-Apr-1950", date(1950, 4, 3), date(1950, 4, 3)),
        ("2/29/1951", None, None),
        ("3/4/50", None, None),
        ("18356", None, None),
        ("", None, None),
    ],
)
def test_a_date_is_read_in_the_order_of_the_list(
    text: str, month_first: date | None, day_first: date | None
):
    assert (read_born(text, MONTH), read_born(text, DAY)) == (month_first, day_first)


@pytest.mark.parametrize(
    ("cells", "told", "order"),
    [
        (["3/4/1950", "3/31/1950"], DAY, DAY),
        (["3/31/1950", "1/1/1950"], None, MONTH),
        (["31/3/1950", "x"], None, DAY),
        (["1950-04-03"], None, MONTH),
    ],
)
def test_the_order_is_told_or_plain(cells: list[str], told: DateOrder | None, order: DateOrder):
    assert order_of(cells, told) is order


def test_an_order_that_is_not_plain_is_asked_for():
    with pytest.raises(Refused) as refusal:
        order_of(["3/31/1950", "3/4/1950"], None)

    assert "“3/4/1950” can be read in two ways." in sentence(refusal.value.reasons[0])


def candidates(content: bytes, **plan: str) -> tuple[Candidate, ...]:
    found = read_list(content)
    return people_in(found, Plan(columns=proposed(found.header), **plan), "list.csv").candidates


def test_a_row_is_a_registration():
    header = ("Patient name", "DOB", "Sex", "Cell", "Home phone", "Address", "ZIP", "Chart #")
    street = '"14 Vine St\nUnit 2"'
    row = ('"de la Cruz, María"', "3/14/1951", "f", "'+1 707 555 0171", "", street, "94558", "A7")

    [one] = candidates(a_list(row, header=header), numbers_from="Old EMR")

    registration = one.record.registration
    assert (registration.family, registration.given) == ("de la Cruz", "María")
    assert (registration.birth_date, registration.sex) == (date(1951, 3, 14), Sex.FEMALE)
    [phone] = registration.phones
    assert (phone.typed, phone.kind) == ("+1 707 555 0171", PhoneKind.MOBILE)
    assert (registration.street, registration.postal_code) == ("14 Vine St, Unit 2", "94558")
    assert registration.identifiers == (("list:Old EMR", "A7"),)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("", "Rosa", "1951-03-14", "", ""), "Last name is empty. Fill it in."),
        (("Li", "Bo", "", "", ""), "DOB is empty. Fill it in."),
        (("Li", "Bo", "1951", "", ""), "DOB: “1951” is no date that can be read."),
        (("Li", "Bo", "1951-03-14", "7", ""), "Sex: “7” is not known."),
        (("Li", "Bo", "1951-03-14", "", "1" * 101), "Phone has room for 100 characters."),
        (("Li",), "DOB is empty. Fill it in."),
    ],
)
def test_what_cannot_be_read_is_said_with_the_column(row: tuple[str, ...], words: str):
    [one] = candidates(a_list(row))

    assert (one.record, one.file) == (None, "list.csv, line 2")
    assert sentence(one.objections[0]).startswith(words)


def test_what_a_list_says_of_nothing_is_not_recorded_but_a_name_is_a_name():
    header = ("Last name", "First name", "DOB", "Sex", "Cell", "Email", "Chart #", "City")
    row = ("Na", "U", "1951-03-14", "unknown", "N/A", "none", "-", "unk")

    [one] = candidates(a_list(row, header=header), numbers_from="Old EMR")

    registration = one.record.registration
    assert (registration.family, registration.given, registration.sex) == ("Na", "U", None)
    assert (registration.phones, registration.identifiers) == ((), ())
    assert (registration.email, registration.city) == ("", "")


def test_who_stands_in_a_list_twice_is_taken_once():
    li = ("Li", "Bo", "1951-03-14", "", "")

    first, second = candidates(a_list(li, ("LI", "Bó", *li[2:])))

    assert first.record
    assert [sentence(one) for one in second.objections] == [
        "The same person stands in line 2 already."
    ]


def test_whatever_is_damaged_in_a_list_is_read_or_refused_in_words():
    whole = a_list(*((f"Li{n}", '"Bo, ""B"""', "1951-03-14", "M", "707") for n in range(9)))
    chance, fates = random.Random(20), Counter[str]()
    for _ in range(400):
        changed = bytearray(whole)
        for place in chance.choices(range(len(whole)), k=chance.randrange(1, 9)):
            changed[place : place + chance.randrange(3)] = chance.choice(DAMAGE)
        try:
            told = [one.objections for one in candidates(bytes(changed))]
            fates["read"] += all(sentence(reason) for some in told for reason in some)
        except Refused as refusal:
            fates["refused"] += all(map(sentence, refusal.reasons))

    assert fates.total() == 400
    assert min(fates["read"], fates["refused"]) > 20
