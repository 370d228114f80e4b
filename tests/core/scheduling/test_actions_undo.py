"""Taking back what was done to the schedule, on both databases: the old booking counts again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import update

from clinicdesk import opening
from clinicdesk.cases.queries import current_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.database import Base
from clinicdesk.desk import Desk
from clinicdesk.errors import Refused
from clinicdesk.patients.tables import Patient
from clinicdesk.policy import permissions
from clinicdesk.readiness.actions import BookProcedure, book_procedure
from clinicdesk.readiness.queries import readiness
from clinicdesk.scheduling.actions import undo_refusals
from clinicdesk.scheduling.actions.book import Booked, book_slot, move_booking
from clinicdesk.scheduling.actions.cancel import cancel_booking
from clinicdesk.scheduling.actions.undo import TakenBack, UndoChange, undo_change
from clinicdesk.scheduling.queries import booking, choices, current_booking
from clinicdesk.scheduling.rules import BookingState, Cause
from clinicdesk.scheduling.tables import Booking, Occupancy, Resource
from clinicdesk.wiring import EVIDENCE, UNDOABLE
from tests.builders.changes import a_cancel
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.duplicates import merge
from tests.builders.evidence import a_driver, clear, name_driver, print_sheet
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import Made, a_booked_case, a_patient, a_slot, an_approved_case
from tests.builders.rows import contents, rows
from tests.builders.times import at
from tests.conftest import Clock
from tests.core.scheduling.test_actions_move import TEN, a_move, prepared


def undo(desk: Desk, change_id: int, login: str = COORDINATOR) -> TakenBack:
    taken_back: TakenBack = do(desk, login, undo_change, UndoChange(change_id))
    return taken_back


def not_undone(desk: Desk, change_id: int) -> list[str]:
    return refused(desk, COORDINATOR, undo_change, UndoChange(change_id))


def moved(desk: Desk, booking_id: int, wall: str, **chosen: Any) -> Booked:
    booked: Booked = do(desk, COORDINATOR, move_booking, a_move(desk, booking_id, wall, **chosen))
    return booked


def test_an_undone_move_gives_back_all_that_was_confirmed(desk: Desk, clock: Clock, url: str):
    """Driver, last dose, clearance and the sheet in the patient's hands count as before."""
    made = prepared(desk, clock)
    before = ask(desk, COORDINATOR, readiness, made.booking_id)
    move = moved(desk, made.booking_id, "2027-01-13 08:00", cause=Cause.WEATHER, reason="Snow")
    assert len(move.undone) == 4

    back = undo(desk, move.change_id, NURSE)

    after = ask(desk, COORDINATOR, readiness, made.booking_id)
    assert (back.booking_id, back.starts_at) == (made.booking_id, TEN)
    assert after == replace(before, booking=after.booking)
    assert replace(after.booking, lock_version=0) == replace(before.booking, lock_version=0)
    with rows(url) as session:
        old, new = session.query(Booking).order_by(Booking.id)
        assert (old.state, old.cause, old.reason) == (BookingState.BOOKED, None, None)
        assert (new.state, new.replaces_id) == (BookingState.UNDONE, old.id)
        active = {row.booking_id for row in session.query(Occupancy).filter_by(active=True)}
        assert active == {old.id}


def test_a_redo_is_the_undo_of_an_undo(desk: Desk, url: str):
    made = a_booked_case(desk, TEN)
    move = moved(desk, made.booking_id, "2027-01-13 08:00", cause=Cause.OTHER, reason="Snow")

    back = undo(desk, move.change_id)
    again = undo(desk, back.change_id)

    assert again.booking_id == move.booking_id
    with rows(url) as session:
        old = session.get_one(Booking, made.booking_id)
        assert (old.state, old.cause, old.reason) == (BookingState.MOVED, Cause.OTHER, "Snow")
    assert undo(desk, again.change_id).booking_id == made.booking_id
    assert not_undone(desk, move.change_id) == ["scheduling.changed_since"]


