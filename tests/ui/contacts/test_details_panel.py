"""The Details tab: reaching the patient, people, who pays and alerts, by keyboard."""

from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.contacts.actions import (
    RecordContact,
    RecordPayer,
    record_contact,
    record_payer,
)
from clinicdesk.contacts.queries import Contacts
from clinicdesk.contacts.rules import Payer
from clinicdesk.desk import Desk
from clinicdesk.patients.rules import ContactWay, NewPhone, PayerKind, PhoneKind
from tests.builders.clinic import COORDINATOR, PHYSICIAN
from tests.builders.contacts import has_alert, has_contact, has_payer, known
from tests.builders.gestures import do
from tests.builders.patients import a_patient
from tests.screens import checks, keys
from tests.screens.details import DetailsScreen
from tests.screens.seat import SignIn, not_answered_yet
from ui.contacts.details_panel import DetailsPanel, Section


@pytest.fixture
def patient_id(desk: Desk) -> int:
    return a_patient(desk)


@pytest.fixture
def screen(qtbot: QtBot, sign_in: SignIn, patient_id: int) -> DetailsScreen:
    panel = DetailsPanel(sign_in(COORDINATOR), patient_id)
    keys.show(qtbot, panel, 1196, 1000)
    return DetailsScreen(qtbot, panel)


@pytest.fixture
def now(desk: Desk, patient_id: int) -> Contacts:
    return known(desk, patient_id)


def test_another_phone_language_and_address(screen: DetailsScreen, desk: Desk, patient_id: int):
    screen.add_phone("7075550188", PhoneKind.MOBILE, preferred=True)
    screen.reach(email="rosa@example.com", city="Napa", way=ContactWay.TEXT, language="es")
    assert screen.panel.reach.fields.note.startswith(
        "Ask whether the patient needs an interpreter."
    )
    screen.reach(interpreter=True)
    screen.save(screen.panel.reach)

    assert screen.problem(screen.panel.reach) == ""
    reach = known(desk, patient_id).reach
    assert reach.phones[0] == NewPhone(
        typed="(707) 555-0188", kind=PhoneKind.MOBILE, preferred=True
    )
    assert (reach.email, reach.city, reach.language) == ("rosa@example.com", "Napa", "es")
    assert (reach.preferred_contact, reach.needs_interpreter) == (ContactWay.TEXT, True)


def test_what_cannot_be_saved_says_what_to_do_and_stays(
    screen: DetailsScreen, desk: Desk, patient_id: int, now: Contacts
):
    screen.reach(email="rosa")
    screen.save(screen.panel.reach)
    assert screen.problem(screen.panel.reach).startswith("Email needs an @")
    screen.pay(trial="NCT123")
    screen.save(screen.panel.payer)

    assert screen.problem(screen.panel.payer) == (
        "Choose the kind of payer. "
        "An NCT number is NCT and 8 digits, like NCT01234567. You entered 3."
    )
    assert screen.panel.payer.fields.trial.value() == "NCT123"
    assert known(desk, patient_id) == now


def test_a_refusal_stands_at_its_field_and_goes_with_the_correction(screen: DetailsScreen):
    payer = screen.panel.payer
    screen.pay(kind=PayerKind.MEDICARE)
    payer.fields.study.input.setText("x" * 300)
    screen.save(payer)
    assert "Study has room for" in screen.problem(payer)
    assert payer.fields.study.error == screen.problem(payer)

    keys.type_into(payer.fields.study, "MOTION")

    assert (payer.fields.study.error, screen.problem(payer)) == ("", "")


def test_the_medicare_warning_goes_with_the_number(
    screen: DetailsScreen, desk: Desk, patient_id: int
):
    """RULE-14."""
    notice = screen.panel.payer.fields.notice
    screen.pay(kind=PayerKind.MEDICARE)
    assert notice.text.startswith("Medicare covers this procedure only within an approved")
    screen.pay(trial="nct 0361 0737", enrolled="11/20/2026")
    assert notice.text == ""
    screen.save(screen.panel.payer)

    assert known(desk, patient_id).payer == Payer(
        kind=PayerKind.MEDICARE, trial_number="NCT03610737", enrolled_on=date(2026, 11, 20)
    )
    keys.press(screen.panel.no_payer)
    assert known(desk, patient_id).payer is None
    assert not screen.panel.no_payer.isVisible()


def test_people_are_added_changed_and_ended(screen: DetailsScreen, desk: Desk, patient_id: int):
    people = screen.panel.people
    screen.add_person("Ana Martinez", relation="daughter", tick="is_emergency")
    assert screen.problem(people.adding) == "Enter a phone for the emergency contact."
    screen.type_phone(people.adding, "7075550172")
    screen.save(people.adding)
    assert people.text == "Ana Martinez, daughter, (707) 555-0172"
    assert people.adding.isHidden()

    [ana] = known(desk, patient_id).people
    screen.change_person(ana.id, phone="707 555 0190")
    assert people.text == "Ana Martinez, daughter, (707) 555-0190"
    assert people.changing.isHidden()
    keys.press(people.links[ana.id, "End"])
    screen.settle()
    assert people.text == ""


def test_alerts_are_added_and_end_with_a_reason(screen: DetailsScreen, desk: Desk, patient_id: int):
    alerts = screen.panel.alerts
    screen.add_alert("Hard of hearing", at_booking=True)
    [alert] = known(desk, patient_id).alerts
    assert (alert.words, alert.at_booking, alerts.text) == ("Hard of hearing", True, alert.words)

    screen.end_alert(alert.id, "")
    assert alerts.ending.errors.sentences == ("Say why the alert is over.",)
    screen.end_alert(alert.id, "has hearing aids")
    assert (alerts.text, known(desk, patient_id).alerts) == ("", ())
    assert alerts.ending.isHidden()


