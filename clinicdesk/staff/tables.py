"""The clinic's site, its settings and the people who work there."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clinicdesk.database import Base, Key, Line, Name, Versioned
from clinicdesk.staff.rules import Role


class Site(Versioned, Base):
    """A place with procedure rooms; all clocks of a booking are this site's."""

    __tablename__ = "site"
    __table_args__ = (CheckConstraint("lock_minutes BETWEEN 1 AND 15", name="lock_minutes"),)

    id: Mapped[Key]
    name: Mapped[Name]
    time_zone: Mapped[Name]
    phone: Mapped[Name]
    after_hours_phone: Mapped[Name]
    address: Mapped[Line]
    escort_stay_hours: Mapped[int] = mapped_column(default=24)
    lock_minutes: Mapped[int] = mapped_column(default=5)


class StaffMember(Versioned, Base):
    """A person who can sign in, or `console`, who cannot: it acts for the command line."""

    __tablename__ = "staff_member"

    id: Mapped[Key]
    login: Mapped[Name] = mapped_column(unique=True, info={"label": "Sign-in name"})
    name: Mapped[Name]
    password_hash: Mapped[Line | None] = mapped_column(info={"secret": True})
    pin_hash: Mapped[Line | None] = mapped_column(info={"secret": True})
    one_time_since: Mapped[datetime | None]
    failed_tries: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    roles: Mapped[list["StaffRole"]] = relationship(order_by="StaffRole.id")


class UnknownName(Base):
    """Wrong tries with names that nobody has; `mark` is a part of the name's hash."""

    __tablename__ = "unknown_name"

    id: Mapped[Key]
    mark: Mapped[Name] = mapped_column(unique=True)
    failed_tries: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]


class StaffRole(Base):
    """One of a person's roles; one that was taken away is ended, and given again is open."""

    __tablename__ = "staff_role"
    __table_args__ = (UniqueConstraint("staff_member_id", "role"),)

    id: Mapped[Key]
    staff_member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    role: Mapped[Role]
    ended_at: Mapped[datetime | None]
