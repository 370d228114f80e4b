"""A one-line booking in words: its parts, the whole of it, and what it still needs."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from clinicdesk import messages
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.scheduling.one_line import Kind, Named, Offered, Part, Reading
from clinicdesk.scheduling.queries import Choice, Choices, Waiting
from ui.scheduling.wording import full_range

EXAMPLE = "delacroix thu 945 r2 45"
ICONS = {
    Kind.PATIENT: "user",
    Kind.DAY: "calendar",
    Kind.TIME: "clock",
    Kind.ROOM: "door-enter",
    Kind.LENGTH: "clock",
    Kind.PHYSICIAN: "stethoscope",
}


def offered(today: date, waiting: Iterable[Waiting], choices: Choices) -> Offered:
    """What a line may name: who waits, by case id, and the rooms and physicians."""
    patients = tuple(Named(one.case_id, one.patient.name.on_screen) for one in waiting)
    return Offered(today, patients, _named(choices.rooms), _named(choices.physicians))


def part_words(part: Part) -> str:
    """What some words of the line say: `Thu, Jan 14, 2027`, `9:45 AM`, `45 min`."""
    match part.value:
        case date():
            return messages.day(part.value)
        case time():
            return messages.clock(part.value)
        case int():
            return f"{part.value} min"
        case Named():
            return part.value.name
    return part.typed


def born(patient: PatientFacts) -> str:
    """`born Jun 2, 1950`."""
    return f"born {messages.short_day(patient.birth_date)}"


def spelled(reading: Reading, whose: Sequence[str], minutes: int | None) -> str:
    """All that was read, in full: `DELACROIX, Odette · born Jun 2, 1950 · Thu, Jan 14, 2027 ...`.

    `whose` says who the patient is, `minutes` how long it takes where the line does not.
    """
    said = [*filter(None, whose)]
    if reading.day:
        said.append(messages.day(reading.day))
    length = reading.minutes or minutes
    if reading.at is not None:
        said.append(_range(reading.at, length) if length else messages.clock(reading.at))
    elif reading.minutes:
        said.append(f"{reading.minutes} min")
    said += [one.name for one in (reading.room, reading.physician) if one]
    return " · ".join(said)


def questions(reading: Reading) -> list[str]:
    """What of the line means nothing or several things, as sentences."""
    several = "“{}” can mean several things: say it in another way."
    unclear = [several.format(words) for words in reading.unclear]
    unread = " ".join(reading.unread)
    nothing = f"“{unread}” is no patient who waits, day, time, room, length or physician."
    return [*unclear, *([nothing] if unread else [])]


def _range(at: time, minutes: int) -> str:
    start = datetime.combine(date.min, at)
    return full_range(start, start + timedelta(minutes=minutes))


def _named(choices: Iterable[Choice]) -> tuple[Named, ...]:
    return tuple(Named(one.id, one.name) for one in choices)
