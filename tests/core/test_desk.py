"""One gesture is one transaction and one row of history, done once however often it is sent."""

import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, literal_column, select, update
from sqlalchemy.exc import OperationalError

from clinicdesk import guards, opening, topics
from clinicdesk.desk import CHAIN_LOCK, Actor, Desk, Work
from clinicdesk.errors import Refused
from clinicdesk.history import Change
from clinicdesk.patients.actions import RegisterPatient, open_chart, register_patient
from clinicdesk.patients.queries import find_patients, patient
from clinicdesk.patients.tables import Patient
from clinicdesk.record.actions import SetDoseTimes, set_dose_times
from clinicdesk.record.queries import chart
from clinicdesk.scheduling.actions.book import book_slot
from clinicdesk.sheets.actions import PreviewSheet, preview_sheet
from clinicdesk.sheets.rules import SheetKind
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, NURSE, actor
from tests.builders.gestures import ask, do, refused
from tests.builders.patients import a_booked_case, a_patient, a_slot, an_approved_case
from tests.builders.rows import as_owner, contents, counted, history, plain_sql
from tests.builders.times import at
from tests.conftest import Clock

TEN = at("2027-01-12 10:00")
ROSA = RegisterPatient(family="Martinez", given="Rosa", birth_date=TEN.date().replace(year=1951))


def test_a_repeated_request_is_answered_again_and_done_once(desk: Desk, url: str, clock: Clock):
    request_id, dana = uuid4(), actor(desk, COORDINATOR)
    first = desk.change(dana, register_patient, ROSA, request_id)
    before = contents(url)

    again = desk.change(dana, register_patient, ROSA, request_id)
    restarted = opening.open_desk(url, clock=clock)
    later = restarted.change(dana, register_patient, ROSA, request_id)
    restarted.close()

    assert first == again == later
    assert first.topics == {topics.PATIENTS, topics.patient(first.answer)}
    assert contents(url) == before


def test_an_answer_of_several_parts_is_replayed_whole(desk: Desk):
    dana, request_id = actor(desk, COORDINATOR), uuid4()
    slot = a_slot(an_approved_case(desk), TEN)

    first = desk.change(dana, book_slot, slot, request_id)

    assert desk.change(dana, book_slot, slot, request_id) == first


def test_a_view_of_another_chart_needs_a_request_of_its_own(desk: Desk, url: str):
    request_id, dana = uuid4(), actor(desk, COORDINATOR)
    one, other = (a_patient(desk, family=name) for name in ("One", "Other"))
    for _ in range(2):
        desk.change(dana, open_chart, one, request_id)
    before = contents(url)

    with pytest.raises(Refused, match=r"desk\.request_reused"):
        desk.change(dana, open_chart, other, request_id)
    assert contents(url) == before


def test_a_request_id_belongs_to_one_person_and_one_action(desk: Desk, url: str):
    request_id, dana = uuid4(), actor(desk, COORDINATOR)
    patient_id = desk.change(dana, register_patient, ROSA, request_id).answer
    before = contents(url)

    for who, action, request in (
        (actor(desk, NURSE), register_patient, ROSA),
        (dana, open_chart, patient_id),
    ):
        with pytest.raises(Refused, match=r"desk\.request_reused"):
            desk.change(who, action, request, request_id)
    assert contents(url) == before


def test_a_refused_action_leaves_nothing(desk: Desk, url: str):
    a_patient(desk, family="Petrakis")
    before = contents(url)

    nameless = dataclasses.replace(ROSA, family="")
    assert refused(desk, COORDINATOR, register_patient, nameless) == ["patients.family_missing"]

    assert contents(url) == before


def half_done(work: Work, request: RegisterPatient) -> None:
    """An action that fails after it wrote."""
    register_patient(work, request)
    raise ZeroDivisionError


