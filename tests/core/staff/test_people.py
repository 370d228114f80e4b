"""Who works here, and since when no longer: what an administrator changes counts at once."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy.exc import NoResultFound

from clinicdesk.desk import Actor, Desk, Work
from clinicdesk.errors import Refused
from clinicdesk.messages import sentence
from clinicdesk.patients.actions import RegisterPatient, open_chart, register_patient
from clinicdesk.patients.queries import find_patients, patient
from clinicdesk.scheduling.actions.people import (
    add_person,
    bring_back_person,
    change_person,
    end_person,
)
from clinicdesk.scheduling.queries import booking, choices
from clinicdesk.scheduling.tables import Resource
from clinicdesk.staff.actions import unlock_person
from clinicdesk.staff.members import ChangePerson, OfPerson, fields_of
from clinicdesk.staff.queries import Member, credentials, people, staff_list
from clinicdesk.staff.rules import Access, Role
from clinicdesk.wiring import wired
from tests.builders.clinic import (
    ADMINISTRATOR,
    COORDINATOR,
    NURSE,
    PHYSICIAN,
    actor,
    person,
)
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import a_booked_case, a_patient
from tests.builders.rows import contents, counted, history, rows
from tests.builders.staff import a_newcomer, as_listed, end, lock, on_the_list
from tests.builders.times import at

ROSA = RegisterPatient(family="Marlow", given="Rosa", birth_date=at("1951-03-14 00:00").date())


def change(desk: Desk, who: Member, *roles: Role, name: str = "") -> None:
    do(desk, ADMINISTRATOR, change_person, changed(who, *roles, name=name))


def changed(who: Member, *roles: Role, name: str = "") -> ChangePerson:
    return ChangePerson(
        staff_member_id=who.id,
        name=name or who.name,
        roles=roles,
        began=fields_of(who.name, who.roles),
    )


def codes(desk: Desk, who: Actor) -> list[str]:
    """Why somebody who is signed in is refused, whatever they ask for; the words say what to do."""
    found = []
    for gesture in (
        lambda: desk.change(who, register_patient, ROSA, uuid4()),
        lambda: desk.read(who, find_patients, "mart"),
    ):
        with pytest.raises(Refused) as caught:
            gesture()
        [reason] = caught.value.reasons
        assert "Ask " in sentence(reason)
        found.append(reason.code)
    return found


def test_whoever_is_ended_is_refused_at_the_next_gesture_until_brought_back(desk: Desk, url: str):
    dana = actor(desk, COORDINATOR)
    end(desk, COORDINATOR)
    before = contents(url)

    assert codes(desk, dana) == ["desk.access_ended"] * 2
    assert contents(url) == before
    assert desk.read(actor(desk, ADMINISTRATOR), credentials, ADMINISTRATOR) is not None

    ended = on_the_list(desk, COORDINATOR)
    assert ended.access is Access.ENDED
    do(desk, ADMINISTRATOR, bring_back_person, as_listed(ended))
    assert desk.change(dana, register_patient, ROSA, uuid4()).answer


def test_a_repeated_request_of_somebody_ended_is_refused_too(desk: Desk):
    dana, request_id = actor(desk, COORDINATOR), uuid4()
    desk.change(dana, register_patient, ROSA, request_id)
    end(desk, COORDINATOR)

    with pytest.raises(Refused, match=r"desk\.access_ended"):
        desk.change(dana, register_patient, ROSA, request_id)


def test_whoever_is_locked_is_refused_until_unlocked(desk: Desk):
    dana = actor(desk, COORDINATOR)
    lock(desk, COORDINATOR)

    assert codes(desk, dana) == ["desk.access_locked"] * 2

    locked = on_the_list(desk, COORDINATOR)
    assert locked.access is Access.LOCKED
    do(desk, ADMINISTRATOR, unlock_person, as_listed(locked))
    assert on_the_list(desk, COORDINATOR).access is Access.ACTIVE
    assert desk.change(dana, register_patient, ROSA, uuid4()).answer


def test_a_role_given_counts_at_the_next_gesture_and_one_taken_away_too(desk: Desk):
    patient_id, alex, dana = a_patient(desk), actor(desk, ADMINISTRATOR), actor(desk, COORDINATOR)
    with pytest.raises(Refused, match=r"desk\.not_allowed"):
        desk.read(alex, patient, patient_id)

    change(desk, on_the_list(desk, ADMINISTRATOR), Role.ADMINISTRATOR, Role.NURSE)
    change(desk, on_the_list(desk, COORDINATOR), Role.ADMINISTRATOR)

    assert desk.read(alex, patient, patient_id).name.family
    assert codes(desk, dana) == ["desk.roles_changed"] * 2
    assert [one.login for one in desk.read(dana, staff_list)]

    change(desk, on_the_list(desk, COORDINATOR), Role.FRONT_DESK)
    assert desk.change(dana, register_patient, ROSA, uuid4()).answer
    assert on_the_list(desk, COORDINATOR).roles == (Role.FRONT_DESK,)


def test_an_action_sees_the_roles_of_this_moment(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    seen: list[Actor] = []
    dana, patient_id = actor(desk, COORDINATOR), a_patient(desk)
    change(desk, on_the_list(desk, COORDINATOR), Role.NURSE, Role.PHYSICIAN)

    def looks(work: Work, request: int) -> None:
        seen.append(work.actor)

    monkeypatch.setattr(looks, "__module__", open_chart.__module__)
    monkeypatch.setattr(looks, "__name__", open_chart.__name__)
    desk.change(dana, looks, patient_id, uuid4())

    assert seen == [replace(dana, roles=frozenset({"nurse", "physician"}))]


@pytest.mark.parametrize("access", [Access.ACTIVE, Access.LOCKED])
def test_there_is_always_an_administrator(desk: Desk, access: Access):
    zoe = person("zoe", "Zoe Mills", Role.ADMINISTRATOR)
    do(desk, ADMINISTRATOR, add_person, zoe)
    if access is Access.LOCKED:
        lock(desk, "zoe")
    else:
        end(desk, "zoe")
    alex = on_the_list(desk, ADMINISTRATOR)

    left = changed(alex, Role.NURSE)
    assert refused(desk, ADMINISTRATOR, change_person, left) == ["staff.last_administrator"]
    assert "Alex Moreau is the last one" in told(desk, ADMINISTRATOR, change_person, left)
    change(desk, alex, Role.NURSE, Role.ADMINISTRATOR)


def test_nobody_ends_themselves_and_one_of_two_administrators_ends_the_other(desk: Desk):
    alex = on_the_list(desk, ADMINISTRATOR)
    assert refused(desk, ADMINISTRATOR, end_person, as_listed(alex)) == ["staff.not_oneself"]

    do(desk, ADMINISTRATOR, add_person, person("zoe", "Zoe Mills", Role.ADMINISTRATOR))
    do(desk, "zoe", end_person, as_listed(alex))

    assert [one.access for one in ask(desk, "zoe", staff_list) if one.id == alex.id] == ["ended"]
    zoe = next(one for one in ask(desk, "zoe", staff_list) if one.login == "zoe")
    assert refused(desk, "zoe", change_person, changed(zoe, Role.NURSE)) == [
        "staff.last_administrator"
    ]


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ({"name": "  "}, "staff.name_missing"),
        ({"roles": ()}, "staff.role_missing"),
        ({"name": "Dana\u202eslliM"}, "text.hidden_character"),
    ],
)
def test_edits_that_are_refused(desk: Desk, url: str, edit: dict, code: str):
    good = changed(on_the_list(desk, COORDINATOR), Role.FRONT_DESK)
    before = contents(url)

    assert refused(desk, ADMINISTRATOR, change_person, replace(good, **edit)) == [code]
    assert contents(url) == before


def test_two_administrators_edit_one_person(desk: Desk):
    """A role is a row of its own, and still the second edit is refused."""
    dana = on_the_list(desk, COORDINATOR)
    change(desk, dana, Role.FRONT_DESK, Role.NURSE)

    clash = changed(dana, Role.FRONT_DESK, Role.PHYSICIAN)
    assert told(desk, ADMINISTRATOR, change_person, clash) == (
        "Alex Moreau saved front desk, nurse for roles meanwhile; you have front desk, physician."
        " Decide which one counts, then save again."
    )
    for action in (end_person, bring_back_person, unlock_person):
        assert refused(desk, ADMINISTRATOR, action, as_listed(dana)) == ["desk.changed_meanwhile"]
    assert on_the_list(desk, COORDINATOR).roles == (Role.FRONT_DESK, Role.NURSE)


def test_only_what_was_saved_otherwise_is_a_conflict(desk: Desk):
    """A sign-in counts up the person's version too, and two may type the same."""
    dana = on_the_list(desk, COORDINATOR)
    change(desk, dana, Role.FRONT_DESK, Role.NURSE)

    change(desk, dana, Role.NURSE, Role.FRONT_DESK)
    again = replace(changed(dana, Role.FRONT_DESK, Role.NURSE), name="Dana Roy")
    do(desk, ADMINISTRATOR, change_person, again)

    assert on_the_list(desk, COORDINATOR).name == "Dana Roy"
    stale = changed(dana, Role.FRONT_DESK, Role.NURSE, name="Dana Mills-Roy")
    assert refused(desk, ADMINISTRATOR, change_person, stale) == ["desk.conflict"]


