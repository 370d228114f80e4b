"""A patient's history as people read it, on both databases."""

import json
import re
from datetime import time

import pytest

from clinicdesk.audit import queries
from clinicdesk.audit.queries import Difference, Entry, HistoryPage, history_of_patient
from clinicdesk.audit.words import catalogue
from clinicdesk.desk import Desk
from clinicdesk.history import canonical
from clinicdesk.intake.actions import SaveIntake, save_intake
from clinicdesk.intake.queries import form
from clinicdesk.intake.rules import Answer, AnswerState
from clinicdesk.patients.actions import open_chart
from clinicdesk.record.actions import StrikeMedicine, strike_medicine
from clinicdesk.record.queries import chart
from clinicdesk.scheduling.actions.cancel import cancel_booking
from clinicdesk.scheduling.actions.undo import UndoChange, undo_change
from clinicdesk.scheduling.rules import Cause
from tests.builders.changes import a_cancel
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.every_action import MAKERS, WITHOUT_CLINIC, prepared
from tests.builders.gestures import ask, do
from tests.builders.patients import a_booked_case, a_patient, answers, as_loaded, move_to
from tests.builders.rows import counted, history
from tests.builders.staff import a_newcomer, end
from tests.builders.times import at
from tests.conftest import Clock

TEN = at("2027-01-12 10:00")


def page_of(desk: Desk, patient_id: int, before_id: int | None = None) -> HistoryPage:
    found: HistoryPage = ask(desk, NURSE, history_of_patient, patient_id, before_id)
    return found


def newest(desk: Desk, patient_id: int) -> Entry:
    return page_of(desk, patient_id).entries[0]


def lines(entry: Entry) -> list[str]:
    return [f"{one.label}: {one.before or '-'} > {one.after}" for one in entry.differences]


def test_who_what_when_newest_first(desk: Desk, clock: Clock):
    made = a_booked_case(desk, TEN)
    clock.advance(minutes=3)
    do(desk, NURSE, open_chart, made.patient_id)

    entries = page_of(desk, made.patient_id).entries

    assert [entry.done for entry in entries] == [
        "Opened the chart",
        "Booked the procedure",
        "Signed the evaluation",
        "Saved the intake",
        "Registered the patient",
    ]
    assert [entry.id for entry in entries] == sorted((one.id for one in entries), reverse=True)
    assert (entries[0].who, entries[0].roles) == ("Noor Haddad", ("Nurse",))
    assert (entries[0].at, entries[0].differences) == (clock.now, ())
    assert (entries[1].who, entries[1].roles) == ("Dana Mills", ("Front desk",))


def test_a_booking_and_its_move_in_words(desk: Desk):
    made = a_booked_case(desk, TEN)
    assert lines(newest(desk, made.patient_id)) == [
        "Starts: - > Tue, Jan 12, 2027, 10:00 AM",
        "Ends: - > Tue, Jan 12, 2027, 11:00 AM",
        "Sedation: - > Moderate",
        "Booking: - > Booked",
        "Takes: - > Procedure Room 1, Dr. E. Lindqvist, Noor Haddad, Recovery bay 1",
        "Case: Approved > Scheduled",
        "Patient verified by: - > birth year typed",
    ]

    move_to(desk, made.booking_id, at("2027-01-13 10:00"))

    assert set(lines(newest(desk, made.patient_id))) == {
        "Booking: Booked > Moved",
        "Starts: Tue, Jan 12, 2027, 10:00 AM > Wed, Jan 13, 2027, 10:00 AM",
        "Ends: Tue, Jan 12, 2027, 11:00 AM > Wed, Jan 13, 2027, 11:00 AM",
        "Takes: - > Procedure Room 1, Dr. E. Lindqvist, Noor Haddad, Recovery bay 1",
        "Patient verified by: - > birth year typed",
    }


def test_a_cancel_and_its_undo_in_words(desk: Desk):
    made = a_booked_case(desk, TEN)
    change = a_cancel(desk, made.booking_id, cause=Cause.WEATHER, reason="Snow")
    cancelled = do(desk, COORDINATOR, cancel_booking, change)
    assert lines(newest(desk, made.patient_id)) == [
        "Starts: - > Tue, Jan 12, 2027, 10:00 AM",
        "Booking: Booked > Cancelled",
        "Why: not recorded > Weather",
        "Reason: not recorded > Snow",
        "Case: Scheduled > Approved",
        "Patient verified by: - > birth year typed",
    ]

    do(desk, COORDINATOR, undo_change, UndoChange(cancelled.change_id))

    undone = newest(desk, made.patient_id)
    assert undone.done == "Undid or redid a change of the schedule"
    assert set(lines(undone)) == {
        "Case: Approved > Scheduled",
        "Starts: - > Tue, Jan 12, 2027, 10:00 AM",
        "Booking: Cancelled > Booked",
        "Why: Weather > not recorded",
        "Reason: Snow > not recorded",
    }


