"""Who may be taken for whom around a day, and that no commit goes past it, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clinicdesk.desk import Desk
from clinicdesk.evaluations.actions import sign_evaluation
from clinicdesk.patients.verification import Verification
from clinicdesk.procedure_day.actions import record_procedure
from clinicdesk.scheduling.actions.book import MoveBooking, book_slot, move_booking
from clinicdesk.scheduling.queries import booking, day, name_alerts, to_schedule
from clinicdesk.sheets.actions import issue_sheet
from tests.builders.clinic import COORDINATOR, PHYSICIAN
from tests.builders.evidence import a_print
from tests.builders.gestures import ask, do, refused
from tests.builders.patients import (
    Made,
    a_booked_case,
    a_note,
    a_signature,
    a_slot,
    an_approved_case,
    an_evaluable_case,
    sure_of,
)
from tests.builders.procedures import as_done
from tests.builders.times import at

FRIDAY = date(2027, 1, 15)


def booked(desk: Desk, wall: str, given: str, family: str = "Martinez") -> Made:
    return a_booked_case(desk, at(f"2027-01-{wall}"), family=family, given=given)


def alerts(desk: Desk, on: date) -> dict[str, list[str]]:
    """By given name: whose card on that day names whom."""
    shown = ask(desk, COORDINATOR, day, on).bookings
    return {one.patient.name.given: [other.name.given for other in one.namesakes] for one in shown}


def test_a_day_counts_with_the_working_days_beside_it(desk: Desk):
    """Monday is beside Friday; the Thursday of the week after is not."""
    booked(desk, "15 09:00", "Rosa")
    booked(desk, "15 10:15", "Ana")
    booked(desk, "18 09:00", "Rose")
    booked(desk, "19 09:00", "Ruth")

    assert alerts(desk, FRIDAY) == {"Rosa": ["Rose"], "Ana": []}
    assert alerts(desk, date(2027, 1, 18)) == {"Rose": ["Rosa", "Ruth"]}
    assert alerts(desk, date(2027, 1, 19)) == {"Ruth": ["Rose"]}


def test_who_waits_is_compared_with_who_waits(desk: Desk):
    waits = an_approved_case(desk, family="Smith", given="John")
    an_approved_case(desk, family="Smyth", given="Jane")
    an_approved_case(desk, family="Okonkwo", given="Ada")
    booked(desk, "15 09:00", "Jill", family="Smith")

    listed = ask(desk, COORDINATOR, to_schedule)
    around = ask(desk, COORDINATOR, name_alerts, waits.patient_id, FRIDAY)

    named = [[other.name.given for other in one.namesakes] for one in listed]
    assert named == [["Jane"], ["John"], []]
    assert [(one.name.given, one.starts_at) for one in around] == [
        ("Jill", at("2027-01-15 09:00")),
        ("Jane", None),
    ]


Commit = tuple[str, Callable[..., Any], Any]


@pytest.fixture
def commits(desk: Desk) -> list[Commit]:
    """Everything that needs somebody to make sure whose it is, with nobody else about."""
    made, waits = booked(desk, "15 09:00", "Rosa"), an_approved_case(desk, family="Okonkwo")
    noted = an_evaluable_case(desk, family="Petrakis")
    shown = ask(desk, COORDINATOR, booking, made.booking_id)
    moved = MoveBooking(
        booking_id=shown.id,
        verified=sure_of(shown.patient),
        lock_version=shown.lock_version,
        starts_at=at("2027-01-15 13:00"),
        minutes=shown.minutes,
        sedation=shown.sedation,
    )
    return [
        (COORDINATOR, book_slot, a_slot(waits, at("2027-01-15 11:30"))),
        (COORDINATOR, move_booking, moved),
        (PHYSICIAN, sign_evaluation, a_signature(desk, noted.case_id, a_note())),
        (PHYSICIAN, record_procedure, as_done(desk, made.booking_id)),
        (COORDINATOR, issue_sheet, a_print(desk, made.booking_id)),
    ]


def test_nothing_is_committed_for_a_patient_nobody_made_sure_of(desk: Desk, commits: list[Commit]):
    for login, action, request in commits:
        sure = request.verified
        missing = [None, replace(sure, patient_id=sure.patient_id + 1)]
        other_year = replace(sure, birth_year=sure.birth_year - 1)
        codes = [refused(desk, login, action, replace(request, verified=one)) for one in missing]
        assert codes == [["patients.not_verified"]] * 2
        year = refused(desk, login, action, replace(request, verified=other_year))
        assert year == ["patients.birth_year_differs"]


def test_reading_back_is_enough_until_a_similar_name_is_about(desk: Desk, commits: list[Commit]):
    """Whoever signs is asked around today, the others around the booking's day."""
    for wall, family in (("15 10:15", "Martinez"), ("15 14:15", "Okonkwo")):
        booked(desk, wall, "Rita", family=family)
    a_booked_case(desk, at("2026-11-23 12:00"), family="Petrakis", given="Ruth")

    for login, action, request in commits:
        read_back = replace(request, verified=Verification(request.verified.patient_id))
        assert refused(desk, login, action, read_back) == ["patients.birth_year_needed"], action

    [(login, action, request), *_] = commits
    do(desk, login, action, request)


def test_reading_back_is_enough_for_a_name_of_its_own(desk: Desk, commits: list[Commit]):
    [(login, action, request), *_] = commits

    do(desk, login, action, replace(request, verified=Verification(request.verified.patient_id)))