def test_the_command_line_is_nobody_to_be_edited(desk: Desk):
    console = OfPerson(staff_member_id=actor(desk, "console").id, lock_version=1)

    for action in (end_person, bring_back_person, unlock_person):
        with pytest.raises(NoResultFound):
            do(desk, ADMINISTRATOR, action, console)
    assert "console" not in [one.login for one in ask(desk, ADMINISTRATOR, staff_list)]


def test_whoever_is_no_physician_any_more_is_not_offered_and_keeps_what_is_booked(
    desk: Desk, url: str
):
    made = a_booked_case(desk, at("2027-01-12 09:00"))
    shown = ask(desk, COORDINATOR, booking, made.booking_id)
    everybody = ask(desk, COORDINATOR, choices).physicians
    booked = next(one for one in everybody if one.name == shown.physician)
    login = next(
        one.login for one in ask(desk, ADMINISTRATOR, staff_list) if one.name == booked.name
    )

    end(desk, login)
    assert booked not in ask(desk, COORDINATOR, choices).physicians
    assert ask(desk, COORDINATOR, booking, made.booking_id).physician == booked.name
    do(desk, ADMINISTRATOR, bring_back_person, as_listed(on_the_list(desk, login)))
    assert ask(desk, COORDINATOR, choices).physicians == everybody

    change(desk, on_the_list(desk, login), Role.FRONT_DESK)
    assert booked not in ask(desk, COORDINATOR, choices).physicians
    assert booked.name not in [one.name for one in ask(desk, NURSE, people, Role.PHYSICIAN)]
    change(desk, on_the_list(desk, login), Role.PHYSICIAN, name="Dr. M. Renamed")
    offered = {one.id: one.name for one in ask(desk, COORDINATOR, choices).physicians}
    assert offered[booked.id] == "Dr. M. Renamed"
    with rows(url) as session:
        assert session.query(Resource).filter_by(name="Dr. M. Renamed").count() == 1


