"""R-09: text that hides something is refused in words wherever it comes in, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clinicdesk.desk import Desk
from clinicdesk.evaluations.actions import SignEvaluation, sign_evaluation
from clinicdesk.holds.actions import RecordLastDose, record_clearance, record_last_dose
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.intake.rules import Answer, AnswerState
from clinicdesk.patients.actions import NewPhone, RegisterPatient, register_patient
from clinicdesk.patients.queries import patient
from clinicdesk.readiness.actions import NameEscort, name_escort
from clinicdesk.record.actions import StrikeMedicine, strike_medicine
from clinicdesk.record.rules import LabKind
from clinicdesk.scheduling.actions.setup import add_person
from clinicdesk.staff.rules import Role
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, PHYSICIAN, actor, person, proof
from tests.builders.evidence import a_driver, a_lab, an_answer, of_drug
from tests.builders.gestures import ask, do, refused
from tests.builders.patients import a_booked_case, a_note, a_patient, an_evaluable_case
from tests.builders.rows import contents
from tests.builders.times import at

TEN = at("2027-01-12 10:00")
HOSTILE = {"too long": "x" * 20_001, "nul": "a\x00b", "bidi": "a\u202eb"}
KEPT = (
    "O'Brien-Łoś; DROP TABLE patient; --",
    "%s %(x)s {0} {drug} $1 :name ?",
    "<b>&amp;</b> =1+1 @x",
    "李小龙 Nguyễn محمد 🙂",
)

Gesture = tuple[str, Callable[..., Any], Callable[[str], object]]


@pytest.fixture
def fields(desk: Desk) -> dict[str, Gesture]:
    """Who types into which field, and the request that carries it."""
    booked = a_booked_case(desk, TEN, ["Eliquis"])
    evaluable, known = an_evaluable_case(desk), a_patient(desk)
    a_lab(desk, booked.patient_id, LabKind.CREATININE_CLEARANCE, "70", at("2026-11-23 07:00"))
    rosa = RegisterPatient(family="New", birth_date=date(1950, 1, 1))
    answer, drug = an_answer(desk, booked.booking_id), of_drug(desk, booked.booking_id)
    signature = SignEvaluation(
        case_id=evaluable.case_id, note=a_note(), proof=proof(actor(desk, PHYSICIAN))
    )

    def registered(field: str) -> Gesture:
        return COORDINATOR, register_patient, lambda text: replace(rosa, **{field: text})

    def asked(key: str, value: Callable[[str], Any]) -> Gesture:
        def request(text: str) -> SaveIntake:
            given = Answer(key, AnswerState.ANSWERED, value(text))
            return SaveIntake(patient_id=known, answers=(given,))

        return COORDINATOR, save_intake, request

    def cleared(field: str) -> Gesture:
        return COORDINATOR, record_clearance, lambda text: replace(answer, **{field: text})

    def escorted(field: str) -> Gesture:
        return (
            COORDINATOR,
            name_escort,
            lambda text: NameEscort(booking_id=booked.booking_id, escort=a_driver(**{field: text})),
        )

    def noted(field: str) -> Gesture:
        return (
            PHYSICIAN,
            sign_evaluation,
            lambda text: replace(signature, note=a_note(**{field: text})),
        )

    names = "family given middle suffix preferred street city state postal_code"
    return {
        **{field: registered(field) for field in names.split()},
        "phone": (
            COORDINATOR,
            register_patient,
            lambda text: replace(rosa, phones=(NewPhone(typed=f"1{text}"),)),
        ),
        "medicine": asked("medicines", lambda text: (text,)),
        "allergy": asked("allergies", lambda text: (text,)),
        **{field: cleared(field) for field in ("prescriber", "method", "spoke_with")},
        **{f"escort {field}": escorted(field) for field in ("name", "relationship", "phone")},
        **{field: noted(field) for field in ("impression", "exception_reason")},
        "last dose": (
            COORDINATOR,
            record_last_dose,
            lambda text: RecordLastDose(drug=drug, taken_at=TEN.replace(year=2026), stated_by=text),
        ),
        "strike": (
            COORDINATOR,
            strike_medicine,
            lambda text: StrikeMedicine(medication_id=drug.medication_id, reason=text),
        ),
        "login": (ADMINISTRATOR, add_person, lambda text: person(text, "Name", Role.NURSE)),
        "person": (ADMINISTRATOR, add_person, lambda text: person("x.new", text, Role.NURSE)),
    }


def test_hostile_text_is_refused_in_words(desk: Desk, url: str, fields: dict[str, Gesture]):
    before = contents(url)

    codes = {
        (field, kind): refused(desk, who, action, request(text))[0].partition(".")[0]
        for field, (who, action, request) in fields.items()
        for kind, text in HOSTILE.items()
    }

    assert {pair: code for pair, code in codes.items() if code != "text"} == {}
    assert contents(url) == before


def test_odd_text_is_kept_to_the_letter(desk: Desk):
    for number, text in enumerate(KEPT):
        born = date(1950, 1, 1 + number)
        request = RegisterPatient(family=text, given=text, street=text, birth_date=born)

        patient_id = do(desk, COORDINATOR, register_patient, request)

        name = ask(desk, COORDINATOR, patient, patient_id).name
        assert (name.family, name.given) == (text, text)
