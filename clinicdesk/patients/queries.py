"""Finding a patient and saying who it is."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from clinicdesk.desk import Work
from clinicdesk.errors import refuse_if
from clinicdesk.patients.rules import PersonName, Sex, digits_in, fold, read_phone, shown_mrn
from clinicdesk.patients.tables import Patient, PatientName, PatientPhone
from clinicdesk.text import text_objections

LONGEST_SEARCH = 400


@dataclass(frozen=True)
class PatientFacts:
    """A patient as banner, lists and sheets show them; `mrn` as shown, `phone` as shown."""

    id: int
    name: PersonName
    birth_date: date
    sex: Sex | None
    mrn: str
    phone: str
    deceased_on: date | None


def patient(work: Work, patient_id: int) -> PatientFacts:
    """One patient. Raises LookupError for an unknown id."""
    row = work.session.get(Patient, patient_id)
    if row is None:
        raise LookupError("no such patient")
    return facts(row)


def find_patients(work: Work, typed: str, limit: int = 50) -> tuple[PatientFacts, ...]:
    """Patients whose names, MRN or phone have what was typed, by name: "rosa mart", "555 0171".

    Nothing typed lists the first `limit` by name. Refused: more than any name has room for.
    """
    refuse_if(text_objections("Search", typed, LONGEST_SEARCH, multiline=True))
    chosen = select(Patient).options(selectinload(Patient.phones))
    if fold(typed):
        chosen = chosen.where(_matches(typed))
    rows = work.session.scalars(chosen.order_by(Patient.folded, Patient.id).limit(limit))
    return tuple(facts(row) for row in rows)


def facts(row: Patient) -> PatientFacts:
    """The row as an answer."""
    phone = read_phone(row.phones[0].as_typed) if row.phones else None
    unread = row.phones[0].as_typed if row.phones else ""
    return PatientFacts(
        row.id,
        name_of(row),
        row.birth_date,
        row.sex,
        shown_mrn(row.mrn),
        phone.shown if phone else unread,
        row.deceased_on,
    )


def name_of(row: Patient) -> PersonName:
    """The name in its parts."""
    return PersonName(
        row.family, row.given or "", row.middle or "", row.suffix or "", row.preferred or ""
    )


def _matches(typed: str) -> ColumnElement[bool]:
    """Every word typed begins a word of one name, in any order; or digits of an MRN or phone."""
    words = fold(typed).split()
    former = select(PatientName.patient_id).where(*(_begins(PatientName.folded, w) for w in words))
    arms = [and_(*(_begins(Patient.folded, word) for word in words)), Patient.id.in_(former)]
    digits = digits_in(typed)
    if len(digits) >= 3:
        rings = or_(PatientPhone.digits.startswith(digits), PatientPhone.digits.endswith(digits))
        arms.append(Patient.mrn.startswith(digits))
        arms.append(Patient.id.in_(select(PatientPhone.patient_id).where(rings)))
    return or_(*arms)


def _begins(name: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    inner = name.contains(f" {word}", autoescape=True)
    return or_(name.startswith(word, autoescape=True), inner)
