"""One hold per drug of a case, and the evidence recorded for it. Evidence rows are only added."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.database import Base, Document, Key, Name
from clinicdesk.holds.rules import ClearanceDecision
from clinicdesk.policy import HoldUnit, Indication


class PolicyVersion(Base):
    """A whole drug table as a physician saw it: canonical text and hash. Signing is one-way."""

    __tablename__ = "policy_version"

    id: Mapped[Key]
    profile: Mapped[Name]
    version: Mapped[Name]
    text: Mapped[Document]
    sha256: Mapped[Name] = mapped_column(unique=True)
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    signed_at: Mapped[datetime | None]


class HoldRow(Base):
    """One drug of one case under one policy version, with a copy of its row.

    However many medicines hold the drug, it is held once. A physician sets `indication` where the
    hold depends on it, the interval where no row has one.
    """

    __tablename__ = "hold"
    __table_args__ = (UniqueConstraint("case_id", "drug_key"),)

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("mild_case.id"), index=True)
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))
    drug_key: Mapped[Name]
    copied_row: Mapped[Document]
    indication: Mapped[Indication | None]
    interval_value: Mapped[int | None]
    interval_unit: Mapped[HoldUnit | None]
    opened_at: Mapped[datetime]


class ClearanceRow(Base):
    """The prescriber's answer, and the off-drug window it covered."""

    __tablename__ = "clearance"

    id: Mapped[Key]
    hold_id: Mapped[int] = mapped_column(ForeignKey("hold.id"), index=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    prescriber: Mapped[Name]
    method: Mapped[Name]
    spoke_with: Mapped[Name]
    decision: Mapped[ClearanceDecision]
    decided_at: Mapped[datetime]
    cleared_from: Mapped[datetime | None]
    cleared_to: Mapped[datetime | None]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    recorded_at: Mapped[datetime]


class LastDoseRow(Base):
    """When the patient says the last dose was taken, for one booking."""

    __tablename__ = "last_dose"

    id: Mapped[Key]
    hold_id: Mapped[int] = mapped_column(ForeignKey("hold.id"), index=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    taken_at: Mapped[datetime]
    stated_by: Mapped[Name]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    recorded_at: Mapped[datetime]
