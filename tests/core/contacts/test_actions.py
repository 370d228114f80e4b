"""Reaching a patient, theirs, the payer and alerts, on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from clinicdesk.audit.queries import history_of_patient
from clinicdesk.contacts.actions import (
    ChangeReach,
    EndAlert,
    RecordPayer,
    change_reach,
    end_alert,
    end_contact,
    end_payer,
    record_contact,
    record_payer,
)
from clinicdesk.contacts.rules import Payer, Reach
from clinicdesk.desk import Desk
from clinicdesk.messages import sentence
from clinicdesk.patients.queries import find_patients, patient
from clinicdesk.patients.rules import ContactWay, NewPhone, PayerKind, PhoneKind
from clinicdesk.patients.tables import PatientPhone
from tests.builders.clinic import COORDINATOR, NURSE, PHYSICIAN
from tests.builders.contacts import a_contact, has_alert, has_contact, has_payer, known
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import a_patient
from tests.builders.rows import rows

HOME = NewPhone(typed="(707) 555-0171", kind=PhoneKind.OTHER)
MOBILE = NewPhone(
    typed="707 555 0188", kind=PhoneKind.MOBILE, may_leave_message=True, preferred=True
)


def reach_as(desk: Desk, patient_id: int, **changed: object) -> ChangeReach:
    began = known(desk, patient_id).reach
    return ChangeReach(patient_id=patient_id, reach=replace(began, **changed), began=began)


def last_words(desk: Desk, patient_id: int) -> str:
    """The newest row of the history: what was done, and what is true since."""
    [entry, *_] = ask(desk, COORDINATOR, history_of_patient, patient_id, None).entries
    said = [f"{one.label} {one.after}" for one in entry.differences]
    return f"{entry.done}: {'; '.join(said)}"


def test_a_patient_is_reached_another_way(desk: Desk):
    patient_id = a_patient(desk)
    before = known(desk, patient_id).lock_version
    told_so = {"email": "rosa@example.com", "language": "es", "preferred_contact": ContactWay.TEXT}
    do(
        desk,
        COORDINATOR,
        change_reach,
        reach_as(desk, patient_id, phones=(HOME, MOBILE), **told_so),
    )

    now = known(desk, patient_id)
    assert now.reach.phones == (
        replace(MOBILE, typed="707 555 0188"),
        replace(HOME, typed="707 555 0171"),
    )
    assert (now.reach.email, now.reach.preferred_contact) == ("rosa@example.com", ContactWay.TEXT)
    assert now.lock_version > before
    asked, _ = map(sentence, now.language_notes)
    assert asked == "Interpreter needed: not asked (Spanish)."
    assert ask(desk, NURSE, patient, patient_id).phone == "(707) 555-0188"


def test_a_phone_that_is_left_out_ends_and_finds_nobody(desk: Desk):
    patient_id = a_patient(desk, family="Ybarra")
    before = known(desk, patient_id).lock_version
    do(desk, COORDINATOR, change_reach, reach_as(desk, patient_id, phones=(MOBILE,)))

    assert known(desk, patient_id).lock_version > before
    assert known(desk, patient_id).reach.phones == (MOBILE,)
    said = last_words(desk, patient_id)
    assert "(707) 555-0171" in said
    assert "Ended on" in said
    for number, found in (("7075550188", [patient_id]), ("7075550171", [])):
        assert [one.id for one in ask(desk, COORDINATOR, find_patients, number).patients] == found


def test_a_number_that_stands_twice_is_one_and_gives_no_trouble(desk: Desk, url: str):
    patient_id = a_patient(desk, phones=(HOME,))
    with rows(url) as session:
        twice = {"as_typed": "7075550171", "digits": "7075550171", "e164": "+17075550171"}
        session.add(PatientPhone(patient_id=patient_id, kind=PhoneKind.MOBILE, **twice))
    assert known(desk, patient_id).reach.phones == (HOME,)

    do(desk, COORDINATOR, change_reach, reach_as(desk, patient_id, phones=()))

    assert known(desk, patient_id).reach.phones == ()


def test_the_second_to_change_a_number_decides(desk: Desk):
    patient_id = a_patient(desk)
    mine = reach_as(desk, patient_id, phones=(MOBILE,), city="Napa")
    do(desk, NURSE, change_reach, reach_as(desk, patient_id, phones=(), email="r@example.com"))

    assert "Noor Haddad" in told(desk, COORDINATOR, change_reach, mine)
    agreed = replace(mine, began=known(desk, patient_id).reach)
    do(
        desk,
        COORDINATOR,
        change_reach,
        replace(agreed, reach=replace(mine.reach, email="r@example.com")),
    )

    now = known(desk, patient_id).reach
    assert (now.phones, now.city, now.email) == ((MOBILE,), "Napa", "r@example.com")


def test_contacts_are_added_corrected_and_ended(desk: Desk):
    patient_id = a_patient(desk)
    ana = has_contact(desk, patient_id)
    has_contact(desk, patient_id, name="Luis Martinez", is_emergency=False, may_be_told=True)
    [first, _] = known(desk, patient_id).people
    correct = replace(
        a_contact(patient_id, phone="707 555 0190", is_representative=True),
        contact_id=ana,
        began=first.contact,
    )
    do(desk, NURSE, record_contact, correct)

    [first, second] = known(desk, patient_id).people
    assert (first.contact.phone, first.contact.is_representative) == ("(707) 555-0190", True)
    assert second.contact.may_be_told
    assert "Noor Haddad" in told(
        desk,
        COORDINATOR,
        record_contact,
        replace(correct, contact=a_contact(patient_id, phone="707 555 0111").contact),
    )
    do(desk, NURSE, end_contact, ana)
    assert "Contact Ana Martinez" in last_words(desk, patient_id)
    assert [one.contact.name for one in known(desk, patient_id).people] == ["Luis Martinez"]
    assert refused(desk, NURSE, end_contact, ana) == ["contacts.ended_already"]
    assert refused(desk, NURSE, record_contact, correct) == ["contacts.ended_already"]


def test_who_pays_is_one_at_a_time(desk: Desk):
    """RULE-14: the warning goes with the study's number; ended is not recorded."""
    patient_id = a_patient(desk)
    assert (known(desk, patient_id).payer, known(desk, patient_id).coverage_warning) == (None, None)
    has_payer(desk, patient_id, PayerKind.MEDICARE, member_number="1EG4-TE5-MK73")
    assert known(desk, patient_id).coverage_warning is not None
    assert refused(desk, COORDINATOR, end_payer, a_patient(desk)) == ["contacts.no_payer"]

    enrolled = Payer(
        kind=PayerKind.MEDICARE, trial_number="nct 03610737", enrolled_on=date(2026, 11, 23)
    )
    late = RecordPayer(patient_id=patient_id, payer=enrolled)
    assert refused(desk, PHYSICIAN, record_payer, late) == ["desk.conflict"]
    do(desk, PHYSICIAN, record_payer, replace(late, began=known(desk, patient_id).payer))

    now = known(desk, patient_id)
    assert now.payer == replace(enrolled, trial_number="NCT03610737")
    assert now.coverage_warning is None
    do(desk, COORDINATOR, end_payer, patient_id)
    assert known(desk, patient_id).payer is None
    has_payer(desk, patient_id, PayerKind.SELF_PAY)
    assert known(desk, patient_id).payer == Payer(kind=PayerKind.SELF_PAY)


