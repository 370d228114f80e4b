"""Bringing a patient from a file into the clinic's record, once."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from clinicdesk.contacts.actions import RecordContact, record_contact
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.exchange.candidates import Comparison, Counts, ImportPatient, Verdict
from clinicdesk.exchange.csv_writing import as_csv
from clinicdesk.exchange.queries import compare_patients, compare_rows
from clinicdesk.patients.actions import enter_patient, record_death
from clinicdesk.patients.queries import PatientFacts, facts, find_patients
from clinicdesk.patients.rules import shown_mrn
from clinicdesk.patients.tables import Patient
from clinicdesk.record.actions import add_allergies, add_medicines, facts_of
from clinicdesk.record.conditions import add_conditions
from clinicdesk.record.rules import AllergyState
from clinicdesk.staff.passwords import Proof, check_proof

LONGEST_EXPORT = 50_000
"""Patients: as many as a list that is brought in."""
_COLUMNS = (
    *("MRN", "Family name", "Given name", "Middle name", "Suffix", "Preferred name"),
    *("Birth date", "Sex", "Phone"),
)


@dataclass(frozen=True, kw_only=True)
class ExportPatients:
    """Whoever is found by what is typed, everybody for ""; asked for with proof of who asks."""

    typed: str = ""
    proof: Proof


@dataclass(frozen=True)
class ExportedList:
    """A file for another program, and how many rows it has below its header."""

    content: bytes
    count: int


@dataclass(frozen=True)
class Imported:
    """What one import added; `mrn` as shown."""

    patient_id: int
    mrn: str
    is_new: bool
    adds: Counts


def import_patient(work: Work, request: ImportPatient) -> Imported:
    """Register the patient unless a number is known; add to the chart what is not on it yet.

    What a person changed here is never overwritten. Refused as `compare_patients` foretells, and
    when the database refuses what stands twice.
    """
    [found] = compare_patients(work, (request,))
    return _taken_if_fit(work, request, found)


def import_row(work: Work, request: ImportPatient) -> Imported:
    """The same for a row of a list: refused also when somebody much like this is here."""
    [found] = compare_rows(work, (request,))
    if found.verdict is Verdict.SAME and found.patient_id is None:
        raise Refused(Reason("exchange.namesake", {"mrn": found.mrn}))
    return _taken_if_fit(work, request, found)


def export_patients(work: Work, request: ExportPatients) -> ExportedList:
    """The recorded view of a list that leaves the program: the history says who and how many."""
    check_proof(request.proof, work.actor)
    found = _listed(work, request.typed)
    if len(found) > LONGEST_EXPORT:
        raise Refused(Reason("exchange.export_too_long", {"limit": LONGEST_EXPORT}))
    work.touch(f"exported:patients:{len(found)}")
    return ExportedList(as_csv(_COLUMNS, [_cells(one) for one in found]), len(found))


def _listed(work: Work, typed: str) -> tuple[PatientFacts, ...]:
    """One more than may leave, if there are so many."""
    if typed.strip():
        return find_patients(work, typed, LONGEST_EXPORT + 1).patients
    everybody = select(Patient).where(Patient.merged_into_id.is_(None)).order_by(Patient.folded)
    chosen = everybody.options(selectinload(Patient.phones)).limit(LONGEST_EXPORT + 1)
    return tuple(facts(row) for row in work.session.scalars(chosen))


def _cells(one: PatientFacts) -> tuple[str, ...]:
    name = one.name
    named = (name.family, name.given, name.middle, name.suffix, name.preferred)
    return (one.mrn, *named, one.birth_date.isoformat(), one.sex or "", one.phone)


def _taken_if_fit(work: Work, request: ImportPatient, found: Comparison) -> Imported:
    refuse_if(list(found.objections))
    try:
        return _taken(work, request, found)
    except IntegrityError:
        raise Refused(Reason("exchange.contradicts_itself")) from None


def _taken(work: Work, request: ImportPatient, found: Comparison) -> Imported:
    file = request.registration
    patient_id, mrn = found.patient_id, found.mrn
    if patient_id is None:
        new = enter_patient(work, file)
        patient_id, mrn = new.id, shown_mrn(new.mrn)
        for contact in request.contacts:
            record_contact(work, RecordContact(patient_id=patient_id, contact=contact))
    elif file.has_died or file.deceased_on:
        record_death(work, patient_id, file.deceased_on)
    medicines, allergies, conditions = request.medicines, request.allergies, request.conditions
    adds = Counts(
        add_medicines(work, patient_id, medicines) if medicines else 0,
        add_allergies(work, patient_id, allergies) if allergies else 0,
        add_conditions(work, patient_id, conditions) if conditions else 0,
    )
    if request.has_no_allergies:
        _believe_no_allergies(work, patient_id, request)
    work.session.flush()
    return Imported(patient_id, mrn, found.patient_id is None, adds)


def _believe_no_allergies(work: Work, patient_id: int, request: ImportPatient) -> None:
    """A file answers only what nobody has answered here, and only if it names no allergy itself."""
    facts = facts_of(work, patient_id)
    if not request.allergies and facts.allergy_state is AllergyState.NOT_RECORDED:
        facts.allergy_state = AllergyState.NONE_KNOWN
