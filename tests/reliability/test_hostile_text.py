"""R-09: text that hides something is refused in words wherever it comes in, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

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
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, NURSE, PHYSICIAN, actor, person, proof
from tests.builders.evidence import a_driver, a_lab, an_answer, hold, of_drug
from tests.builders.gestures import ask, do, refused
from tests.builders.patients import a_booked_case, a_note, a_patient, an_evaluable_case
from tests.builders.rows import contents
from tests.builders.times import at

HOSTILE = {"too long": "x" * 20_001, "nul": "a\x00b", "bidi": "a\u202eb"}
KEPT = (
    "O'Brien-Łoś; DROP TABLE patient; --",
    "%s %(x)s {0} {drug} $1 :name ?",
    "<b>&amp;</b> =1+1 @x",
    "李小龙 Nguyễn محمد 🙂",
)

# Who types it, the action, and the request that carries the text.
Gesture = tuple[str, Callable[..., Any], Callable[[str], object]]


def registering() -> dict[str, Gesture]:
    rosa = RegisterPatient(family="New", birth_date=date(1950, 1, 1))

    def of(field: str) -> Gesture:
        return COORDINATOR, register_patient, lambda text: replace(rosa, **{field: text})

    def phone(text: str) -> RegisterPatient:
        return replace(rosa, phones=(NewPhone(typed=f"1{text}"),))

    names = "family given middle suffix preferred street city state postal_code".split()
    return {**{name: of(name) for name in names}, "phone": (COORDINATOR, register_patient, phone)}


def taking_the_intake(desk: Desk) -> dict[str, Gesture]:
    patient_id = a_patient(desk)

    def of(key: str) -> Gesture:
        def request(text: str) -> SaveIntake:
            given = Answer(key, AnswerState.ANSWERED, (text,))
            return SaveIntake(patient_id=patient_id, answers=(given,))

        return COORDINATOR, save_intake, request

    return {"medicine": of("medicines"), "allergy": of("allergies")}


def signing_the_note(desk: Desk) -> dict[str, Gesture]:
    case_id, who = an_evaluable_case(desk).case_id, proof(actor(desk, PHYSICIAN))

    def of(field: str) -> Gesture:
        def request(text: str) -> SignEvaluation:
            return SignEvaluation(case_id=case_id, note=a_note(**{field: text}), proof=who)

        return PHYSICIAN, sign_evaluation, request

    return {field: of(field) for field in ("impression", "exception_reason")}


def preparing(desk: Desk) -> dict[str, Gesture]:
    made = a_booked_case(desk, at("2027-01-12 10:00"), ["Eliquis"])
    now = at("2026-11-23 07:00")
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "70", now)
    answer, drug = an_answer(desk, made.booking_id), of_drug(desk, made.booking_id)
    [medicine] = hold(desk, made.booking_id).medication_ids

    def cleared(field: str) -> Gesture:
        return COORDINATOR, record_clearance, lambda text: replace(answer, **{field: text})

    def escorted(field: str) -> Gesture:
        def request(text: str) -> NameEscort:
            return NameEscort(booking_id=made.booking_id, escort=a_driver(**{field: text}))

        return COORDINATOR, name_escort, request

    def dosed(text: str) -> RecordLastDose:
        return RecordLastDose(drug=drug, taken_at=now, stated_by=text)

    def struck(text: str) -> StrikeMedicine:
        return StrikeMedicine(medication_id=medicine, reason=text)

    return {
        **{field: cleared(field) for field in ("prescriber", "method", "spoke_with")},
        **{f"escort {field}": escorted(field) for field in ("name", "relationship", "phone")},
        "stated by": (COORDINATOR, record_last_dose, dosed),
        "strike": (NURSE, strike_medicine, struck),
    }


def adding_people() -> dict[str, Gesture]:
    return {
        "login": (ADMINISTRATOR, add_person, lambda text: person(text, "Name", Role.NURSE)),
        "person": (ADMINISTRATOR, add_person, lambda text: person("x.new", text, Role.NURSE)),
    }


def test_hostile_text_is_refused_in_words(desk: Desk, url: str):
    fields = {
        **registering(),
        **taking_the_intake(desk),
        **signing_the_note(desk),
        **preparing(desk),
        **adding_people(),
    }
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