def test_an_edit_names_what_it_is_about(desk: Desk):
    made = a_booked_case(desk, TEN, ["Eliquis 5 mg"], dose_times=[time(8), time(20)])
    [dosed] = [
        entry
        for entry in page_of(desk, made.patient_id).entries
        if entry.done == "Recorded when a medicine is taken"
    ]
    assert lines(dosed) == [
        "Medicine: - > Eliquis 5 mg",
        "Taken at: not recorded > 8:00 AM, 8:00 PM",
    ]

    [medicine] = ask(desk, NURSE, chart, made.patient_id).medicines
    do(desk, NURSE, strike_medicine, StrikeMedicine(medication_id=medicine.id, reason="not theirs"))

    assert lines(newest(desk, made.patient_id))[:2] == [
        "Medicine: - > Eliquis 5 mg",
        "Entered in error because: not recorded > not theirs",
    ]


def test_an_answer_stands_under_its_question(desk: Desk):
    patient_id = a_patient(desk)
    asked = {question.key: question.ask for question in form().questions}
    do(desk, COORDINATOR, save_intake, SaveIntake(patient_id=patient_id, answers=answers()))
    changed = (
        Answer("reason_for_visit", AnswerState.DECLINED),
        Answer("symptoms", AnswerState.ANSWERED, ("back_pain",)),
    )
    request = as_loaded(desk, SaveIntake(patient_id=patient_id, answers=changed))

    do(desk, COORDINATOR, save_intake, request)

    assert set(lines(newest(desk, patient_id))) == {
        f"{asked['reason_for_visit']}: Legs go numb after five minutes of walking > Declined",
        f"{asked['symptoms']}: - > Pain in the lower back",
    }


def test_who_may_not_read_the_note_does_not_read_it_here(desk: Desk):
    made = a_booked_case(desk, TEN)

    def signing(login: str) -> list[str]:
        entries = ask(desk, login, history_of_patient, made.patient_id).entries
        return lines(next(one for one in entries if one.done == "Signed the evaluation"))

    assert signing(COORDINATOR) == [
        "Case: Intake > Approved",
        "Patient verified by: - > birth year typed",
    ]
    assert "Impression: - > Lumbar stenosis with neurogenic claudication." in signing(NURSE)


def test_nothing_raw_is_shown_whatever_was_done(desk: Desk, clock: Clock):
    """Every action, and then every patient's history: no column names, ids, JSON or UTC."""
    for key in MAKERS.keys() - WITHOUT_CLINIC:
        prepared(key, desk, clock).carry_out(desk)
    labels = {label for fields in catalogue().fields.values() for label in fields.values()}
    labels |= {queries.MADE_SURE_BY, *(question.ask for question in form().questions)}
    raw = re.compile(r"[{}\[\]\"]|[a-z]_[a-z]|\d\d:\d\d:\d\d|\+00:00|\bNone known\b.*None")

    patients = {patient for patient in range(1, 60) if page_of(desk, patient).entries}
    entries = [one for patient in patients for one in page_of(desk, patient).entries]
    differences = {one for entry in entries for one in entry.differences}

    assert len(differences) > 80
    assert {one.label for one in differences} <= labels - {""}
    values = {value for one in differences for value in (one.before, one.after)}
    assert {value for value in values if raw.search(value)} == set()
    assert {one for one in differences if not one.after} == set()


def test_a_page_at_a_time(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries, "PAGE", 3)
    patient_id = a_patient(desk)
    for _ in range(5):
        do(desk, NURSE, open_chart, patient_id)

    first = page_of(desk, patient_id)
    second = page_of(desk, patient_id, first.before_id)

    assert [len(page.entries) for page in (first, second)] == [3, 3]
    assert first.before_id == first.entries[-1].id
    assert second.before_id is None
    assert second.entries[-1].done == "Registered the patient"


def test_a_constant_number_of_statements(desk: Desk):
    short, long = a_patient(desk), a_booked_case(desk, TEN, ["Eliquis 5 mg"]).patient_id
    for _ in range(20):
        do(desk, NURSE, open_chart, long)

    counts = []
    for patient_id in (short, long):
        with counted(desk._engine) as statements:
            page_of(desk, patient_id)
        counts.append(len(statements))

    assert counts[0] == counts[1] < 20


def test_who_left_is_still_named(desk: Desk):
    patient_id, newcomer = a_patient(desk), a_newcomer(desk)
    do(desk, newcomer.login, open_chart, patient_id)

    end(desk, newcomer.login)

    assert newest(desk, patient_id).who == newcomer.name == "Nia New"


def test_a_mark_after_a_line_break_leaves_readable_json(desk: Desk, url: str):
    """NFC would put the mark on the letter of the sign for a line break, and spoil the JSON."""
    patient_id = a_patient(desk)
    odd = "first\n\u0303\u0301second \\n\u0302\t\U0001d165"
    given = Answer("reason_for_visit", AnswerState.ANSWERED, odd)

    do(desk, COORDINATOR, save_intake, SaveIntake(patient_id=patient_id, answers=(given,)))

    body = json.loads(history(url)[-1].body)
    assert canonical(body) == history(url)[-1].body
    [answer] = [row["after"] for row in body if row["table"] == "intake_answer"]
    assert json.loads(answer["value"]) == odd
    assert Difference(form().questions[0].ask, "", odd) in newest(desk, patient_id).differences
