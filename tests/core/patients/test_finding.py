"""Finding patients, on both databases: by whatever is known of them, and why they were found."""

from dataclasses import replace
from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.duplicates.actions import MergePatients, merge_patients
from clinicdesk.patients.actions import RegisterPatient, open_chart, register_patient
from clinicdesk.patients.derived import renew_all
from clinicdesk.patients.queries import Found, Match, find_patients, patient
from clinicdesk.patients.rules import NewPhone, WordPart
from tests.builders.clinic import COORDINATOR, NURSE, actor
from tests.builders.gestures import ask, do
from tests.builders.patients import a_patient
from tests.builders.rows import contents, counted, plain_sql

ROSA = RegisterPatient(
    family="Martínez López",
    given="Rosa",
    middle="Guadalupe",
    preferred="Chayo",
    birth_date=date(1951, 3, 14),
    phones=(NewPhone(typed="1-707-555-0171"), NewPhone(typed="707.555.0188", preferred=True)),
    former_names=(("Ybarra", "Rosa"),),
    identifiers=(("urn:other-clinic", "X-77"),),
)

# What is typed, and the family names that it finds, the best first.
SEARCHES = {
    "mart": ["Martin", "Martínez López"],
    "martin": ["Martin", "Martínez López"],
    "MARTINEZ-L": ["Martínez López"],
    "martínez lopez, r": ["Martínez López"],
    "rosa mart": ["Martínez López"],
    "mart rosa": ["Martínez López"],
    "rosa": ["Martínez López", "O'Brien"],
    "chayo": ["Martínez López"],
    "guada": ["Martínez López"],
    "ybarra": ["Martínez López"],
    "ybarra rosa": ["Martínez López"],
    "obrien": ["O'Brien"],
    "o’b": ["O'Brien"],
    "o brien": ["O'Brien"],
    "delacruz": ["de la Cruz"],
    "cruz": ["de la Cruz"],
    "102-98": ["de la Cruz", "Martin", "Martínez López", "Nguyễn", "O'Brien"],
    "1029826": ["O'Brien"],
    "7075550171": ["Martínez López"],
    "(707) 555-0188": ["Martínez López"],
    "+1 707 555 0171": ["Martínez López"],
    "0171": ["Martínez López"],
    "0188 rosa": ["Martínez López"],
    "3/14/1951": ["Martínez López"],
    "14 march 51": ["Martínez López"],
    "mar 1951": ["Martínez López", "Martin"],
    "rosa 1951": ["Martínez López"],
    "x77": ["Martínez López"],
    "x-77": ["Martínez López"],
    "NGUYỄN, thi hoa": ["Nguyễn"],
    "zz": [],
    "%": [],
    "_": [],
    "artin": [],
}


def who(found: Found) -> list[str]:
    return [one.name.family for one in found.patients]


def one(desk: Desk, typed: str) -> Match:
    """The only patient that is found."""
    [match] = ask(desk, COORDINATOR, find_patients, typed).matches
    return match


def test_whatever_is_known_of_somebody_finds_them(desk: Desk):
    do(desk, COORDINATOR, register_patient, ROSA)
    others = (("O'Brien", "Rosa"), ("Martin", "Ann"), ("Nguyễn", "Thị Hoa"), ("de la Cruz", "Inés"))
    for number, (family, given) in enumerate(others):
        year = 1951 if family == "Martin" else 1940 + number
        a_patient(desk, family=family, given=given, phones=(), birth_date=date(year, 6, 1))

    found = {typed: who(ask(desk, COORDINATOR, find_patients, typed)) for typed in SEARCHES}

    assert found == SEARCHES
    reasons = {typed: one(desk, typed).by for typed in ("ybarra", "0171", "3/14/1951", "x77")}
    assert {typed: (by.part, by.said) for typed, [by] in reasons.items()} == {
        "ybarra": (WordPart.FORMER, "YBARRA, Rosa"),
        "0171": (WordPart.PHONE_END, "7075550171"),
        "3/14/1951": (WordPart.BORN, ""),
        "x77": (WordPart.IDENTIFIER, "x77"),
    }
    assert one(desk, "martinez").by == ()
    assert one(desk, "martinez").patient.phone == "(707) 555-0188"


def test_a_new_patient_is_found_by_what_an_upgrade_would_make_anew(desk: Desk, url: str):
    do(desk, COORDINATOR, register_patient, ROSA)
    # More sounds than a database compares in one statement.
    many = tuple((f"Ybarra{n}", "Rosa") for n in range(200))
    other = replace(ROSA, former_names=many, namesake_is_another=True, identifiers=())
    do(desk, COORDINATOR, register_patient, other)
    before = contents(url)

    with plain_sql(url) as connection:
        renew_all(connection)

    after = contents(url)
    assert after["patient_word"]
    assert [name for name in after if after[name] != before[name]] == []


