"""Who the patient is, how to reach them and theirs, who pays, and what finds them again.

`patient_word` and `patient_block` are derived from the others: replaced with every save, made anew
by an upgrade, and no part of the history (docs/decisions/015-derived-rows.md).
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinicdesk.database import Base, Document, Folded, Key, Line, Name, Versioned
from clinicdesk.patients.rules import ContactWay, PayerKind, PhoneKind, Sex, WordPart


class MrnCounter(Base):
    """The last serial number given out; one row."""

    __tablename__ = "mrn_counter"

    id: Mapped[Key]
    last_serial: Mapped[int]


class Patient(Versioned, Base):
    """A person; name parts are kept as given, `folded` is only for finding and ordering."""

    __tablename__ = "patient"
    __table_args__ = (
        # Nearly all rows have none: an index of them all would look useless to the database.
        Index(
            "ix_patient_merged_into_id",
            "merged_into_id",
            sqlite_where=text("merged_into_id IS NOT NULL"),
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    mrn: Mapped[Name] = mapped_column(unique=True)
    family: Mapped[Name]
    given: Mapped[Name | None]
    middle: Mapped[Name | None]
    suffix: Mapped[Name | None]
    preferred: Mapped[Name | None]
    folded: Mapped[Folded] = mapped_column(index=True, info={"label": "Name"})
    birth_date: Mapped[date]
    sex: Mapped[Sex | None]
    gender: Mapped[Name | None]
    deceased_on: Mapped[date | None]
    has_died: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Also where the day is known."""
    street: Mapped[Line | None]
    city: Mapped[Name | None]
    state: Mapped[Name | None]
    postal_code: Mapped[Name | None]
    email: Mapped[Line | None]
    language: Mapped[Name | None]
    needs_interpreter: Mapped[bool | None]
    preferred_contact: Mapped[ContactWay | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"))
    phones: Mapped[list["PatientPhone"]] = relationship(order_by="PatientPhone.id")


class PatientName(Base):
    """A former or other name, searched like the present one."""

    __tablename__ = "patient_name"

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    family: Mapped[Name] = mapped_column(info={"label": "Former family name"})
    given: Mapped[Name | None] = mapped_column(info={"label": "Former given name"})
    folded: Mapped[Folded] = mapped_column(index=True, info={"label": "Name"})


class PatientPhone(Base):
    """A phone number as typed, as digits and, where it can be read, in E.164."""

    __tablename__ = "patient_phone"

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    as_typed: Mapped[Name] = mapped_column(info={"label": "Phone"})
    digits: Mapped[Name] = mapped_column(index=True, info={"label": "Phone"})
    e164: Mapped[Name | None]
    kind: Mapped[PhoneKind]
    may_leave_message: Mapped[bool] = mapped_column(default=False)
    preferred: Mapped[bool] = mapped_column(default=False, server_default=false())
    ended_at: Mapped[datetime | None]


class PatientIdentifier(Base):
    """Another system's number for this patient: what makes an import repeatable."""

    __tablename__ = "patient_identifier"
    __table_args__ = (UniqueConstraint("system", "value"),)

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    system: Mapped[Line] = mapped_column(info={"label": "Identifier"})
    value: Mapped[Line] = mapped_column(info={"label": "Identifier"})


class PatientWord(Base):
    """One word by which a patient is found, as a search looks for its beginning. Derived."""

    __tablename__ = "patient_word"
    __table_args__ = ({"sqlite_with_rowid": False},)

    word: Mapped[Name] = mapped_column(primary_key=True)
    part: Mapped[WordPart] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(
        ForeignKey("patient.id"), primary_key=True, autoincrement=False, index=True
    )


class PatientBlock(Base):
    """A key that patients who may be the same person share. Derived."""

    __tablename__ = "patient_block"
    __table_args__ = ({"sqlite_with_rowid": False},)

    block: Mapped[Name] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(
        ForeignKey("patient.id"), primary_key=True, autoincrement=False, index=True
    )


class PatientMerge(Base):
    """Two records that were one person's; `moved` says what went over, as canonical JSON."""

    __tablename__ = "patient_merge"

    id: Mapped[Key]
    kept_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    moved: Mapped[Document]
    merged_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class DifferentPeople(Base):
    """Two patients who look like one and are not, as somebody made sure; the lower id first."""

    __tablename__ = "different_people"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="in_order"),
    )

    id: Mapped[Key]
    first_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    said_at: Mapped[datetime]


class ContactPerson(Versioned, Base):
    """Somebody who is called about the patient, or who speaks for the patient."""

    __tablename__ = "contact_person"

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    name: Mapped[Line] = mapped_column(info={"label": "Contact"})
    relation: Mapped[Name] = mapped_column(info={"label": "Relationship"})
    phone: Mapped[Name]
    is_emergency: Mapped[bool]
    is_representative: Mapped[bool]
    may_be_told: Mapped[bool]
    ended_at: Mapped[datetime | None]


class Coverage(Versioned, Base):
    """Who pays, and for Medicare the study that its coverage asks for (RULE-14)."""

    __tablename__ = "coverage"

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    payer_kind: Mapped[PayerKind]
    payer: Mapped[Line]
    member_number: Mapped[Name]
    study: Mapped[Name]
    trial_number: Mapped[Name]
    enrolled_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]


class PatientAlert(Versioned, Base):
    """What everybody must see who opens the chart or books the patient."""

    __tablename__ = "patient_alert"

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    words: Mapped[Line] = mapped_column(info={"label": "Alert"})
    at_booking: Mapped[bool]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[Line | None]
