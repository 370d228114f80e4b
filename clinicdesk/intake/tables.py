"""Questions and answers of the intake; reviewed facts are copied to the record."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinicdesk.database import Base, Key, Line, Name, Note, Versioned
from clinicdesk.intake.rules import AnswerState


class Intake(Versioned, Base):
    """One case's intake. It cannot close over a red flag that no named clinician acknowledged."""

    __tablename__ = "intake"

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("mild_case.id"), unique=True)
    form_version: Mapped[Name]
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    acknowledged_at: Mapped[datetime | None]
    acknowledged_flags: Mapped[Line] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    answers: Mapped[list["IntakeAnswer"]] = relationship(order_by="IntakeAnswer.id")


class IntakeAnswer(Base):
    """The answer to one question, as JSON text."""

    __tablename__ = "intake_answer"
    __table_args__ = (UniqueConstraint("intake_id", "question"),)

    id: Mapped[Key]
    intake_id: Mapped[int] = mapped_column(ForeignKey("intake.id"))
    question: Mapped[Name]
    state: Mapped[AnswerState]
    value: Mapped[Note] = mapped_column(info={"label": "Answer"})
    by_patient: Mapped[bool] = mapped_column(default=False)
