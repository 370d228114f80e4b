"""Reviewed facts on the chart: medicines, allergies, conditions, laboratory values."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.database import Base, Key, Line, Scaled
from clinicdesk.record.rules import LAB_PLACES, AllergyState, LabKind, ThinnerAnswer


class ChartFacts(Base):
    """What is known of the whole chart: one row per patient. "Not asked" is a value."""

    __tablename__ = "chart_facts"

    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True)
    allergy_state: Mapped[AllergyState] = mapped_column(default=AllergyState.NOT_RECORDED)
    takes_thinner: Mapped[ThinnerAnswer] = mapped_column(default=ThinnerAnswer.NOT_ASKED)


class Medication(Base):
    """A medicine the patient takes; `drug_keys` names its rows in the hold table.

    It is `UNLISTED` for a blood thinner that the table does not know, "" for what is not held.
    """

    __tablename__ = "medication"

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    name: Mapped[Line] = mapped_column(info={"label": "Medicine"})
    drug_keys: Mapped[Line] = mapped_column(default="")
    dose_times: Mapped[Line] = mapped_column(default="")
    started_on: Mapped[date | None]
    source: Mapped[Line]
    ended_at: Mapped[datetime | None]
    entered_in_error: Mapped[Line | None] = mapped_column(info={"label": "Reason"})


class Allergy(Base):
    """Something the patient reacts to."""

    __tablename__ = "allergy"
    __table_args__ = (UniqueConstraint("patient_id", "source"),)

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    substance: Mapped[Line]
    source: Mapped[Line]
    entered_in_error: Mapped[Line | None] = mapped_column(info={"label": "Reason"})


class Condition(Base):
    """A diagnosis or finding; `code` is "system|code", "" when nobody coded it."""

    __tablename__ = "condition"
    __table_args__ = (UniqueConstraint("patient_id", "source"),)

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    name: Mapped[Line] = mapped_column(info={"label": "Condition"})
    code: Mapped[Line]
    began_on: Mapped[date | None]
    resolved_on: Mapped[date | None]
    source: Mapped[Line]
    entered_in_error: Mapped[Line | None] = mapped_column(info={"label": "Reason"})


class Lab(Base):
    """A laboratory value the hold clock needs, with the time its sample was taken."""

    __tablename__ = "lab"

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    kind: Mapped[LabKind]
    value: Mapped[Decimal] = mapped_column(Scaled(LAB_PLACES))
    taken_at: Mapped[datetime]
    entered_in_error: Mapped[Line | None] = mapped_column(info={"label": "Reason"})