def test_changing_an_ended_person_does_not_offer_them(desk: Desk):
    end(desk, PHYSICIAN)
    before = ask(desk, COORDINATOR, choices).physicians

    change(desk, on_the_list(desk, PHYSICIAN), Role.PHYSICIAN, name="Dr. N. Okafor-Hale")

    assert ask(desk, COORDINATOR, choices).physicians == before
    assert on_the_list(desk, PHYSICIAN).access is Access.ENDED


def test_the_history_says_who_lost_which_role(desk: Desk, url: str):
    change(desk, on_the_list(desk, NURSE), Role.FRONT_DESK, name="Noor H.")

    entry = history(url)[-1]
    assert entry.action == "scheduling.change_person"
    assert '"staff_role"' in entry.body
    assert '"ended_at":null' in entry.body
    assert '"name":"Noor H."' in entry.body


def test_who_acts_costs_one_statement_on_a_file_and_none_on_a_server_with_its_own_clock(
    desk: Desk, url: str
):
    """The staff list is asked together with the server's clock."""
    dana, patient_id = actor(desk, COORDINATOR), a_patient(desk)
    without_clock = Desk(desk._engine, wired())
    with counted(desk._engine) as statements:
        without_clock.read(dana, patient, patient_id)

    asked = [one for one in statements if "staff_role" in one]
    assert len(asked) == 1
    clocks = [one for one in statements if "clock_timestamp" in one]
    assert clocks == (asked if url.startswith("postgresql") else [])


@pytest.mark.parametrize("lister", [staff_list, people])
def test_a_list_takes_as_many_statements_however_long_it_is(desk: Desk, lister):
    def statements() -> int:
        who = actor(desk, ADMINISTRATOR)
        with counted(desk._engine) as seen:
            desk.read(who, lister)
        return len(seen)

    few = statements()
    for _ in range(3):
        a_newcomer(desk)
    assert statements() == few


def test_the_history_keeps_the_name_that_was_there_before(desk: Desk, url: str):
    dana = on_the_list(desk, COORDINATOR)
    change(desk, dana, *dana.roles, name="Dana Mills-Ray")
    change(desk, on_the_list(desk, COORDINATOR), Role.NURSE)

    renamed, moved = (
        {row["table"]: row["before"] for row in json.loads(entry.body) if row["before"]}
        for entry in history(url)[-2:]
    )
    assert renamed["staff_member"] == {"name": "Dana Mills"}
    assert "staff_member" not in moved
    assert on_the_list(desk, COORDINATOR).lock_version == dana.lock_version + 2


def test_an_edit_that_began_before_a_restore_is_a_conflict_with_somebody(desk: Desk):
    dana = on_the_list(desk, COORDINATOR)
    began = fields_of("Dana before the restore", dana.roles)
    edit = replace(changed(dana, *dana.roles, name="Dana Mills-Ray"), began=began)

    assert told(desk, ADMINISTRATOR, change_person, edit).startswith("Somebody saved Dana Mills")
