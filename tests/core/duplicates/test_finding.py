"""Who may be the person that is typed, and which records look like one person's: few statements."""

from datetime import date
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.duplicates.actions import TellApart, tell_apart
from clinicdesk.duplicates.queries.finding import (
    Compared,
    PossibleMatch,
    Sought,
    duplicate_pairs,
    possible_matches,
)
from clinicdesk.patients.actions import RegisterPatient, register_patient
from clinicdesk.patients.resemblance import Alike
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import a_patient
from tests.builders.rows import counted

BORN = date(1951, 3, 14)


def found(desk: Desk, **typed: Any) -> tuple[PossibleMatch, ...]:
    matches: tuple[PossibleMatch, ...] = ask(desk, COORDINATOR, possible_matches, Sought(**typed))
    return matches


def test_who_may_be_whom_somebody_is_typing(desk: Desk):
    rosa = a_patient(desk, family="Martinez", given="Rosa", birth_date=BORN)
    rita = a_patient(desk, family="Martinez", given="Rita", birth_date=BORN)
    a_patient(desk, family="Okafor", given="Ben", birth_date=BORN)
    typed: dict[str, dict[str, Any]] = {
        "nothing": {},
        "a family name": {"family": "Martinez"},
        "a birth date": {"born": BORN},
        "by ear": {"family": "Martiniz", "given": "Roza", "born": BORN},
        "no birth date": {"family": "Martinez", "given": "Rosa"},
        "no given name": {"family": "Martinez", "born": BORN},
        "a phone": {"family": "Martinez", "phone": "707 555 0171"},
        "swapped": {"family": "Rosa", "given": "Martinez", "born": BORN},
        "too long": {"family": "Martinez " * 60, "given": "R\u202eosa", "born": BORN},
        "half a letter": {"family": "Martinez\ud800", "given": "Rosa", "born": BORN},
    }

    who = {key: [one.patient.id for one in found(desk, **typed[key])] for key in typed}

    assert who["nothing"] == who["a family name"] == who["a birth date"] == []
    assert who["too long"] == who["half a letter"] == []
    assert who["by ear"][0] == who["swapped"][0] == rosa
    assert who["no birth date"] == [rosa]
    assert set(who["no given name"]) == set(who["a phone"]) == {rosa, rita}
    [first, *_] = found(desk, **typed["by ear"])
    assert (first.same_birth, first.why[0]) == (True, "same birth date")


def test_a_constant_number_of_statements_whatever_is_found(desk: Desk):
    counts = []
    for _ in range(2):
        for _ in range(3):
            a_patient(desk, family="Martinez", given="Rosa")
        with counted(desk._engine) as statements:
            found(desk, family="Martines", given="Rosa", phone="7075550171")
            ask(desk, COORDINATOR, duplicate_pairs)
        counts.append(len(statements))

    assert counts[0] == counts[1] < 30


def test_whoever_sounds_like_a_patient_is_not_registered_without_a_word(desk: Desk):
    a_patient(desk, family="Martinez", given="Rosa", birth_date=BORN)
    again = RegisterPatient(family="Martines", given="Roza", birth_date=BORN)

    words = told(desk, COORDINATOR, register_patient, again)
    assert words.startswith("MARTINEZ, Rosa, born Mar 14, 1951, MRN 102-9818, is already")
    assert "same birth date, one letter of the family name differs, one letter of the" in words
    other_day = RegisterPatient(family="Martines", given="Roza", birth_date=date(1951, 3, 15))
    assert do(desk, COORDINATOR, register_patient, other_day)


def pairs(desk: Desk) -> list[tuple[int, int]]:
    step: Compared = ask(desk, COORDINATOR, duplicate_pairs)
    assert (step.after, step.done) == (None, step.all)
    return [(pair.first.id, pair.second.id) for pair in step.pairs]


def test_the_report_names_records_that_look_like_one_persons(desk: Desk):
    rosa = a_patient(desk, family="Martinez", given="Rosa", birth_date=BORN)
    slip = a_patient(desk, family="Martinez", given="Rosa", birth_date=date(1951, 3, 15))
    a_patient(desk, family="Okafor", given="Ben", birth_date=BORN, phones=())
    month = date(1951, 4, 14)
    double = a_patient(desk, family="Martinez Lopez", given="Rosa", birth_date=month)
    assert pairs(desk) == [(rosa, slip), (rosa, double)]
    [first, second] = ask(desk, COORDINATOR, duplicate_pairs).pairs
    assert (first.alike, second.alike) == (Alike.LIKELY, Alike.LIKELY)

    do(desk, NURSE, tell_apart, TellApart(slip, rosa))

    assert pairs(desk) == [(rosa, double)]


def test_who_was_said_to_be_another_is_no_duplicate(desk: Desk):
    a_patient(desk, family="Martinez", given="Rosa", birth_date=BORN)
    twin = RegisterPatient(
        family="Martinez", given="Rosa", birth_date=BORN, namesake_is_another=True
    )
    do(desk, COORDINATOR, register_patient, twin)

    assert pairs(desk) == []
    again = RegisterPatient(family="Martinez", given="Rosa", birth_date=BORN)
    assert refused(desk, COORDINATOR, register_patient, again) == ["patients.namesake"]
