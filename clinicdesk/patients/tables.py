"""Who the patient is, by every name, number and identifier."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinicdesk.database import Base, Folded, Key, Line, Name, Versioned
from clinicdesk.patients.rules import PhoneKind, Sex


class MrnCounter(Base):
    """The last serial number given out; one row."""

    __tablename__ = "mrn_counter"

    id: Mapped[Key]
    last_serial: Mapped[int]


class Patient(Versioned, Base):
    """A person; name parts are kept as given, `folded` is only for finding and ordering."""

    __tablename__ = "patient"

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
    deceased_on: Mapped[date | None]
    street: Mapped[Line | None]
    city: Mapped[Name | None]
    state: Mapped[Name | None]
    postal_code: Mapped[Name | None]
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


class PatientIdentifier(Base):
    """Another system's number for this patient: what makes an import repeatable."""

    __tablename__ = "patient_identifier"
    __table_args__ = (UniqueConstraint("system", "value"),)

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    system: Mapped[Line] = mapped_column(info={"label": "Identifier"})
    value: Mapped[Line] = mapped_column(info={"label": "Identifier"})
