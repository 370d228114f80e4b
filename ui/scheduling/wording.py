"""Times, patients and procedures in words, as the schedule and its panels share them."""

from collections.abc import Sequence
from datetime import date, datetime

from clinicdesk import messages
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.patients.rules import age_on


def clock_range(start: datetime, end: datetime) -> str:
    """`2:15 – 3:00`, for cards beside the time axis; local times."""
    return f"{_bare(start)} – {_bare(end)}"


def full_range(start: datetime, end: datetime) -> str:
    """`2:15 – 3:00 PM`, or `11:30 AM – 12:15 PM`."""
    return f"{_opening(start, end)} – {messages.clock(end)}"


def spoken_range(start: datetime, end: datetime) -> str:
    """`2:15 to 3:00 PM`, for screen readers."""
    return f"{_opening(start, end)} to {messages.clock(end)}"


def procedure(levels: Sequence[str]) -> str:
    """`MILD L3–L4 left, L4–L5 both sides`."""
    return f"MILD {', '.join(levels)}".strip()


def identity(patient: PatientFacts, today: date) -> str:
    """`Born Nov 3, 1944 (82 y) · MRN 102-9813`."""
    born, age = messages.short_day(patient.birth_date), age_on(patient.birth_date, today)
    return f"Born {born} ({age} y) · MRN {patient.mrn}"


def _opening(start: datetime, end: datetime) -> str:
    same_half = (start.date(), start.hour < 12) == (end.date(), end.hour < 12)
    return _bare(start) if same_half else messages.clock(start)


def _bare(moment: datetime) -> str:
    return messages.clock(moment)[:-3]
