"""What was actually done on the day."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinicdesk.database import Base, Key
from clinicdesk.evaluations.rules import Level, Side
from clinicdesk.procedure_day.rules import Closure, Restart, Step
from clinicdesk.scheduling.rules import Sedation

_COUNTED = text("taken_back_at IS NULL")


class DayStep(Base):
    """A step of the day that was reached; one taken back stays as history and counts no more."""

    __tablename__ = "day_step"
    __table_args__ = (
        Index(
            "ix_day_step_counts_once",
            "booking_id",
            "step",
            unique=True,
            sqlite_where=_COUNTED,
            postgresql_where=_COUNTED,
        ),
    )

    id: Mapped[Key]
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    step: Mapped[Step]
    at: Mapped[datetime]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))


class ProcedureRecord(Base):
    """The procedure as done, with the physician's discharge order."""

    __tablename__ = "procedure_record"

    id: Mapped[Key]
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), unique=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    sedation: Mapped[Sedation]
    closure: Mapped[Closure]
    hemostasis: Mapped[bool]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    recorded_at: Mapped[datetime]
    discharge_ordered_by: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    discharge_ordered_at: Mapped[datetime]
    levels: Mapped[list["LevelDone"]] = relationship(order_by="LevelDone.id")


class LevelDone(Base):
    """A level and side that was treated."""

    __tablename__ = "level_done"
    __table_args__ = (UniqueConstraint("procedure_record_id", "level"),)

    id: Mapped[Key]
    procedure_record_id: Mapped[int] = mapped_column(ForeignKey("procedure_record.id"))
    level: Mapped[Level]
    side: Mapped[Side]


class RestartOrder(Base):
    """The physician's word on restarting, given after the procedure."""

    __tablename__ = "restart_order"

    id: Mapped[Key]
    hold_id: Mapped[int] = mapped_column(ForeignKey("hold.id"), index=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    decision: Mapped[Restart]
    restart_at: Mapped[datetime | None]
    ordered_by: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    ordered_at: Mapped[datetime]
