"""How long a stage has lasted, and when that asks for attention."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from clinicdesk.procedure_day.rules import Step
from clinicdesk.procedure_day.stages import Stage, StageTime, stage_limits, stage_of, stage_time
from clinicdesk.procedure_day.steps import WAY
from tests.builders.times import at

ARRIVES, HOUR = at("2027-01-12 09:00"), timedelta(hours=1)
TAKEN = {step: ARRIVES + place * HOUR for place, step in enumerate(WAY)}


def spent(gone: int, minutes: int, *, before: Mapping[Step, datetime] | None = None) -> StageTime:
    """So many minutes after the last of so many steps; before the first, after the arrival time."""
    taken = before or {step: TAKEN[step] for step in WAY[:gone]}
    since = max(taken.values(), default=ARRIVES)
    now = since + timedelta(minutes=minutes)
    return stage_time(taken, ARRIVES, timedelta(minutes=45), now, stage_limits())


@pytest.mark.parametrize(
    ("gone", "stage", "limit"),
    [
        (0, Stage.EXPECTED, 15),
        (1, Stage.ARRIVED, 60),
        (2, Stage.IN_PROCEDURE, 45 + 15),
        (3, Stage.RECOVERY, 60),
    ],
)
def test_a_stage_is_over_time_after_its_limit(gone: int, stage: Stage, limit: int) -> None:
    at_limit, past = spent(gone, limit), spent(gone, limit + 1)

    assert (at_limit.stage, at_limit.minutes, at_limit.is_over) == (stage, limit, False)
    assert (past.minutes, past.is_over) == (limit + 1, True)


def test_who_is_early_is_not_late_and_who_went_home_is_in_no_stage_any_more() -> None:
    assert spent(0, -30).minutes == 0
    home = spent(4, 600)
    assert (home.stage, home.since, home.is_over) == (
        Stage.DISCHARGED,
        TAKEN[Step.DISCHARGED],
        False,
    )


def test_the_driver_moves_nobody_on() -> None:
    assert stage_of({Step.DRIVER_HERE: ARRIVES}) is Stage.EXPECTED


def test_minutes_really_pass_when_the_clocks_go_back() -> None:
    """From 12:30 AM to the second 1:30 AM of Nov 1, 2026 it is two hours."""
    arrived = {Step.ARRIVED: at("2026-11-01 00:30")}
    now = at("2026-11-01 01:30", fold=1)
    found = stage_time(arrived, ARRIVES, HOUR, now, stage_limits())
    assert (found.minutes, found.is_over) == (120, True)
