"""Writing reviewed facts to the chart. Nothing is deleted: medicines end, errors are marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import Select, select

from clinicdesk import topics
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.policy import UNLISTED, drug_table
from clinicdesk.record.rules import (
    LAB_PLACES,
    AllergyState,
    LabKind,
    ThinnerAnswer,
    is_thinner,
    recognise_all,
)
from clinicdesk.record.tables import Allergy, ChartFacts, Lab, Medication
from clinicdesk.text import clean


@dataclass(frozen=True, kw_only=True)
class NewMedicine:
    """A medicine as said or as imported; `source` makes an import repeatable.

    Where `name` had to be cut, drugs are recognised in the whole text `as_written`.
    """

    name: str
    as_written: str = ""
    dose_times: tuple[time, ...] = ()
    started_on: date | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class NewAllergy:
    """A substance the patient reacts to."""

    substance: str
    source: str = ""


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
    """At which local times of day a medicine is taken, on every line that lists it."""

    medication_ids: tuple[int, ...]
    dose_times: tuple[time, ...]


@dataclass(frozen=True, kw_only=True)
class StrikeMedicine:
    """A medicine that was entered in error, and why."""

    medication_id: int
    reason: str


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
    """Record the local dose times that the hold clock computes the last dose from."""
    for medication_id in request.medication_ids:
        medicine = work.session.get_one(Medication, medication_id)
        medicine.dose_times = written_times(request.dose_times)
        work.touch(topics.READINESS, patient_id=medicine.patient_id)


def add_medicines(work: Work, patient_id: int, medicines: Iterable[NewMedicine]) -> int:
    """Add those not on the list yet, recognising hold-table drugs; answers how many were new."""
    listed = work.session.scalars(select(Medication).filter_by(patient_id=patient_id))
    # An imported order that was struck out stays out; what is said again counts again.
    known = {row.source for row in listed if not (row.entered_in_error and _was_said(row.source))}
    said = {row.source: row for row in (_medication(patient_id, item) for item in medicines)}
    rows = [row for source, row in said.items() if source not in known]
    work.session.add_all(rows)
    if any(map(_is_thinner, rows)):
        facts_of(work, patient_id).takes_thinner = ThinnerAnswer.YES
    work.touch(topics.READINESS, patient_id=patient_id)
    return len(rows)


def add_allergies(work: Work, patient_id: int, allergies: Iterable[NewAllergy]) -> int:
    """Add those not on the list yet; one known allergy makes the state known."""
    known = set(work.session.scalars(select(Allergy.source).filter_by(patient_id=patient_id)))
    said = {row.source: row for row in (_allergy(patient_id, item) for item in allergies)}
    rows = [row for source, row in said.items() if source not in known]
    work.session.add_all(rows)
    if rows:
        facts_of(work, patient_id).allergy_state = AllergyState.KNOWN
    work.touch(patient_id=patient_id)
    return len(rows)


def ask_allergies_again(work: Work, patient_id: int) -> None:
    """An earlier "none" no longer counts; a listed allergy does."""
    if not _listed_allergy(work, patient_id):
        facts_of(work, patient_id).allergy_state = AllergyState.NOT_RECORDED
    work.touch(patient_id=patient_id)


def answer_allergies(work: Work, patient_id: int, state: AllergyState) -> None:
    """Record what was said of allergies. Refused when "none" contradicts a known allergy."""
    listed = _listed_allergy(work, patient_id)
    if listed and state is not AllergyState.KNOWN:
        raise Refused(Reason("record.allergies_listed"))
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


def written_times(times: Iterable[time]) -> str:
    """Dose times as stored: "08:00 20:00"."""
    return " ".join(f"{item:%H:%M}" for item in sorted(times))


def _listed_allergy(work: Work, patient_id: int) -> int | None:
    return work.session.scalar(
        select(Allergy.id).filter_by(patient_id=patient_id, entered_in_error=None).limit(1)
    )


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


def _medication(patient_id: int, item: NewMedicine) -> Medication:
    drugs = recognise_all(item.as_written or item.name, drug_table())
    return Medication(
        patient_id=patient_id,
        name=clean(item.name),
        drug_keys=" ".join(drug.key for drug in drugs),
        dose_times=written_times(item.dose_times),
        started_on=item.started_on,
        source=item.source or _said(item.name),
    )


def _allergy(patient_id: int, item: NewAllergy) -> Allergy:
    return Allergy(
        patient_id=patient_id,
        substance=clean(item.substance),
        source=item.source or _said(item.substance),
    )


def _was_said(source: str) -> bool:
    return source.startswith("said:")


def _said(text: str) -> str:
    return f"said:{clean(text).casefold()}"[:200]
