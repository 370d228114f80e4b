"""Confirmations that belong to one booking and never count for another."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.database import Base, Key, Line, Name, Note
from clinicdesk.readiness.rules import EscortKind, GateKey


class EscortRow(Base):
    """Who takes the patient home after this booking; the newest row counts."""

    __tablename__ = "escort"

    id: Mapped[Key]
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    kind: Mapped[EscortKind]
    name: Mapped[Name]
    relationship: Mapped[Name]
    phone: Mapped[Name]
    is_adult: Mapped[bool | None]
    has_agreed: Mapped[bool | None]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    recorded_at: Mapped[datetime]


class GateOverride(Base):
    """A physician let one gate of this booking be passed, as a rule allows (RULE-19).

    `covers` are the open reasons as they stood, JSON text a line.
    """

    __tablename__ = "gate_override"

    id: Mapped[Key]
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    gate: Mapped[GateKey]
    reason: Mapped[Line]
    rule: Mapped[Name]
    covers: Mapped[Note]
    physician_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    at: Mapped[datetime]
