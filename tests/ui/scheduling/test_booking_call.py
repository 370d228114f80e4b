"""What is asked on the same call as the date: driver, language; and openings that are in time."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.contacts.queries import contacts
from clinicdesk.desk import Desk
from clinicdesk.readiness.queries import readiness
from clinicdesk.scheduling.queries import current_booking
from tests.builders.clinic import COORDINATOR
from tests.builders.contacts import change_language
from tests.builders.gestures import ask
from tests.builders.patients import Made, a_booked_case, an_approved_case
from tests.builders.times import at
from tests.screens.seat import SignIn, not_answered_yet
from tests.ui.scheduling.panels import DAY, Open, fill


def booked(desk: Desk, made: Made):
    return ask(desk, COORDINATOR, current_booking, made.case_id)


def test_driver_and_language_are_saved_with_the_booking(desk: Desk, open_panel: Open):
    made = an_approved_case(desk)
    screen = open_panel(made.case_id)
    fill(screen, "9:00 AM")
    screen.name_driver("Ana Martinez", "daughter", "7075550172")
    screen.choose_language("Spanish")
    screen.commit()

    escort = ask(desk, COORDINATOR, readiness, booked(desk, made).id).escort
    said = (escort.name, escort.relationship, escort.phone)
    assert said == ("Ana Martinez", "daughter", "(707) 555-0172")
    assert (escort.is_adult, escort.has_agreed) == (None, None)
    assert ask(desk, COORDINATOR, contacts, made.patient_id).reach.language == "es"


def test_a_lost_place_keeps_the_driver_and_offers_two_others(desk: Desk, open_panel: Open):
    a_booked_case(desk, at(f"{DAY} 09:00"), family="Brandt", given="Harold")
    made = an_approved_case(desk)
    screen = open_panel(made.case_id)
    fill(screen, "9:30 AM", 45)
    screen.name_driver("Ana Martinez", "daughter", "")
    screen.commit()
    assert "is taken" in screen.problem
    assert len(screen.openings) == 2
    assert screen.panel.call.driver.value() == "Ana Martinez"
    screen.pick(1)
    screen.commit()

    assert ask(desk, COORDINATOR, readiness, booked(desk, made).id).escort.name == "Ana Martinez"


def test_a_driver_without_a_name_is_asked_for_it_until_the_fields_change(
    desk: Desk, open_panel: Open
):
    made = an_approved_case(desk)
    screen = open_panel(made.case_id)
    fill(screen, "9:00 AM")
    screen.name_driver("", "", "707 555 01")
    screen.commit()
    assert screen.problem == (
        "Phone number needs 10 digits. Enter 2 more."
        " Enter the name of the adult who takes the patient home."
    )
    screen.name_driver("Ana", "", "707 555 0172")
    assert screen.problem == ""
    screen.name_driver("", "", "")
    screen.commit()

    assert ask(desk, COORDINATOR, readiness, booked(desk, made).id).escort is None


def test_a_language_that_somebody_else_recorded_is_told_and_then_replaced(
    desk: Desk, open_panel: Open
):
    made = an_approved_case(desk)
    screen = open_panel(made.case_id)
    fill(screen, "9:00 AM")
    screen.choose_language("Spanish")
    change_language(desk, made.patient_id, "vi")
    screen.commit()
    assert screen.problem.startswith(
        "Noor Haddad saved Vietnamese for language meanwhile; you have Spanish."
    )
    assert booked(desk, made) is None
    screen.commit()

    assert ask(desk, COORDINATOR, contacts, made.patient_id).reach.language == "es"


def test_a_number_typed_before_the_openings_came_picks_its_row(
    desk: Desk, sign_in: SignIn, open_panel: Open
):
    made, session = an_approved_case(desk), sign_in(COORDINATOR)
    screen = open_panel(session=session)
    with not_answered_yet(session):
        screen.panel.choose_case(made.case_id)
        screen.pick(2)
        assert screen.typed[2] == ""
    screen.settle()

    assert screen.typed[1:3] == ("Nov 23, 2026", "9:00 AM")


def test_openings_of_another_length_are_not_picked(desk: Desk, sign_in: SignIn, open_panel: Open):
    """Between a length and its openings, the old ones are pale: they may be too short."""
    made, session = an_approved_case(desk), sign_in(COORDINATOR)
    screen = open_panel(made.case_id, session=session)
    with not_answered_yet(session):
        screen.panel.form.length.setFocus()
        QTest.keyClicks(QApplication.focusWidget(), "4")
        screen.panel.openings.list.setFocus()
        QTest.keyClicks(QApplication.focusWidget(), "1")
        assert screen.panel.openings.list.is_stale
        assert screen.typed[2] == ""


def test_openings_are_looked_for_when_the_day_is_typed(desk: Desk, open_panel: Open):
    """Once, not with every key."""
    screen = open_panel(an_approved_case(desk).case_id)
    asked: list[object] = []
    screen.panel.form.search_wanted.connect(lambda: asked.append(screen.typed[1]))
    screen.set_date(DAY)

    assert asked == ["Dec 1, 2026"]
