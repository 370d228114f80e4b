"""Putting right who a patient is, on both databases: nothing is written over unseen."""

from dataclasses import replace
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.patients.actions import CorrectPatient, correct_patient
from clinicdesk.patients.identity import Identity
from clinicdesk.patients.queries import find_patients, patient, patient_identity
from clinicdesk.patients.rules import PersonName, Sex
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.gestures import ask, do, refused
from tests.builders.patients import a_patient

ROSA = Identity(name=PersonName("Martinez", "Rosa"), birth_date=date(1951, 3, 14), sex=Sex.FEMALE)


def corrected(desk: Desk, patient_id: int, by: str = COORDINATOR, **changed: object) -> None:
    do(desk, by, correct_patient, request(patient_id, **changed))


def request(
    patient_id: int, *, began: Identity = ROSA, name_changed: bool | None = None, **changed: object
) -> CorrectPatient:
    return CorrectPatient(
        patient_id=patient_id,
        identity=replace(began, **changed),
        began=began,
        name_changed=name_changed,
    )


def rosa(desk: Desk) -> int:
    return a_patient(
        desk, family="Martinez", given="Rosa", birth_date=ROSA.birth_date, sex=ROSA.sex
    )


def found(desk: Desk, typed: str) -> list[int]:
    return [match.patient.id for match in ask(desk, COORDINATOR, find_patients, typed).matches]


def test_a_slip_is_written_over(desk: Desk):
    patient_id = rosa(desk)
    name = PersonName("Martínez", "Rósa", "María", "Jr.", "Rosie")
    corrected(
        *(desk, patient_id),
        name=name, birth_date=date(1951, 4, 13), sex=None, gender="Woman", name_changed=False,
    )  # fmt: skip

    told = ask(desk, COORDINATOR, patient_identity, patient_id)
    assert told == Identity(name=name, birth_date=date(1951, 4, 13), gender="Woman")
    assert ask(desk, COORDINATOR, patient, patient_id).name == name


def test_a_changed_name_finds_by_the_one_before_too(desk: Desk):
    wed, typo = rosa(desk), rosa_again(desk)
    corrected(desk, wed, name=PersonName("Okonkwo", "Rosa"), name_changed=True)
    corrected(desk, typo, name=PersonName("Castellano", "Rosa"), name_changed=False)

    assert found(desk, "martinez") == found(desk, "okonkwo") == [wed]
    assert found(desk, "castellano") == [typo]


def rosa_again(desk: Desk) -> int:
    return a_patient(
        *(desk,), family="Martinez", given="Rosa", birth_date=ROSA.birth_date, sex=ROSA.sex,
        namesake_is_another=True,
    )  # fmt: skip


def test_corrections_that_are_refused(desk: Desk):
    patient_id = rosa(desk)
    expected = {
        "patients.name_why": request(patient_id, name=PersonName("Okonkwo", "Rosa")),
        "patients.family_missing": request(patient_id, name=PersonName(" ", "Rosa")),
        "patients.born_in_future": request(patient_id, birth_date=date(2030, 1, 1)),
        "text.hidden_character": request(patient_id, name=PersonName("Mar\u202etinez", "Rosa")),
        "text.too_long": request(patient_id, gender="x" * 101),
    }

    said = {
        code: refused(desk, COORDINATOR, correct_patient, one) for code, one in expected.items()
    }
    assert said == {code: [code] for code in expected}
    assert ask(desk, COORDINATOR, patient_identity, patient_id) == ROSA


def test_who_saves_second_is_told_of_the_first(desk: Desk):
    patient_id = rosa(desk)
    corrected(desk, patient_id, NURSE, gender="Woman")

    mine = request(patient_id, gender="Nonbinary")
    assert refused(desk, COORDINATOR, correct_patient, mine) == ["desk.conflict"]
    corrected(desk, patient_id, birth_date=date(1951, 3, 15), gender="Woman")
    kept = ask(desk, COORDINATOR, patient_identity, patient_id)
    assert (kept.birth_date, kept.gender) == (date(1951, 3, 15), "Woman")
