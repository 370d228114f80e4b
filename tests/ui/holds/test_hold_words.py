"""Intervals, margins and table cells in words: never a number without its unit."""

from decimal import Decimal

import pytest

from clinicdesk.policy import HoldUnit, Interval, drug_table
from ui.holds import hold_words, policy_columns

HOURS, DAYS, DOSES = HoldUnit.HOURS_ELAPSED, HoldUnit.FULL_DAYS_OFF, HoldUnit.DOSES_SKIPPED


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (12, HOURS, "12 hours elapsed"),
        (24, HOURS, "24 hours elapsed"),
        (36, HOURS, "36 hours elapsed"),
        (72, HOURS, "72 hours elapsed (3 days)"),
        (3, DAYS, "3 full days off"),
        (4, DOSES, "4 doses skipped"),
    ],
)
def test_an_interval_names_its_unit(value: int, unit: HoldUnit, words: str) -> None:
    assert hold_words.interval(Interval(value=value, unit=unit)) == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("0.0", "0 hours to spare"),
        ("11.0", "11 hours to spare"),
        ("20.0", "20 hours to spare"),
        ("-0.1", "0.1 hours too late"),
        ("-3.5", "3.5 hours too late"),
    ],
)
def test_a_margin_says_which_way(hours: str, words: str) -> None:
    assert hold_words.margin(Decimal(hours)) == words


@pytest.mark.parametrize(
    ("drug", "hold", "more", "needs", "restart"),
    [
        ("warfarin", "120 hours elapsed (5 days)", "", "INR up to 1.2, 24 hours", "6 hours"),
        (
            "dabigatran",
            "96 hours elapsed (4 days)",
            "below 30: not by time; below 51: 144 hours",
            "Creatinine clearance, 90 days",
            "24 hours",
        ),
        (
            "prasugrel",
            "240 hours elapsed (10 days)",
            "source says 168 to 240",
            "Prescriber’s answer",
            "24 hours",
        ),
        (
            "aspirin",
            "By indication",
            "Primary prevention: 144 hours elapsed (6 days)",
            "Indication",
            "24 hours",
        ),
        (
            "cangrelor",
            "Physician sets it",
            "source says 3 hours elapsed",
            "Prescriber’s answer",
            "24 hours",
        ),
        ("vorapaxar", "Physician sets it", "", "Prescriber’s answer", "Physician sets it"),
    ],
)
def test_the_policy_row(drug: str, hold: str, more: str, needs: str, restart: str) -> None:
    row = drug_table().row(drug)
    found = (
        policy_columns.hold(row),
        policy_columns.hold_more(row),
        policy_columns.needs(row),
        policy_columns.restart(row),
    )
    assert found == (hold, more, needs, restart)


def test_brands_are_counted_when_they_do_not_fit() -> None:
    table = drug_table()
    assert policy_columns.brands(table.row("warfarin")) == "Coumadin, Jantoven"
    aspirin = table.row("aspirin")
    assert policy_columns.brands(aspirin).endswith(f"and {len(aspirin.brands) - 3} more")
