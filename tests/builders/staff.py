"""People of the staff list: hired, ended and locked."""

from itertools import count

from sqlalchemy import update

from clinicdesk.desk import Desk
from clinicdesk.scheduling.actions.people import add_person, end_person
from clinicdesk.staff.members import OfPerson
from clinicdesk.staff.queries import Member, staff_list
from clinicdesk.staff.rules import Role
from clinicdesk.staff.tables import StaffMember
from tests.builders.clinic import ADMINISTRATOR, person
from tests.builders.gestures import ask, do
from tests.builders.times import at

_serial = count()


def a_newcomer(desk: Desk, *roles: Role) -> Member:
    """Somebody who was just added, a nurse unless said otherwise."""
    login = f"newcomer{next(_serial)}"
    do(desk, ADMINISTRATOR, add_person, person(login, "Nia New", *(roles or (Role.NURSE,))))
    return on_the_list(desk, login)


def on_the_list(desk: Desk, login: str) -> Member:
    """A person as an administrator sees them now."""
    [found] = [one for one in ask(desk, ADMINISTRATOR, staff_list) if one.login == login]
    return found


def as_listed(person: Member) -> OfPerson:
    """What an edit of this line says about it."""
    return OfPerson(staff_member_id=person.id, lock_version=person.lock_version)


def end(desk: Desk, login: str) -> None:
    """The administrator ends somebody's access."""
    do(desk, ADMINISTRATOR, end_person, as_listed(on_the_list(desk, login)))


def lock(desk: Desk, login: str) -> None:
    """What many wrong passwords lead to."""
    with desk._engine.begin() as connection:
        mine = update(StaffMember).where(StaffMember.login == login)
        connection.execute(mine.values(locked_at=at("2026-11-23 07:00")))
