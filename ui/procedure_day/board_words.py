"""What the board says of a patient: the stage, the time in it, what is open; words and icons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from clinicdesk import messages
from clinicdesk.patients.rules import age_on
from clinicdesk.procedure_day.board import BoardRow
from clinicdesk.procedure_day.rules import Step
from clinicdesk.procedure_day.stages import Stage, StageTime, stage_limits, stage_time
from clinicdesk.procedure_day.steps import needs_adult
from clinicdesk.readiness.rules import PASSED, GateState, PacketState
from ui.kit import privacy
from ui.kit.name_alert import NAME_ALERT, similar_names
from ui.kit.privacy import shown_name
from ui.kit.tokens import Status

LANES = {
    Stage.EXPECTED: "Expected",
    Stage.ARRIVED: "Arrived",
    Stage.IN_PROCEDURE: "In procedure",
    Stage.RECOVERY: "Recovery",
    Stage.DISCHARGED: "Discharged",
}


@dataclass(frozen=True)
class Mark:
    """A chip on a card: a status, its word, and an icon of its own or the status's."""

    status: Status
    word: str
    icon: str = ""


@dataclass(frozen=True)
class CardWords:
    """A card as it reads; `spoken` is its accessible name, `tooltip` says what is open."""

    booking_id: int
    stage: Stage
    status: Status
    time: str
    name: str
    born: str
    note: str
    marks: tuple[Mark, ...]
    spoken: str
    tooltip: str


def card_words(row: BoardRow, zone: ZoneInfo, now: datetime) -> CardWords:
    """One booking of the day, in words."""
    facts = row.booking
    spent = time_of(row, now)
    name, born = shown_name(facts.patient.name), _born(row, now.astimezone(zone))
    marks = tuple(_marks(row, spent))
    when = _moment(facts.starts_at.astimezone(zone), now.astimezone(zone))
    similar, what = (
        similar_names(facts.namesakes, zone, listed=True),
        f"MILD {', '.join(facts.levels)}".strip(),
    )
    notes = (facts.room, _note(spent, zone, now))
    open_marks = (one.word for one in marks)
    said = (LANES[spent.stage], name, born, when, what, " · ".join(notes), *open_marks)
    return CardWords(
        facts.id,
        spent.stage,
        _status(row, spent),
        when,
        name,
        born.replace(" y)", "\N{NO-BREAK SPACE}y)"),
        " · ".join(map(messages.unbroken, notes)),
        marks,
        ", ".join(filter(None, said)),
        "\n".join(filter(None, (name, *similar, what, facts.physician, *_open(row, zone)))),
    )


def time_of(row: BoardRow, now: datetime) -> StageTime:
    """The stage of the row and how long it has lasted."""
    taken = {step: found.at for step, found in row.steps.items()}
    facts = row.booking
    booked = timedelta(minutes=facts.minutes)
    return stage_time(taken, facts.arrives_at, booked, now, stage_limits())


def totals(rows: Sequence[BoardRow], now: datetime) -> Mapping[str, int]:
    """How many are late, and how many are in a stage for longer than usual."""
    spent = [time_of(row, now) for row in rows]
    late = sum(one.is_over and one.stage is Stage.EXPECTED for one in spent)
    return {"late": late, "over": sum(one.is_over for one in spent) - late}


def _born(row: BoardRow, local: datetime) -> str:
    if privacy.is_on():
        return ""
    patient = row.booking.patient
    age = age_on(patient.birth_date, local.date())
    return f"Born {messages.short_day(patient.birth_date)} ({age} y)"


def _status(row: BoardRow, spent: StageTime) -> Status:
    """The colour of the card's edge: problems are loud, who went home is quiet."""
    if spent.stage is Stage.DISCHARGED:
        return Status.DONE
    if spent.is_over:
        return Status.ATTN
    if spent.stage is not Stage.EXPECTED:
        return Status.FLOW
    state = row.readiness.overall.state
    if state is GateState.BLOCKED:
        return Status.BLOCK
    return Status.READY if state in PASSED else Status.ATTN


def _marks(row: BoardRow, spent: StageTime) -> list[Mark]:
    found = [_time_mark(spent)]
    if row.booking.namesakes:
        found.append(Mark(Status.ATTN, NAME_ALERT))
    if spent.stage in (Stage.EXPECTED, Stage.ARRIVED):
        found.append(_readiness_mark(row))
    if let := [gate for gate in row.readiness.gates if gate.override]:
        found.append(Mark(Status.ATTN, f"{len(let)} let pass", "shield-check"))
    found.append(_driver_mark(row, spent.stage))
    if spent.stage in (Stage.RECOVERY, Stage.DISCHARGED):
        found += _paper_marks(row)
    return [mark for mark in found if mark.word]


def _moment(local: datetime, today: datetime) -> str:
    """The time, with its day where that is not today: some patients are still here from before."""
    at = messages.clock(local)
    return at if local.date() == today.date() else f"{messages.near_day(local.date())}, {at}"


def _note(spent: StageTime, zone: ZoneInfo, now: datetime) -> str:
    """Since when the patient is there, or for when the arrival is planned."""
    since = _moment(spent.since.astimezone(zone), now.astimezone(zone))
    said = {Stage.EXPECTED: "Arrives", Stage.DISCHARGED: "Went home"}
    return f"{said.get(spent.stage, 'Since')} {since}"


def _time_mark(spent: StageTime) -> Mark:
    status = Status.ATTN if spent.is_over else Status.FLOW
    if spent.stage is Stage.EXPECTED:
        return Mark(status, f"{_length(spent.minutes)} late" if spent.is_over else "", "clock")
    is_home = spent.stage is Stage.DISCHARGED
    return Mark(status, "" if is_home else _length(spent.minutes), "clock")


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def _readiness_mark(row: BoardRow) -> Mark:
    whole = row.readiness.overall
    if whole.state is GateState.BLOCKED:
        return Mark(Status.BLOCK, "Blocked")
    if whole.state in PASSED:
        return Mark(Status.READY, "Ready")
    return Mark(Status.ATTN, f"{whole.open_count} to fix")


def _driver_mark(row: BoardRow, stage: Stage) -> Mark:
    if Step.DRIVER_HERE in row.steps:
        return Mark(Status.READY, "Driver here", "car")
    waits = stage is Stage.RECOVERY and needs_adult(row.sedation_given)
    return Mark(Status.ATTN, "Driver not here", "car") if waits else Mark(Status.WAIT, "")


def _paper_marks(row: BoardRow) -> list[Mark]:
    if not row.is_recorded:
        return [Mark(Status.ATTN, "Not recorded", "writing")]
    return [
        {
            PacketState.NOT_PRINTED: Mark(Status.ATTN, "Sheet to print", "printer"),
            PacketState.CURRENT: Mark(Status.READY, "Sheet printed", "printer"),
            PacketState.OUT_OF_DATE: Mark(Status.ATTN, "Sheet out of date", "printer"),
        }[row.sheet]
    ]


def _open(row: BoardRow, zone: ZoneInfo) -> list[str]:
    """What each gate says that is open, or was let pass."""
    gates = [gate for gate in row.readiness.gates if gate.override or gate.state not in PASSED]
    return [messages.sentence(gate.reasons[0], zone) for gate in gates if gate.reasons]
