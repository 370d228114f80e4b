"""Opening a clinic, its people and their sign-in, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from argon2 import PasswordHasher

from clinicdesk import opening
from clinicdesk.desk import Actor, Desk
from clinicdesk.errors import Refused
from clinicdesk.scheduling.actions.people import add_person
from clinicdesk.scheduling.actions.setup import OpenClinic, open_clinic
from clinicdesk.scheduling.queries import choices
from clinicdesk.settings import embedded_url
from clinicdesk.staff import passwords
from clinicdesk.staff.actions import NOBODY, OpenSite, sign_in
from clinicdesk.staff.passwords import hash_password, prove
from clinicdesk.staff.queries import clinic, clinic_is_open, credentials, people
from clinicdesk.staff.rules import Role
from tests.builders.clinic import (
    ADMINISTRATOR,
    COORDINATOR,
    NURSE,
    PASSWORD,
    PHYSICIAN,
    actor,
    person,
    proof,
)
from tests.builders.gestures import ask, do, refused
from tests.builders.rows import history

SITE = OpenSite(
    name="Harbor Spine Clinic",
    time_zone="America/New_York",
    phone="(212) 555-0100",
    after_hours_phone="",
    address="1 Pier Street",
)
OPENING = OpenClinic(site=SITE, administrator=person("eve", "Eve Adams", Role.ADMINISTRATOR))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Desk]:
    """A database in which no clinic was opened yet."""
    desk = opening.open_desk(embedded_url(tmp_path / "new.db"), create=True)
    yield desk
    desk.close()


def test_a_clinic_is_opened_once(empty: Desk, desk: Desk):
    assert empty.read(NOBODY, clinic_is_open) is False

    empty.change(NOBODY, open_clinic, OPENING, uuid4())

    assert empty.read(NOBODY, clinic_is_open) is True
    opened = empty.read(actor(empty, "eve"), clinic)
    assert (opened.name, opened.time_zone) == ("Harbor Spine Clinic", "America/New_York")
    assert [one.login for one in empty.read(actor(empty, "eve"), people)] == ["eve"]
    for again in (empty, desk):
        with pytest.raises(Refused, match=r"staff\.clinic_exists"):
            again.change(NOBODY, open_clinic, OPENING, uuid4())


@pytest.mark.parametrize("zone", ["", "Pacific", "America/Atlantis", "../etc/passwd"])
def test_a_clinic_stands_in_a_real_time_zone(empty: Desk, zone: str):
    nowhere = replace(OPENING, site=replace(SITE, time_zone=zone))
    with pytest.raises(Refused, match=r"staff\.zone_unknown"):
        empty.change(NOBODY, open_clinic, nowhere, uuid4())


def test_without_a_clinic_nothing_is_answered(empty: Desk):
    console = Actor(1, "console", "Command line", frozenset({"console"}))
    with pytest.raises(Refused, match=r"staff\.no_clinic"):
        empty.read(console, clinic)


def test_a_new_physician_can_be_booked_and_a_new_coordinator_cannot(desk: Desk):
    before = ask(desk, COORDINATOR, choices).physicians

    do(desk, ADMINISTRATOR, add_person, person("m.new", "Dr. M. New", Role.PHYSICIAN, Role.NURSE))
    do(desk, ADMINISTRATOR, add_person, person("c.new", "Cleo New", Role.FRONT_DESK))

    offered = ask(desk, COORDINATOR, choices)
    assert [one.name for one in offered.physicians[len(before) :]] == ["Dr. M. New"]
    physicians = ask(desk, COORDINATOR, people, Role.PHYSICIAN)
    assert [one.login for one in physicians] == ["lindqvist", "m.new", PHYSICIAN]


def test_people_that_are_refused(desk: Desk):
    newcomers = {
        "staff.login_taken": person(NURSE, "Another Noor", Role.NURSE),
        "staff.name_missing": person(" ", "No Login", Role.NURSE),
    }
    found = {code: refused(desk, ADMINISTRATOR, add_person, one) for code, one in newcomers.items()}

    assert found == {code: [code] for code in newcomers}
    nameless = person("x", "  ", Role.NURSE)
    assert refused(desk, ADMINISTRATOR, add_person, nameless) == ["staff.name_missing"]
    console = person("console", "Me", Role.ADMINISTRATOR)
    assert refused(desk, ADMINISTRATOR, add_person, console) == ["staff.login_taken"]


def test_signing_in_is_recorded_for_who_proved_it(desk: Desk, url: str):
    dana, noor = actor(desk, COORDINATOR), actor(desk, NURSE)
    seen = desk.read(NOBODY, credentials, COORDINATOR)

    do(desk, COORDINATOR, sign_in, prove(seen, PASSWORD))

    entry = history(url)[-1]
    assert (entry.action, entry.actor_id, entry.body) == ("staff.sign_in", dana.id, "")
    assert refused(desk, COORDINATOR, sign_in, proof(noor)) == ["staff.wrong_password"]


def test_the_command_line_cannot_sign_in_and_is_nobody_in_a_list(desk: Desk):
    console = desk.read(NOBODY, credentials, "console")

    assert console is not None
    assert (console.password_hash, console.actor.roles) == (None, frozenset())
    assert "console" not in [one.login for one in ask(desk, ADMINISTRATOR, people)]
    with pytest.raises(Refused, match=r"staff\.wrong_password"):
        prove(console, PASSWORD)


def test_an_unknown_name_costs_one_verification_too(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """Somebody who guesses names learns nothing from words or work: one argon2 call each."""
    calls = []

    class Counting(PasswordHasher):
        def verify(self, hash: str, password: str) -> bool:  # noqa: A002 - argon2's own name
            calls.append(hash)
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "PasswordHasher", Counting)
    words = set()
    for login in (COORDINATOR, "nobody.here", "console"):
        with pytest.raises(Refused) as caught:
            prove(desk.read(NOBODY, credentials, login), "not the password at all")
        words.add(str(caught.value))

    assert (len(calls), words) == (3, {"staff.wrong_password"})


def test_a_password_is_hashed_with_argon2id_and_proved(monkeypatch: pytest.MonkeyPatch):
    class Cheap(PasswordHasher):
        def __init__(self) -> None:
            super().__init__(time_cost=1, memory_cost=8, parallelism=1)

    default = PasswordHasher()
    assert (default.memory_cost, default.time_cost) >= (47_104, 1)
    monkeypatch.setattr(passwords, "PasswordHasher", Cheap)
    written = hash_password("a walk along the river", "dana")

    assert written.startswith("$argon2id$")
    somebody = Actor(7, "dana", "Dana", frozenset())
    seen = passwords.Credentials(somebody, written)
    assert prove(seen, "a walk along the river").staff_member_id == 7
    with pytest.raises(Refused):
        prove(seen, "a walk along the rive")
    with pytest.raises(Refused, match=r"staff\.password_too_short"):
        hash_password("short", "dana")
