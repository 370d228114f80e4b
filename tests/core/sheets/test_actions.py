"""Printing sheets, on both databases: when they may be made, and when they stop being true."""

import hashlib
from dataclasses import replace
from datetime import time
from io import BytesIO

import pytest
from pypdf import PdfReader

from clinicdesk.cases.queries import current_case
from clinicdesk.desk import Desk
from clinicdesk.holds.rules import ClearanceDecision
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.intake.rules import Answer, AnswerState
from clinicdesk.patients.verification import Verification
from clinicdesk.procedure_day.actions import record_procedure
from clinicdesk.procedure_day.rules import Restart
from clinicdesk.readiness.rules import GateKey, GateState, PacketState
from clinicdesk.record.actions import SetDoseTimes, set_dose_times
from clinicdesk.record.queries import chart
from clinicdesk.record.rules import LabKind
from clinicdesk.record.tables import Medication
from clinicdesk.scheduling.actions.book import book_slot
from clinicdesk.scheduling.queries import booking
from clinicdesk.sheets.actions import PreviewSheet, issue_sheet, preview_sheet
from clinicdesk.sheets.pdf import draw
from clinicdesk.sheets.rules import SheetKind
from clinicdesk.sheets.tables import IssuedSheet, SheetFile
from tests.builders.clinic import COORDINATOR, PHYSICIAN, actor, proof
from tests.builders.evidence import (
    PDF,
    a_lab,
    a_print,
    clear,
    gate,
    name_driver,
    print_sheet,
    sheet,
    sign_hold_table,
    strike_all,
)
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import (
    Made,
    a_booked_case,
    a_note,
    a_patient,
    a_slot,
    answers,
    move_to,
    sign_note,
)
from tests.builders.procedures import as_done
from tests.builders.rows import history, rows
from tests.builders.times import at
from tests.conftest import Clock

TEN = at("2027-01-12 10:00")
PRE_OP, DISCHARGE = SheetKind.PRE_OP, SheetKind.DISCHARGE


def preview(desk: Desk, made: Made, kind: SheetKind = PRE_OP) -> str:
    request = PreviewSheet(booking_id=made.booking_id, kind=kind)
    words: str = do(desk, COORDINATOR, preview_sheet, request).plain_text
    return words


def test_an_issued_sheet_keeps_its_very_bytes(desk: Desk, url: str):
    made = a_booked_case(desk, TEN)

    sheet_id = print_sheet(desk, made.booking_id)

    found = sheet(desk, made.booking_id)
    assert (found.state, found.current_code) == (PacketState.CURRENT, found.paper_code)
    assert (found.issued_by, found.issued_at) == ("Dana Mills", at("2026-11-23 08:00"))
    with rows(url) as session:
        stored = session.get_one(IssuedSheet, sheet_id)
        assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
        assert stored.paper_code == found.paper_code
        assert session.get_one(SheetFile, sheet_id).pdf == PDF
    assert history(url)[-2].action == "sheets.preview_sheet"


def test_a_sheet_says_who_when_and_where(desk: Desk):
    made = a_booked_case(desk, TEN, given="Rosa María", family="Nguyễn-Łoś")
    name_driver(desk, made.booking_id)

    words = preview(desk, made)

    for expected in ("Tuesday, January 12, 2027", "9:00 AM", "Ana Martinez", "1200 Harvest Lane"):
        assert expected in words
    request = PreviewSheet(booking_id=made.booking_id, kind=PRE_OP)
    content = do(desk, COORDINATOR, preview_sheet, request)
    assert content.patient.full_name == "Rosa María Nguyễn-Łoś"


def test_a_sheet_is_not_issued_when_a_fact_changed_since_its_preview(desk: Desk):
    made = a_booked_case(desk, TEN)
    drawn = a_print(desk, made.booking_id)
    name_driver(desk, made.booking_id)

    assert sheet(desk, made.booking_id).current_code != drawn.paper_code
    assert refused(desk, COORDINATOR, issue_sheet, drawn) == ["sheets.changed_since_preview"]
    other = replace(a_print(desk, made.booking_id), kind=PRE_OP, paper_code="000-000-000-0")
    assert refused(desk, COORDINATOR, issue_sheet, other) == ["sheets.changed_since_preview"]
    assert sheet(desk, made.booking_id).state is PacketState.NOT_PRINTED


def test_a_sheet_with_dose_dates_wants_a_signed_policy(desk: Desk, clock: Clock):
    made = a_booked_case(desk, TEN, ["Eliquis 5 mg"], dose_times=(time(8), time(20)))
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "70", clock.now)
    assert "apixaban" in preview(desk, made)
    clear(desk, made.booking_id)

    request = PreviewSheet(booking_id=made.booking_id, kind=PRE_OP)
    assert "physician" in told(desk, COORDINATOR, preview_sheet, request)
    sign_hold_table(desk)
    words = preview(desk, made)
    assert "Saturday, January 9, 2027" in words
    assert "8:00 AM" in words