def test_an_action_that_breaks_leaves_nothing_and_can_be_sent_again(
    desk: Desk, url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(half_done, "__module__", register_patient.__module__)
    monkeypatch.setattr(half_done, "__name__", register_patient.__name__)
    before, request_id, dana = contents(url), uuid4(), actor(desk, COORDINATOR)

    with pytest.raises(ZeroDivisionError):
        desk.change(dana, half_done, ROSA, request_id)

    assert contents(url) == before
    patient_id = desk.change(dana, register_patient, ROSA, request_id).answer
    assert ask(desk, COORDINATOR, patient, patient_id).name.family == "Martinez"


def test_a_view_is_recorded_once_with_an_empty_body(desk: Desk, url: str):
    patient_id = a_patient(desk)
    request_id, dana, before = uuid4(), actor(desk, COORDINATOR), len(history(url))

    for _ in range(2):
        desk.change(dana, open_chart, patient_id, request_id)

    [view] = history(url)[before:]
    assert (view.action, view.actor_id, view.patient_id) == (
        "patients.open_chart",
        dana.id,
        patient_id,
    )
    assert (view.body, view.answer) == ("", "")
    # A list is no view.
    ask(desk, COORDINATOR, find_patients, "mart")
    assert len(history(url)) == before + 1


def test_a_repeated_preview_shows_the_sheet_again(desk: Desk, url: str):
    made = a_booked_case(desk, TEN)
    preview = PreviewSheet(booking_id=made.booking_id, kind=SheetKind.PRE_OP)
    request_id, dana = uuid4(), actor(desk, COORDINATOR)
    first = desk.change(dana, preview_sheet, preview, request_id)
    before = contents(url)

    assert desk.change(dana, preview_sheet, preview, request_id) == first
    assert contents(url) == before


@pytest.mark.parametrize("wanted", [register_patient, find_patients])
def test_the_permission_is_asked_first(desk: Desk, url: str, wanted: Callable[..., Any]):
    before = contents(url)
    gesture = ask if wanted is find_patients else do

    with pytest.raises(Refused) as caught:
        gesture(desk, ADMINISTRATOR, wanted, ROSA)

    [reason] = caught.value.reasons
    assert reason.code == "desk.not_allowed"
    assert reason.facts == {"who": "the front desk, a nurse or a physician"}
    assert contents(url) == before


def test_nobody_is_allowed_nothing_and_an_unlisted_function_is_a_mistake(desk: Desk):
    nobody = Actor(id=9, login="x", name="x", roles=frozenset())
    with pytest.raises(Refused, match=r"desk\.not_allowed"):
        desk.change(nobody, register_patient, ROSA, uuid4())
    with pytest.raises(KeyError):
        desk.change(actor(desk, COORDINATOR), _unlisted, None, uuid4())


def _unlisted(work: Work, request: None) -> None:
    raise AssertionError("nobody may come here")


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    desk: Desk, url: str, monkeypatch: pytest.MonkeyPatch
):
    patient_id = a_patient(desk)

    def renames(work: Work, request: str) -> None:
        row = work.session.get_one(Patient, patient_id)
        table = Patient.__table__
        newer = update(table).where(table.c.id == patient_id)
        work.session.connection().execute(newer.values(lock_version=table.c.lock_version + 1))
        row.family = request

    monkeypatch.setattr(renames, "__module__", register_patient.__module__)
    monkeypatch.setattr(renames, "__name__", register_patient.__name__)

    assert refused(desk, COORDINATOR, renames, "Other") == ["desk.changed_meanwhile"]
    assert ask(desk, COORDINATOR, patient, patient_id).name.family == "Martinez"


def test_a_busy_database_is_a_refusal(desk: Desk, url: str):
    dana = actor(desk, COORDINATOR)
    with plain_sql(url) as blocker:
        if url.startswith("sqlite"):
            blocker.exec_driver_sql("UPDATE site SET name = name")
            _hurry(desk, "PRAGMA busy_timeout = 1")
        else:
            blocker.execute(select(func.pg_advisory_xact_lock(CHAIN_LOCK)))
            _hurry(desk, "SET lock_timeout = 1")
        with pytest.raises(Refused, match=r"desk\.busy"):
            desk.change(dana, register_patient, ROSA, uuid4())
        blocker.rollback()
    assert desk.change(dana, register_patient, ROSA, uuid4()).answer


