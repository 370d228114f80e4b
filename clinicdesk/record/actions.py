"""Writing reviewed facts to the chart. Nothing is deleted: medicines end, errors are marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from sqlalchemy import Select, select

from clinicdesk import topics
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.policy import UNLISTED, drug_table
from clinicdesk.record.allergies import allergy_rows, counts_again, listed_allergies
from clinicdesk.record.entries import (
    NewAllergy,
    NewMedicine,
    new_allergies,
    new_medicines,
    read_times,
    written_times,
)
from clinicdesk.record.rules import LAB_PLACES, AllergyState, LabKind, ThinnerAnswer, is_thinner
from clinicdesk.record.tables import Allergy, ChartFacts, Condition, Lab, Medication
from clinicdesk.staff.savers import refuse_conflict
from clinicdesk.text import clean, text_objections

LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class RecordLab:
    """A laboratory value: INR without unit, creatinine clearance in mL/min."""

    patient_id: int
    kind: LabKind
    value: Decimal
    taken_at: datetime


@dataclass(frozen=True, kw_only=True)
class AnswerThinner:
    """What was said of blood thinners; nobody answers "not asked"."""

    patient_id: int
    takes_thinner: bool


@dataclass(frozen=True, kw_only=True)
class SetDoseTimes:
    """At which local times of day a medicine is taken, on every line that lists it, and before."""

    medication_ids: tuple[int, ...]
    dose_times: tuple[time, ...]
    began: tuple[time, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StrikeMedicine:
    """A medicine that was entered in error, and why."""

    medication_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class StrikeAllergy:
    """An allergy that was entered in error, and why."""

    allergy_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class StrikeCondition:
    """A condition that was entered in error, and why."""

    condition_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class AddMedicine:
    """A medicine that somebody says the patient takes, at any time after or before the intake."""

    patient_id: int
    name: str
    dose_times: tuple[time, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MarkThinner:
    """A medicine that the hold table does not know, and that thins the blood all the same."""

    medication_id: int


def mark_thinner(work: Work, request: MarkThinner) -> None:
    """Have a medicine held that the hold table does not know; the physician sets how (RULE-32)."""
    medicine = _unstruck(work, request.medication_id)
    if medicine.drug_keys:
        raise Refused(Reason("record.thinner_known", {"medicine": medicine.name}))
    medicine.drug_keys = UNLISTED
    facts_of(work, medicine.patient_id).takes_thinner = ThinnerAnswer.YES
    work.touch(topics.READINESS, topics.SHEETS, patient_id=medicine.patient_id)


def strike_medicine(work: Work, request: StrikeMedicine) -> None:
    """Mark a medicine as entered in error: it stays on the chart, struck, and no longer counts.

    With the last blood thinner gone, whether one is taken must be asked again.
    """
    if not request.reason.strip():
        raise Refused(Reason("record.strike_reason_missing"))
    medicine = _unstruck(work, request.medication_id)
    medicine.entered_in_error = clean(request.reason)
    work.session.flush()
    if _is_thinner(medicine):
        ask_thinner_again(work, medicine.patient_id)
    work.touch(topics.READINESS, topics.SHEETS, patient_id=medicine.patient_id)


def strike_allergy(work: Work, request: StrikeAllergy) -> None:
    """Mark an allergy as entered in error; with the last one gone, allergies are asked again."""
    if not request.reason.strip():
        raise Refused(Reason("record.allergy_reason_missing"))
    row = work.session.get_one(Allergy, request.allergy_id)
    if row.entered_in_error:
        raise Refused(Reason("record.allergy_struck_already", {"allergy": row.substance}))
    row.entered_in_error = clean(request.reason)
    work.session.flush()
    ask_allergies_again(work, row.patient_id)
    work.touch(topics.SHEETS, patient_id=row.patient_id)


def strike_condition(work: Work, request: StrikeCondition) -> None:
    """Mark a condition as entered in error: it stays on the chart, struck. Refused without why."""
    if not request.reason.strip():
        raise Refused(Reason("record.condition_reason_missing"))
    row = work.session.get_one(Condition, request.condition_id)
    if row.entered_in_error:
        raise Refused(Reason("record.condition_struck_already", {"condition": row.name}))
    row.entered_in_error = clean(request.reason)
    work.touch(patient_id=row.patient_id)


def add_medicine(work: Work, request: AddMedicine) -> None:
    """Add one medicine to the list. Refused without a name, and for one that is listed already."""
    if not request.name.strip():
        raise Refused(Reason("record.medicine_unnamed"))
    refuse_if(text_objections("Medicine", request.name, LONGEST_NAME))
    item = NewMedicine(name=request.name, dose_times=request.dose_times)
    if not add_medicines(work, request.patient_id, [item]):
        raise Refused(Reason("record.medicine_listed", {"medicine": clean(request.name)}))
    work.touch(topics.SHEETS, patient_id=request.patient_id)


def record_lab(work: Work, request: RecordLab) -> int:
    """Add a value; answers its id. Refused for a sample from the future and an unlikely value."""
    if request.taken_at > work.now:
        raise Refused(Reason("record.sample_in_future"))
    if not 0 < request.value < 1000:
        raise Refused(Reason("record.lab_out_of_range"))
    if request.value != round(request.value, LAB_PLACES):
        raise Refused(Reason("record.lab_too_exact", {"places": LAB_PLACES}))
    lab = Lab(
        patient_id=request.patient_id,
        kind=request.kind,
        value=request.value,
        taken_at=request.taken_at,
    )
    work.session.add(lab)
    work.session.flush()
    work.touch(topics.READINESS, patient_id=request.patient_id)
    return lab.id


def set_dose_times(work: Work, request: SetDoseTimes) -> None:
    """Record the local dose times that the hold clock computes the last dose from.

    Refused when somebody else recorded others meanwhile.
    """
    medicines = [work.session.get_one(Medication, one) for one in request.medication_ids]
    known = read_times(*(medicine.dose_times for medicine in medicines))
    sides = (request.began, known, tuple(sorted(request.dose_times)))
    began, saved, typed = ({"dose_times": times} for times in sides)
    patient_id = medicines[0].patient_id if medicines else None
    refuse_conflict(work, patient_id, "medication", began=began, saved=saved, typed=typed)
    for medicine in medicines:
        medicine.dose_times = written_times(request.dose_times)
        work.touch(topics.READINESS, patient_id=medicine.patient_id)


def add_medicines(work: Work, patient_id: int, medicines: Iterable[NewMedicine]) -> int:
    """Add those not on the list yet, recognising hold-table drugs; answers how many were new."""
    listed = work.session.scalars(select(Medication).filter_by(patient_id=patient_id)).all()
    rows = new_medicines(patient_id, listed, medicines)
    work.session.add_all(rows)
    if any(map(_is_thinner, rows)):
        facts_of(work, patient_id).takes_thinner = ThinnerAnswer.YES
    work.touch(topics.READINESS, patient_id=patient_id)
    return len(rows)


def refuse_no_medicines(work: Work, patient_id: int) -> None:
    """Refuse that no medicine is taken while one is listed."""
    listed = work.session.scalars(_medicines(patient_id).order_by(Medication.id)).all()
    if listed:
        names = ", ".join(row.name for row in listed)
        raise Refused(Reason("record.medicines_listed", {"medicines": names}))


def add_allergies(work: Work, patient_id: int, allergies: Iterable[NewAllergy]) -> int:
    """Add those not on the list yet; one known allergy makes the state known."""
    listed = {row.source: row for row in allergy_rows(work, patient_id)}
    rows = new_allergies(patient_id, listed.values(), allergies)
    again = [listed[row.source] for row in rows if counts_again(listed.get(row.source))]
    for row in again:
        row.entered_in_error = None
    rows = [row for row in rows if row.source not in listed]
    work.session.add_all(rows)
    if rows or again:
        facts_of(work, patient_id).allergy_state = AllergyState.KNOWN
    work.touch(patient_id=patient_id)
    return len(rows) + len(again)


def ask_allergies_again(work: Work, patient_id: int) -> None:
    """An earlier "none" no longer counts; a listed allergy does."""
    if not listed_allergies(work, patient_id):
        facts_of(work, patient_id).allergy_state = AllergyState.NOT_RECORDED
    work.touch(patient_id=patient_id)


def answer_allergies(work: Work, patient_id: int, state: AllergyState) -> None:
    """Record what was said of allergies. Refused when "none" contradicts a known allergy."""
    listed = listed_allergies(work, patient_id)
    if listed and state is not AllergyState.KNOWN:
        raise Refused(Reason("record.allergies_listed", {"allergies": ", ".join(listed)}))
    if state is AllergyState.KNOWN and not listed:
        raise Refused(Reason("record.allergy_unnamed"))
    facts_of(work, patient_id).allergy_state = state
    work.touch(patient_id=patient_id)


def answer_thinner(work: Work, request: AnswerThinner) -> None:
    """Record whether a blood thinner is taken. Refused when "no" contradicts the medicines."""
    listed = _listed_thinner(work, request.patient_id)
    if listed and not request.takes_thinner:
        raise Refused(Reason("record.thinner_listed", {"medicine": listed.name}))
    answer = ThinnerAnswer.YES if request.takes_thinner else ThinnerAnswer.NO
    facts_of(work, request.patient_id).takes_thinner = answer
    work.touch(topics.READINESS, patient_id=request.patient_id)


def ask_thinner_again(work: Work, patient_id: int) -> None:
    """An earlier answer no longer counts; a listed blood thinner does (RULE-02)."""
    if not _listed_thinner(work, patient_id):
        facts_of(work, patient_id).takes_thinner = ThinnerAnswer.NOT_ASKED
    work.touch(topics.READINESS, patient_id=patient_id)


def facts_of(work: Work, patient_id: int) -> ChartFacts:
    """The chart's facts row, made on first use with nothing asked."""
    row = work.session.get(ChartFacts, patient_id)
    if row is None:
        row = ChartFacts(
            patient_id=patient_id,
            allergy_state=AllergyState.NOT_RECORDED,
            takes_thinner=ThinnerAnswer.NOT_ASKED,
        )
        work.session.add(row)
    return row


def _listed_thinner(work: Work, patient_id: int) -> Medication | None:
    held = work.session.scalars(_medicines(patient_id).where(Medication.drug_keys != ""))
    return next(filter(_is_thinner, held), None)


def _is_thinner(medicine: Medication) -> bool:
    return is_thinner(medicine.drug_keys.split(), drug_table())


def _unstruck(work: Work, medication_id: int) -> Medication:
    medicine = work.session.get_one(Medication, medication_id)
    if medicine.entered_in_error:
        raise Refused(Reason("record.struck_already", {"medicine": medicine.name}))
    return medicine


def _medicines(patient_id: int) -> Select[Medication]:
    return select(Medication).filter_by(patient_id=patient_id, ended_at=None, entered_in_error=None)
