"""Bringing a parsed patient into the clinic's record, once."""

from dataclasses import dataclass

from clinicdesk.desk import Work
from clinicdesk.exchange.fhir import ImportPatient
from clinicdesk.exchange.queries import known_patient
from clinicdesk.patients.actions import register_patient
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

    What a person changed here is never overwritten. Refused like a registration by hand.
    """
    known = known_patient(work, request.registration.identifiers)
    patient_id = known or register_patient(work, request.registration)
    return Imported(
        patient_id,
        known is None,
        add_medicines(work, patient_id, request.medicines),
        add_allergies(work, patient_id, request.allergies),
    )
