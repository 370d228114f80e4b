"""What a booking says on the schedule: words, an icon and a status, from facts and readiness."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from clinicdesk import messages
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.policy import Due
from clinicdesk.readiness.queries import BookingReadiness
from clinicdesk.readiness.rules import PASSED, Gate, GateKey, GateState, Readiness, due_instants
from clinicdesk.scheduling.queries import BookingFacts
from ui.kit.name_alert import NAME_ALERT, similar_names
from ui.kit.privacy import shown_name
from ui.kit.tokens import Status
from ui.scheduling.wording import bare_clock, clock_range, procedure, spoken_range


@dataclass(frozen=True)
class GateMark:
    """A gate on a card: a problem is a chip with its word, a passed gate an icon with a tick."""

    icon: str
    word: str
    status: Status


@dataclass(frozen=True)
class BookingCard:
    """A booking, worded; `spoken` is its accessible name, `namesakes` make its name alert."""

    id: int
    room_id: int
    starts_at: datetime
    ends_at: datetime
    time: str
    name: str
    facts: str
    status: Status
    icon: str
    word: str
    marks: tuple[GateMark, ...]
    movable: bool
    spoken: str
    tooltip: str
    namesakes: tuple[str, ...] = ()
    brief: str = ""


_GATES = {
    GateKey.EVALUATION: ("stethoscope", "Evaluation"),
    GateKey.BLOOD_THINNER: ("droplet-off", "Blood thinner"),
    GateKey.DRIVER: ("car", "Driver"),
    GateKey.PACKET: ("printer", "Packet"),
}
_DONE = (Status.DONE, Status.DONE.icon, "Done")
_UNDER_WAY = {
    CaseStatus.CHECKED_IN: (Status.FLOW, "door-enter", "Checked in"),
    CaseStatus.PRE_OP: (Status.FLOW, "clipboard-check", "Pre-op"),
    CaseStatus.IN_PROCEDURE: (Status.FLOW, "player-play", "In procedure"),
    CaseStatus.RECOVERY: (Status.FLOW, "bed", "Recovery"),
    CaseStatus.DISCHARGED: _DONE,
    CaseStatus.FOLLOWED_UP: _DONE,
    CaseStatus.CLOSED: _DONE,
}
_SPOKEN = {Status.ATTN: "Needs action"}


def card_of(
    booking: BookingFacts, readiness: BookingReadiness | None, zone: ZoneInfo, now: datetime
) -> BookingCard:
    """The booking as the day shows it; without its readiness it is only said to be scheduled."""
    status, icon, word = standing(booking.status, readiness.overall if readiness else None)
    start, end = booking.starts_at.astimezone(zone), booking.ends_at.astimezone(zone)
    facts = f"{procedure(booking.levels)} · {booking.minutes} min"
    name = shown_name(booking.patient.name)
    said = _SPOKEN.get(status, word)
    marks = _marks(booking, readiness, zone, now) if status is not Status.DONE else ()
    times = spoken_range(start, end)
    namesakes = similar_names(booking.namesakes, zone, listed=True)
    whose = (name, NAME_ALERT) if namesakes else (name,)
    todo = _todo(readiness, word, zone)
    return BookingCard(
        id=booking.id,
        room_id=booking.room_id,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        time=clock_range(start, end),
        name=name,
        facts=facts,
        status=status,
        icon=icon,
        word=word,
        marks=marks,
        movable=booking.status is CaseStatus.SCHEDULED,
        spoken=", ".join((times, *whose, procedure(booking.levels), said)),
        tooltip="\n".join((times, name, *namesakes, facts, booking.physician, *todo)),
        namesakes=namesakes,
        brief=f"{bare_clock(start)} · {booking.minutes} min",
    )


def in_week(card: BookingCard, zone: ZoneInfo) -> BookingCard:
    """The card where several days stand side by side: read out with its day."""
    day = messages.near_day(card.starts_at.astimezone(zone))
    return replace(card, spoken=f"{day}, {card.spoken}", tooltip=f"{day}, {card.tooltip}")


def standing(status: CaseStatus, readiness: Readiness | None) -> tuple[Status, str, str]:
    """Status, icon and word of a case, or of its readiness while it waits for its day."""
    if status in _UNDER_WAY:
        return _UNDER_WAY[status]
    if status is not CaseStatus.SCHEDULED or readiness is None:
        return Status.WAIT, Status.WAIT.icon, status.shown.capitalize()
    if readiness.state is GateState.BLOCKED:
        return Status.BLOCK, Status.BLOCK.icon, "Blocked"
    if readiness.state in PASSED:
        return Status.READY, Status.READY.icon, "Ready"
    return Status.ATTN, Status.ATTN.icon, f"{readiness.open_count} to fix"


def _marks(
    booking: BookingFacts, readiness: BookingReadiness | None, zone: ZoneInfo, now: datetime
) -> tuple[GateMark, ...]:
    due_at = due_instants(booking.starts_at, booking.arrives_at, zone)
    gates = readiness.gates if readiness else ()
    shown = [gate for gate in gates if gate.state is not GateState.NOT_APPLICABLE]
    return tuple(GateMark(*_GATES[gate.key], _loudness(gate, due_at, now)) for gate in shown)


def _loudness(gate: Gate, due_at: Mapping[Due, datetime], now: datetime) -> Status:
    """A gate that is not due yet is quiet, whatever it lacks."""
    if gate.state in PASSED:
        return Status.READY
    if due_at[gate.due] > now:
        return Status.WAIT
    return Status.BLOCK if gate.state is GateState.BLOCKED else Status.ATTN


def _todo(readiness: BookingReadiness | None, word: str, zone: ZoneInfo) -> tuple[str, ...]:
    if readiness is None:
        return (word,)
    step, let = readiness.overall.next_step, [one for one in readiness.gates if one.override]
    said = [one.reasons[0] for one in (*([step] if step else ()), *let) if one.reasons]
    return (word, *(messages.sentence(reason, zone) for reason in said))
