"""One person of the staff list: renamed, given other roles, ended, brought back, unlocked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from clinicdesk import topics
from clinicdesk.conflicts import Fields, differences, reason
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.history import Change
from clinicdesk.staff.queries import roles_of
from clinicdesk.staff.rules import Role
from clinicdesk.staff.tables import StaffMember, StaffRole
from clinicdesk.text import clean


@dataclass(frozen=True, kw_only=True)
class OfPerson:
    """Somebody on the staff list; `lock_version` is the one the list showed."""

    staff_member_id: int
    lock_version: int


@dataclass(frozen=True, kw_only=True)
class ChangePerson:
    """A person's name and all of their roles from now on; `began` is what the edit began with."""

    staff_member_id: int
    name: str
    roles: tuple[Role, ...]
    began: Fields


def listed(work: Work, person: OfPerson) -> StaffMember:
    """The person as the list showed them. Refused when somebody changed them meanwhile."""
    found = _member(work, person.staff_member_id)
    if found.lock_version != person.lock_version:
        raise Refused(Reason("desk.changed_meanwhile"))
    return found


def fields_of(name: str, roles: Iterable[Role]) -> Fields:
    """What two administrators may change at the same time, by field."""
    return {"name": clean(name), "roles": tuple(role for role in Role if role in set(roles))}


def change_member(work: Work, request: ChangePerson) -> StaffMember:
    """Give a person another name and other roles, which count at their next gesture.

    Refused without a name or a role, for the last administrator's own role, and field by field
    when somebody else saved something else meanwhile.
    """
    person = _member(work, request.staff_member_id)
    _refuse_conflict(work, person, request)
    if not request.name.strip():
        raise Refused(Reason("staff.name_missing"))
    if not request.roles:
        raise Refused(Reason("staff.role_missing"))
    if Role.ADMINISTRATOR not in request.roles:
        _keep_an_administrator(work, person)
    person.name = clean(request.name)
    _give(work, person, request.roles)
    # A role is a row of its own: the version of the person counts it too.
    person.lock_version += 1
    return person


def end_member(work: Work, request: OfPerson) -> StaffMember:
    """End a person's access, at once. Refused for oneself and for the last administrator."""
    person = listed(work, request)
    if person.id == work.actor.id:
        raise Refused(Reason("staff.not_oneself"))
    _keep_an_administrator(work, person)
    person.ended_at = person.ended_at or work.now
    return person


def bring_back_member(work: Work, request: OfPerson) -> StaffMember:
    """Let a person in again, with the roles and the password they had."""
    person = listed(work, request)
    person.ended_at = None
    return person


def unlock_member(work: Work, request: OfPerson) -> None:
    """Let a person sign in again after too many wrong passwords."""
    person = listed(work, request)
    person.locked_at, person.failed_tries, person.failed_at = None, 0, None


def _member(work: Work, person_id: int) -> StaffMember:
    work.touch(topics.STAFF)
    wanted = select(StaffMember).where(
        StaffMember.id == person_id, StaffMember.password_hash.is_not(None)
    )
    return work.session.scalars(wanted).one()


def _refuse_conflict(work: Work, person: StaffMember, request: ChangePerson) -> None:
    found = differences(
        request.began,
        fields_of(person.name, roles_of(person)),
        fields_of(request.name, request.roles),
    )
    if found:
        who, at = _last_editor(work, person)
        refuse_if([reason(one, who, at) for one in found])


def _last_editor(work: Work, person: StaffMember) -> tuple[str, datetime]:
    rows = [("staff_member", person.id), *(("staff_role", given.id) for given in person.roles)]
    marks = [Change.body.contains(f'"id":{id_},"table":"{table}"') for table, id_ in rows]
    row = work.session.execute(
        select(StaffMember.name, Change.at)
        .join(StaffMember, StaffMember.id == Change.actor_id)
        .where(Change.action == "scheduling.change_person", or_(*marks))
        .order_by(Change.id.desc())
        .limit(1)
    ).first()
    # A draft may have begun with what a restored backup does not know.
    return (row[0], row[1]) if row else ("Somebody", work.now)


def _give(work: Work, person: StaffMember, roles: Iterable[Role]) -> None:
    known = {given.role: given for given in person.roles}
    for given in person.roles:
        given.ended_at = None if given.role in roles else given.ended_at or work.now
    person.roles.extend(StaffRole(role=role) for role in roles if role not in known)


def _keep_an_administrator(work: Work, leaving: StaffMember) -> None:
    if Role.ADMINISTRATOR not in roles_of(leaving):
        return
    given = (StaffRole.role == Role.ADMINISTRATOR) & StaffRole.ended_at.is_(None)
    other = select(StaffMember.id).where(
        StaffMember.id != leaving.id,
        StaffMember.ended_at.is_(None),
        StaffMember.locked_at.is_(None),
        StaffMember.roles.any(given),
    )
    if work.session.scalar(other.limit(1)) is None:
        raise Refused(Reason("staff.last_administrator", {"name": leaving.name}))
