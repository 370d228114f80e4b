"""Writing reviewed facts to the chart, on both databases."""

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal

from clinicdesk.desk import Desk
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.policy import UNLISTED
from clinicdesk.record.actions import (
    AddMedicine,
    AnswerThinner,
    MarkThinner,
    RecordLab,
    SetDoseTimes,
    StrikeAllergy,
    StrikeMedicine,
    add_medicine,
    answer_thinner,
    mark_thinner,
    record_lab,
    set_dose_times,
    strike_allergy,
    strike_medicine,
)
from clinicdesk.record.queries import Struck, chart
from clinicdesk.record.rules import AllergyState, LabKind, ThinnerAnswer
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import a_patient, an_evaluable_case, answers, as_loaded
from tests.conftest import Clock


def an_intake(patient_id: int, *medicines: str, thinner: bool = True) -> SaveIntake:
    """An intake that lists these medicines."""
    return SaveIntake(patient_id=patient_id, answers=answers(medicines=medicines, thinner=thinner))


def test_labs(desk: Desk, clock: Clock):
    lab = RecordLab(
        patient_id=a_patient(desk), kind=LabKind.INR, value=Decimal("2.5"), taken_at=clock.now
    )
    tries = {
        "record.sample_in_future": [replace(lab, taken_at=clock.now + timedelta(minutes=1))],
        "record.lab_out_of_range": [
            replace(lab, value=Decimal(value)) for value in ("0", "-1.2", "1000")
        ],
    }
    for code, labs in tries.items():
        assert [refused(desk, NURSE, record_lab, one) for one in labs] == [[code]] * len(labs)

    do(desk, NURSE, record_lab, lab)
    newer = replace(lab, value=Decimal("1.2"), taken_at=clock.now - timedelta(minutes=1))
    do(desk, NURSE, record_lab, newer)

    newest = ask(desk, NURSE, chart, lab.patient_id).newest(LabKind.INR)
    assert (newest.value, newest.taken_at) == (Decimal("2.5"), clock.now)
    assert ask(desk, NURSE, chart, lab.patient_id).newest(LabKind.CREATININE_CLEARANCE) is None


def test_an_empty_chart_has_not_been_asked_anything(desk: Desk):
    found = ask(desk, NURSE, chart, a_patient(desk))

    assert (found.allergy_state, found.allergies) == (AllergyState.NOT_RECORDED, ())
    assert (found.takes_thinner, found.medicines) == (ThinnerAnswer.NOT_ASKED, ())


def test_dose_times_are_kept_in_order(desk: Desk):
    patient_id = a_patient(desk)
    taking = SaveIntake(patient_id=patient_id, answers=answers(medicines=["Eliquis"], thinner=True))
    do(desk, COORDINATOR, save_intake, taking)
    [medicine] = ask(desk, COORDINATOR, chart, patient_id).thinners
    assert (medicine.name, medicine.drug_keys) == ("Eliquis", ("apixaban",))

    times = SetDoseTimes(medication_ids=(medicine.id,), dose_times=(time(20, 30), time(8)))
    do(desk, COORDINATOR, set_dose_times, times)

    [medicine] = ask(desk, COORDINATOR, chart, patient_id).thinners
    assert medicine.dose_times == (time(8), time(20, 30))


def test_a_struck_medicine_stays_on_the_chart_and_no_longer_counts(desk: Desk):
    patient_id = a_patient(desk)
    said = answers(medicines=["Eliquis", "Vitamin D"], thinner=True)
    taking = SaveIntake(patient_id=patient_id, answers=said)
    do(desk, COORDINATOR, save_intake, taking)
    [thinner] = ask(desk, NURSE, chart, patient_id).thinners
    strike = StrikeMedicine(medication_id=thinner.id, reason="another patient's list")
    unsaid = replace(strike, reason=" ")
    assert refused(desk, NURSE, strike_medicine, unsaid) == ["record.strike_reason_missing"]

    do(desk, NURSE, strike_medicine, strike)

    found = ask(desk, NURSE, chart, patient_id)
    assert [one.name for one in found.medicines] == ["Vitamin D"]
    assert found.struck == (Struck("Eliquis", "another patient's list"),)
    # Nobody said that no thinner is taken.
    assert found.takes_thinner is ThinnerAnswer.NOT_ASKED
    do(desk, COORDINATOR, save_intake, as_loaded(desk, taking))
    assert [one.name for one in ask(desk, NURSE, chart, patient_id).thinners] == ["Eliquis"]


