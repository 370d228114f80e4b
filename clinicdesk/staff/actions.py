"""Opening a clinic, people and their sign-in."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import available_timezones

from sqlalchemy import select

from clinicdesk import topics
from clinicdesk.desk import Actor, Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.staff.members import OfPerson, listed, unlock_member
from clinicdesk.staff.passwords import Proof, check_password, check_proof
from clinicdesk.staff.queries import sign_in_name
from clinicdesk.staff.rules import ONE_TIME_LASTS, Role, lock_objections
from clinicdesk.staff.tables import Site, StaffMember, StaffRole
from clinicdesk.staff.tries import admit, count_wrong_try
from clinicdesk.text import clean

NOBODY = Actor(id=0, login="", name="Nobody", roles=frozenset({"nobody"}))


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """A person who will sign in. `password_hash` comes from `passwords.hash_password`.

    A `one_time` password lets them in once, to choose their own.
    """

    login: str
    name: str
    roles: tuple[Role, ...]
    password_hash: str
    one_time: bool = False


@dataclass(frozen=True, kw_only=True)
class ChoosePassword:
    """A person's own new password, hashed, with proof of the old one."""

    password_hash: str
    proof: Proof


@dataclass(frozen=True, kw_only=True)
class ChoosePin:
    """A person's own new PIN, hashed, with proof of the password."""

    pin_hash: str
    proof: Proof


@dataclass(frozen=True, kw_only=True)
class GiveOneTimePassword(OfPerson):
    """A password for somebody who forgot theirs, hashed; it lets them in to choose their own."""

    password_hash: str


@dataclass(frozen=True, kw_only=True)
class OpenSite:
    """The clinic as letterheads and clocks need it; `time_zone` is an IANA name."""

    name: str
    time_zone: str
    phone: str
    after_hours_phone: str
    address: str


def open_site(work: Work, request: OpenSite) -> int:
    """Create the site; answers its id. Refused when a clinic exists or the zone is unknown."""
    if work.session.scalar(select(Site.id).limit(1)) is not None:
        raise Refused(Reason("staff.clinic_exists"))
    if request.time_zone not in available_timezones():
        raise Refused(Reason("staff.zone_unknown", {"zone": request.time_zone}))
    site = Site(
        name=request.name,
        time_zone=request.time_zone,
        phone=request.phone,
        after_hours_phone=request.after_hours_phone,
        address=request.address,
    )
    work.session.add(site)
    work.session.flush()
    work.touch(topics.STAFF)
    return site.id


def add_staff_member(work: Work, request: NewPerson) -> int:
    """Add a staff member; answers the new id. Refused when the sign-in name is taken or empty."""
    login = sign_in_name(request.login)
    if not login or not request.name.strip():
        raise Refused(Reason("staff.name_missing"))
    if not request.roles:
        raise Refused(Reason("staff.role_missing"))
    if work.session.scalar(select(StaffMember.id).filter_by(login=login)):
        raise Refused(Reason("staff.login_taken", {"login": login}))
    person = StaffMember(
        login=login,
        name=clean(request.name),
        password_hash=request.password_hash,
        one_time_since=work.now if request.one_time else None,
        roles=[StaffRole(role=role) for role in dict.fromkeys(request.roles)],
    )
    work.session.add(person)
    work.session.flush()
    work.touch(topics.STAFF)
    return person.id


def unlock_person(work: Work, request: OfPerson) -> None:
    """Let a locked person sign in again. Refused when changed meanwhile."""
    unlock_member(work, request)


def sign_in(work: Work, proof: Proof) -> None:
    """The recorded fact that the actor signed in; it ends their row of wrong tries.

    Refused without the actor's own password, during a pause, and with an old one-time password.
    """
    check_password(proof, work.actor)
    given = admit(work).one_time_since
    if given and work.now > given + ONE_TIME_LASTS:
        raise Refused(Reason("staff.one_time_over", {"days": ONE_TIME_LASTS.days}))


def confirm_identity(work: Work, proof: Proof) -> None:
    """The recorded fact that the signed-in person proved it again, as to unlock the window."""
    check_proof(proof, work.actor)
    admit(work)


def record_wrong_try(work: Work, login: str) -> timedelta:
    """The recorded fact of a wrong password or PIN; answers how long nobody gets in now."""
    return count_wrong_try(work, login)


def choose_password(work: Work, request: ChoosePassword) -> None:
    """Replace one's own password; a one-time password is used up by it."""
    check_password(request.proof, work.actor)
    person = admit(work)
    person.password_hash, person.one_time_since = request.password_hash, None


def choose_pin(work: Work, request: ChoosePin) -> None:
    """Set or replace one's own PIN."""
    check_password(request.proof, work.actor)
    admit(work).pin_hash = request.pin_hash


def give_one_time_password(work: Work, request: GiveOneTimePassword) -> None:
    """Let a person in who forgot their password; their PIN goes with it.

    Refused for oneself, for somebody whose access has ended, and when changed meanwhile.
    """
    person = listed(work, request)
    if person.id == work.actor.id or person.ended_at:
        raise Refused(Reason("staff.not_to_be_let_in"))
    person.password_hash, person.one_time_since = request.password_hash, work.now
    person.pin_hash, person.failed_tries, person.failed_at = None, 0, None


def set_lock_minutes(work: Work, minutes: int) -> None:
    """After how many unused minutes every window locks. Refused outside 1 to 15."""
    refuse_if(lock_objections(minutes))
    work.session.scalars(select(Site).order_by(Site.id).limit(1)).one().lock_minutes = minutes
    work.touch(topics.STAFF)
