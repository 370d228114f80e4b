"""Changing a person, ending and bringing back, through the real page and by keyboard."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.errors import Reason
from clinicdesk.scheduling.actions.people import change_person
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.members import ChangePerson, fields_of
from clinicdesk.staff.queries import credentials
from clinicdesk.staff.rules import Role
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, NURSE
from tests.builders.gestures import do
from tests.builders.staff import lock, on_the_list
from tests.screens import checks, keys
from tests.screens.people import PeopleScreen
from tests.screens.seat import SignIn, not_answered_yet
from ui.staff.people_page import PeoplePage


@pytest.fixture
def screen(qtbot: QtBot, sign_in: SignIn) -> PeopleScreen:
    return opened(qtbot, sign_in)


def opened(qtbot: QtBot, sign_in: SignIn) -> PeopleScreen:
    page = PeoplePage(sign_in(ADMINISTRATOR))
    keys.show(qtbot, page)
    return PeopleScreen(qtbot, page)


def renamed_meanwhile(desk: Desk, login: str) -> None:
    """Another administrator's change of the same person."""
    person = on_the_list(desk, login)
    other = ChangePerson(
        staff_member_id=person.id,
        name="Dana M. Mills",
        roles=person.roles,
        began=fields_of(person.name, person.roles),
    )
    do(desk, ADMINISTRATOR, change_person, other)


def test_a_persons_name_and_roles_are_changed(
    qtbot: QtBot, screen: PeopleScreen, desk: Desk
) -> None:
    screen.open(COORDINATOR)
    screen.rename("Dana Mills-Roy")
    screen.give(Role.NURSE)
    with qtbot.waitSignal(screen.page.done) as done:
        screen.save()

    assert done.args == ["Dana Mills-Roy: saved. It counts at once."]
    assert "Dana Mills-Roy   ·   Front desk, Nurse   ·   signs in as dana" in screen.page.lines
    assert on_the_list(desk, COORDINATOR).roles == (Role.FRONT_DESK, Role.NURSE)
    assert screen.card.name.value() == "Dana Mills-Roy"
    assert screen.objection == ""


def test_access_is_ended_and_given_back(screen: PeopleScreen) -> None:
    screen.open(NURSE)
    assert (screen.access(NURSE), screen.card.access) == ("Active", "Active")

    screen.press(screen.card.end)
    assert (screen.access(NURSE), screen.card.access) == ("Ended", "Ended")
    assert not screen.card.end.isVisible()
    assert screen.page.table.rows[-1].login == NURSE
    assert QApplication.focusWidget() is screen.card.bring_back

    screen.press(screen.card.bring_back)
    assert (screen.access(NURSE), screen.card.access) == ("Active", "Active")
    assert QApplication.focusWidget() is screen.card.close_button


