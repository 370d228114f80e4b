"""Opening a clinic, people and their sign-in."""

from dataclasses import dataclass
from zoneinfo import available_timezones

from sqlalchemy import select

from clinicdesk import topics
from clinicdesk.desk import Actor, Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.staff.passwords import Proof, check_proof
from clinicdesk.staff.queries import sign_in_name
from clinicdesk.staff.rules import Role
from clinicdesk.staff.tables import Site, StaffMember, StaffRole
from clinicdesk.text import clean

NOBODY = Actor(id=0, login="", name="Nobody", roles=frozenset({"nobody"}))


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """A person who will sign in. `password_hash` comes from `passwords.hash_password`."""

    login: str
    name: str
    roles: tuple[Role, ...]
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
        roles=[StaffRole(role=role) for role in dict.fromkeys(request.roles)],
    )
    work.session.add(person)
    work.session.flush()
    work.touch(topics.STAFF)
    return person.id


def sign_in(work: Work, proof: Proof) -> None:
    """The recorded fact that the actor signed in. Refused without the actor's own proof."""
    check_proof(proof, work.actor)
