"""What an import would add."""

from sqlalchemy import select, tuple_

from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.exchange.fhir import ImportPatient
from clinicdesk.patients.actions import RegisterPatient
from clinicdesk.patients.rules import fold
from clinicdesk.patients.tables import Patient, PatientIdentifier, PatientName
from clinicdesk.record.tables import Allergy, Medication


def has_news(work: Work, record: ImportPatient) -> bool:
    """Whether importing this patient would change anything. Refused like `known_patient`."""
    patient_id = known_patient(work, record.registration)
    if patient_id is None:
        return True
    died_here = work.session.get_one(Patient, patient_id).deceased_on
    if record.registration.deceased_on and died_here is None:
        return True
    medicines = set(
        work.session.scalars(select(Medication.source).filter_by(patient_id=patient_id))
    )
    allergies = set(work.session.scalars(select(Allergy.source).filter_by(patient_id=patient_id)))
    return not (
        {item.source for item in record.medicines} <= medicines
        and {item.source for item in record.allergies} <= allergies
    )


def known_patient(work: Work, registration: RegisterPatient) -> int | None:
    """The patient who has one of these identifiers, or None.

    Refused when the identifiers belong to two patients, or to one of another birth date or family
    name, former names included: another's medicines never reach a chart.
    """
    identifier = tuple_(PatientIdentifier.system, PatientIdentifier.value)
    found = work.session.scalars(
        select(PatientIdentifier.patient_id)
        .where(identifier.in_(registration.identifiers))
        .distinct()
    ).all()
    if len(found) > 1 or (found and not _is_same(work, found[0], registration)):
        raise Refused(Reason("exchange.identifier_of_another"))
    return found[0] if found else None


def _is_same(work: Work, patient_id: int, registration: RegisterPatient) -> bool:
    known = work.session.get_one(Patient, patient_id)
    former = work.session.scalars(select(PatientName.family).filter_by(patient_id=patient_id))
    here = {fold(family) for family in (known.family, *former)}
    earlier = (family for family, _ in registration.former_names)
    there = {fold(family) for family in (registration.family, *earlier)}
    return known.birth_date == registration.birth_date and bool(here & there)
