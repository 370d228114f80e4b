"""Places in time: what can be booked, when the site is open, who is where.

One `occupancy` row per booking and resource carries a half-open UTC range. PostgreSQL refuses an
overlap by the exclusion constraint below, SQLite by the triggers of clinicdesk/guards.py.
"""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, Time, func, literal_column, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinicdesk.database import Base, Key, Line, Name, Versioned
from clinicdesk.scheduling.rules import BookingState, Cause, Part, Phase, ResourceKind, Sedation

LONGEST_OCCUPANCY_HOURS = 12
_COUNTED = text("state <> 'undone'")


class Resource(Base):
    """Anything that cannot be in two places at once, the patient included."""

    __tablename__ = "resource"

    id: Mapped[Key]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    kind: Mapped[ResourceKind]
    pool: Mapped[Name]
    name: Mapped[Name]
    staff_member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"), unique=True)
    ended_at: Mapped[datetime | None]


class ProcedureType(Base):
    """What is booked, the lengths that are usual for it, in minutes."""

    __tablename__ = "procedure_type"

    id: Mapped[Key]
    name: Mapped[Name]
    usual_minutes: Mapped[Name]
    least_minutes: Mapped[int]
    most_minutes: Mapped[int]
    grid_minutes: Mapped[int]


class ProcedureRequirement(Base):
    """A part that must be filled, from which pool, and for how long around the procedure."""

    __tablename__ = "procedure_requirement"

    id: Mapped[Key]
    procedure_type_id: Mapped[int] = mapped_column(ForeignKey("procedure_type.id"))
    part: Mapped[Part]
    pool: Mapped[Name]
    phase: Mapped[Phase]
    before_minutes: Mapped[int]
    after_minutes: Mapped[int]


class OpeningHours(Base):
    """Local wall time of a weekday (0 = Monday) during which the site takes procedures."""

    __tablename__ = "opening_hours"

    id: Mapped[Key]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    weekday: Mapped[int]
    opens: Mapped[time] = mapped_column(Time)
    closes: Mapped[time] = mapped_column(Time)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Booking(Versioned, Base):
    """A case's place in time. A move closes this row and inserts the next, which replaces it.

    `cause` and `reason` say why it was moved or cancelled.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index(
            "ix_booking_replaces_id",
            "replaces_id",
            unique=True,
            sqlite_where=_COUNTED,
            postgresql_where=_COUNTED,
        ),
    )

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("mild_case.id"), index=True)
    procedure_type_id: Mapped[int] = mapped_column(ForeignKey("procedure_type.id"))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    sedation: Mapped[Sedation]
    state: Mapped[BookingState] = mapped_column(default=BookingState.BOOKED)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"))
    cause: Mapped[Cause | None]
    reason: Mapped[Line | None]
    occupancies: Mapped[list["Occupancy"]] = relationship(order_by="Occupancy.id")


class Occupancy(Base):
    """One resource taken by one booking. Inactive rows are history and block nobody."""

    __tablename__ = "occupancy"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint(
            f"ends_at - starts_at <= {LONGEST_OCCUPANCY_HOURS * 3_600_000_000}", name="longest"
        ).ddl_if(dialect="sqlite"),
        CheckConstraint(
            f"ends_at - starts_at <= interval '{LONGEST_OCCUPANCY_HOURS} hours'", name="longest_"
        ).ddl_if(dialect="postgresql"),
        ExcludeConstraint(
            (
                func.int8range(literal_column("resource_id"), literal_column("resource_id"), "[]"),
                "&&",
            ),
            (func.tstzrange(literal_column("starts_at"), literal_column("ends_at"), "[)"), "&&"),
            where=text("active"),
            name="occupancy_taken_once",
        ).ddl_if(dialect="postgresql"),
        Index("ix_occupancy_resource_start", "resource_id", "starts_at"),
    )

    id: Mapped[Key]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    part: Mapped[Part]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    active: Mapped[bool] = mapped_column(default=True)