def test_a_drug_that_goes_on_is_told_to_go_on(desk: Desk, clock: Clock):
    made = a_booked_case(desk, TEN, ["Eliquis 5 mg"])
    asked = preview(desk, made)
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "70", clock.now)

    clear(desk, made.booking_id, decision=ClearanceDecision.CONTINUE)

    words = preview(desk, made)
    assert words != asked
    assert "Keep taking" in words


def test_a_sheet_goes_out_of_date_by_the_field_that_changed(desk: Desk):
    made = a_booked_case(desk, TEN, ["Eliquis 5 mg"], dose_times=[time(8)])
    print_sheet(desk, made.booking_id)
    [medicine] = ask(desk, COORDINATOR, chart, made.patient_id).thinners
    again = SetDoseTimes(medication_ids=(medicine.id,), dose_times=(time(20),), began=(time(8),))

    # Dose times are on paper only once they make a date.
    do(desk, COORDINATOR, set_dose_times, again)
    assert sheet(desk, made.booking_id).state is PacketState.CURRENT
    name_driver(desk, made.booking_id)

    found = sheet(desk, made.booking_id)
    assert (found.state, found.stale_fields) == (PacketState.OUT_OF_DATE, ("driver",))
    print_sheet(desk, made.booking_id)
    assert sheet(desk, made.booking_id).state is PacketState.CURRENT


def test_a_sheet_that_was_taken_back_is_not_printed(desk: Desk):
    """A booking that moves away and back has another sheet's facts, but no sheet."""
    made = a_booked_case(desk, TEN)
    print_sheet(desk, made.booking_id)
    away = move_to(desk, made.booking_id, at("2027-01-13 10:00"))

    back = move_to(desk, away, TEN)

    found = sheet(desk, back)
    assert (found.state, found.stale_fields) == (PacketState.OUT_OF_DATE, ("booking",))
    packet_gate = gate(desk, back, GateKey.PACKET)
    assert packet_gate.state is GateState.NEEDS_ACTION
    print_sheet(desk, back)
    assert sheet(desk, back).state is PacketState.CURRENT


def test_no_sheet_is_made_for_a_booking_that_moved(desk: Desk):
    made = a_booked_case(desk, TEN)
    drawn = a_print(desk, made.booking_id)
    move_to(desk, made.booking_id, at("2027-01-13 10:00"))
    request = PreviewSheet(booking_id=made.booking_id, kind=PRE_OP)

    assert refused(desk, COORDINATOR, preview_sheet, request) == ["scheduling.booking_moved"]
    assert refused(desk, COORDINATOR, issue_sheet, drawn) == ["scheduling.booking_moved"]


@pytest.fixture
def after(desk: Desk, clock: Clock) -> Made:
    made = a_booked_case(desk, TEN)
    clock.now = at("2027-01-12 12:00")
    return made


def test_the_discharge_sheet_waits_for_the_procedure(desk: Desk, after: Made):
    request = PreviewSheet(booking_id=after.booking_id, kind=DISCHARGE)
    missing = ["sheets.procedure_not_recorded"]
    assert refused(desk, COORDINATOR, preview_sheet, request) == missing
    early = replace(a_print(desk, after.booking_id), kind=DISCHARGE)
    assert refused(desk, COORDINATOR, issue_sheet, early) == missing
    assert sheet(desk, after.booking_id, DISCHARGE).state is PacketState.NOT_PRINTED

    do(desk, PHYSICIAN, record_procedure, as_done(desk, after.booking_id))
    print_sheet(desk, after.booking_id, DISCHARGE)

    assert sheet(desk, after.booking_id, DISCHARGE).state is PacketState.CURRENT
    # Showering from the next day on, a first visit after two weeks.
    words = preview(desk, after, DISCHARGE)
    assert "January 13" in words
    assert "January 26, 2027" in words


def test_an_order_stays_on_paper_when_its_medicine_is_struck_out(desk: Desk, clock: Clock):
    sign_hold_table(desk)
    made = a_booked_case(desk, TEN, ["Eliquis 5 mg"])
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "70", clock.now)
    clear(desk, made.booking_id)
    clock.now = at("2027-01-12 12:00")
    record = as_done(desk, made.booking_id)
    [decision] = record.restarts
    tomorrow = replace(decision, restart=Restart.RESTART_AT, at=at("2027-01-13 18:00"))
    do(desk, PHYSICIAN, record_procedure, replace(record, restarts=(tomorrow,)))

    strike_all(desk, made.patient_id)

    words = preview(desk, made, DISCHARGE)
    assert "apixaban (Eliquis)" in words
    assert "Wednesday, January 13, 2027" in words


