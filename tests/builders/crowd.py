"""Many approved cases at once, written past the actions: races need more than actions can make."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.evaluations.rules import Decision, Modality
from clinicdesk.evaluations.tables import Evaluation
from clinicdesk.patients.rules import folded_name, mrn
from clinicdesk.patients.tables import Patient
from tests.builders.rows import rows

_THEN = datetime(2026, 11, 20, 16, tzinfo=UTC)


def approved_cases(url: str, count: int) -> list[int]:
    """The ids of that many approved cases, each of another patient."""
    with rows(url) as session:
        patients = [_patient(serial) for serial in range(count)]
        session.add_all(patients)
        session.flush()
        return _cases(session, patients)


def _patient(serial: int) -> Patient:
    family = f"Race {serial}"
    return Patient(
        mrn=mrn(500_000 + serial),
        family=family,
        folded=folded_name(family, None),
        birth_date=date(1950, 1, 1),
    )


def _cases(session: Session, patients: list[Patient]) -> list[int]:
    approved = CaseStatus.APPROVED
    cases = [Case(patient_id=one.id, status=approved, opened_at=_THEN) for one in patients]
    session.add_all(cases)
    session.flush()
    session.add_all(_note(case.id) for case in cases)
    return [case.id for case in cases]


def _note(case_id: int) -> Evaluation:
    return Evaluation(
        case_id=case_id,
        author_id=1,
        modality=Modality.MRI,
        imaging_date=date(2026, 11, 2),
        decision=Decision.CANDIDATE,
        signed_at=_THEN,
        signed_by=1,
    )
