"""A clinic on a working day whose every word looks like markup, with something for each screen."""

from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.documents.actions import attach_document
from clinicdesk.patients.actions import NewPhone
from clinicdesk.patients.queries import patient
from clinicdesk.procedure_day.rules import Step
from clinicdesk.scheduling.actions.book import book_slot
from clinicdesk.scheduling.actions.people import add_person
from clinicdesk.staff.rules import Role
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, person
from tests.builders.contacts import has_alert, has_contact
from tests.builders.documents import a_paper
from tests.builders.evidence import name_driver, sign_hold_table
from tests.builders.gestures import ask, do
from tests.builders.patients import (
    Made,
    a_note,
    a_patient,
    a_slot,
    an_approved_case,
    an_evaluable_case,
)
from tests.builders.the_day import ready_for, take
from tests.builders.times import at

PICTURE = "zet:p.png"
"""What would be loaded if data were read as markup (tests/screens/markup.py)."""
FAMILY = f"Zetmark <b>&amp;</b><img src={PICTURE}> %s{{0}}"
GIVEN = f"<img src={PICTURE}><a href='http://192.0.2.1/'>R\u00f3sa</a> &Q ${{x}}"
DRUG = "Eliquis <table><tr><td>5 mg</td></tr></table>"
NOTE = f"<h1>Stenosis</h1>\n<script>x()</script>\t& <img src={PICTURE}>\n=1+1"
DRIVER = "Ana <font size=99>M\u00e1rtinez</font> &"
PRESCRIBER = "<qt>Dr. Reyes</qt>"
CONTACT = "Ben <s>Mart\u00ednez</s> &Q"
ALERT = f"Latex <b>&amp;</b><img src={PICTURE}>"
TITLE = f"<b>Referral</b> & <img src={PICTURE}> =1+1"
NURSE_NAME = f"<u>Noa</u> & <img src={PICTURE}>"
EVERYBODY = "everybody"
"""Signs in with every role."""


def live(desk: Desk) -> Made:
    """The patient's way to a booked procedure, through the program's own actions."""
    do(desk, ADMINISTRATOR, add_person, person("noa", NURSE_NAME, Role.NURSE))
    sign_hold_table(desk)
    made = an_approved_case(
        desk,
        [DRUG],
        note=a_note(impression=NOTE, exception_reason=NOTE),
        phones=(NewPhone(typed="<i>707 555 0171</i>"),),
        **named(),
    )
    has_contact(desk, made.patient_id, name=CONTACT, relation=CONTACT)
    has_alert(desk, made.patient_id, ALERT, at_booking=True)
    do(desk, COORDINATOR, attach_document, a_paper(made.patient_id, title=TITLE))
    booked = do(desk, COORDINATOR, book_slot, a_slot(made, at("2026-11-30 10:00")))
    name_driver(desk, booked.booking_id, name=DRIVER, relationship=DRIVER)
    return made


def live_today(desk: Desk) -> Made:
    """The same, and others who come on the tests' Monday, wait for a date, or are there twice."""
    made = live(desk)
    do(desk, ADMINISTRATOR, add_person, person(EVERYBODY, NURSE_NAME, *Role))
    here = ready_for(desk, at("2026-11-23 09:00"), family=FAMILY, given="Ines")
    take(desk, here.booking_id, Step.ARRIVED)
    ready_for(desk, at("2026-11-23 13:00"), family="Zetmann", given=GIVEN)
    an_approved_case(desk, family="Zetmeier", given=GIVEN)
    an_evaluable_case(desk, [DRUG], family="Zetmaier", given=GIVEN)
    born = ask(desk, COORDINATOR, patient, made.patient_id).birth_date
    a_patient(desk, birth_date=born, namesake_is_another=True, **named())
    return made


def named(**more: Any) -> dict[str, Any]:
    """Who a patient is, in words that look like markup."""
    return {"family": FAMILY, "given": GIVEN, "preferred": GIVEN, **more}