def _hurry(desk: Desk, setting: str) -> None:
    """The desk's only connection waits no longer than a millisecond."""
    with desk._engine.connect() as connection:
        connection.exec_driver_sql(setting)
        connection.commit()


def test_a_text_that_cannot_be_read_is_no_lost_database(sqlite_url: str, clock: Clock):
    """Or it would be asked for again and again."""
    desk = opening.open_desk(sqlite_url, clock=clock)
    rosa = a_patient(desk)
    with plain_sql(sqlite_url) as owner:
        owner.exec_driver_sql("UPDATE patient SET family = CAST(x'ff41' AS TEXT)")

    with pytest.raises(OperationalError):
        ask(desk, COORDINATOR, patient, rosa)
    desk.close()


# PostgreSQL inserts the five occupancies in one.
STATEMENTS_OF_A_BOOKING = {"sqlite": 20, "postgresql": 15}


def test_a_booking_is_one_transaction_of_as_many_statements_on_a_busy_day(desk: Desk):
    dana = actor(desk, COORDINATOR)
    counts = []
    for wall in ("08:00", "09:00", "10:15", "11:30"):
        slot = a_slot(an_approved_case(desk), at(f"2027-01-12 {wall}"))
        with (
            counted(desk._engine, "begin") as begins,
            counted(desk._engine) as statements,
            counted(desk._engine, "commit") as commits,
        ):
            desk.change(dana, book_slot, slot, uuid4())
        counts.append((len(begins), len(statements), len(commits)))

    [(begins, most, commits)] = set(counts)
    assert (begins, commits) == (1, 1)
    assert most == STATEMENTS_OF_A_BOOKING[desk._engine.dialect.name]
    # Whoever writes waits for the others before looking at anything.
    assert re.match("BEGIN IMMEDIATE|SELECT pg_advisory_xact_lock", statements[0])


def test_a_gesture_has_one_instant(desk: Desk, url: str, clock: Clock):
    clock.now = datetime(2026, 11, 24, 1, 2, 3, 456_789, tzinfo=UTC)
    a_patient(desk)
    assert history(url)[-1].at == clock.now


def test_without_a_test_clock_the_time_is_the_databases_own(url: str):
    desk = opening.open_desk(url)
    a_patient(desk)
    desk.close()

    written = history(url)[-1].at
    assert written.tzinfo is UTC
    assert datetime(2026, 1, 1, tzinfo=UTC) < written


def test_a_request_that_changed_nothing_is_a_view(desk: Desk, url: str):
    made = a_booked_case(desk, TEN, ["Eliquis 5 mg"])
    [medicine] = ask(desk, COORDINATOR, chart, made.patient_id).thinners
    same = SetDoseTimes(medication_ids=(medicine.id,), dose_times=medicine.dose_times)

    do(desk, COORDINATOR, set_dose_times, same)

    assert history(url)[-1].body == ""


def test_an_instant_that_was_edited_beyond_reading_stops_nobody(desk: Desk, url: str):
    """Verifying names the row; the clinic goes on working."""
    a_patient(desk)
    with plain_sql(as_owner(url)) as owner:
        guards.remove(owner)
        beyond = "'infinity'" if owner.dialect.name == "postgresql" else str(9 * 10**18)
        owner.execute(update(Change).values(at=literal_column(beyond)))

    do(desk, COORDINATOR, open_chart, 1)

    with plain_sql(url) as connection:
        newest = select(Change.action).order_by(Change.id.desc()).limit(1)
        assert connection.scalar(newest) == "patients.open_chart"
