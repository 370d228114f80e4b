"""Whoever signs in is told which forms wait, and of a single one whose record it is about."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.drafts import Draft, Place
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR
from tests.builders.patients import Made, a_booked_case
from tests.builders.times import at
from tests.conftest import Clock
from tests.screens.seat import SignIn, desk, sign_in
from ui.unfinished import tell_unfinished

__all__ = ["desk", "sign_in"]


@pytest.fixture
def made(desk: Desk) -> Made:
    return a_booked_case(desk, at("2026-12-01 09:45"))


def told(sign_in: SignIn, clock: Clock, *places: Place, login: str = COORDINATOR) -> str:
    session, said = sign_in(login), []
    for place in places:
        session.drafts._remember(Draft(place, 0, {}, {"name": "Ana"}, clock()))
    tell_unfinished(session, said.append)
    return " ".join(said)


@pytest.mark.parametrize(
    ("form", "record", "said"),
    [
        ("patients.register", "none", "New patient"),
        ("intake.save_intake", "patient", "Intake of MARTINEZ, Rosa"),
        ("readiness.name_escort", "booking", "Driver of MARTINEZ, Rosa"),
        ("holds.Last dose.apixaban", "booking", "Last dose of MARTINEZ, Rosa"),
        ("evaluations.sign_evaluation", "none", "Evaluation"),
    ],
)
def test_one_form_is_named_with_its_patient(
    sign_in: SignIn, clock: Clock, made: Made, form: str, record: str, said: str
) -> None:
    ids = {"patient": made.patient_id, "booking": made.booking_id, "none": 0}

    words = told(sign_in, clock, Place(form, ids[record]))

    assert words == f"You have unfinished work here: {said}. Open it to go on."


def test_several_are_counted_and_named_once(sign_in: SignIn, clock: Clock, made: Made) -> None:
    intakes = [Place("intake.save_intake", patient) for patient in (1, 2)]

    assert told(sign_in, clock, *intakes, Place("patients.register", 0)) == (
        "You have unfinished work here in 3 forms: Intake, New patient. Open them to go on."
    )


def test_whoever_may_not_read_the_patient_is_told_the_form(
    sign_in: SignIn, clock: Clock, made: Made
) -> None:
    intake = Place("intake.save_intake", made.patient_id)

    assert told(sign_in, clock, intake, login=ADMINISTRATOR) == (
        "You have unfinished work here: Intake. Open it to go on."
    )


def test_nothing_is_said_of_nothing(sign_in: SignIn, clock: Clock) -> None:
    assert told(sign_in, clock) == ""
