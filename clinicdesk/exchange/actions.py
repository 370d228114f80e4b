"""Bringing a parsed patient into the clinic's record, once."""

from dataclasses import dataclass

from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.exchange.fhir import ImportPatient
from clinicdesk.exchange.queries import known_patient
from clinicdesk.patients.actions import RegisterPatient, record_death, register_patient
from clinicdesk.record.actions import add_allergies, add_medicines


@dataclass(frozen=True)
class Imported:
    """What one import added."""

    patient_id: int
    is_new: bool
    medicines: int
    allergies: int


def import_patient(work: Work, request: ImportPatient) -> Imported:
    """Register the patient unless an identifier is known; add medicines and allergies not here yet.

    What a person changed here is never overwritten. Refused like a registration by hand, and when
    an identifier belongs to somebody else here.
    """
    known = known_patient(work, request.registration)
    patient_id = known or _registered(work, request.registration)
    if died := request.registration.deceased_on:
        record_death(work, patient_id, died)
    return Imported(
        patient_id,
        known is None,
        add_medicines(work, patient_id, request.medicines),
        add_allergies(work, patient_id, request.allergies),
    )


def _registered(work: Work, registration: RegisterPatient) -> int:
    """Nobody at a console can say that a namesake is another person."""
    try:
        return register_patient(work, registration)
    except Refused as refusal:
        raise Refused(*(_for_a_file(reason) for reason in refusal.reasons)) from None


def _for_a_file(reason: Reason) -> Reason:
    namesake = reason.code == "patients.namesake"
    return Reason("exchange.namesake", reason.facts) if namesake else reason