def test_there_may_be_more_and_the_best_come_first(desk: Desk):
    for given in ("Ann", "Ben", "Cleo"):
        a_patient(desk, family="Leeward", given=given)
    a_patient(desk, family="Berg", given="Lee")
    a_patient(desk, family="Lee", given="Zoe")

    found = ask(desk, COORDINATOR, find_patients, "lee", 3)

    assert [(one.name.family, one.name.given) for one in found.patients] == [
        ("Lee", "Zoe"),
        ("Berg", "Lee"),
        ("Leeward", "Ann"),
    ]
    assert found.has_more
    assert not ask(desk, COORDINATOR, find_patients, "lee", 5).has_more


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nakgawa", ("NAKAGAWA",)),
        ("anakgawa", ("NAKAGAWA",)),
        ("ken nakagwa", ("KEN NAKAGAWA",)),
        ("katsaros", ("CATSAROS",)),
        ("qqqq", ()),
        ("nakagawa", ()),
    ],
)
def test_what_may_have_been_meant(desk: Desk, typed: str, meant: tuple[str, ...]):
    a_patient(desk, family="Nakagawa", given="Ken")
    a_patient(desk, family="Catsaros", given="Eleni")

    assert ask(desk, COORDINATOR, find_patients, typed).meant == meant


def test_a_former_name_alone_does_not_hide_what_was_meant(desk: Desk):
    do(desk, COORDINATOR, register_patient, replace(ROSA, former_names=(("Nakagava", ""),)))
    a_patient(desk, family="Nakagawa")

    found = ask(desk, COORDINATOR, find_patients, "nakagava")

    assert who(found) == ["Martínez López"]
    assert found.meant == ("NAKAGAWA",)


def test_similar_names_are_pointed_out(desk: Desk):
    for family, given in (("Martinez", "Rosa"), ("Martin", "Rose"), ("Marten", "Otto")):
        a_patient(desk, family=family, given=given)

    found = ask(desk, COORDINATOR, find_patients, "mart")

    assert {one.patient.name.given: one.is_similar for one in found.matches} == {
        "Rosa": True,
        "Rose": True,
        "Otto": False,
    }


def test_a_merged_record_finds_the_one_that_was_kept(desk: Desk, url: str):
    kept = a_patient(desk, family="Oyelaran", given="Sam", birth_date=date(1951, 3, 14))
    merged = a_patient(desk, family="Nakagawa", given="Sam", phones=())
    for patient_id in (kept, merged):
        do(desk, COORDINATOR, open_chart, patient_id)
    number = ask(desk, COORDINATOR, patient, merged).mrn
    request = MergePatients(
        kept_id=kept, kept_version=1, merged_id=merged, merged_version=1, birth_year=1951
    )
    do(desk, COORDINATOR, merge_patients, request)

    found = {typed: one(desk, typed) for typed in (number, "nakagawa", "")}

    assert {typed: match.patient.id for typed, match in found.items()} == dict.fromkeys(found, kept)
    assert [by.said for typed in (number, "nakagawa") for by in found[typed].by] == [
        number.replace("-", ""),
        "NAKAGAWA, Sam",
    ]
    assert [row for row in contents(url)["patient_block"] if merged in row] == []


def test_nothing_typed_finds_the_charts_that_somebody_opened_last(desk: Desk):
    first, second, third = (a_patient(desk, family=name) for name in ("Abel", "Brandt", "Cole"))
    for login, patient_id in ((COORDINATOR, first), (COORDINATOR, second), (NURSE, third)):
        do(desk, login, open_chart, patient_id)
    do(desk, COORDINATOR, open_chart, first)

    assert who(ask(desk, COORDINATOR, find_patients, " ")) == ["Abel", "Brandt"]
    assert who(ask(desk, COORDINATOR, find_patients, "", 1)) == ["Abel"]
    assert who(ask(desk, NURSE, find_patients, "")) == ["Cole"]


def test_a_search_takes_as_many_statements_whatever_it_finds(desk: Desk):
    typed = ("mart", "rosa mart", "rosa 1951", "0171", "nakgawa", "")
    counts = []
    for family in ("Martinez", "Martin", "Nakagava", "Martell"):
        do(desk, COORDINATOR, open_chart, a_patient(desk, family=family, given="Rosa"))
        counts.append({text: _statements(desk, text) for text in typed})

    assert counts[1:3] == [counts[3]] * 2
    assert max(counts[3].values()) < 10
    assert counts[3]["mart"] == 2


def _statements(desk: Desk, typed: str) -> int:
    who_asks = actor(desk, COORDINATOR)
    with counted(desk._engine) as seen:
        desk.read(who_asks, find_patients, typed)
    return len([one for one in seen if one.startswith(("SELECT", "WITH"))])
