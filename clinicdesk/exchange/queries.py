"""What an import would add."""

from sqlalchemy import select, tuple_

from clinicdesk.desk import Work
from clinicdesk.exchange.fhir import ImportPatient
from clinicdesk.patients.tables import PatientIdentifier
from clinicdesk.record.tables import Allergy, Medication


def has_news(work: Work, record: ImportPatient) -> bool:
    """Whether importing this patient would change anything."""
    patient_id = known_patient(work, record.registration.identifiers)
    if patient_id is None:
        return True
    medicines = set(
        work.session.scalars(select(Medication.source).filter_by(patient_id=patient_id))
    )
    allergies = set(work.session.scalars(select(Allergy.source).filter_by(patient_id=patient_id)))
    return not (
        {item.source for item in record.medicines} <= medicines
        and {item.source for item in record.allergies} <= allergies
    )


def known_patient(work: Work, identifiers: tuple[tuple[str, str], ...]) -> int | None:
    """The patient who has one of these (system, value) identifiers, or None."""
    return work.session.scalar(
        select(PatientIdentifier.patient_id)
        .where(tuple_(PatientIdentifier.system, PatientIdentifier.value).in_(identifiers))
        .limit(1)
    )
