"""Booking a case, on both databases: what fits, and the words for what does not."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from clinicdesk.cases.queries import current_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Desk
from clinicdesk.evaluations.rules import Decision, Modality
from clinicdesk.evaluations.tables import Evaluation
from clinicdesk.patients.tables import Patient
from clinicdesk.scheduling import occupying as actions
from clinicdesk.scheduling.actions.book import book_slot
from clinicdesk.scheduling.queries import choices, day, free_openings, to_schedule
from clinicdesk.scheduling.rules import Part, local_instant
from clinicdesk.scheduling.tables import Booking, Occupancy, OpeningHours, Resource
from tests.builders.clinic import COORDINATOR
from tests.builders.gestures import ask, do, refused, told
from tests.builders.patients import (
    Made,
    a_booked_case,
    a_note,
    a_slot,
    an_approved_case,
    an_evaluable_case,
)
from tests.builders.rows import contents, rows
from tests.builders.times import TUESDAY, ZONE, at
from tests.conftest import Clock

NINE = at("2027-01-12 09:00")


def book(desk: Desk, made: Made, wall: str, **chosen: Any) -> int:
    return do(desk, COORDINATOR, book_slot, a_slot(made, at(wall), **chosen)).booking_id


def test_a_booking_takes_every_part_and_schedules_the_case(desk: Desk, url: str):
    made = an_approved_case(desk)
    assert [w.case_id for w in ask(desk, COORDINATOR, to_schedule)] == [made.case_id]

    book(desk, made, "2027-01-12 09:45", minutes=45)

    [booked] = ask(desk, COORDINATOR, day, TUESDAY).bookings
    assert booked.starts_at == at("2027-01-12 09:45")
    assert booked.ends_at == at("2027-01-12 10:30")
    assert (booked.arrives_at, booked.home_at) == (at("2027-01-12 08:45"), at("2027-01-12 11:30"))
    assert (booked.room, booked.physician) == ("Procedure Room 1", "Dr. E. Lindqvist")
    assert (booked.minutes, booked.levels) == (45, ("L4–L5 both sides",))
    assert ask(desk, COORDINATOR, to_schedule) == ()
    assert ask(desk, COORDINATOR, current_case, made.patient_id).status is CaseStatus.SCHEDULED
    with rows(url) as session:
        parts = [row.part for row in session.query(Occupancy).filter_by(booking_id=booked.id)]
    assert sorted(parts) == sorted(Part)


def test_lengths(desk: Desk):
    slot = a_slot(an_approved_case(desk), NINE)

    codes = {
        minutes: refused(desk, COORDINATOR, book_slot, replace(slot, minutes=minutes))
        for minutes in (29, 30, 44, 61, 180, 181)
    }

    unusual, impossible = ["scheduling.unusual_length"], ["scheduling.length_not_possible"]
    assert codes == {29: impossible, 181: impossible} | dict.fromkeys((30, 44, 61, 180), unusual)
    words = told(desk, COORDINATOR, book_slot, replace(slot, minutes=90))
    assert words == "90 minutes is unusual. The clinic's range is 45 to 60 minutes."


def test_a_length_that_is_usual_or_meant_is_booked(desk: Desk):
    lengths = {45: False, 50: False, 60: False, 30: True, 180: True}
    for after, (minutes, meant) in enumerate(lengths.items()):
        slot = a_slot(an_approved_case(desk), NINE + timedelta(weeks=after), minutes=minutes)
        do(desk, COORDINATOR, book_slot, replace(slot, unusual_length_is_meant=meant))

    tuesdays = [TUESDAY + timedelta(weeks=after) for after in range(5)]
    booked = [one.minutes for on in tuesdays for one in ask(desk, COORDINATOR, day, on).bookings]
    assert booked == list(lengths)


def test_times_that_are_refused(desk: Desk):
    slot = a_slot(an_approved_case(desk), NINE)
    expected = {
        "2026-11-23 07:45": ["scheduling.in_the_past"],
        "2027-01-16 09:00": ["scheduling.closed"],
        "2027-01-12 06:59": ["scheduling.outside_hours"],
        "2027-01-12 15:01": ["scheduling.recovery_after_closing"],
        "2027-01-12 16:30": ["scheduling.outside_hours", "scheduling.recovery_after_closing"],
        "2027-11-03 09:00": ["evaluations.imaging_too_old"],
    }

    found = {
        wall: refused(desk, COORDINATOR, book_slot, replace(slot, starts_at=at(wall)))
        for wall in expected
    }

    assert found == expected


def test_the_last_times_that_fit(desk: Desk):
    """Now, at opening, recovered at closing, and on the last day that the imaging counts."""
    for wall in ("2026-11-23 08:00", "2027-01-12 07:00", "2027-01-12 15:00", "2027-11-02 09:00"):
        assert book(desk, an_approved_case(desk), wall), wall


def test_only_an_approved_case_is_booked(desk: Desk):
    evaluable = a_slot(an_evaluable_case(desk), NINE)
    booked = a_slot(a_booked_case(desk, NINE), NINE)

    assert "intake" in told(desk, COORDINATOR, book_slot, evaluable)
    assert refused(desk, COORDINATOR, book_slot, evaluable) == ["scheduling.not_approved"]
    assert refused(desk, COORDINATOR, book_slot, booked) == ["scheduling.not_approved"]


def test_back_to_back_with_turnover_fits_and_one_minute_less_does_not(desk: Desk):
    [first, _] = ask(desk, COORDINATOR, choices).rooms
    book(desk, an_approved_case(desk, family="Petrakis"), "2027-01-12 09:00", room_id=first.id)
    later = a_slot(an_approved_case(desk), at("2027-01-12 10:14"), room_id=first.id)

    assert told(desk, COORDINATOR, book_slot, later) == (
        "Procedure Room 1 is taken from 9:00 AM to 10:15 AM by PETRAKIS, Rosa. The next openings"
        " are Tue, Jan 12, 2027, 10:15 AM in Procedure Room 1"
        " and Tue, Jan 12, 2027, 10:30 AM in Procedure Room 1."
    )
    do(desk, COORDINATOR, book_slot, replace(later, starts_at=at("2027-01-12 10:15")))
    assert len(ask(desk, COORDINATOR, day, TUESDAY).bookings) == 2


def test_a_physician_is_in_one_room_at_a_time(desk: Desk):
    offered = ask(desk, COORDINATOR, choices)
    okafor = next(one for one in offered.physicians if one.name == "Dr. N. Okafor")
    book(desk, an_approved_case(desk), "2027-01-12 09:00", physician_id=okafor.id)
    other = a_slot(an_approved_case(desk), at("2027-01-12 09:59"), physician_id=okafor.id)

    assert told(desk, COORDINATOR, book_slot, other).startswith("Dr. N. Okafor is taken from 9:00")
    anybody = do(desk, COORDINATOR, book_slot, replace(other, physician_id=None))
    [_, second] = ask(desk, COORDINATOR, day, TUESDAY).bookings
    assert (second.id, second.physician) == (anybody.booking_id, "Dr. E. Lindqvist")


def test_when_a_whole_pool_is_taken(desk: Desk, url: str):
    with rows(url) as session:
        bays = update(Resource).where(Resource.pool == Part.RECOVERY_BAY)
        gone = bays.where(Resource.name != "Recovery bay 1").values(ended_at=NINE)
        session.execute(gone)
    book(desk, an_approved_case(desk), "2027-01-12 09:00")
    made = an_approved_case(desk)

    late = a_slot(made, at("2027-01-12 09:59"))
    assert told(desk, COORDINATOR, book_slot, late).startswith("Every recovery bay is taken")
    # Ten o'clock's recovery begins as nine o'clock's ends.
    book(desk, made, "2027-01-12 10:00", room_id=ask(desk, COORDINATOR, choices).rooms[1].id)


def test_both_rooms_taken(desk: Desk):
    for _ in range(2):
        book(desk, an_approved_case(desk), "2027-01-12 09:00")
    third = a_slot(an_approved_case(desk), NINE)

    assert told(desk, COORDINATOR, book_slot, third).startswith("Every room is taken from 9:00 AM")


def test_when_nothing_else_is_open(desk: Desk, url: str):
    """Both rooms until a quarter to four on the last day on which the clinic is open."""
    with rows(url) as session:
        session.execute(update(OpeningHours).values(valid_to=TUESDAY))
    for _ in range(2):
        book(desk, an_approved_case(desk), "2027-01-12 14:30")
    third = a_slot(an_approved_case(desk), at("2027-01-12 14:45"))

    assert refused(desk, COORDINATOR, book_slot, third) == ["scheduling.taken_and_full"]


def test_the_database_has_the_last_word(desk: Desk, url: str, monkeypatch: pytest.MonkeyPatch):
    """Somebody books between the look and the insert: the look is made blind here."""
    [room, _] = ask(desk, COORDINATOR, choices).rooms
    book(desk, an_approved_case(desk), "2027-01-12 09:00", room_id=room.id)
    slot = a_slot(an_approved_case(desk), NINE, room_id=room.id)
    before = contents(url)
    monkeypatch.setattr(actions, "taken", lambda *_: [])

    assert refused(desk, COORDINATOR, book_slot, slot) == ["scheduling.just_taken"]
    assert contents(url) == before


def test_a_patient_is_in_one_booking_at_a_time(desk: Desk, url: str):
    made = a_booked_case(desk, NINE)
    with rows(url) as session:
        case = Case(patient_id=made.patient_id, status=CaseStatus.APPROVED, opened_at=NINE)
        session.add(case)
        session.flush()
        session.add(
            Evaluation(
                case_id=case.id,
                author_id=1,
                modality=Modality.MRI,
                imaging_date=date(2026, 11, 2),
                decision=Decision.CANDIDATE,
                signed_at=NINE,
                signed_by=1,
            )
        )
        again = Made(made.patient_id, case.id)

    # She goes home at 11:00 and must be here an hour before the next procedure.
    early = a_slot(again, at("2027-01-12 11:59"))
    assert told(desk, COORDINATOR, book_slot, early).startswith("This patient is taken")
    assert book(desk, again, "2027-01-12 12:00")


def test_nothing_is_left_of_a_refused_booking(desk: Desk, url: str):
    made = an_approved_case(desk)

    refused(desk, COORDINATOR, book_slot, a_slot(made, NINE, minutes=29))

    with rows(url) as session:
        assert session.query(Booking).count() == 0
        assert session.query(Occupancy).count() == 0
    assert ask(desk, COORDINATOR, current_case, made.patient_id).status is CaseStatus.APPROVED


def test_a_part_without_resources_is_not_required(desk: Desk, url: str):
    """A clinic that books no nurses or physicians: the day and its openings still work."""
    made = an_approved_case(desk)
    with rows(url) as session:
        nobody = Resource.pool.in_((Part.PHYSICIAN, Part.NURSE))
        session.execute(update(Resource).where(nobody).values(ended_at=at("2026-01-01 08:00")))

    assert ask(desk, COORDINATOR, free_openings, made.case_id, 60, TUESDAY)[0].physician == ""
    book(desk, made, "2027-01-12 09:00")

    [booked] = ask(desk, COORDINATOR, day, TUESDAY).bookings
    assert (booked.physician_id, booked.physician) == (None, "")


def test_another_kind_of_resource_is_no_room(desk: Desk):
    [physician, _] = ask(desk, COORDINATOR, choices).physicians
    slot = a_slot(an_approved_case(desk), at("2027-01-12 09:00"), room_id=physician.id)

    assert refused(desk, COORDINATOR, book_slot, slot) == ["scheduling.not_in_pool"]


def test_who_has_died_is_not_booked(desk: Desk, url: str):
    made = an_approved_case(desk)
    with rows(url) as session:
        session.execute(update(Patient).values(has_died=True))

    slot = a_slot(made, at("2027-01-12 09:00"))
    assert refused(desk, COORDINATOR, book_slot, slot) == ["scheduling.deceased"]


def test_an_opening_can_be_booked(desk: Desk):
    book(desk, an_approved_case(desk), "2027-01-12 07:00")
    made = an_approved_case(desk)

    [found] = ask(desk, COORDINATOR, free_openings, made.case_id, 60, TUESDAY, n=1)

    assert (found.starts_at, found.room) == (at("2027-01-12 07:00"), "Procedure Room 2")
    chosen = {"room_id": found.room_id, "physician_id": found.physician_id}
    do(desk, COORDINATOR, book_slot, a_slot(made, found.starts_at, **chosen))


SPRING, AUTUMN = date(2027, 3, 14), date(2027, 11, 7)


@pytest.mark.parametrize(
    ("on", "ends", "openings"),
    [(SPRING, at("2027-03-14 03:30"), 5), (AUTUMN, at("2027-11-07 01:30", fold=1), 7)],
)
def test_on_both_days_when_the_clocks_change_an_hour_is_an_hour(
    desk: Desk, url: str, clock: Clock, on: date, ends: Any, openings: int
):
    """Sunday hours from 0:30 to 8:00 AM are 6.5 real hours in spring and 8.5 in autumn."""
    clock.now = local_instant(on - timedelta(days=30), time(8), ZONE)
    with rows(url) as session:
        hours = OpeningHours(site_id=1, weekday=6, opens=time(0, 30), closes=time(8))
        hours.valid_from = date(2020, 1, 1)
        session.add(hours)
    made = an_approved_case(desk, note=a_note(imaging_date=on - timedelta(days=40)))
    free = ask(desk, COORDINATOR, free_openings, made.case_id, 60, on, n=40)

    slot = a_slot(made, local_instant(on, time(1, 30), ZONE, earlier=True))
    do(desk, COORDINATOR, book_slot, slot)

    [booked] = ask(desk, COORDINATOR, day, on).bookings
    assert (booked.minutes, booked.ends_at) == (60, ends)
    assert sum(one.starts_at.astimezone(ZONE).date() == on for one in free) == openings
