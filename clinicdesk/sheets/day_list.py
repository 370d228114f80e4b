"""A day's schedule on paper for the staff: what stands on it, in words, before any layout."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinicdesk import messages
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.patients.rules import age_on
from clinicdesk.readiness.queries import BookingReadiness
from clinicdesk.readiness.rules import PASSED, Gate, GateState, due_instants
from clinicdesk.scheduling.queries import BookingFacts
from clinicdesk.sheets.facts import canonical
from clinicdesk.sheets.paper_code import paper_code

_MADE_OF = "day-list 1"  # another text or order of the list is another version


@dataclass(frozen=True)
class ListedBooking:
    """A line of the list, worded; `alert` says that a similar name is about."""

    time: str
    arrives: str
    name: str
    identity: str
    procedure: str
    length: str
    physician: str
    nurse: str
    standing: str
    alert: bool


@dataclass(frozen=True)
class ListedRoom:
    """A room and its bookings by start."""

    name: str
    bookings: tuple[ListedBooking, ...]


@dataclass(frozen=True)
class DayList:
    """The whole list. Equal lists draw to equal bytes; `code` is the same whoever makes it when."""

    clinic: str
    day: date
    rooms: tuple[ListedRoom, ...]
    code: str = ""
    made: str = ""

    @property
    def title(self) -> str:
        """`Schedule, Tuesday, January 12, 2027`."""
        return f"Schedule, {messages.long_day(self.day)}"

    @property
    def count(self) -> int:
        """How many bookings name a patient."""
        return sum(len(room.bookings) for room in self.rooms)

    @property
    def plain_text(self) -> str:
        """Every word in reading order, one booking to a line."""
        lines = [self.title]
        for room in self.rooms:
            lines += [room.name, *(_line(one) for one in room.bookings)]
        return "\n".join(lines)


def compose_day(
    clinic: str,
    day: date,
    rooms: Iterable[str],
    readiness: Sequence[BookingReadiness],
    zone: ZoneInfo,
    now: datetime,
) -> DayList:
    """The list of a day: every room in use, then any other with a booking. Pure.

    Which gates count is decided by `now`, as on screen.
    """
    names = dict.fromkeys([*rooms, *(one.booking.room for one in readiness)])
    listed = tuple(
        ListedRoom(
            name, tuple(_listed(one, zone, now) for one in readiness if one.booking.room == name)
        )
        for name in names
    )
    whole = DayList(clinic, day, listed)
    return replace(whole, code=paper_code(canonical((_MADE_OF, whole))))


def stamped(listed: DayList, at: datetime, by: str, zone: ZoneInfo) -> DayList:
    """The list with who made it when, as its foot says."""
    return replace(listed, made=f"Printed {messages.moment(at, zone)} by {by}")


def _listed(one: BookingReadiness, zone: ZoneInfo, now: datetime) -> ListedBooking:
    booking, patient = one.booking, one.booking.patient
    start, end = booking.starts_at.astimezone(zone), booking.ends_at.astimezone(zone)
    born = messages.short_day(patient.birth_date)
    age = age_on(patient.birth_date, start.date())
    levels = ", ".join(booking.levels)
    return ListedBooking(
        time=f"{messages.clock(start)} to {messages.clock(end)}",
        arrives=f"Arrives {messages.clock(booking.arrives_at.astimezone(zone))}",
        name=patient.name.in_full,
        identity=f"Born {born} ({age} y) • MRN {patient.mrn}",
        procedure=f"MILD {levels}".strip(),
        length=f"{booking.minutes} min",
        physician=booking.physician,
        nurse=booking.nurse,
        standing=_standing(booking, one, zone, now),
        alert=bool(booking.namesakes),
    )


def _standing(booking: BookingFacts, one: BookingReadiness, zone: ZoneInfo, now: datetime) -> str:
    """`Ready`, `Blocked: blood thinner. To fix: driver`, or how far the day has gone.

    What a physician let pass is named: who is let in with it is not simply ready.
    """
    if booking.status is not CaseStatus.SCHEDULED:
        return booking.status.shown.capitalize()
    due_at = due_instants(booking.starts_at, booking.arrives_at, zone)
    counts = [gate for gate in one.gates if due_at[gate.due] <= now and gate.state not in PASSED]
    blocked = [_word(gate) for gate in counts if gate.state is GateState.BLOCKED]
    to_fix = [_word(gate) for gate in counts if gate.state is not GateState.BLOCKED]
    let = [_word(gate) for gate in one.gates if gate.override]
    ready = [] if counts else ["Ready"]
    said = [("Blocked", blocked), ("To fix", to_fix), ("Let pass", let)]
    return ". ".join([*ready, *(f"{word}: {', '.join(which)}" for word, which in said if which)])


def _word(gate: Gate) -> str:
    return gate.key.replace("_", " ")


def _line(one: ListedBooking) -> str:
    alert = ("Name alert",) if one.alert else ()
    what = (one.procedure, one.length, one.physician, one.nurse, one.standing)
    words = (one.time, one.name, *alert, one.identity, *what)
    return ", ".join(filter(None, words))