def test_a_locked_person_is_unlocked(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    lock(desk, NURSE)
    screen = opened(qtbot, sign_in)
    screen.open(NURSE)
    assert (screen.access(NURSE), screen.card.access) == ("Locked", "Locked")

    screen.press(screen.card.unlock)

    assert screen.access(NURSE) == "Active"
    assert not screen.card.unlock.isVisible()


def test_nobody_ends_their_own_access_and_the_card_says_who_does(screen: PeopleScreen) -> None:
    screen.open(ADMINISTRATOR)

    assert not screen.card.end.isVisible()
    assert not screen.card.one_time.isVisible()
    assert screen.card.about == "This is you. Another administrator ends your access."


def test_the_last_administrator_stays_one(screen: PeopleScreen) -> None:
    screen.open(ADMINISTRATOR)
    screen.give(Role.NURSE)
    screen.card.roles.set_value((Role.NURSE,))
    screen.save()

    assert screen.objection == (
        "Make somebody else an administrator first; Alex Moreau is the last one."
    )
    assert screen.card.roles.value() == (Role.NURSE,)


@pytest.mark.parametrize(("mine", "name"), [(True, "Dana Roy"), (False, "Dana M. Mills")])
def test_what_somebody_else_saved_meanwhile_is_decided_field_by_field(
    screen: PeopleScreen, desk: Desk, mine: bool, name: str
) -> None:
    screen.open(COORDINATOR)
    screen.rename("Dana Roy")
    screen.give(Role.NURSE)
    renamed_meanwhile(desk, COORDINATOR)
    screen.save()

    assert screen.card.conflict.sentence.startswith("Alex Moreau saved this too")
    assert list(screen.card.conflict.rows) == ["name"]
    assert screen.card.name.value() == "Dana Roy"
    assert any(line.startswith("Dana M. Mills") for line in screen.page.lines)
    if not mine:
        screen.card.conflict.rows["name"].choose(0)
    screen.save()

    saved = on_the_list(desk, COORDINATOR)
    assert (saved.name, saved.roles) == (name, (Role.FRONT_DESK, Role.NURSE))
    assert screen.card.conflict.sentence == ""


@pytest.mark.parametrize("chosen_before", ["the refusal", "what differs"])
def test_what_stands_against_one_person_is_not_said_on_anothers_card(
    qtbot: QtBot, screen: PeopleScreen, desk: Desk, chosen_before: str
) -> None:
    session, card = screen.page.person._session, screen.card
    nurse = on_the_list(desk, NURSE)
    screen.open(COORDINATOR)
    screen.rename("Dana Roy")
    renamed_meanwhile(desk, COORDINATOR)
    told: list[str] = []
    screen.page.done.connect(told.append)
    if chosen_before == "the refusal":
        with not_answered_yet(session):
            card.save.click()
            card.show_person(nurse)
        assert told[0].startswith("Dana Mills: ")
    else:
        dana = card._shown
        card.show_person(nurse)
        card._meet(dana, Reason("desk.conflict"), (dana, nurse))

    assert (card.name.value(), card.conflict.sentence) == (nurse.name, "")
    assert screen.objection == ""
    screen.open(COORDINATOR)
    assert card.name.value() == "Dana Roy"


def test_an_access_that_changed_meanwhile_is_shown_anew(screen: PeopleScreen, desk: Desk) -> None:
    screen.open(COORDINATOR)
    renamed_meanwhile(desk, COORDINATOR)
    screen.press(screen.card.end)

    assert screen.objection != ""
    assert screen.card.name.value() == "Dana M. Mills"
    screen.press(screen.card.end)
    assert screen.access(COORDINATOR) == "Ended"


def test_access_waits_while_something_is_not_saved(screen: PeopleScreen) -> None:
    screen.open(NURSE)
    screen.rename("Noor H.")

    assert not screen.card.end.isEnabled()
    assert not screen.card.one_time.button.isEnabled()
    assert screen.card.about == "Save what you changed above first."

    screen.save()
    assert screen.card.end.isEnabled()
    assert screen.card.one_time.button.isEnabled()


def test_a_one_time_password_is_for_whom_it_was_asked(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    page = PeoplePage(sign_in(ADMINISTRATOR, threads=True))
    keys.show(qtbot, page)
    screen = PeopleScreen(qtbot, page)
    kept = desk.read(NOBODY, credentials, COORDINATOR)
    screen.open(NURSE)
    screen.card.one_time.button.click()
    screen.open(COORDINATOR)

    assert screen.card.one_time.password == ""
    assert desk.read(NOBODY, credentials, COORDINATOR) == kept


def test_what_was_typed_about_one_person_stays_theirs(screen: PeopleScreen) -> None:
    screen.open(NURSE)
    screen.rename("Noor H.")
    screen.open(COORDINATOR)
    assert screen.card.name.value() == "Dana Mills"

    screen.open(NURSE)
    assert screen.card.name.value() == "Noor H."


def test_escape_leads_back_to_the_list_and_a_new_person_to_the_form(screen: PeopleScreen) -> None:
    screen.open(NURSE)
    screen.close()
    assert screen.page.table.hasFocus()
    assert not screen.card.isVisible()
    assert screen.page.button.isVisible()

    screen.open(NURSE)
    screen.press(screen.page.new_person)
    assert screen.page.name.input.hasFocus()
    assert not screen.page.new_person.isVisible()


@pytest.mark.parametrize("login", [ADMINISTRATOR, NURSE])
def test_the_card_keeps_what_every_screen_keeps(screen: PeopleScreen, login: str) -> None:
    screen.open(login)

    assert checks.unnamed(screen.page) == []
    assert checks.too_small(screen.page) == []
    assert checks.rich_labels(screen.page) == []
