"""What is typed between sending a form and its answer is neither saved nor lost."""

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.policy import HoldUnit
from clinicdesk.readiness.queries import readiness
from clinicdesk.readiness.rules import EscortKind
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, PHYSICIAN
from tests.builders.evidence import hold, of_drug
from tests.builders.gestures import ask
from tests.builders.patients import Made, a_booked_case
from tests.builders.staff import on_the_list
from tests.builders.times import at
from tests.screens import keys
from tests.screens.people import PeopleScreen
from tests.screens.seat import SignIn, desk, not_answered_yet, sign_in
from ui.form_draft import FormDraft
from ui.holds.clinical_forms import TermsForm
from ui.readiness.driver_editor import DriverEditor
from ui.staff.people_page import PeoplePage
from ui.staff.person_card import PersonCard

__all__ = ["desk", "sign_in"]


@pytest.fixture
def made(desk: Desk) -> Made:
    return a_booked_case(desk, at("2027-01-12 10:00"), ["Eliquis 5 mg"])


def kept(draft: FormDraft) -> bool:
    """Whether the draft holds what the fields show."""
    return [one.typed for one in draft._drafting.unfinished] == [draft.held()]


def test_of_a_driver(qtbot: QtBot, sign_in: SignIn, desk: Desk, made: Made) -> None:
    def now():
        return ask(desk, COORDINATOR, readiness, made.booking_id).escort

    editor = DriverEditor(sign_in(COORDINATOR), made.booking_id)
    keys.show(qtbot, editor, 380, 640)
    editor.show_escort(None)
    keys.choose(editor.kind, EscortKind.RESPONSIBLE_ADULT)
    keys.type_into(editor.name, "Ben Martinez")
    with not_answered_yet(editor._session), qtbot.assertNotEmitted(editor.saved):
        keys.commit(editor.name)
        keys.type_into(editor.relationship, "son")
    editor.show_escort(now())

    assert (now().relationship, editor.relationship.value()) == ("", "son")
    assert kept(editor._draft)
    with qtbot.waitSignal(editor.saved):
        keys.commit(editor.name)
    assert (now().relationship, editor.conflict.sentence) == ("son", "")
    assert editor._session.drafts.unfinished == ()


def test_of_terms(qtbot: QtBot, sign_in: SignIn, desk: Desk, made: Made) -> None:
    facts = hold(desk, made.booking_id)
    form = TermsForm(sign_in(PHYSICIAN), of_drug(desk, made.booking_id), facts.plan.row)
    keys.show(qtbot, form, 380, 500)
    form.show_hold(facts)
    keys.type_into(form.value, "3")
    keys.choose(form.unit, HoldUnit.FULL_DAYS_OFF)
    with not_answered_yet(form.session), qtbot.assertNotEmitted(form.saved):
        keys.commit(form.value)
        keys.type_into(form.value, "4")
    form.show_hold(hold(desk, made.booking_id))

    assert hold(desk, made.booking_id).plan.physician_interval.value == 3
    assert form.value.value() == 4
    assert kept(form._draft)
    with qtbot.waitSignal(form.saved):
        keys.commit(form.value)
    assert hold(desk, made.booking_id).plan.physician_interval.value == 4
    assert form.session.drafts.unfinished == ()


def typed_on(qtbot: QtBot, sign_in: SignIn) -> PersonCard:
    """Dana Roy is sent, Dana Roy-Mills typed before the answer."""
    page = PeoplePage(sign_in(ADMINISTRATOR))
    keys.show(qtbot, page)
    PeopleScreen(qtbot, page).open(COORDINATOR)
    keys.type_into(page.person.name, "Dana Roy")
    with not_answered_yet(page.person._session):
        keys.commit(page.person.name.input)
        keys.type_into(page.person.name, "Dana Roy-Mills")
    return page.person


def test_of_a_person(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    card = typed_on(qtbot, sign_in)

    assert on_the_list(desk, COORDINATOR).name == "Dana Roy"
    assert card.name.value() == "Dana Roy-Mills"
    assert kept(card._draft)
    assert not card.end.isEnabled()
    keys.commit(card.name.input)
    assert on_the_list(desk, COORDINATOR).name == "Dana Roy-Mills"
    assert card.conflict.sentence == ""
    assert card.end.isEnabled()
    assert card._session.drafts.unfinished == ()


def test_discarding_it_shows_what_was_saved(qtbot: QtBot, sign_in: SignIn) -> None:
    card = typed_on(qtbot, sign_in)
    card._draft.discard()

    assert card.name.value() == "Dana Roy"
