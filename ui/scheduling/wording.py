"""Times, patients and procedures in words, as the schedule and its panels share them."""

from collections.abc import Sequence
from datetime import date, datetime

from clinicdesk import messages, policy
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.patients.rules import age_on
from clinicdesk.record.queries import Chart
from clinicdesk.record.rules import ThinnerAnswer, is_thinner

_HOLD_FIRST = "The hold must fit before this date."


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
    """`Born Nov 3, 1944 (82 y) · MRN 102-9813`; a line may end at the dot only."""
    born, age = messages.short_day(patient.birth_date), age_on(patient.birth_date, today)
    return " · ".join(map(_unbroken, (f"Born {born} ({age} y)", f"MRN {patient.mrn}")))


def thinner(chart: Chart) -> tuple[str, bool]:
    """What a chart says of blood thinners, and whether it must be seen before a day is chosen."""
    table = policy.drug_table()
    named = [one for one in chart.thinners if is_thinner(one.drug_keys, table)]
    if named:
        drugs = [table.row_of(key, one.name).name for one in named for key in one.drug_keys]
        return f"Blood thinner: {', '.join(dict.fromkeys(drugs))}. {_HOLD_FIRST}", True
    if chart.takes_thinner is ThinnerAnswer.YES:
        return f"Blood thinner: not named. {_HOLD_FIRST}", True
    if chart.takes_thinner is ThinnerAnswer.NOT_ASKED:
        return "Blood thinner: not asked. Ask the patient before this date.", True
    return "No blood thinner", False


def not_connected(asked: date, shown: date | None, shown_at: datetime | None) -> str:
    """While the database does not answer: what waits, and how old the day on screen is."""
    waits = f"Not connected. {messages.day(asked)} comes once the database answers."
    if shown is None or shown_at is None:
        return waits
    at = messages.clock(shown_at)
    if shown == asked:
        return f"Not connected. This day is as of {at}; what others did since is missing."
    return f"{waits} What you see is {messages.day(shown)}, as of {at}."


def _unbroken(words: str) -> str:
    """The same words, which no line break divides."""
    return words.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}")


def _opening(start: datetime, end: datetime) -> str:
    same_half = (start.date(), start.hour < 12) == (end.date(), end.hour < 12)
    return _bare(start) if same_half else messages.clock(start)


def _bare(moment: datetime) -> str:
    return messages.clock(moment)[:-3]
