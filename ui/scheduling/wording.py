"""Times, patients and procedures in words, as the schedule and its panels share them."""

from collections.abc import Sequence
from datetime import date, datetime

from clinicdesk import messages
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.patients.rules import age_on


def clock_range(start: datetime, end: datetime) -> str:
    """`2:15 – 3:00`, for cards beside the time axis; local times."""
    return f"{bare_clock(start)} – {bare_clock(end)}"


def full_range(start: datetime, end: datetime) -> str:
    """`2:15 – 3:00 PM`, or `11:30 AM – 12:15 PM`."""
    return f"{_opening(start, end)} – {messages.clock(end)}"


def spoken_range(start: datetime, end: datetime) -> str:
    """`2:15 to 3:00 PM`, for screen readers."""
    return f"{_opening(start, end)} to {messages.clock(end)}"


def procedure(levels: Sequence[str]) -> str:
    """`MILD L3–L4 left, L4–L5 both sides`."""
    return f"MILD {', '.join(levels)}".strip()


def week_title(days: Sequence[date]) -> str:
    """`January 11 – 15, 2027`, or `December 28 – January 1, 2027`."""
    first, last = days[0], days[-1]
    begins = messages.long_day(first).split(", ")[1]
    ends = messages.long_day(last).split(", ")[1]
    until = ends if first.month != last.month else str(last.day)
    return f"{begins} – {until}, {last:%Y}"


def short_names(names: Sequence[str]) -> list[str]:
    """`Room 1`, `Room 2` of `Procedure Room 1` and `Procedure Room 2`: without what all share.

    Of the shared words the last stays before a name that begins with a number.
    """
    words = [name.split() for name in names]
    least = min((len(one) for one in words), default=0)
    shared = 0
    while len(words) > 1 and shared < least - 1 and len({one[shared] for one in words}) == 1:
        shared += 1
    if shared and any(one[shared][:1].isdigit() for one in words):
        shared -= 1
    return [" ".join(one[shared:]) for one in words]


def identity(patient: PatientFacts, today: date) -> str:
    """`Born Nov 3, 1944 (82 y) · MRN 102-9813`; a line may end at the dot only."""
    born, age = messages.short_day(patient.birth_date), age_on(patient.birth_date, today)
    return " · ".join(map(messages.unbroken, (f"Born {born} ({age} y)", f"MRN {patient.mrn}")))


def not_connected(asked: date, shown: date | None, shown_at: datetime | None) -> str:
    """While the database does not answer: what waits, and how old the day on screen is."""
    waits = f"Not connected. {messages.day(asked)} comes once the database answers."
    if shown is None or shown_at is None:
        return waits
    at = messages.clock(shown_at)
    if shown == asked:
        return f"Not connected. This day is as of {at}; what others did since is missing."
    return f"{waits} What you see is {messages.day(shown)}, as of {at}."


def _opening(start: datetime, end: datetime) -> str:
    same_half = (start.date(), start.hour < 12) == (end.date(), end.hour < 12)
    return bare_clock(start) if same_half else messages.clock(start)


def bare_clock(moment: datetime) -> str:
    """`2:15`, beside an axis or before its AM or PM."""
    return messages.clock(moment)[:-3]
