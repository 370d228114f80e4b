"""The physician's note. Once signed, triggers on both databases refuse every change to it."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinicdesk.database import Base, Key, Note, Scaled, Versioned
from clinicdesk.evaluations.rules import Decision, Level, Modality, Side


class Evaluation(Versioned, Base):
    """A candidacy evaluation: a draft until `signed_at` is set."""

    __tablename__ = "evaluation"

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("mild_case.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    claudication: Mapped[bool | None]
    modality: Mapped[Modality | None]
    imaging_date: Mapped[date | None]
    flavum_mm: Mapped[Decimal | None] = mapped_column(Scaled(1))
    impression: Mapped[Note] = mapped_column(default="")
    exception_reason: Mapped[Note] = mapped_column(default="")
    decision: Mapped[Decision]
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    levels: Mapped[list["EvaluationLevel"]] = relationship(order_by="EvaluationLevel.id")


class EvaluationLevel(Base):
    """A level and the side to treat."""

    __tablename__ = "evaluation_level"
    __table_args__ = (UniqueConstraint("evaluation_id", "level"),)

    id: Mapped[Key]
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"))
    level: Mapped[Level]
    side: Mapped[Side]
