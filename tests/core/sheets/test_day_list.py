"""The schedule of a day on paper: what stands on it, the same bytes every time, and its record."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.desk import Desk
from clinicdesk.errors import Refused
from clinicdesk.history import Change
from clinicdesk.readiness.actions import override_gate
from clinicdesk.readiness.rules import GateKey
from clinicdesk.sheets.actions import PrintDayList, print_day_list
from clinicdesk.sheets.day_list import DayList, ListedBooking, ListedRoom
from clinicdesk.sheets.day_pdf import draw_day
from clinicdesk.sheets.queries import day_list
from tests.builders.clinic import COORDINATOR, PHYSICIAN
from tests.builders.evidence import name_driver
from tests.builders.gestures import ask, do
from tests.builders.patients import a_booked_case
from tests.builders.the_day import an_override
from tests.builders.times import TUESDAY, at
from tests.conftest import Clock

NAME = "Wolfeschlegelsteinhausenbergerdorff" * 3


def a_line(name: str = "Rosa Martinez", *, alert: bool = False) -> ListedBooking:
    return ListedBooking(
        time="9:00 AM to 10:00 AM",
        arrives="Arrives 8:00 AM",
        name=name,
        identity="Born Mar 14, 1951 (75 y) • MRN 102-9813",
        procedure="MILD L4–L5 both sides",
        length="60 min",
        physician="Dr. N. Okafor",
        nurse="Noor Haddad",
        standing="To fix: driver",
        alert=alert,
    )


def a_list(*lines: ListedBooking) -> DayList:
    rooms = ListedRoom("Procedure Room 1", lines), ListedRoom("Procedure Room 2", ())
    return DayList("Vineyard Spine Clinic", TUESDAY, rooms, "CODE", "Printed today by Dana Mills")


def words(pdf: bytes) -> str:
    """Without any space: words broken over lines are whole again."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def test_equal_lists_draw_to_equal_bytes_whatever_was_drawn_between():
    first = draw_day(a_list(a_line()))
    other = draw_day(a_list(a_line(alert=True)))

    assert draw_day(a_list(a_line())) == first != other


def test_every_page_says_the_day_who_printed_it_and_its_number():
    pages = PdfReader(BytesIO(draw_day(a_list(*[a_line()] * 40)))).pages

    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        said = " ".join(page.extract_text().split())
        assert "Schedule, Tuesday, January 12, 2027" in said
        assert "Printed today by Dana Mills" in said
        assert f"Page {number} of {len(pages)}" in said
        assert page.mediabox.width > page.mediabox.height


def test_a_name_is_whole_an_alert_is_seen_and_an_empty_room_says_so():
    said = words(draw_day(a_list(a_line(NAME, alert=True))))

    assert NAME in said
    assert "Namealert:checkthebirthdate" in said
    assert "ProcedureRoom2Noprocedures." in said


def test_a_character_that_cannot_be_printed_is_refused():
    with pytest.raises(Refused):
        draw_day(a_list(a_line("王 Rosa")))


def test_a_day_is_listed_by_room_with_who_is_who_and_what_is_missing(desk: Desk):
    a_booked_case(desk, at("2027-01-12 09:00"), family="O'Brien", minutes=45)
    listed = ask(desk, COORDINATOR, day_list, TUESDAY)
    [line] = listed.rooms[0].bookings

    assert [room.name for room in listed.rooms] == ["Procedure Room 1", "Procedure Room 2"]
    assert (line.time, line.arrives) == ("9:00 AM to 9:45 AM", "Arrives 8:00 AM")
    assert line.name.endswith("O'Brien")
    assert line.procedure == "MILD L4–L5 both sides"
    assert (line.physician, line.nurse) == ("Dr. E. Lindqvist", "Noor Haddad")
    assert listed.made.startswith("Printed ")
    assert listed.made.endswith(" by Dana Mills")
    assert (listed.count, line.alert) == (1, False)


def test_a_list_that_leaves_is_recorded_and_one_that_is_overtaken_stays(desk: Desk):
    before = ask(desk, COORDINATOR, day_list, TUESDAY).code
    a_booked_case(desk, at("2027-01-12 09:00"))
    with pytest.raises(Refused) as refused:
        do(desk, COORDINATOR, print_day_list, PrintDayList(on=TUESDAY, code=before))
    now = ask(desk, COORDINATOR, day_list, TUESDAY).code
    do(desk, COORDINATOR, print_day_list, PrintDayList(on=TUESDAY, code=now))

    assert refused.value.reasons[0].code == "sheets.day_changed"
    with Session(desk._reads) as session:
        row = session.scalars(select(Change).order_by(Change.id.desc())).first()
    assert row is not None
    assert (row.action, row.patient_id) == ("sheets.print_day_list", None)
    assert "printed:day:2027-01-12:1" in row.topics
    assert ask(desk, COORDINATOR, day_list, date(2027, 1, 13)).count == 0


def test_what_a_physician_let_pass_is_named_on_paper(desk: Desk, clock: Clock):
    made = a_booked_case(desk, at("2027-01-12 09:00"))
    name_driver(desk, made.booking_id)
    clock.now = at("2027-01-12 07:00")
    do(desk, PHYSICIAN, override_gate, an_override(desk, made.booking_id, GateKey.PACKET))

    [line] = ask(desk, COORDINATOR, day_list, TUESDAY).rooms[0].bookings

    assert line.standing == "Ready. Let pass: packet"