def test_an_undone_booking_waits_again(desk: Desk, url: str):
    made = an_approved_case(desk)
    booked = do(desk, COORDINATOR, book_slot, a_slot(made, TEN))

    back = undo(desk, booked.change_id)

    assert (back.booking_id, back.starts_at) == (None, None)
    assert ask(desk, COORDINATOR, current_case, made.patient_id).status is CaseStatus.APPROVED
    assert ask(desk, COORDINATOR, current_booking, made.case_id) is None
    do(desk, COORDINATOR, book_slot, a_slot(an_approved_case(desk), TEN))
    assert told(desk, COORDINATOR, undo_change, UndoChange(back.change_id)).startswith(
        "Procedure Room 1 is taken from 10:00 AM to 11:15 AM by MARTINEZ, Rosa meanwhile."
    )


def test_another_room_goes_back(desk: Desk):
    made = a_booked_case(desk, TEN)
    name_driver(desk, made.booking_id)
    shown = ask(desk, COORDINATOR, booking, made.booking_id)
    other = ask(desk, COORDINATOR, choices).rooms[1]
    change = moved(desk, made.booking_id, "2027-01-12 10:00", room_id=other.id)
    assert (change.booking_id, change.undone) == (made.booking_id, ())

    back = undo(desk, change.change_id)

    now = ask(desk, COORDINATOR, booking, made.booking_id)
    assert (back.booking_id, now.room) == (made.booking_id, shown.room)
    assert now.lock_version > shown.lock_version + 1
    stale = a_move(desk, made.booking_id, "2027-01-13 08:00", lock_version=shown.lock_version)
    assert undo(desk, back.change_id).booking_id == made.booking_id
    assert refused(desk, COORDINATOR, move_booking, stale) == ["desk.conflict"]


def _driver(desk: Desk, made: Made, _: Booked) -> None:
    name_driver(desk, ask(desk, COORDINATOR, current_booking, made.case_id).id)


def _sheet(desk: Desk, made: Made, _: Booked) -> None:
    print_sheet(desk, ask(desk, COORDINATOR, current_booking, made.case_id).id)


def _clearance(desk: Desk, made: Made, _: Booked) -> None:
    clear(desk, ask(desk, COORDINATOR, current_booking, made.case_id).id)


def _moved_again(desk: Desk, _: Made, change: Booked) -> None:
    moved(desk, change.booking_id, "2027-01-14 08:00")


def _taken(desk: Desk, _: Made, __: Booked) -> None:
    for _room in range(2):
        a_booked_case(desk, TEN, family="Nakamura")


@pytest.mark.parametrize(
    ("meanwhile", "code"),
    [
        (_driver, "scheduling.recorded_since"),
        (_sheet, "scheduling.recorded_since"),
        (_clearance, "scheduling.recorded_since"),
        (_moved_again, "scheduling.changed_since"),
        (_taken, "scheduling.place_taken_since"),
    ],
)
def test_what_rests_on_a_move_keeps_it(
    desk: Desk, clock: Clock, url: str, meanwhile: Callable[[Desk, Made, Booked], None], code: str
):
    made = prepared(desk, clock)
    change = moved(desk, made.booking_id, "2027-01-13 08:00")
    meanwhile(desk, made, change)
    before = contents(url)

    assert not_undone(desk, change.change_id) == [code]
    assert contents(url) == before


def test_another_room_stays_with_a_booking_that_counts_no_more(desk: Desk):
    made = a_booked_case(desk, TEN)
    other = ask(desk, COORDINATOR, choices).rooms[1]
    change = moved(desk, made.booking_id, "2027-01-12 10:00", room_id=other.id)
    cancelled = do(desk, COORDINATOR, cancel_booking, a_cancel(desk, made.booking_id))

    assert not_undone(desk, change.change_id) == ["scheduling.changed_since"]
    undo(desk, cancelled.change_id)
    assert ask(desk, COORDINATOR, booking, made.booking_id).room == other.name


