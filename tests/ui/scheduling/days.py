"""Days of the schedule made up without a database, for tests of what is painted."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.errors import Reason
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.patients.rules import PersonName, Sex
from clinicdesk.policy import Due
from clinicdesk.readiness.queries import BookingReadiness
from clinicdesk.readiness.rules import Gate, GateKey, GateState, due_instants, overall
from clinicdesk.scheduling.name_alerts import Namesake
from clinicdesk.scheduling.queries import BookingFacts, Choice, Choices, DayView
from clinicdesk.scheduling.rules import BookingState, Sedation, Span
from tests.builders.times import TUESDAY, ZONE, at
from ui.scheduling.day_contents import DayContents, contents_of

ROOMS = (Choice(11, "Procedure Room 1"), Choice(12, "Procedure Room 2"))
PHYSICIANS = (Choice(21, "Dr. N. Okafor"), Choice(22, "Dr. E. Lindqvist"))
OFFERED = Choices(ROOMS, PHYSICIANS, (45, 60), 15, 60, 15)
ROSE = Namesake(99, PersonName("Martin", "Rose"), date(1950, 6, 2), at("2027-01-13 09:00"))
NOW = at("2027-01-12 10:24")
LONG_FAMILY = "Wolfeschlegelsteinhausenbergerdorff" * 3
_serial = count(1)


def facts(
    wall: str,
    family: str = "Martinez",
    given: str = "Rosa",
    *,
    minutes: int = 60,
    room: int = 0,
    status: CaseStatus = CaseStatus.SCHEDULED,
    levels: tuple[str, ...] = ("L4–L5 both sides",),
    namesakes: tuple[Namesake, ...] = (),
) -> BookingFacts:
    """A booking at a wall time of the test clinic."""
    serial, start = next(_serial), at(wall)
    end = start + timedelta(minutes=minutes)
    hour = timedelta(hours=1)
    return BookingFacts(
        id=serial,
        lock_version=1,
        case_id=serial,
        patient=PatientFacts(
            serial, PersonName(family, given), date(1951, 3, 14), Sex.FEMALE, "102-9813", "", None
        ),
        state=BookingState.BOOKED,
        status=status,
        starts_at=start,
        ends_at=end,
        arrives_at=start - hour,
        home_at=end + hour,
        minutes=minutes,
        sedation=Sedation.MODERATE,
        room_id=ROOMS[room].id,
        room=ROOMS[room].name,
        physician_id=PHYSICIANS[room].id,
        physician=PHYSICIANS[room].name,
        levels=levels,
        namesakes=namesakes,
    )


def gates(
    booking: BookingFacts, *states: GateState, due: Due = Due.BOOKING, now: datetime = NOW
) -> BookingReadiness:
    """A booking's readiness with these states, in the order of the gates."""
    made = tuple(
        Gate(key, state, due, (Reason("readiness.ask_driver"),), Reason("readiness.driver_missing"))
        for key, state in zip(GateKey, states, strict=False)
    )
    due_at = due_instants(booking.starts_at, booking.arrives_at, ZONE)
    return BookingReadiness(booking, made, overall(made, due_at, now), None, ())


def hours(day: date = TUESDAY, opens: int = 7, closes: int = 17) -> tuple[Span, ...]:
    return (Span(at(f"{day} {opens:02}:00"), at(f"{day} {closes:02}:00")),)


def a_day(
    *bookings: BookingFacts,
    readiness: Sequence[BookingReadiness] = (),
    day: date = TUESDAY,
    **given: Any,
) -> DayContents:
    """A day of two rooms, open from 7 AM to 5 PM unless `open_spans` says otherwise."""
    spans = given.get("open_spans", hours(day))
    view = DayView(day, ROOMS, PHYSICIANS, spans, tuple(bookings))
    return contents_of(view, readiness, OFFERED, ZONE, given.get("now", NOW))
