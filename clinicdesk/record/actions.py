"""Writing reviewed facts to the chart. Nothing is deleted: medicines end, errors are marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import Select, select

from clinicdesk import topics
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.policy import drug_table
from clinicdesk.record.rules import AllergyState, LabKind, ThinnerAnswer, recognise_all
from clinicdesk.record.tables import Allergy, ChartFacts, Lab, Medication
from clinicdesk.text import clean


@dataclass(frozen=True, kw_only=True)
class NewMedicine:
    """A medicine as said or as imported; `source` makes an import repeatable."""

    name: str
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
class SetDoseTimes:
    """At which local times of day a medicine is taken."""

    medication_id: int
    dose_times: tuple[time, ...]


@dataclass(frozen=True, kw_only=True)
class StrikeMedicine:
    """A medicine that was entered in error, and why."""

    medication_id: int
    reason: str


def strike_medicine(work: Work, request: StrikeMedicine) -> None:
    """Mark a medicine as entered in error: it stays on the chart, struck, and no longer counts.

    With the last blood thinner gone, whether one is taken must be asked again.
    """
    if not request.reason.strip():
        raise Refused(Reason("record.strike_reason_missing"))
    medicine = work.session.get_one(Medication, request.medication_id)
    medicine.entered_in_error = clean(request.reason)
    work.session.flush()
    if medicine.drug_keys and not _listed_thinner(work, medicine.patient_id):
        facts_of(work, medicine.patient_id).takes_thinner = ThinnerAnswer.NOT_ASKED
    work.touch(topics.READINESS, topics.SHEETS, patient_id=medicine.patient_id)


def record_lab(work: Work, request: RecordLab) -> int:
    """Add a value; answers its id. Refused for a sample from the future or a value not above 0."""
    if request.taken_at > work.now:
        raise Refused(Reason("record.sample_in_future"))
    if not 0 < request.value < 1000:
        raise Refused(Reason("record.lab_out_of_range"))
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
    medicine = work.session.get_one(Medication, request.medication_id)
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
    if any(row.drug_keys for row in rows):
        answer_thinner(work, patient_id, ThinnerAnswer.YES)
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


def answer_allergies(work: Work, patient_id: int, state: AllergyState) -> None:
    """Record what was said of allergies. Refused when "none" contradicts a known allergy."""
    listed = work.session.scalar(
        select(Allergy.id).filter_by(patient_id=patient_id, entered_in_error=None).limit(1)
    )
    if listed and state is not AllergyState.KNOWN:
        raise Refused(Reason("record.allergies_listed"))
    if state is AllergyState.KNOWN and not listed:
        raise Refused(Reason("record.allergy_unnamed"))
    facts_of(work, patient_id).allergy_state = state
    work.touch(patient_id=patient_id)


def answer_thinner(work: Work, patient_id: int, answer: ThinnerAnswer) -> None:
    """Record whether a blood thinner is taken. Refused when "no" contradicts the medicines."""
    listed = _listed_thinner(work, patient_id)
    if listed and answer is not ThinnerAnswer.YES:
        raise Refused(Reason("record.thinner_listed", {"medicine": listed.name}))
    facts_of(work, patient_id).takes_thinner = answer
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


def _listed_thinner(work: Work, patient_id: int) -> Medication | None:
    return work.session.scalar(_medicines(patient_id).where(Medication.drug_keys != "").limit(1))


def _medicines(patient_id: int) -> Select[Medication]:
    return select(Medication).filter_by(patient_id=patient_id, ended_at=None, entered_in_error=None)


def _medication(patient_id: int, item: NewMedicine) -> Medication:
    drugs = recognise_all(item.name, drug_table())
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
