"""The candidacy list of a note in progress."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clinicdesk.evaluations.rules import Decision
from clinicdesk.policy import candidacy
from tests.builders.patients import a_note
from ui.evaluations.candidacy import criteria, needs_exception

TODAY = date(2026, 11, 23)


def words(**given: Any) -> list[str]:
    """The list's words, without titles."""
    return [
        f"{item.word} {item.detail}".strip()
        for item in criteria(a_note(**given), candidacy(), TODAY)
    ]


def test_a_note_that_meets_everything() -> None:
    assert words() == ["Met", "Met 4.6 mm", "Met MRI Nov 2, 2026", "Met L4–L5 both sides"]


@pytest.mark.parametrize(
    ("given", "place", "said"),
    [
        ({"claudication": False}, 0, "Not met"),
        ({"claudication": None}, 0, "Not recorded"),
        ({"flavum_mm": None}, 1, "Not recorded"),
        ({"flavum_mm": Decimal("2.4")}, 1, "Not met 2.4 mm"),
        ({"flavum_mm": Decimal("2.5")}, 1, "Met 2.5 mm"),
        ({"imaging_date": None}, 2, "Not recorded MRI"),
        ({"modality": None}, 2, "Not recorded Nov 2, 2026"),
        ({"imaging_date": date(2026, 11, 24)}, 2, "Not met MRI Nov 24, 2026"),
        ({"imaging_date": date(2025, 11, 23)}, 2, "Met MRI Nov 23, 2025"),
        ({"imaging_date": date(2025, 11, 22)}, 2, "Not met MRI Nov 22, 2025"),
        ({"levels": ()}, 3, "Not recorded"),
    ],
)
def test_unknown_is_never_unmet(given: dict[str, Any], place: int, said: str) -> None:
    assert words(**given)[place] == said


def test_neither_a_reason_nor_another_decision_meets_a_criterion() -> None:
    against = {"flavum_mm": None, "exception_reason": "Thick to the eye"}
    assert words(**against, decision=Decision.NOT_A_CANDIDATE)[1] == "Not recorded"


def test_values_have_their_source() -> None:
    sources = [item.source for item in criteria(a_note(), candidacy(), TODAY)]

    assert "NCT03610737" in sources[1]
    assert "12 months" in sources[2]


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        ({}, False),
        ({"flavum_mm": None}, True),
        ({"claudication": None}, True),
        ({"levels": ()}, False),
        ({"flavum_mm": None, "decision": Decision.MORE_WORK_UP}, False),
    ],
)
def test_when_a_written_reason_helps(given: dict[str, Any], needed: bool) -> None:
    assert needs_exception(a_note(**given), candidacy(), TODAY) is needed
