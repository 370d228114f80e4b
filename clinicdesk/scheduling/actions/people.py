"""The people of the clinic: who is a physician or nurse can be booked for as long as they are."""

from collections.abc import Iterable

from sqlalchemy import select

from clinicdesk import topics
from clinicdesk.desk import Work
from clinicdesk.scheduling.rules import Part, ResourceKind
from clinicdesk.scheduling.tables import Resource
from clinicdesk.staff.actions import NewPerson, add_staff_member
from clinicdesk.staff.members import (
    ChangePerson,
    OfPerson,
    bring_back_member,
    change_member,
    end_member,
)
from clinicdesk.staff.queries import clinic, roles_of
from clinicdesk.staff.rules import Role

_POOL_OF_ROLE = {Role.PHYSICIAN: Part.PHYSICIAN, Role.NURSE: Part.NURSE}


def add_person(work: Work, request: NewPerson) -> int:
    """Add a staff member; physicians and nurses can be booked from then on."""
    person_id = add_staff_member(work, request)
    _offer(work, person_id, request.name, request.roles)
    return person_id


def change_person(work: Work, request: ChangePerson) -> None:
    """Change a person's name and roles, at once; what is booked with them stays booked.

    Refused: no name, no role, the last administrator, or changed meanwhile.
    """
    person = change_member(work, request)
    offered = () if person.ended_at else request.roles
    _offer(work, person.id, person.name, offered)


def end_person(work: Work, request: OfPerson) -> None:
    """End a person's access, at once; what is booked with them stays booked.

    Refused: oneself, the last administrator, or changed meanwhile.
    """
    person = end_member(work, request)
    _offer(work, person.id, person.name, ())


def bring_back_person(work: Work, request: OfPerson) -> None:
    """Let a person in again, to be booked as before. Refused when changed meanwhile."""
    person = bring_back_member(work, request)
    _offer(work, person.id, person.name, roles_of(person))


def _offer(work: Work, person_id: int, name: str, roles: Iterable[Role]) -> None:
    """A person is one resource, so who is both is booked as physician."""
    part = next((part for role, part in _POOL_OF_ROLE.items() if role in roles), None)
    offered = work.session.scalar(select(Resource).filter_by(staff_member_id=person_id))
    if offered is None and part is not None:
        work.session.add(
            Resource(
                site_id=clinic(work).id,
                kind=ResourceKind.STAFF,
                pool=part,
                name=name,
                staff_member_id=person_id,
            )
        )
    elif offered is not None:
        offered.name, offered.pool = name, part or offered.pool
        offered.ended_at = None if part else offered.ended_at or work.now
    work.touch(topics.SCHEDULE)
