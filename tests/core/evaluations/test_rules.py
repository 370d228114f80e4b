"""When a note may be signed, and how long imaging supports a procedure."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.evaluations.rules import (
    Decision,
    Level,
    Modality,
    Note,
    Side,
    imaging_objections,
    months_after,
    objections_to_sign,
)

TODAY = date(2027, 1, 12)


@dataclass(frozen=True)
class Criteria:
    """The clinic's candidacy policy, as `policy.candidacy()` gives it."""

    flavum_minimum_mm: Decimal = Decimal("2.5")
    imaging_max_age_months: int = 12


CANDIDATE = Note(
    levels=((Level.L4_L5, Side.BOTH),),
    modality=Modality.MRI,
    imaging_date=date(2026, 11, 3),
    flavum_mm=Decimal("4.0"),
    claudication=True,
    impression="Lumbar stenosis with neurogenic claudication, thick ligamentum flavum.",
    decision=Decision.CANDIDATE,
)


def codes(**changed: Any) -> list[str]:
    """What stands against signing the candidate's note with these parts changed."""
    reasons = objections_to_sign(replace(CANDIDATE, **changed), Criteria(), TODAY)
    return [reason.code.removeprefix("evaluations.") for reason in reasons]


def test_stored_values_and_words() -> None:
    assert [*Level] == ["l1_l2", "l2_l3", "l3_l4", "l4_l5", "l5_s1"]
    assert [level.shown for level in Level] == ["L1–L2", "L2–L3", "L3–L4", "L4–L5", "L5–S1"]
    assert [*Side] == ["left", "right", "both"]
    assert [*Modality] == ["mri", "ct"]
    assert [*Decision] == ["candidate", "more_work_up", "not_a_candidate"]


def test_a_complete_candidate_can_be_signed() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"levels": ()}, ["level_missing"]),
        ({"levels": ((Level.L3_L4, Side.LEFT), (Level.L4_L5, Side.RIGHT))}, []),
        ({"levels": ((Level.L4_L5, Side.LEFT), (Level.L4_L5, Side.RIGHT))}, ["level_twice"]),
        ({"modality": None}, ["imaging_missing"]),
        ({"imaging_date": None}, ["imaging_missing"]),
        ({"imaging_date": TODAY}, []),
        ({"imaging_date": date(2027, 1, 13)}, ["imaging_in_future"]),
        ({"impression": " \n"}, ["impression_missing"]),
        ({"flavum_mm": None}, ["flavum_missing"]),
        ({"flavum_mm": Decimal("2.4")}, ["flavum_too_thin"]),
        ({"flavum_mm": Decimal("2.5")}, []),
        ({"flavum_mm": Decimal(0)}, ["flavum_too_thin"]),
        ({"claudication": None}, ["claudication_not_documented"]),
        ({"claudication": False}, ["claudication_not_documented"]),
        (
            {"flavum_mm": None, "claudication": None},
            ["flavum_missing", "claudication_not_documented"],
        ),
    ],
)
def test_candidate(changed: dict[str, Any], expected: list[str]) -> None:
    assert codes(**changed) == expected


@pytest.mark.parametrize(
    "unmet",
    [
        {"flavum_mm": None},
        {"flavum_mm": Decimal("2.4")},
        {"claudication": None},
        {"claudication": False},
    ],
)
def test_a_written_exception_takes_the_place_of_a_criterion(unmet: dict[str, Any]) -> None:
    assert codes(**unmet, exception_reason="Discussed with the spine board.") == []
    assert codes(**unmet, exception_reason="  ") != []


def test_an_exception_replaces_no_level_and_no_imaging() -> None:
    expected = ["level_missing", "imaging_missing"]
    assert codes(levels=(), modality=None, exception_reason="Because.") == expected


@pytest.mark.parametrize("decision", [Decision.MORE_WORK_UP, Decision.NOT_A_CANDIDATE])
def test_other_decisions_need_only_the_impression(decision: Decision) -> None:
    bare = {"levels": (), "modality": None, "flavum_mm": None, "claudication": None}
    assert codes(**bare, imaging_date=None, decision=decision) == []
    assert codes(**bare, imaging_date=None, decision=decision, impression="") == [
        "impression_missing"
    ]
    assert codes(imaging_date=date(2028, 1, 1), decision=decision) == ["imaging_in_future"]


def test_the_minimum_comes_from_the_policy() -> None:
    strict = Criteria(flavum_minimum_mm=Decimal("4.1"))
    (reason,) = objections_to_sign(CANDIDATE, strict, TODAY)
    assert reason.facts == {"thickness": Decimal("4.0"), "minimum": Decimal("4.1")}


@pytest.mark.parametrize(
    ("imaging", "months", "procedure", "expected"),
    [
        (None, 12, date(2027, 1, 12), ["evaluations.imaging_missing"]),
        (date(2026, 1, 12), 12, date(2027, 1, 12), []),
        (date(2026, 1, 12), 12, date(2027, 1, 13), ["evaluations.imaging_too_old"]),
        (date(2027, 1, 12), 12, date(2027, 1, 12), []),
        (date(2027, 1, 13), 12, date(2027, 1, 12), ["evaluations.imaging_in_future"]),
        (date(2027, 1, 31), 1, date(2027, 2, 28), []),
        (date(2027, 1, 31), 1, date(2027, 3, 1), ["evaluations.imaging_too_old"]),
        (date(2028, 1, 31), 1, date(2028, 2, 29), []),
        (date(2028, 1, 31), 1, date(2028, 3, 1), ["evaluations.imaging_too_old"]),
        (date(2028, 2, 29), 12, date(2029, 2, 28), []),
        (date(2028, 2, 29), 12, date(2029, 3, 1), ["evaluations.imaging_too_old"]),
        (date(2026, 12, 31), 2, date(2027, 2, 28), []),
        (date(2026, 8, 15), 6, date(2027, 2, 15), []),
        (date(2026, 8, 15), 6, date(2027, 2, 16), ["evaluations.imaging_too_old"]),
    ],
)
def test_imaging_age(
    imaging: date | None, months: int, procedure: date, expected: list[str]
) -> None:
    reasons = imaging_objections(imaging, procedure, months)
    assert [reason.code for reason in reasons] == expected


def test_old_imaging_names_the_last_day_it_would_have_counted() -> None:
    (reason,) = imaging_objections(date(2027, 1, 31), date(2027, 6, 1), 1)
    assert reason.facts == {"imaging_date": date(2027, 1, 31), "last_day": date(2027, 2, 28)}


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 120))
def test_months_after(day: date, months: int) -> None:
    later = months_after(day, months)
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day == day.day or (later.day < day.day and _is_last_of_month(later))


def _is_last_of_month(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1
