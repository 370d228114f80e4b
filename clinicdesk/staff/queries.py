"""Who may sign in, and what the clinic is called."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clinicdesk.desk import Actor, Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.staff.rules import Role
from clinicdesk.staff.tables import Site, StaffMember, StaffRole
from clinicdesk.text import clean


@dataclass(frozen=True)
class ClinicFacts:
    """The site as every screen and sheet shows it."""

    id: int
    name: str
    time_zone: str
    phone: str
    after_hours_phone: str
    address: str
    escort_stay_hours: int

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True)
class Credentials:
    """What signing in needs: the actor to become and the hash to verify first."""

    actor: Actor
    password_hash: str | None


@dataclass(frozen=True)
class Person:
    """A staff member in a list."""

    id: int
    login: str
    name: str
    roles: tuple[Role, ...]


def clinic_is_open(work: Work) -> bool:
    """Whether the clinic was set up; before that the program starts with its first-start page."""
    return work.session.scalar(select(Site.id).limit(1)) is not None


def clinic(work: Work) -> ClinicFacts:
    """The clinic, read once in a transaction. Raises Refused before it was opened."""
    known: ClinicFacts | None = work.session.info.get("clinic")
    if known is None:
        known = work.session.info["clinic"] = _clinic(work)
    return known


def _clinic(work: Work) -> ClinicFacts:
    site = work.session.scalar(select(Site).order_by(Site.id).limit(1))
    if site is None:
        raise Refused(Reason("staff.no_clinic"))
    return ClinicFacts(
        site.id,
        site.name,
        site.time_zone,
        site.phone,
        site.after_hours_phone,
        site.address,
        site.escort_stay_hours,
    )


def local_day(work: Work) -> date:
    """Today at the clinic."""
    return work.now.astimezone(clinic(work).zone).date()


def credentials(work: Work, login: str) -> Credentials | None:
    """By sign-in name as typed; None for an unknown or ended person.

    Whoever is signed in may ask only for their own: a password hash is nobody else's business.
    """
    login = sign_in_name(login)
    if work.actor.login not in ("", login):
        raise Refused(Reason("desk.not_allowed", {"who": "the person"}))
    person = work.session.scalar(select(StaffMember).filter_by(login=login, ended_at=None))
    if person is None:
        return None
    roles = frozenset(role.role.value for role in person.roles)
    return Credentials(Actor(person.id, person.login, person.name, roles), person.password_hash)


def sign_in_name(typed: str) -> str:
    """The one form in which a sign-in name is kept: "Ann" and "ann " are the same person."""
    return clean(clean(typed).casefold())


def people(work: Work, role: Role | None = None) -> tuple[Person, ...]:
    """Everybody who can sign in, by name; with a role, only those who have it."""
    wanted = select(StaffMember).where(
        StaffMember.ended_at.is_(None), StaffMember.password_hash.is_not(None)
    )
    if role is not None:
        wanted = wanted.where(StaffMember.roles.any(StaffRole.role == role))
    rows = work.session.scalars(wanted.order_by(StaffMember.name))
    return tuple(
        Person(row.id, row.login, row.name, tuple(item.role for item in row.roles)) for row in rows
    )
