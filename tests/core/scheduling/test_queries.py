"""What the schedule shows, on both databases."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from clinicdesk.desk import Desk
from clinicdesk.scheduling.queries import (
    booking,
    booking_of_patient,
    choices,
    current_booking,
    day,
    free_openings,
    to_schedule,
    week,
)
from clinicdesk.scheduling.rules import Span
from tests.builders.clinic import COORDINATOR, actor
from tests.builders.gestures import ask
from tests.builders.patients import a_booked_case, an_approved_case
from tests.builders.rows import counted
from tests.builders.times import TUESDAY, at


def test_a_day_shows_its_columns_hours_and_bookings_by_start(desk: Desk):
    for wall in ("2027-01-12 11:00", "2027-01-12 09:00", "2027-01-13 09:00", "2027-01-12 09:00"):
        a_booked_case(desk, at(wall))

    shown = ask(desk, COORDINATOR, day, TUESDAY)

    assert [one.name for one in shown.rooms] == ["Procedure Room 1", "Procedure Room 2"]
    assert [one.name for one in shown.physicians] == ["Dr. E. Lindqvist", "Dr. N. Okafor"]
    assert shown.open_spans == (Span(at("2027-01-12 07:00"), at("2027-01-12 17:00")),)
    starts = [one.starts_at for one in shown.bookings]
    assert starts == [at(f"2027-01-12 {wall}") for wall in ("09:00", "09:00", "11:00")]
    assert [one.room for one in shown.bookings][:2] == ["Procedure Room 1", "Procedure Room 2"]
    closed = ask(desk, COORDINATOR, day, date(2027, 1, 16))
    assert (closed.open_spans, closed.bookings) == ((), ())


def test_a_day_is_read_in_a_handful_of_statements_whatever_is_on_it(desk: Desk):
    dana, counts = actor(desk, COORDINATOR), []
    for hour in (8, 10, 12):
        a_booked_case(desk, at(f"2027-01-12 {hour:02}:00"))
        with counted(desk._engine) as statements:
            shown = desk.read(dana, day, TUESDAY).bookings
        counts.append(len(statements))

    assert len(shown) == 3
    assert len(set(counts)) == 1
    assert counts[0] <= 12


def test_a_week_is_read_like_its_days_in_as_many_statements_as_one_booking(desk: Desk):
    dana, counts = actor(desk, COORDINATOR), []
    for wall in ("2027-01-11 09:00", "2027-01-15 09:00", "2027-01-15 11:00", "2027-01-18 09:00"):
        a_booked_case(desk, at(wall))
        with counted(desk._engine) as statements:
            shown = desk.read(dana, week, date(2027, 1, 15))
        counts.append(len(statements))

    assert shown.monday == date(2027, 1, 11)
    assert [bool(spans) for _, spans in shown.days] == [True] * 5 + [False] * 2
    days = [ask(desk, COORDINATOR, day, on) for on, _ in shown.days]
    assert [one for each in days for one in each.bookings] == [*shown.bookings]
    assert [spans for _, spans in shown.days] == [each.open_spans for each in days]
    assert [one.nurse for one in shown.bookings] == ["Noor Haddad"] * 3
    assert len(set(counts)) == 1


def test_a_day_without_bookings_names_the_next_that_has_some(desk: Desk):
    a_booked_case(desk, at("2027-01-14 09:00"))

    shown = [ask(desk, COORDINATOR, day, date(2027, 1, on)).next_booked for on in (11, 14, 15)]

    assert shown == [date(2027, 1, 14), None, None]


def test_what_a_booking_panel_offers(desk: Desk):
    offered = ask(desk, COORDINATOR, choices)

    assert (offered.usual_minutes, offered.grid_minutes) == ((45, 60), 15)
    assert (offered.arrival_lead, offered.turnover) == (60, 15)


def test_the_booking_of_a_case_and_of_a_patient(desk: Desk):
    waiting, made = an_approved_case(desk), a_booked_case(desk, at("2027-01-12 09:00"))

    [of_case, of_patient, itself] = (
        ask(desk, COORDINATOR, query, about)
        for query, about in (
            (current_booking, made.case_id),
            (booking_of_patient, made.patient_id),
            (booking, made.booking_id),
        )
    )

    assert of_case == of_patient == itself
    assert itself.patient.id == made.patient_id
    assert ask(desk, COORDINATOR, current_booking, waiting.case_id) is None
    assert ask(desk, COORDINATOR, booking_of_patient, waiting.patient_id) is None
    with pytest.raises(LookupError):
        ask(desk, COORDINATOR, booking, 999)


def test_who_waits_the_longest_comes_first(desk: Desk):
    first, second = an_approved_case(desk, family="Zed"), an_approved_case(desk, family="Able")

    waiting = ask(desk, COORDINATOR, to_schedule)

    assert [one.case_id for one in waiting] == [first.case_id, second.case_id]
    assert waiting[0].levels == ("L4–L5 both sides",)


def test_openings_begin_now_and_leave_out_what_is_closed(desk: Desk):
    made = an_approved_case(desk)

    found = ask(desk, COORDINATOR, free_openings, made.case_id, 60, date(2026, 11, 1), n=60)

    starts = [one.starts_at for one in found]
    assert starts[0] == at("2026-11-23 08:00")
    assert starts == sorted(starts)
    # 8:00 AM to 3:00 PM today, then 7:00 AM to 3:00 PM; none overlaps another.
    assert starts[7] == at("2026-11-23 15:00")
    assert starts[8] == at("2026-11-24 07:00")
    assert {later - one for one, later in pairwise(starts[:8])} == {timedelta(hours=1)}
