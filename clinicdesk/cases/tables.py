"""One episode of care, from referral to closure."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.database import Base, Key, Versioned


class Case(Versioned, Base):
    """A patient's way to one MILD procedure; a repeat is a new case."""

    __tablename__ = "mild_case"

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    status: Mapped[CaseStatus] = mapped_column(default=CaseStatus.REFERRED)
    opened_at: Mapped[datetime]
