"""When the record of a procedure is complete."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clinicdesk.evaluations.rules import Level, Side
from clinicdesk.procedure_day.rules import (
    Closure,
    ProcedureFacts,
    Restart,
    RestartDecision,
    objections_to_record,
)
from clinicdesk.scheduling.rules import Sedation

START = datetime(2027, 1, 12, 17, 0, tzinfo=UTC)
END = START + timedelta(minutes=52)
TOMORROW = END + timedelta(hours=24)
MICROSECOND = timedelta(microseconds=1)
APIXABAN, ASPIRIN = "apixaban", "aspirin"

RECORD = ProcedureFacts(
    start=START,
    end=END,
    recorded_at=END + timedelta(minutes=20),
    booked_day=date(2027, 1, 12),
    zone=ZoneInfo("America/Los_Angeles"),
    levels=((Level.L4_L5, Side.BOTH),),
    sedation=Sedation.MODERATE,
    closure=Closure.GLUE,
    hemostasis=True,
    held={APIXABAN: "apixaban", ASPIRIN: "aspirin"},
    restarts=(
        RestartDecision(APIXABAN, Restart.RESTART_AT, TOMORROW),
        RestartDecision(ASPIRIN, Restart.WHEN_TOLD),
    ),
)


def codes(**changed: Any) -> list[str]:
    reasons = objections_to_record(replace(RECORD, **changed))
    return [reason.code.removeprefix("procedure_day.") for reason in reasons]


def restarting(restart: Restart, at: datetime | None = None, **changed: Any) -> list[str]:
    """What stands against the record when apixaban alone was held and gets this decision."""
    decision = RestartDecision(APIXABAN, restart, at)
    return codes(held={APIXABAN: "apixaban"}, restarts=(decision,), **changed)


def test_stored_values() -> None:
    assert [*Closure] == ["stitch", "glue", "strips", "dressing"]
    assert [*Restart] == ["restart_at", "when_told", "stay_off"]


def test_a_complete_record() -> None:
    assert codes() == []


def test_nothing_held_needs_no_decision() -> None:
    assert codes(held={}, restarts=()) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"start": None}, ["times_missing"]),
        ({"end": None}, ["times_missing"]),
        ({"end": START}, ["ends_before_start"]),
        ({"end": START - MICROSECOND}, ["ends_before_start"]),
        ({"end": START + MICROSECOND}, []),
        # Midnight in Los Angeles is 8:00 in UTC.
        ({"start": datetime(2027, 1, 12, 8, tzinfo=UTC)}, []),
        ({"start": datetime(2027, 1, 12, 8, tzinfo=UTC) - MICROSECOND}, ["another_day"]),
        ({"start": START - timedelta(days=365)}, ["another_day"]),
        ({"recorded_at": END}, []),
        ({"recorded_at": END - MICROSECOND}, ["ends_in_future"]),
        ({"levels": ()}, ["levels_missing"]),
        ({"levels": ((Level.L3_L4, Side.LEFT), (Level.L4_L5, Side.LEFT))}, []),
        ({"levels": ((Level.L4_L5, Side.LEFT), (Level.L4_L5, Side.RIGHT))}, ["level_twice"]),
        ({"sedation": None}, ["sedation_missing"]),
        ({"sedation": Sedation.NONE}, []),
        ({"closure": None}, ["closure_missing"]),
        ({"hemostasis": None}, ["hemostasis_missing", "restart_needs_hemostasis"]),
        ({"hemostasis": False}, ["restart_needs_hemostasis"]),
    ],
)
def test_what_was_done(changed: dict[str, Any], expected: list[str]) -> None:
    assert codes(**changed) == expected


@pytest.mark.parametrize("closure", Closure)
def test_every_closure_is_a_closure(closure: Closure) -> None:
    assert codes(closure=closure) == []


@pytest.mark.parametrize(
    ("restart", "at", "hemostasis", "expected"),
    [
        (Restart.RESTART_AT, TOMORROW, True, []),
        (Restart.RESTART_AT, TOMORROW, False, ["restart_needs_hemostasis"]),
        (Restart.RESTART_AT, None, True, ["restart_time_missing"]),
        (Restart.RESTART_AT, None, False, ["restart_needs_hemostasis", "restart_time_missing"]),
        (Restart.RESTART_AT, END + MICROSECOND, True, []),
        (Restart.RESTART_AT, END, True, ["restart_before_end"]),
        (Restart.RESTART_AT, START, True, ["restart_before_end"]),
        (Restart.WHEN_TOLD, None, True, []),
        (Restart.WHEN_TOLD, None, False, []),
        (Restart.WHEN_TOLD, TOMORROW, True, ["restart_time_unused"]),
        (Restart.STAY_OFF, None, True, []),
        (Restart.STAY_OFF, None, False, []),
        (Restart.STAY_OFF, TOMORROW, False, ["restart_time_unused"]),
    ],
)
def test_restart_decisions(
    restart: Restart, at: datetime | None, hemostasis: bool, expected: list[str]
) -> None:
    assert restarting(restart, at, hemostasis=hemostasis) == expected


def test_without_an_end_no_restart_is_before_it() -> None:
    assert restarting(Restart.RESTART_AT, START, end=None) == ["times_missing"]


@pytest.mark.parametrize(
    ("restarts", "expected"),
    [
        ((), ["restart_missing", "restart_missing"]),
        (RECORD.restarts[:1], ["restart_missing"]),
        ((*RECORD.restarts, RestartDecision(ASPIRIN, Restart.STAY_OFF)), ["restart_twice"]),
        ((*RECORD.restarts, RestartDecision("heparin", Restart.STAY_OFF)), ["restart_not_held"]),
        ((*RECORD.restarts, RestartDecision("heparin", Restart.RESTART_AT)), ["restart_not_held"]),
    ],
)
def test_one_decision_for_each_held_drug(
    restarts: tuple[RestartDecision, ...], expected: list[str]
) -> None:
    assert codes(restarts=restarts) == expected


def test_a_missing_decision_names_its_drug() -> None:
    (reason,) = objections_to_record(replace(RECORD, restarts=RECORD.restarts[:1]))
    assert reason.facts == {"drug": "aspirin"}


def test_everything_missing_is_told_at_once() -> None:
    assert codes(
        start=None, end=None, levels=(), sedation=None, closure=None, hemostasis=None, restarts=()
    ) == [
        "times_missing",
        "levels_missing",
        "sedation_missing",
        "closure_missing",
        "hemostasis_missing",
        "restart_missing",
        "restart_missing",
    ]
