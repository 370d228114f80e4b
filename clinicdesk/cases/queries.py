"""Where a patient is on the way."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from clinicdesk.cases.rules import OVER, CaseStatus
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
    row = work.session.scalar(newest_case(patient_id))
    return CaseFacts(row.id, row.patient_id, row.status, row.opened_at) if row else None


def newest_case(patient_id: int) -> Select[Case]:
    """The case that is under way, else the newest: a merged record's may be younger and over."""
    is_over = Case.status.in_(OVER)
    theirs = select(Case).where(Case.patient_id == patient_id)
    return theirs.order_by(is_over, Case.id.desc()).limit(1)