def test_a_medicine_is_struck_out_once(desk: Desk):
    patient_id = a_patient(desk)
    do(desk, COORDINATOR, save_intake, an_intake(patient_id, "Eliquis"))
    [thinner] = ask(desk, NURSE, chart, patient_id).thinners
    strike = StrikeMedicine(medication_id=thinner.id, reason="another patient's list")
    assert "Ask a nurse or a physician" in told(desk, COORDINATOR, strike_medicine, strike)
    do(desk, NURSE, strike_medicine, strike)

    again = replace(strike, reason="for another reason")
    assert refused(desk, NURSE, strike_medicine, again) == ["record.struck_already"]
    assert ask(desk, NURSE, chart, patient_id).struck == (
        Struck("Eliquis", "another patient's list"),
    )


def test_a_pain_medicine_is_held_and_leaves_the_answer_alone(desk: Desk):
    """RULE-03: an NSAID opens a hold; "no blood thinner" is still an honest answer."""
    patient_id = a_patient(desk)
    do(desk, COORDINATOR, save_intake, an_intake(patient_id, "Ibuprofen 400 MG", thinner=False))
    found = ask(desk, NURSE, chart, patient_id)
    assert (found.takes_thinner, found.thinners) == (ThinnerAnswer.NO, found.medicines)
    strike = StrikeMedicine(medication_id=found.thinners[0].id, reason="never taken")

    do(desk, NURSE, strike_medicine, strike)

    assert ask(desk, NURSE, chart, patient_id).takes_thinner is ThinnerAnswer.NO


def test_a_clinician_marks_a_thinner_that_the_table_does_not_know(desk: Desk):
    patient_id = a_patient(desk)
    do(desk, COORDINATOR, save_intake, an_intake(patient_id, "Newthin 5 MG", thinner=False))
    [medicine] = ask(desk, NURSE, chart, patient_id).medicines
    mark = MarkThinner(medication_id=medicine.id)
    assert "Ask a nurse or a physician" in told(desk, COORDINATOR, mark_thinner, mark)

    do(desk, NURSE, mark_thinner, mark)

    found = ask(desk, NURSE, chart, patient_id)
    assert [one.drug_keys for one in found.thinners] == [(UNLISTED,)]
    assert found.takes_thinner is ThinnerAnswer.YES
    assert refused(desk, NURSE, mark_thinner, mark) == ["record.thinner_known"]
    strike = StrikeMedicine(medication_id=medicine.id, reason="never taken")
    do(desk, NURSE, strike_medicine, strike)
    assert ask(desk, NURSE, chart, patient_id).takes_thinner is ThinnerAnswer.NOT_ASKED
    assert refused(desk, NURSE, mark_thinner, mark) == ["record.struck_already"]


def test_what_is_said_twice_is_listed_once(desk: Desk):
    patient_id = a_patient(desk)
    twice = answers(medicines=["Eliquis", "eliquis "], thinner=True, allergies=["Latex", "LATEX"])

    do(desk, COORDINATOR, save_intake, SaveIntake(patient_id=patient_id, answers=twice))

    found = ask(desk, NURSE, chart, patient_id)
    assert (len(found.medicines), len(found.allergies)) == (1, 1)


def test_a_value_has_two_decimal_places(desk: Desk, clock: Clock):
    lab = RecordLab(
        patient_id=a_patient(desk), kind=LabKind.INR, value=Decimal("1.255"), taken_at=clock.now
    )
    assert refused(desk, NURSE, record_lab, lab) == ["record.lab_too_exact"]

    said = []
    for value in ("1.25", "2.50", "40"):
        do(desk, NURSE, record_lab, replace(lab, value=Decimal(value)))
        said.append(f"{ask(desk, NURSE, chart, lab.patient_id).newest(LabKind.INR).value:f}")

    assert said == ["1.25", "2.5", "40"]