def test_the_discharge_sheet_names_who_recorded_the_procedure(desk: Desk, clock: Clock):
    made = a_booked_case(desk, TEN)
    booked_with = ask(desk, COORDINATOR, booking, made.booking_id).physician
    other = "lindqvist" if "Okafor" in booked_with else PHYSICIAN
    clock.now = at("2027-01-12 12:00")
    record = replace(as_done(desk, made.booking_id), proof=proof(actor(desk, other)))
    do(desk, other, record_procedure, record)

    words = preview(desk, made, DISCHARGE)

    assert f"by {actor(desk, other).name}" in words
    assert booked_with not in words


def test_a_thinner_heard_of_after_the_procedure_waits_for_the_physician(
    desk: Desk, url: str, after: Made
):
    do(desk, PHYSICIAN, record_procedure, as_done(desk, after.booking_id))
    with rows(url) as session:
        late = Medication(patient_id=after.patient_id, name="Plavix", drug_keys="clopidogrel")
        late.source, late.dose_times = "said:plavix", ""
        session.add(late)

    words = preview(desk, after, DISCHARGE)

    assert "clopidogrel (Plavix)" in words
    assert "until we tell you" in words


def test_the_pre_op_sheet_stays_as_it_was_once_the_case_is_done(desk: Desk, after: Made):
    print_sheet(desk, after.booking_id)
    do(desk, PHYSICIAN, record_procedure, as_done(desk, after.booking_id))

    assert sheet(desk, after.booking_id).state is PacketState.CURRENT


def a_case_that_said(desk: Desk, said: tuple[Answer, ...]) -> Made:
    """A booked case with these answers in its intake."""
    patient_id = a_patient(desk)
    do(desk, COORDINATOR, save_intake, SaveIntake(patient_id=patient_id, answers=said, close=True))
    case = ask(desk, COORDINATOR, current_case, patient_id)
    made = Made(patient_id, case.id)
    sign_note(desk, made.case_id, a_note())
    return replace(made, booking_id=do(desk, COORDINATOR, book_slot, a_slot(made, TEN)).booking_id)


@pytest.mark.parametrize(
    ("medicines", "thinner", "before", "afterwards"),
    [
        ((), True, "We do not know yet which one.", "which one you take."),
        (["Aleve 220 MG"], True, "We do not know yet which one.", "which one you take."),
        ((), None, "We do not know yet if you take", "We do not know yet if you take one."),
    ],
)
def test_a_thinner_that_nobody_named_is_not_passed_over(
    desk: Desk,
    clock: Clock,
    medicines: list[str],
    thinner: bool | None,
    before: str,
    afterwards: str,
):
    said = answers(medicines=medicines, thinner=thinner)
    if thinner is None:
        said = (*said, Answer("blood_thinner", AnswerState.UNKNOWN))
    made = a_case_that_said(desk, said)
    assert before in preview(desk, made)
    clock.now = at("2027-01-12 12:00")
    do(desk, PHYSICIAN, record_procedure, as_done(desk, made.booking_id))

    words = preview(desk, made, DISCHARGE)

    assert "Do not start or restart any blood thinner until we tell you." in words
    assert afterwards in words
    assert "Take your daily medicines as before." not in words


def test_a_name_alert_is_on_the_paper_and_makes_no_sheet_out_of_date(desk: Desk):
    made = a_booked_case(desk, TEN)
    print_sheet(desk, made.booking_id)
    request = PreviewSheet(booking_id=made.booking_id, kind=PRE_OP)
    before = do(desk, COORDINATOR, preview_sheet, request)
    a_booked_case(desk, at("2027-01-13 10:00"), family="Martin", given="Rose")

    after = do(desk, COORDINATOR, preview_sheet, request)

    assert sheet(desk, made.booking_id).state is PacketState.CURRENT
    assert (before.frame.alert, after.paper_code) == ("", before.paper_code)
    pages = [page.extract_text() for page in PdfReader(BytesIO(draw(after))).pages]
    assert len(pages) > 1
    assert all(after.frame.alert in " ".join(page.split()) for page in pages)
    assert "Rose" not in "".join(pages)


def test_right_after_a_similar_name_the_birth_year_is_asked_for(desk: Desk):
    """They come months apart, and the printer still holds the other's sheet."""
    other = a_booked_case(desk, at("2027-03-12 10:00"), family="Martin", given="Rose")
    made = a_booked_case(desk, TEN)
    read_back = replace(a_print(desk, made.booking_id), verified=Verification(made.patient_id))
    print_sheet(desk, other.booking_id)

    assert refused(desk, COORDINATOR, issue_sheet, read_back) == ["patients.birth_year_needed"]

    print_sheet(desk, a_booked_case(desk, at("2027-03-12 13:00"), family="Ito").booking_id)
    assert do(desk, COORDINATOR, issue_sheet, read_back)
