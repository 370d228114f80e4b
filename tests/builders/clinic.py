"""A small clinic with its people, made through the same actions the program uses."""

from datetime import time
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event

from clinicdesk.desk import Actor, Desk
from clinicdesk.scheduling.actions.people import add_person
from clinicdesk.scheduling.actions.setup import OpenClinic, open_clinic
from clinicdesk.staff.actions import NOBODY, NewPerson, OpenSite
from clinicdesk.staff.passwords import Proof
from clinicdesk.staff.queries import credentials
from clinicdesk.staff.rules import Role

PASSWORD = "correct horse battery"
# Argon2id of PASSWORD at the lowest cost: tests prove the way, not the cost.
HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$wfy4hCcDgxyXP28VpzcJDw$wWQyp9hcKp2cqBp1IL4LpttJvHPnN9uYequiwv9xNLY"
)
ADMINISTRATOR, COORDINATOR, NURSE, PHYSICIAN = "admin", "dana", "noor", "okafor"

_met: WeakKeyDictionary[Desk, dict[str, Actor]] = WeakKeyDictionary()


def open_for_tests(desk: Desk) -> None:
    """One site in Los Angeles, two rooms, Mon-Fri 7 to 5, and one person for each role."""
    site = OpenSite(
        name="Vineyard Spine Clinic",
        time_zone="America/Los_Angeles",
        phone="(707) 555-0100",
        after_hours_phone="(707) 555-0199",
        address="1200 Harvest Lane, Napa, CA 94559",
    )
    administrator = person(ADMINISTRATOR, "Alex Moreau", Role.ADMINISTRATOR)
    request = OpenClinic(
        site=site, administrator=administrator, opens=time(7, 0), closes=time(17, 0)
    )
    desk.change(NOBODY, open_clinic, request, uuid4())
    admin = actor(desk, ADMINISTRATOR)
    for newcomer in (
        person(COORDINATOR, "Dana Mills", Role.FRONT_DESK),
        person(NURSE, "Noor Haddad", Role.NURSE),
        person("lindqvist", "Dr. E. Lindqvist", Role.PHYSICIAN),
        person(PHYSICIAN, "Dr. N. Okafor", Role.PHYSICIAN),
        person("ortiz", "Sam Ortiz", Role.NURSE),
    ):
        desk.change(admin, add_person, newcomer, uuid4())


def person(login: str, name: str, *roles: Role) -> NewPerson:
    return NewPerson(login=login, name=name, roles=roles, password_hash=HASH)


def actor(desk: Desk, login: str) -> Actor:
    """Somebody, as signed in; asked once as long as nobody writes to the staff list."""
    met = _met.setdefault(desk, {})
    if login not in met:
        found = desk.read(NOBODY, credentials, login)
        assert found is not None
        met[login] = found.actor
    return met[login]


@event.listens_for(Engine, "after_cursor_execute")
def _forget(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
    if "staff_" in statement and not statement.startswith("SELECT"):
        _met.clear()


def proof(who: Actor) -> Proof:
    """That somebody just gave their password."""
    return Proof(who.id)
