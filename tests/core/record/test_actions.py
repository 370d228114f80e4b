"""Writing reviewed facts to the chart, on both databases."""

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal

from clinicdesk.desk import Desk
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.record.actions import (
    RecordLab,
    SetDoseTimes,
    StrikeMedicine,
    record_lab,
    set_dose_times,
    strike_medicine,
)
from clinicdesk.record.queries import Struck, chart
from clinicdesk.record.rules import AllergyState, LabKind, ThinnerAnswer
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.gestures import ask, do, refused
from tests.builders.patients import a_patient, answers
from tests.conftest import Clock


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

    times = SetDoseTimes(medication_id=medicine.id, dose_times=(time(20, 30), time(8)))
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
    do(desk, COORDINATOR, save_intake, taking)
    assert [one.name for one in ask(desk, NURSE, chart, patient_id).thinners] == ["Eliquis"]


def test_what_is_said_twice_is_listed_once(desk: Desk):
    patient_id = a_patient(desk)
    twice = answers(medicines=["Eliquis", "eliquis "], thinner=True, allergies=["Latex", "LATEX"])

    do(desk, COORDINATOR, save_intake, SaveIntake(patient_id=patient_id, answers=twice))

    found = ask(desk, NURSE, chart, patient_id)
    assert (len(found.medicines), len(found.allergies)) == (1, 1)