@pytest.mark.parametrize(
    ("payer", "code"),
    [
        (Payer(kind=PayerKind.MEDICARE, trial_number="NCT1"), "contacts.trial_number"),
        (Payer(kind=PayerKind.MEDICARE, enrolled_on=date(2026, 11, 24)), "contacts.enrolled_later"),
        (Payer(kind=PayerKind.OTHER, name="x" * 201), "text.too_long"),
    ],
)
def test_what_cannot_be_who_pays(desk: Desk, payer: Payer, code: str):
    request = RecordPayer(patient_id=a_patient(desk), payer=payer)

    assert refused(desk, COORDINATOR, record_payer, request) == [code]


def test_an_alert_ends_with_a_reason_that_the_history_keeps(desk: Desk):
    patient_id = a_patient(desk)
    alert_id = has_alert(desk, patient_id, "Latex: use the other gloves", at_booking=True)
    assert [one.words for one in known(desk, patient_id).alerts] == ["Latex: use the other gloves"]
    no_reason = EndAlert(alert_id=alert_id, reason=" ")
    assert refused(desk, NURSE, end_alert, no_reason) == ["contacts.alert_reason"]

    do(desk, NURSE, end_alert, replace(no_reason, reason="tested negative"))

    assert known(desk, patient_id).alerts == ()
    said = last_words(desk, patient_id)
    assert said.startswith("Ended an alert: Alert Latex: use the other gloves")
    assert "Ended because tested negative" in said


def test_nothing_is_reached_by_default(desk: Desk):
    now = known(desk, a_patient(desk, phones=()))

    assert (now.reach, now.people, now.alerts, now.language_notes) == (Reach(), (), (), ())