def test_two_people_record_who_pays(screen: DetailsScreen, desk: Desk, patient_id: int):
    screen.pay(kind=PayerKind.MEDICARE, member="1EG4-TE5-MK73")
    theirs = Payer(kind=PayerKind.MEDICARE_ADVANTAGE, name="Harvest Health", study="A registry")
    do(desk, PHYSICIAN, record_payer, RecordPayer(patient_id=patient_id, payer=theirs))
    screen.save(screen.panel.payer)

    form = screen.panel.payer
    assert form.conflict.sentence.startswith("Dr. N. Okafor saved this too")
    assert [*form.conflict.rows] == ["kind", "name", "study"]
    form.conflict.rows["kind"].choose(0)
    assert form.fields.kind.value() is PayerKind.MEDICARE_ADVANTAGE
    form.conflict.rows["kind"].choose(1)
    screen.save(form)

    assert form.conflict.isHidden()
    assert known(desk, patient_id).payer == Payer(
        kind=PayerKind.MEDICARE,
        name="Harvest Health",
        member_number="1EG4-TE5-MK73",
        study="A registry",
    )


def test_two_people_change_the_phones(screen: DetailsScreen, desk: Desk, patient_id: int):
    screen.add_phone("7075550188", PhoneKind.MOBILE)
    has_contact(desk, patient_id)
    screen.other_saves_phones(desk, patient_id, NewPhone(typed="7075550199"))
    screen.save(screen.panel.reach)

    form = screen.panel.reach
    assert [*form.conflict.rows] == ["phones"]
    form.conflict.rows["phones"].choose(0)
    assert [phone.typed for phone in form.fields.phones.value()] == ["(707) 555-0199"]
    form.conflict.rows["phones"].choose(1)
    screen.save(form)

    numbers = [phone.typed for phone in known(desk, patient_id).reach.phones]
    assert numbers == ["(707) 555-0171", "(707) 555-0188"]


def test_two_people_change_the_same_person(screen: DetailsScreen, desk: Desk, patient_id: int):
    has_contact(desk, patient_id)
    screen.panel.reload()
    screen.settle()
    [ana] = known(desk, patient_id).people
    keys.press(screen.panel.people.links[ana.id, "Change"])
    form = screen.panel.people.changing
    screen.type_phone(form, "707 555 0190")
    theirs = replace(ana.contact, phone="(707) 555-0191", relation="", may_be_told=True)
    request = RecordContact(
        patient_id=patient_id, contact_id=ana.id, contact=theirs, began=ana.contact
    )
    do(desk, PHYSICIAN, record_contact, request)
    screen.save(form)

    assert [*form.conflict.rows] == ["relation", "phone", "may_be_told"]
    form.conflict.theirs.click()
    assert form.fields.value() == theirs
    form.conflict.rows["phone"].choose(1)
    screen.save(form)

    assert form.isHidden()
    [ana] = known(desk, patient_id).people
    assert ana.contact == replace(theirs, phone="(707) 555-0190")


def test_what_is_typed_in_one_card_stays_while_another_is_saved(
    screen: DetailsScreen, desk: Desk, patient_id: int
):
    screen.reach(city="Napa")
    screen.add_alert("Hard of hearing")

    assert screen.panel.reach.fields.address.city.value() == "Napa"
    has_payer(desk, patient_id, PayerKind.SELF_PAY)
    screen.panel.reload()
    assert screen.panel.payer.fields.kind.value() is PayerKind.SELF_PAY


def test_an_answer_about_one_person_or_alert_is_not_taken_for_another(
    screen: DetailsScreen, desk: Desk, patient_id: int
):
    ana, ben = (has_contact(desk, patient_id, name=name) for name in ("Ana", "Ben"))
    one, other = (has_alert(desk, patient_id, words) for words in ("One", "Other"))
    screen.panel.reload()
    screen.settle()
    people, alerts = screen.panel.people, screen.panel.alerts
    with not_answered_yet(screen.panel._session):
        keys.press(people.links[ana, "Change"])
        screen.type_phone(people.changing, "707 555 0112")
        keys.commit(people.changing.save)
        keys.press(people.links[ben, "Change"])
        screen.type_phone(people.changing, "707 555 0113")
        keys.press(alerts.links[one])
        keys.type_into(alerts.ending.reason, "over")
        keys.commit(alerts.ending.reason.control)
        keys.press(alerts.links[other])
        keys.type_into(alerts.ending.reason, "over too")

    assert people.changing.fields.phone.value() == "(707) 555-0113"
    screen.save(people.changing)
    assert screen.problem(people.changing) == ""
    assert [alert.words for alert in known(desk, patient_id).alerts] == ["Other"]
    assert (alerts.ending.isHidden(), alerts.ending.reason.value()) == (False, "over too")
    phones = {one.id: one.contact.phone for one in known(desk, patient_id).people}
    assert phones == {ana: "(707) 555-0112", ben: "(707) 555-0113"}


def test_everything_is_named_and_reached(screen: DetailsScreen, desk: Desk, patient_id: int):
    has_contact(desk, patient_id)
    has_alert(desk, patient_id, "Hard of hearing")
    screen.panel.reload()
    screen.settle()
    for section in Section:
        screen.panel.show_section(section)
    screen.settle()

    assert checks.unnamed(screen.panel) == []
    assert checks.too_small(screen.panel) == []
    assert checks.rich_labels(screen.panel) == []
