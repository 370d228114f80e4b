"""In which stage of the day a patient is, for how long, and when that asks for attention. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

import msgspec

from clinicdesk import paths
from clinicdesk.procedure_day.rules import Step
from clinicdesk.procedure_day.steps import next_step


class Stage(StrEnum):
    """Where the patient is, in the order of the day."""

    EXPECTED = "expected"
    ARRIVED = "arrived"
    IN_PROCEDURE = "in_procedure"
    RECOVERY = "recovery"
    DISCHARGED = "discharged"


_BEFORE = {
    Step.ARRIVED: Stage.EXPECTED,
    Step.IN_PROCEDURE: Stage.ARRIVED,
    Step.DONE: Stage.IN_PROCEDURE,
    Step.DISCHARGED: Stage.RECOVERY,
    None: Stage.DISCHARGED,
}
_BEGAN = {
    Stage.ARRIVED: Step.ARRIVED,
    Stage.IN_PROCEDURE: Step.IN_PROCEDURE,
    Stage.RECOVERY: Step.DONE,
    Stage.DISCHARGED: Step.DISCHARGED,
}


class StageLimits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Minutes after which a stage asks for attention."""

    version: str
    effective: date
    reviewer: str
    status: str
    source: str
    late: int
    arrived: int
    over_plan: int
    recovery: int


@dataclass(frozen=True)
class StageTime:
    """The stage, since when, whole minutes in it, and whether that is longer than usual.

    Before the arrival the minutes count how late the patient is, 0 while there is time.
    """

    stage: Stage
    since: datetime
    minutes: int
    is_over: bool


@cache
def stage_limits() -> StageLimits:
    """The shipped limits."""
    file = paths.resources() / "policy" / "day_board.toml"
    return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), StageLimits)


def stage_of(taken: Mapping[Step, object]) -> Stage:
    """The stage that the steps taken lead to."""
    return _BEFORE[next_step(taken)]


def stage_time(
    taken: Mapping[Step, datetime],
    arrives_at: datetime,
    booked: timedelta,
    now: datetime,
    limits: StageLimits,
) -> StageTime:
    """How long the patient has been in the stage; who went home is in none any more."""
    stage = stage_of(taken)
    since = taken[_BEGAN[stage]] if stage in _BEGAN else arrives_at
    if stage is Stage.DISCHARGED:
        return StageTime(stage, since, 0, is_over=False)
    minutes = max(0, (now - since) // timedelta(minutes=1))
    limit = {
        Stage.EXPECTED: limits.late,
        Stage.ARRIVED: limits.arrived,
        Stage.IN_PROCEDURE: booked // timedelta(minutes=1) + limits.over_plan,
        Stage.RECOVERY: limits.recovery,
    }[stage]
    return StageTime(stage, since, minutes, is_over=minutes > limit)
