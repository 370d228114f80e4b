"""Contacts, payers and alerts of a patient, as somebody records them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from clinicdesk.contacts.actions import (
    AddAlert,
    ChangeReach,
    EndAlert,
    RecordContact,
    RecordPayer,
    add_alert,
    change_reach,
    end_alert,
    end_contact,
    end_payer,
    record_contact,
    record_payer,
)
from clinicdesk.contacts.queries import Contacts, contacts
from clinicdesk.contacts.rules import Contact, Payer, Reach
from clinicdesk.desk import Desk
from clinicdesk.patients.rules import PayerKind
from tests.builders.clinic import COORDINATOR, NURSE, PHYSICIAN
from tests.builders.conditions import CONDITION_GESTURES
from tests.builders.gestures import ask, do
from tests.builders.patients import a_patient

Asked = tuple[str, Callable[..., Any], object]


def a_contact(patient_id: int, **given: Any) -> RecordContact:
    """The request to add Ana, a daughter, to be called in an emergency."""
    said = {"name": "Ana Martinez", "relation": "daughter", "phone": "707 555 0172"}
    contact = Contact(**{**said, "is_emergency": True, **given})
    return RecordContact(patient_id=patient_id, contact=contact)


def has_contact(desk: Desk, patient_id: int, **given: Any) -> int:
    """Ana is on the chart; the id."""
    return int(do(desk, COORDINATOR, record_contact, a_contact(patient_id, **given)))


def has_payer(desk: Desk, patient_id: int, kind: PayerKind, **given: Any) -> None:
    """Somebody pays."""
    payer = Payer(kind=kind, **given)
    began = known(desk, patient_id).payer
    request = RecordPayer(patient_id=patient_id, payer=payer, began=began)
    do(desk, COORDINATOR, record_payer, request)


def has_alert(desk: Desk, patient_id: int, words: str, *, at_booking: bool = False) -> int:
    """An alert is on the chart; the id."""
    alert = AddAlert(patient_id=patient_id, words=words, at_booking=at_booking)
    return int(do(desk, COORDINATOR, add_alert, alert))


def change_language(desk: Desk, patient_id: int, language: str) -> None:
    """A nurse records which language the patient speaks."""
    began = known(desk, patient_id).reach
    reach = replace(began, language=language)
    request = ChangeReach(patient_id=patient_id, reach=reach, began=began)
    do(desk, NURSE, change_reach, request)


def known(desk: Desk, patient_id: int) -> Contacts:
    """What is recorded now."""
    found: Contacts = ask(desk, COORDINATOR, contacts, patient_id)
    return found


def _reach(desk: Desk) -> Asked:
    patient_id = a_patient(desk, phones=())
    reach = Reach(email="rosa@example.com")
    return COORDINATOR, change_reach, ChangeReach(patient_id=patient_id, reach=reach, began=Reach())


def _payer(desk: Desk) -> Asked:
    medicare = Payer(kind=PayerKind.MEDICARE)
    return COORDINATOR, record_payer, RecordPayer(patient_id=a_patient(desk), payer=medicare)


def _payer_to_end(desk: Desk) -> Asked:
    patient_id = a_patient(desk)
    has_payer(desk, patient_id, PayerKind.COMMERCIAL)
    return COORDINATOR, end_payer, patient_id


def _alert(desk: Desk) -> Asked:
    return NURSE, add_alert, AddAlert(patient_id=a_patient(desk), words="Hard of hearing")


def _alert_to_end(desk: Desk) -> Asked:
    alert_id = has_alert(desk, a_patient(desk), "Hard of hearing")
    return PHYSICIAN, end_alert, EndAlert(alert_id=alert_id, reason="has hearing aids now")


CONTACT_GESTURES: dict[str, Callable[[Desk], Asked]] = {
    "contacts.change_reach": _reach,
    "contacts.record_contact": lambda desk: (
        COORDINATOR,
        record_contact,
        a_contact(a_patient(desk)),
    ),
    "contacts.end_contact": lambda desk: (NURSE, end_contact, has_contact(desk, a_patient(desk))),
    "contacts.record_payer": _payer,
    "contacts.end_payer": _payer_to_end,
    "contacts.add_alert": _alert,
    "contacts.end_alert": _alert_to_end,
    **CONDITION_GESTURES,
}
"""By permission key, for tests/builders/every_action.py: who asks, for what, with which request."""