def test_the_value_recorded_later_corrects_the_sample(desk: Desk, clock: Clock):
    lab = RecordLab(
        patient_id=a_patient(desk), kind=LabKind.INR, value=Decimal("1.2"), taken_at=clock.now
    )
    for value in ("1.2", "3.4", "2.1"):
        do(desk, NURSE, record_lab, replace(lab, value=Decimal(value)))

    assert ask(desk, NURSE, chart, lab.patient_id).newest(LabKind.INR).value == Decimal("2.1")


def test_the_blood_thinner_question_is_answered_on_the_chart(desk: Desk):
    made = an_evaluable_case(desk, ["Eliquis"])
    [listed] = ask(desk, NURSE, chart, made.patient_id).thinners
    no = AnswerThinner(patient_id=made.patient_id, takes_thinner=False)
    assert refused(desk, COORDINATOR, answer_thinner, no) == ["record.thinner_listed"]
    do(desk, NURSE, strike_medicine, StrikeMedicine(medication_id=listed.id, reason="misread"))
    said = []

    for taken in (True, False):
        do(desk, COORDINATOR, answer_thinner, replace(no, takes_thinner=taken))
        said.append(ask(desk, COORDINATOR, chart, made.patient_id).takes_thinner)

    assert said == [ThinnerAnswer.YES, ThinnerAnswer.NO]


def test_a_medicine_is_added_after_the_intake(desk: Desk):
    made = an_evaluable_case(desk)
    said = AddMedicine(patient_id=made.patient_id, name=" Eliquis 5 MG ", dose_times=(time(8),))
    for name in ("", " \t"):
        unnamed = replace(said, name=name)
        assert refused(desk, COORDINATOR, add_medicine, unnamed) == ["record.medicine_unnamed"]
    for name in ("x" * 201, "Eliquis\0"):
        assert "Medicine has" in told(desk, COORDINATOR, add_medicine, replace(said, name=name))

    do(desk, COORDINATOR, add_medicine, said)

    found = ask(desk, COORDINATOR, chart, made.patient_id)
    [added] = found.thinners
    assert (added.name, added.drug_keys) == ("Eliquis 5 MG", ("apixaban",))
    assert added.dose_times == (time(8),)
    assert found.takes_thinner is ThinnerAnswer.YES
    again = replace(said, name="ELIQUIS 5 mg")
    assert refused(desk, NURSE, add_medicine, again) == ["record.medicine_listed"]


def test_a_struck_allergy_stays_on_the_chart_and_no_longer_counts(desk: Desk):
    patient_id = a_patient(desk)
    taking = SaveIntake(patient_id=patient_id, answers=answers(allergies=["Latex", "Iodine"]))
    do(desk, COORDINATOR, save_intake, taking)
    latex, iodine = ask(desk, NURSE, chart, patient_id).allergies
    strike = StrikeAllergy(allergy_id=latex.id, reason="another patient's list")
    assert "Ask a nurse or a physician" in told(desk, COORDINATOR, strike_allergy, strike)
    unsaid = replace(strike, reason=" ")
    assert refused(desk, NURSE, strike_allergy, unsaid) == ["record.allergy_reason_missing"]

    do(desk, NURSE, strike_allergy, strike)

    found = ask(desk, NURSE, chart, patient_id)
    assert (found.allergies, found.allergy_state) == ((iodine,), AllergyState.KNOWN)
    assert found.struck_allergies == (Struck("Latex", "another patient's list"),)
    assert refused(desk, NURSE, strike_allergy, strike) == ["record.allergy_struck_already"]
    do(desk, NURSE, strike_allergy, replace(strike, allergy_id=iodine.id))
    assert ask(desk, NURSE, chart, patient_id).allergy_state is AllergyState.NOT_RECORDED
    do(desk, COORDINATOR, save_intake, as_loaded(desk, taking))
    found = ask(desk, NURSE, chart, patient_id)
    assert [one.substance for one in found.allergies] == ["Latex", "Iodine"]
    assert (found.allergy_state, found.struck_allergies) == (AllergyState.KNOWN, ())
