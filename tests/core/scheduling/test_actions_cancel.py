"""Cancelling a booking, on both databases: what becomes of the place, the case, and the drug."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from clinicdesk.cases.queries import current_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Desk
from clinicdesk.errors import Refused
from clinicdesk.scheduling.actions.book import book_slot
from clinicdesk.scheduling.actions.cancel import Cancelled, cancel_booking
from clinicdesk.scheduling.actions.undo import UndoChange, undo_change
from clinicdesk.scheduling.queries import current_booking, to_schedule
from clinicdesk.scheduling.rules import (
    BookingState,
    Cause,
    cause_objections,
    no_show_objections,
    way_after_cancel,
)
from clinicdesk.scheduling.tables import Booking
from tests.builders.changes import a_cancel
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import a_booked_case, a_slot, an_approved_case
from tests.builders.rows import rows
from tests.builders.times import at
from tests.conftest import Clock
from tests.core.scheduling.test_actions_move import TEN, prepared

S = CaseStatus


def cancel(desk: Desk, booking_id: int, **chosen: Any) -> Cancelled:
    done: Cancelled = do(desk, COORDINATOR, cancel_booking, a_cancel(desk, booking_id, **chosen))
    return done


@pytest.mark.parametrize(
    ("status", "cause", "and_close", "way"),
    [
        (S.SCHEDULED, Cause.PATIENT_ILL, False, (S.APPROVED,)),
        (S.SCHEDULED, Cause.PATIENT_ILL, True, (S.CANCELLED,)),
        (S.SCHEDULED, Cause.NO_SHOW, False, (S.NO_SHOW, S.APPROVED)),
        (S.SCHEDULED, Cause.NO_SHOW, True, (S.NO_SHOW, S.CANCELLED)),
        (S.CHECKED_IN, Cause.NOT_FASTING, False, (S.POSTPONED, S.APPROVED)),
        (S.PRE_OP, Cause.BLOOD_THINNER, False, (S.POSTPONED, S.APPROVED)),
        (S.PRE_OP, Cause.BLOOD_THINNER, True, (S.CANCELLED,)),
    ],
)
def test_where_a_case_goes(status: S, cause: Cause, and_close: bool, way: tuple[S, ...]):
    assert way_after_cancel(status, cause, and_close=and_close) == way


@pytest.mark.parametrize("status", [S.IN_PROCEDURE, S.RECOVERY, S.DISCHARGED, S.APPROVED])
def test_what_has_begun_is_not_cancelled(status: S):
    with pytest.raises(Refused, match=r"scheduling\.too_late_to_cancel"):
        way_after_cancel(status, Cause.OTHER, and_close=False)


@pytest.mark.parametrize(
    ("cause", "status", "now", "code"),
    [
        (Cause.NO_SHOW, S.SCHEDULED, "2027-01-12 08:59", "scheduling.not_missed_yet"),
        (Cause.NO_SHOW, S.SCHEDULED, "2027-01-12 09:00", None),
        (Cause.NO_SHOW, S.CHECKED_IN, "2027-01-12 11:00", "scheduling.patient_is_here"),
        (Cause.WEATHER, S.CHECKED_IN, "2027-01-12 08:00", None),
    ],
)
def test_who_missed_it(cause: Cause, status: S, now: str, code: str | None):
    found = no_show_objections(cause, status, at(now), at("2027-01-12 09:00"))

    assert [reason.code for reason in found] == ([code] if code else [])


def test_another_cause_is_said_in_words():
    assert [one.code for one in cause_objections(Cause.OTHER, " ")] == ["scheduling.words_missing"]
    assert cause_objections(Cause.OTHER, "Moved away") == []
    assert cause_objections(Cause.WEATHER, "") == cause_objections(None, "") == []


def test_a_cancelled_booking_frees_its_place_and_the_case_waits_again(desk: Desk, url: str):
    made = a_booked_case(desk, TEN)

    cancel(desk, made.booking_id, cause=Cause.OTHER, reason=" Moved away ")

    with rows(url) as session:
        row = session.get_one(Booking, made.booking_id)
        assert (row.state, row.cause, row.reason) == (
            BookingState.CANCELLED,
            Cause.OTHER,
            "Moved away",
        )
        assert not any(occupancy.active for occupancy in row.occupancies)
    assert ask(desk, COORDINATOR, current_booking, made.case_id) is None
    assert [one.case_id for one in ask(desk, COORDINATOR, to_schedule)] == [made.case_id]
    do(desk, COORDINATOR, book_slot, a_slot(an_approved_case(desk), TEN))
    do(desk, COORDINATOR, book_slot, a_slot(made, at("2027-01-13 10:00")))


def test_cancels_that_are_refused(desk: Desk):
    made = a_booked_case(desk, TEN)
    good = a_cancel(desk, made.booking_id)
    cancels = {
        "patients.not_verified": replace(good, verified=None),
        "desk.changed_meanwhile": replace(good, lock_version=good.lock_version + 1),
        "scheduling.words_missing": replace(good, cause=Cause.OTHER),
        "scheduling.not_missed_yet": replace(good, cause=Cause.NO_SHOW),
    }

    found = {code: refused(desk, COORDINATOR, cancel_booking, one) for code, one in cancels.items()}

    assert found == {code: [code] for code in cancels}
    do(desk, COORDINATOR, cancel_booking, good)
    assert refused(desk, COORDINATOR, cancel_booking, good) == ["scheduling.booking_moved"]


def test_a_drug_that_may_be_off_is_decided_on_first(desk: Desk, clock: Clock, url: str):
    """RULE-36: nobody stays off apixaban because nothing was booked any more.

    Who was told to take it again has another last dose than the one that an undo would bring back.
    """
    made = prepared(desk, clock)
    good = a_cancel(desk, made.booking_id, cause=Cause.PATIENT_ILL, reason="Fever", and_close=True)
    assert told(desk, COORDINATOR, cancel_booking, good).startswith("apixaban may be stopped")

    done = do(desk, COORDINATOR, cancel_booking, replace(good, restart="Tonight; Dana calls now"))

    with rows(url) as session:
        row = session.get_one(Booking, made.booking_id)
        assert row.reason == "Fever · Restart: Tonight; Dana calls now"
    assert ask(desk, COORDINATOR, current_case, made.patient_id).status is S.CANCELLED
    undo = UndoChange(done.change_id)
    assert refused(desk, COORDINATOR, undo_change, undo) == ["scheduling.restart_decided"]
    assert ask(desk, COORDINATOR, current_booking, made.case_id) is None


@pytest.mark.parametrize("status", [S.SCHEDULED, S.CHECKED_IN])
def test_an_undone_cancel_puts_the_case_back(desk: Desk, url: str, status: S):
    made = a_booked_case(desk, TEN)
    with rows(url) as session:
        session.execute(update(Case).values(status=status))
    done = cancel(desk, made.booking_id, cause=Cause.PATIENT_ILL)

    do(desk, COORDINATOR, undo_change, UndoChange(done.change_id))

    assert ask(desk, COORDINATOR, current_case, made.patient_id).status is status
    assert ask(desk, COORDINATOR, current_booking, made.case_id).id == made.booking_id


def test_a_closed_case_does_not_come_back_beside_a_new_one(desk: Desk, url: str):
    made = a_booked_case(desk, TEN)
    done = cancel(desk, made.booking_id, and_close=True)
    with rows(url) as session:
        session.add(Case(patient_id=made.patient_id, status=S.REFERRED, opened_at=TEN))

    assert refused(desk, COORDINATOR, undo_change, UndoChange(done.change_id)) == [
        "cases.open_already"
    ]


def test_the_cancel_of_a_day_that_is_over_stays(desk: Desk, clock: Clock):
    made = a_booked_case(desk, at("2026-11-23 10:00"))
    clock.advance(days=1)
    done = cancel(desk, made.booking_id, cause=Cause.NO_SHOW)

    assert told(desk, COORDINATOR, undo_change, UndoChange(done.change_id)) == (
        "Mon, Nov 23, 2026 is over, so this booking stays as it is."
    )
