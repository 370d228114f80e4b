"""Where a patient is on the way."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work


@dataclass(frozen=True)
class CaseFacts:
    """One episode of care."""

    id: int
    patient_id: int
    status: CaseStatus
    opened_at: datetime


def current_case(work: Work, patient_id: int) -> CaseFacts | None:
    """The patient's newest case, or None before a referral was opened."""
    row = work.session.scalar(
        select(Case).filter_by(patient_id=patient_id).order_by(Case.id.desc()).limit(1)
    )
    return CaseFacts(row.id, row.patient_id, row.status, row.opened_at) if row else None
