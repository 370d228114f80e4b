"""What a role may not read it reads nowhere: not in the history, on a sheet or beside a gate."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from clinicdesk.audit.queries import history_of_patient
from clinicdesk.cases.queries import current_case
from clinicdesk.desk import Desk
from clinicdesk.evaluations.queries import signed_note
from clinicdesk.intake.queries import intake
from clinicdesk.patients.queries import patient
from clinicdesk.procedure_day.queries import procedure_form
from clinicdesk.readiness.queries import readiness
from clinicdesk.record.queries import chart
from clinicdesk.scheduling.actions.book import book_slot
from clinicdesk.scheduling.queries import booking, booking_of_patient, day, to_schedule
from clinicdesk.sheets.actions import PreviewSheet, preview_sheet
from clinicdesk.sheets.queries import packet
from clinicdesk.sheets.rules import SheetKind
from clinicdesk.staff.queries import people
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.gestures import ask, do
from tests.builders.patients import Made, a_note, a_slot, an_evaluable_case, sign_note
from tests.builders.times import at

SECRET = "Only a clinician reads this impression."
TEN = at("2027-01-12 10:00")
OF_PATIENT: tuple[Callable[..., Any], ...] = (
    patient,
    chart,
    intake,
    current_case,
    booking_of_patient,
    history_of_patient,
)
OF_BOOKING: tuple[Callable[..., Any], ...] = (booking, readiness, procedure_form, packet)


@pytest.fixture
def made(desk: Desk) -> Made:
    """A patient whose note was signed, booked."""
    case = an_evaluable_case(desk)
    note = replace(a_note(), impression=SECRET)
    sign_note(desk, case.case_id, note)
    booked = do(desk, COORDINATOR, book_slot, a_slot(case, TEN))
    return replace(case, booking_id=booked.booking_id)


def read_by(desk: Desk, login: str, made: Made) -> list[str]:
    """Everything that somebody can read about the patient, by query."""
    answers = {
        **{query: ask(desk, login, query, made.patient_id) for query in OF_PATIENT},
        **{query: ask(desk, login, query, made.booking_id) for query in OF_BOOKING},
        day: ask(desk, login, day, TEN.date()),
        to_schedule: ask(desk, login, to_schedule),
        people: ask(desk, login, people),
        preview_sheet: do(
            desk,
            login,
            preview_sheet,
            PreviewSheet(booking_id=made.booking_id, kind=SheetKind.PRE_OP),
        ),
    }
    return [query.__name__ for query, answer in answers.items() if SECRET in repr(answer)]


def test_the_front_desk_reads_a_signed_note_nowhere(desk: Desk, made: Made):
    assert read_by(desk, COORDINATOR, made) == []


def test_a_nurse_reads_it_in_the_history_too(desk: Desk, made: Made):
    assert read_by(desk, NURSE, made) == ["history_of_patient"]
    assert ask(desk, NURSE, signed_note, made.case_id).note.impression == SECRET