def test_what_the_clock_the_clinic_and_the_case_keep(desk: Desk, clock: Clock, url: str):
    made = a_booked_case(desk, at("2026-11-23 14:00"))
    change = moved(desk, made.booking_id, "2027-01-13 08:00")
    room = ask(desk, COORDINATOR, booking, made.booking_id).room_id
    found = []
    for row, value in (
        (update(Resource).where(Resource.id == room), {"ended_at": TEN}),
        (update(Patient), {"has_died": True}),
        (update(Case), {"status": CaseStatus.CHECKED_IN}),
    ):
        with rows(url) as session:
            session.execute(row.values(value))
        found += not_undone(desk, change.change_id)
    clock.advance(days=1)
    found += not_undone(desk, change.change_id) + not_undone(desk, 1) + not_undone(desk, 999)

    assert found == [
        "scheduling.resource_ended_since",
        "scheduling.deceased",
        "scheduling.case_went_on",
        "scheduling.undo_another_day",
        "scheduling.nothing_to_undo",
        "scheduling.nothing_to_undo",
    ]


def test_every_table_that_speaks_of_a_booking_keeps_a_change():
    """An undo would take away what a row of it rests on."""
    speaking = {
        name
        for name, table in Base.metadata.tables.items()
        if any(key.column.table.name == "booking" for key in table.foreign_keys)
    }

    assert speaking - {"booking", "occupancy"} == set(EVIDENCE)


def test_whoever_may_undo_may_do_what_is_undone():
    table = permissions()

    assert {table[key] for key in UNDOABLE} == {table["scheduling.undo_change"]}


def test_the_database_has_the_last_word_on_an_undo(
    desk: Desk, url: str, monkeypatch: pytest.MonkeyPatch
):
    """Somebody books between the look and the write: the look is made blind here."""
    made = a_booked_case(desk, TEN)
    change = moved(desk, made.booking_id, "2027-01-13 08:00")
    for _room in range(2):
        a_booked_case(desk, TEN)
    before = contents(url)
    monkeypatch.setattr(undo_refusals, "taken", lambda *_: [])

    assert not_undone(desk, change.change_id) == ["scheduling.just_taken"]
    assert contents(url) == before


def test_of_an_undo_and_a_booking_of_the_freed_place_one_wins(desk: Desk, url: str, clock: Clock):
    """Two workstations at once; whoever is second reads who has it."""
    made = a_booked_case(desk, TEN)
    room = ask(desk, COORDINATOR, booking, made.booking_id).room_id
    change = moved(desk, made.booking_id, "2027-01-13 08:00")
    slot = a_slot(an_approved_case(desk), TEN, room_id=room)
    other, line = opening.open_desk(url, clock=clock), Barrier(2)

    def ask_for(where: Desk, action: Callable[..., Any], request: Any) -> list[str]:
        line.wait()
        try:
            do(where, COORDINATOR, action, request)
        except Refused as refusal:
            return [reason.code for reason in refusal.reasons]
        return []

    with ThreadPoolExecutor(2) as threads:
        undone = threads.submit(ask_for, desk, undo_change, UndoChange(change.change_id))
        booked = threads.submit(ask_for, other, book_slot, slot)
        found = undone.result(), booked.result()
    other.close()

    assert found in (
        ([], ["scheduling.taken"]),
        (["scheduling.place_taken_since"], []),
    )


def test_what_was_booked_with_its_driver_is_undone_and_redone_whole(desk: Desk):
    made = an_approved_case(desk)
    asked = BookProcedure(slot=a_slot(made, TEN), escort=a_driver())
    booked = do(desk, COORDINATOR, book_procedure, asked)
    before = ask(desk, COORDINATOR, readiness, booked.booking_id)

    back = undo(desk, booked.change_id)
    assert ask(desk, COORDINATOR, current_case, made.patient_id).status is CaseStatus.APPROVED
    undo(desk, back.change_id)

    after = ask(desk, COORDINATOR, readiness, booked.booking_id)
    assert after == replace(before, booking=after.booking)
    assert after.escort is not None


def test_a_change_of_a_record_that_was_merged_since_stays(desk: Desk):
    """Whatever is recorded from now on stands on the other chart."""
    made, other = a_booked_case(desk, TEN), a_patient(desk)
    change = moved(desk, made.booking_id, "2027-01-13 08:00")
    merge(desk, other, made.patient_id)

    assert not_undone(desk, change.change_id) == ["scheduling.changed_since"]
