"""Who may sign in, and what the clinic is called."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import selectinload

from clinicdesk.desk import Actor, Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.history import identity
from clinicdesk.staff.rules import FREE_TRIES, Access, Role
from clinicdesk.staff.tables import Site, StaffMember, StaffRole
from clinicdesk.text import clean, text_objections

_LONGEST_LOGIN = 100


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
    lock_minutes: int = 5

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True)
class Credentials:
    """What signing in needs: the actor to become and the hashes to verify first.

    `wrong_tries` are those in a row; from the fifth on the PIN does not open anything.
    """

    actor: Actor
    password_hash: str | None
    pin_hash: str | None = None
    wrong_tries: int = 0

    @property
    def pin_open(self) -> bool:
        return self.wrong_tries < FREE_TRIES


@dataclass(frozen=True)
class Account:
    """What a person has to prove themselves with; a one-time password is to be replaced first."""

    has_pin: bool
    has_one_time_password: bool


@dataclass(frozen=True)
class Person:
    """A staff member in a list."""

    id: int
    login: str
    name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Member:
    """A line of the staff list, as an administrator edits it."""

    id: int
    login: str
    name: str
    roles: tuple[Role, ...]
    access: Access
    lock_version: int


def standing() -> Select[datetime | None, datetime | None, Role]:
    """Whether the person `:actor` may act now, a row (ended_at, locked_at, role) for each role."""
    roles = (StaffRole.staff_member_id == StaffMember.id) & StaffRole.ended_at.is_(None)
    return (
        select(StaffMember.ended_at, StaffMember.locked_at, StaffRole.role)
        .outerjoin(StaffRole, roles)
        .where(StaffMember.id == bindparam("actor"))
    )


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
        site.lock_minutes,
    )


def clinic_identity(work: Work) -> str:
    """Tells this clinic's database from every other one that a workstation may open."""
    return identity(work.session)


def local_day(work: Work) -> date:
    """Today at the clinic."""
    return work.now.astimezone(clinic(work).zone).date()


def credentials(work: Work, login: str) -> Credentials | None:
    """By sign-in name as typed; None for an unknown or ended person, no hashes for a locked one.

    Whoever is signed in may ask only for their own: a password hash is nobody else's business.
    """
    login = sign_in_name(login)
    if work.actor.login not in ("", login):
        raise Refused(Reason("desk.not_allowed", {"who": "the person"}))
    if text_objections("Sign-in name", login, _LONGEST_LOGIN):
        return None
    person = work.session.scalar(select(StaffMember).filter_by(login=login, ended_at=None))
    if person is None:
        return None
    roles = frozenset(role.value for role in roles_of(person))
    actor = Actor(person.id, person.login, person.name, roles)
    # Told apart from wrong ones, the right password could still be found out while it is locked.
    known = (None, None) if person.locked_at else (person.password_hash, person.pin_hash)
    return Credentials(actor, *known, person.failed_tries)


def own_account(work: Work) -> Account:
    """How the actor proves who they are."""
    person = work.session.get_one(StaffMember, work.actor.id)
    return Account(person.pin_hash is not None, person.one_time_since is not None)


def sign_in_name(typed: str) -> str:
    """The one form in which a sign-in name is kept: "Ann" and "ann " are the same person."""
    return clean(clean(typed).casefold())


def people(work: Work, role: Role | None = None) -> tuple[Person, ...]:
    """Everybody who can sign in, by name; with a role, only those who have it."""
    wanted = _with_roles().where(
        StaffMember.ended_at.is_(None), StaffMember.password_hash.is_not(None)
    )
    if role is not None:
        given = (StaffRole.role == role) & StaffRole.ended_at.is_(None)
        wanted = wanted.where(StaffMember.roles.any(given))
    rows = work.session.scalars(wanted.order_by(StaffMember.name))
    return tuple(Person(row.id, row.login, row.name, roles_of(row)) for row in rows)


def staff_list(work: Work) -> tuple[Member, ...]:
    """Everybody who can or could sign in, by name; who cannot any more comes last."""
    rows = work.session.scalars(
        _with_roles()
        .where(StaffMember.password_hash.is_not(None))
        .order_by(StaffMember.ended_at.is_not(None), StaffMember.name)
    )
    return tuple(
        Member(row.id, row.login, row.name, roles_of(row), _access(row), row.lock_version)
        for row in rows
    )


def roles_of(person: StaffMember) -> tuple[Role, ...]:
    """The roles a person has now, as first given."""
    return tuple(given.role for given in person.roles if given.ended_at is None)


def _with_roles() -> Select[StaffMember]:
    return select(StaffMember).options(selectinload(StaffMember.roles))


def _access(person: StaffMember) -> Access:
    if person.ended_at:
        return Access.ENDED
    return Access.LOCKED if person.locked_at else Access.ACTIVE
