"""Booking with what is asked on the same call: all of it or nothing, on both databases."""

from dataclasses import replace

from clinicdesk.contacts.queries import contacts
from clinicdesk.desk import Desk
from clinicdesk.readiness.actions import BookProcedure, OtherLanguage, book_procedure
from clinicdesk.readiness.queries import readiness
from clinicdesk.readiness.rules import GateKey, GateState
from clinicdesk.scheduling.actions.undo import UndoChange, undo_change
from clinicdesk.scheduling.queries import current_booking
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.evidence import a_driver, gate
from tests.builders.gestures import ask, do, refused
from tests.builders.patients import Made, a_booked_case, a_slot, an_approved_case
from tests.builders.rows import contents
from tests.builders.times import at

TEN = at("2027-01-12 10:00")
SPANISH = OtherLanguage("es", began="")
OPEN = a_driver(is_adult=None, has_agreed=None)


def language(desk: Desk, made: Made) -> str:
    return str(ask(desk, COORDINATOR, contacts, made.patient_id).reach.language)


def test_slot_driver_and_language_are_one_change(desk: Desk, url: str):
    """RULE-21: a driver who was only named is still to be asked; the gate says so."""
    made = an_approved_case(desk)
    before = len(contents(url)["change"])
    whole = BookProcedure(slot=a_slot(made, TEN), escort=OPEN, language=SPANISH)
    booked = do(desk, COORDINATOR, book_procedure, whole)

    assert len(contents(url)["change"]) == before + 1
    assert ask(desk, COORDINATOR, readiness, booked.booking_id).escort.name == "Ana Martinez"
    driver = gate(desk, booked.booking_id, GateKey.DRIVER)
    assert driver.state is GateState.NEEDS_ACTION
    assert [reason.code for reason in driver.reasons] == [
        "readiness.driver_age",
        "readiness.driver_agreement",
    ]
    assert language(desk, made) == "es"


def test_what_stays_open_is_asked_later(desk: Desk):
    made = an_approved_case(desk)
    booked = do(desk, COORDINATOR, book_procedure, BookProcedure(slot=a_slot(made, TEN)))

    assert gate(desk, booked.booking_id, GateKey.DRIVER).state is GateState.NOT_ASKED
    assert language(desk, made) == ""


def test_a_place_that_is_taken_records_nothing_else(desk: Desk, url: str):
    other = a_booked_case(desk, TEN, family="Brandt", given="Harold")
    made = an_approved_case(desk)
    room_id = ask(desk, NURSE, current_booking, other.case_id).room_id
    taken = a_slot(made, TEN, room_id=room_id)
    whole = BookProcedure(slot=taken, escort=OPEN, language=SPANISH)
    before = contents(url)

    assert refused(desk, COORDINATOR, book_procedure, whole) == ["scheduling.taken"]
    assert contents(url) == before


def test_a_language_that_somebody_else_recorded_meanwhile_books_nothing(desk: Desk):
    made, other = an_approved_case(desk), an_approved_case(desk, family="Brandt")
    first = BookProcedure(slot=a_slot(made, TEN), language=SPANISH)
    do(desk, COORDINATOR, book_procedure, first)
    theirs = OtherLanguage("vi", began="zh")
    whole = BookProcedure(slot=a_slot(other, at("2027-01-13 10:00")), language=theirs)

    assert refused(desk, COORDINATOR, book_procedure, whole) == ["desk.conflict"]
    assert ask(desk, COORDINATOR, current_booking, other.case_id) is None
    do(desk, COORDINATOR, book_procedure, replace(whole, language=replace(theirs, began="")))


def test_a_booking_with_its_driver_is_undone_and_redone(desk: Desk):
    made = an_approved_case(desk)
    whole = BookProcedure(slot=a_slot(made, TEN), escort=OPEN, language=SPANISH)
    booked = do(desk, COORDINATOR, book_procedure, whole)
    undone = do(desk, COORDINATOR, undo_change, UndoChange(booked.change_id))
    assert ask(desk, COORDINATOR, current_booking, made.case_id) is None
    assert language(desk, made) == "es"
    do(desk, COORDINATOR, undo_change, UndoChange(undone.change_id))

    assert ask(desk, COORDINATOR, current_booking, made.case_id).id == booked.booking_id
