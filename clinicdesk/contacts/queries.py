"""How a patient is reached, who belongs to the patient, who pays, what everybody must see."""

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select

from clinicdesk.contacts.coverage import coverage_policy
from clinicdesk.contacts.rules import Contact, Payer, Reach, coverage_warning, language_notes
from clinicdesk.desk import Work
from clinicdesk.errors import Reason
from clinicdesk.patients.languages import language_name
from clinicdesk.patients.rules import NewPhone, shown_phone
from clinicdesk.patients.tables import (
    ContactPerson,
    Coverage,
    Patient,
    PatientAlert,
    PatientPhone,
)

Row = TypeVar("Row", ContactPerson, Coverage, PatientAlert, PatientPhone)


@dataclass(frozen=True)
class KnownContact:
    """Somebody of the patient's, as recorded."""

    id: int
    lock_version: int
    contact: Contact


@dataclass(frozen=True)
class Alert:
    """What everybody must see who opens the chart, with `at_booking` also who books."""

    id: int
    words: str
    at_booking: bool


@dataclass(frozen=True)
class Contacts:
    """All of it for one patient; `payer` None means not recorded, never "none".

    `language_notes` and `coverage_warning` are what follows from it (RULE-07, RULE-14).
    """

    patient_id: int
    lock_version: int
    reach: Reach
    people: tuple[KnownContact, ...]
    payer: Payer | None
    payer_lock_version: int
    alerts: tuple[Alert, ...]
    language_notes: tuple[Reason, ...]
    coverage_warning: Reason | None


def contacts(work: Work, patient_id: int) -> Contacts:
    """What is recorded now of one patient, in a constant number of statements."""
    row = work.session.get_one(Patient, patient_id)
    reach = reach_of(work, row)
    covered = coverage_row(work, patient_id)
    payer = payer_in(covered) if covered else None
    return Contacts(
        patient_id,
        row.lock_version,
        reach,
        tuple(
            KnownContact(one.id, one.lock_version, contact_in(one))
            for one in _current(work, ContactPerson, patient_id)
        ),
        payer,
        covered.lock_version if covered else 0,
        tuple(
            Alert(one.id, one.words, one.at_booking)
            for one in _current(work, PatientAlert, patient_id)
        ),
        language_notes(reach.language, language_name(reach.language), reach.needs_interpreter),
        coverage_warning(payer, coverage_policy()),
    )


def reach_of(work: Work, patient: Patient) -> Reach:
    """How a patient is reached now; the preferred phone first, a number that stands twice once."""
    phones: dict[str, NewPhone] = {}
    for row in sorted(phone_rows(work, patient.id), key=lambda row: not row.preferred):
        phone = NewPhone(
            typed=row.as_typed,
            kind=row.kind,
            may_leave_message=row.may_leave_message,
            preferred=row.preferred,
        )
        phones.setdefault(shown_phone(row.as_typed), phone)
    return Reach(
        phones=tuple(phones.values()),
        email=patient.email or "",
        preferred_contact=patient.preferred_contact,
        language=patient.language or "",
        needs_interpreter=patient.needs_interpreter,
        street=patient.street or "",
        city=patient.city or "",
        state=patient.state or "",
        postal_code=patient.postal_code or "",
    )


def phone_rows(work: Work, patient_id: int) -> list[PatientPhone]:
    """The phones that ring now, in the order they were recorded."""
    return _current(work, PatientPhone, patient_id)


def coverage_row(work: Work, patient_id: int) -> Coverage | None:
    """Who pays now, the newest where several were recorded."""
    return next(reversed(_current(work, Coverage, patient_id)), None)


def contact_in(row: ContactPerson) -> Contact:
    """What a row says."""
    return Contact(
        name=row.name,
        relation=row.relation,
        phone=row.phone,
        is_emergency=row.is_emergency,
        is_representative=row.is_representative,
        may_be_told=row.may_be_told,
    )


def payer_in(row: Coverage) -> Payer:
    """What a row says."""
    return Payer(
        kind=row.payer_kind,
        name=row.payer,
        member_number=row.member_number,
        study=row.study,
        trial_number=row.trial_number,
        enrolled_on=row.enrolled_on,
    )


def _current(work: Work, kind: type[Row], patient_id: int) -> list[Row]:
    wanted = select(kind).where(kind.patient_id == patient_id, kind.ended_at.is_(None))
    return list(work.session.scalars(wanted.order_by(kind.id)))
