"""What was done on the day, and when the record of it is complete."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from clinicdesk.errors import Fact, Reason
from clinicdesk.evaluations.rules import Level, Side
from clinicdesk.scheduling.rules import Sedation


class Step(StrEnum):
    """How far the day of a booking went; the driver may come at any time."""

    ARRIVED = "arrived"
    DRIVER_HERE = "driver_here"
    IN_PROCEDURE = "in_procedure"
    DONE = "done"
    DISCHARGED = "discharged"


class Closure(StrEnum):
    """How the skin was closed; the discharge sheet's wound lines follow it (RULE-39)."""

    STITCH = "stitch"
    GLUE = "glue"
    STRIPS = "strips"
    DRESSING = "dressing"


class Restart(StrEnum):
    """What the patient does with a held drug: start again at a time, when told, or stay off."""

    RESTART_AT = "restart_at"
    WHEN_TOLD = "when_told"
    STAY_OFF = "stay_off"


@dataclass(frozen=True)
class RestartDecision:
    """The physician's decision for one drug; `at` is an aware instant, for `restart_at` alone."""

    drug_key: str
    restart: Restart
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ProcedureFacts:
    """What is about to be recorded. None is not answered; instants are aware.

    `booked_day` is the booking's day in the site's `zone`; `held` names every drug that
    needs a decision by its key.
    """

    start: datetime | None
    end: datetime | None
    recorded_at: datetime
    booked_day: date
    zone: ZoneInfo
    levels: tuple[tuple[Level, Side], ...]
    sedation: Sedation | None
    closure: Closure | None
    hemostasis: bool | None
    held: Mapping[str, str]
    restarts: tuple[RestartDecision, ...]


def objections_to_record(record: ProcedureFacts) -> list[Reason]:
    """Why the procedure cannot be recorded yet (RULE-31, RULE-39).

    Bleeding must have stopped before a drug gets a restart time (ASRA 2018: restart counts from
    the end of the procedure, with good hemostasis).
    """
    return [
        *_time_objections(record),
        *_missing(record),
        *_level_objections(record),
        *_held_objections(record),
        *(
            reason
            for decision in record.restarts
            if decision.drug_key in record.held
            for reason in _restart_objections(record, decision)
        ),
    ]


def _time_objections(record: ProcedureFacts) -> list[Reason]:
    if record.start is None or record.end is None:
        return [Reason("procedure_day.times_missing")]
    if record.end <= record.start:
        facts = {"start": record.start, "end": record.end}
        return [Reason("procedure_day.ends_before_start", facts)]
    if record.end > record.recorded_at:
        return [Reason("procedure_day.ends_in_future", {"end": record.end})]
    # A wrong day would print limits and visits that are over, or come too late.
    if record.start.astimezone(record.zone).date() != record.booked_day:
        return [Reason("procedure_day.another_day", {"day": record.booked_day})]
    return []


def _missing(record: ProcedureFacts) -> list[Reason]:
    answers = {
        "procedure_day.levels_missing": record.levels or None,
        "procedure_day.sedation_missing": record.sedation,
        "procedure_day.closure_missing": record.closure,
        "procedure_day.hemostasis_missing": record.hemostasis,
    }
    return [Reason(code) for code, answer in answers.items() if answer is None]


def _level_objections(record: ProcedureFacts) -> list[Reason]:
    times = Counter(level for level, _ in record.levels)
    return [
        Reason("procedure_day.level_twice", {"level": level.shown})
        for level, count in times.items()
        if count > 1
    ]


def _held_objections(record: ProcedureFacts) -> list[Reason]:
    """Every held drug needs exactly one decision, and only a held drug has one."""
    decisions = Counter(decision.drug_key for decision in record.restarts)
    reasons = []
    for key, drug in record.held.items():
        if decisions[key] == 0:
            reasons.append(Reason("procedure_day.restart_missing", {"drug": drug}))
        if decisions[key] > 1:
            reasons.append(Reason("procedure_day.restart_twice", {"drug": drug}))
    if decisions.keys() - record.held.keys():
        reasons.append(Reason("procedure_day.restart_not_held"))
    return reasons


def _restart_objections(record: ProcedureFacts, decision: RestartDecision) -> list[Reason]:
    drug = record.held[decision.drug_key]
    if decision.restart is not Restart.RESTART_AT:
        if decision.at is None:
            return []
        return [Reason("procedure_day.restart_time_unused", {"drug": drug, "at": decision.at})]
    reasons = []
    if not record.hemostasis:
        reasons.append(Reason("procedure_day.restart_needs_hemostasis", {"drug": drug}))
    if decision.at is None:
        reasons.append(Reason("procedure_day.restart_time_missing", {"drug": drug}))
    elif record.end is not None and decision.at <= record.end:
        facts: dict[str, Fact] = {"drug": drug, "end": record.end}
        reasons.append(Reason("procedure_day.restart_before_end", facts))
    return reasons
