"""The policy data: every row is complete, sourced and readable, and its signature is stable."""

import tomllib
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from clinicdesk import paths, policy
from clinicdesk.policy import (
    CreatinineRule,
    DrugClass,
    DrugRow,
    HoldUnit,
    Indication,
    Interval,
    RenalVariant,
    canonical_text,
    drug_table,
    fingerprint,
    merged_table,
    read_row,
    read_table,
    row_text,
)

PROFILES = ("asra_2018", "acc_pause")
UNITS = {"asra_2018": HoldUnit.HOURS_ELAPSED, "acc_pause": HoldUnit.FULL_DAYS_OFF}
ROWS = [
    pytest.param(profile, row, id=f"{profile}-{row.key}")
    for profile in PROFILES
    for row in drug_table(profile).rows
]

# What the ASRA 2018 profile must say: hold in hours, restart in hours.
ASRA = {
    "warfarin": (120, 6),
    "apixaban": (72, 24),
    "rivaroxaban": (72, 24),
    "edoxaban": (72, 24),
    "dabigatran": (96, 24),
    "fondaparinux": (96, 24),
    "enoxaparin_treatment": (24, 24),
    "enoxaparin_prophylactic": (12, 24),
    "dalteparin": (24, 24),
    "heparin_subcutaneous": (24, 8),
    "clopidogrel": (168, 24),
    "prasugrel": (240, 24),
    "ticagrelor": (120, 24),
    "dipyridamole": (48, None),
    "cilostazol": (48, 24),
    "diclofenac": (24, 24),
    "ketorolac": (24, 24),
    "ibuprofen": (24, 24),
    "etodolac": (48, 24),
    "indomethacin": (48, 24),
    "naproxen": (96, 24),
    "meloxicam": (96, 24),
    "nabumetone": (144, 24),
    "oxaprozin": (240, 24),
    "piroxicam": (240, 24),
}
ACC = {
    "warfarin": 5,
    "apixaban": 2,
    "rivaroxaban": 2,
    "edoxaban": 2,
    "dabigatran": 2,
    "clopidogrel": 5,
    "prasugrel": 7,
    "ticagrelor": 5,
}
# What is for the physician to set although the source may show a number.
PHYSICIAN_ONLY = (
    "heparin_intravenous cangrelor eptifibatide tirofiban abciximab fibrinolytic vorapaxar"
    " ticlopidine anagrelide pentoxifylline bivalirudin argatroban ketoprofen flurbiprofen sulindac"
    " diflunisal salsalate fenoprofen tolmetin mefenamic_acid celecoxib"
).split()


def intervals(row: DrugRow) -> list[Interval]:
    renal = row.creatinine_clearance.variants if row.creatinine_clearance else ()
    found = [row.hold, *row.by_indication.values(), *(variant.hold for variant in renal)]
    return [interval for interval in found if interval]


@pytest.mark.parametrize(("profile", "row"), ROWS)
def test_every_row_is_sourced(profile: str, row: DrugRow) -> None:
    table = drug_table(profile)

    assert set(row.sources) <= table.sources.keys()
    assert row.confidence in table.citation(row)
    assert table.title in table.citation(row)
    assert all(table.sources[key] in table.citation(row) for key in row.sources)


@pytest.mark.parametrize(("profile", "row"), ROWS)
def test_every_interval_has_the_profiles_unit_and_applies_the_longer_end(profile: str, row) -> None:
    for interval in intervals(row):
        assert interval.unit is UNITS[profile]
        assert interval.value > 0
        assert interval.maximum in (None, interval.value)


@pytest.mark.parametrize(("profile", "row"), ROWS)
def test_every_row_is_restored_from_a_holds_copy(profile: str, row: DrugRow) -> None:
    assert read_row(row_text(row)) == row


@pytest.mark.parametrize("profile", PROFILES)
def test_a_default_is_not_signed(profile: str) -> None:
    table = drug_table(profile)

    assert table.profile == profile
    assert table.reviewer == ""
    assert table.status == "default awaiting the clinic physician's signature"
    assert table.version == "1"
    assert isinstance(table.effective, date)


@pytest.mark.parametrize(("key", "hours"), ASRA.items())
def test_asra_rows(key: str, hours: tuple[int, int | None]) -> None:
    row = drug_table().row(key)
    restart = row.restart.value if row.restart else None

    assert (row.hold.value if row.hold else None, restart) == hours
    assert not row.always_physician


@pytest.mark.parametrize(("key", "days"), ACC.items())
def test_acc_rows(key: str, days: int) -> None:
    row = drug_table("acc_pause").row(key)

    assert row.hold is not None
    assert row.hold.value == days
    assert not row.always_physician


@pytest.mark.parametrize("key", PHYSICIAN_ONLY)
def test_rows_without_a_default_are_for_the_physician(key: str) -> None:
    assert drug_table().row(key).always_physician


def test_asra_knows_every_drug_that_is_not_left_to_the_physician() -> None:
    defaults = {row.key for row in drug_table().rows if not row.always_physician}

    assert defaults == {*ASRA, "aspirin", "aspirin_dipyridamole"}


def test_acc_leaves_every_other_drug_to_the_physician() -> None:
    assert {row.key for row in drug_table("acc_pause").rows if not row.always_physician} == {*ACC}


def test_both_profiles_know_the_same_drugs_by_the_same_names() -> None:
    one, other = ({row.key: row.names for row in drug_table(p).rows} for p in PROFILES)

    assert one == other
    assert len(one) == len(drug_table().rows)


@pytest.mark.parametrize("key", ["aspirin", "aspirin_dipyridamole"])
def test_only_primary_prevention_has_an_interval_for_aspirin(key: str) -> None:
    row = drug_table().row(key)

    assert row.hold is None
    assert row.by_indication == {
        Indication.PRIMARY_PREVENTION: Interval(144, HoldUnit.HOURS_ELAPSED)
    }


def test_warfarin_needs_an_inr() -> None:
    inr = [drug_table(profile).row("warfarin").inr for profile in PROFILES]

    assert [(rule.maximum, rule.max_age_hours) for rule in inr if rule] == [
        (Decimal("1.2"), 24),
        (Decimal("1.4"), 24),
    ]


@pytest.mark.parametrize("profile", PROFILES)
def test_only_warfarin_needs_an_inr(profile: str) -> None:
    assert [row.key for row in drug_table(profile).rows if row.inr] == ["warfarin"]


def test_rows_that_need_a_creatinine_clearance() -> None:
    needing = {row.key for row in drug_table().rows if row.creatinine_clearance}

    assert needing == set(
        "apixaban rivaroxaban edoxaban dabigatran fondaparinux enoxaparin_treatment"
        " enoxaparin_prophylactic dalteparin".split()
    )
    assert {
        row.creatinine_clearance.max_age_days
        for row in drug_table().rows
        if row.creatinine_clearance
    } == {90}


@pytest.mark.parametrize("profile", PROFILES)
def test_dabigatran_is_not_clearable_by_time_below_30(profile: str) -> None:
    rule = drug_table(profile).row("dabigatran").creatinine_clearance

    assert rule is not None
    assert rule.variants[0] == RenalVariant(30, None)
    assert rule.variants[1].below == 51


@pytest.mark.parametrize("profile", PROFILES)
def test_drugs_that_share_a_name_begin_with_the_longest_hold(profile: str) -> None:
    longest: dict[str, int] = {}
    for row in drug_table(profile).rows:
        hours = row.hold.value if row.hold else 0
        for name in row.names:
            assert hours <= longest.setdefault(name, hours)


def test_a_row_is_found_by_key_or_not_at_all() -> None:
    with pytest.raises(KeyError):
        drug_table().row("water")


def test_an_unlisted_drug_is_for_the_physician() -> None:
    table = drug_table()
    row = table.unlisted("desirudin")

    assert (row.key, row.name, row.always_physician) == (policy.UNLISTED, "desirudin", True)
    assert row.hold is None
    assert row.drug_class is DrugClass.OTHER
    assert "physician" in table.citation(row)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_canonical_text_restores_the_table(profile: str) -> None:
    table = drug_table(profile)

    assert read_table(canonical_text(table)) == table
    assert canonical_text(read_table(canonical_text(table))) == canonical_text(table)
    assert len(fingerprint(table)) == 64


def test_the_fingerprint_changes_with_any_value() -> None:
    table = drug_table()
    changed = msgspec.structs.replace(
        table, rows=(msgspec.structs.replace(table.rows[0], note="x"), *table.rows[1:])
    )

    assert fingerprint(changed) != fingerprint(table)
    assert fingerprint(table) == fingerprint(read_table(canonical_text(table)))
    assert fingerprint(drug_table("acc_pause")) != fingerprint(table)


def test_an_unknown_profile_has_no_file() -> None:
    with pytest.raises(FileNotFoundError):
        drug_table("sir_2019")


HEADER = {
    "profile": "test",
    "title": "Test",
    "version": "1",
    "effective": date(2026, 1, 1),
    "source": "none",
    "reviewer": "",
    "status": "test",
    "sources": {"a": "A"},
    "others": {"always_physician": True, "sources": ["a"], "confidence": "L"},
}
DRUGS = {"x": {"name": "x", "drug_class": "other"}}
GOOD = {"hold": {"value": 1, "unit": "hours_elapsed"}, "sources": ["a"], "confidence": "H"}


def test_a_drug_without_a_hold_takes_the_others() -> None:
    (row,) = merged_table(DRUGS, {**HEADER, "holds": {}}).rows

    assert row.always_physician


@pytest.mark.parametrize(
    "hold",
    [
        pytest.param({"hold": {"value": 1}}, id="no unit"),
        pytest.param({"hold": {"value": 1, "unit": "days"}}, id="unknown unit"),
        pytest.param({"hold": {"value": -1, "unit": "hours_elapsed"}}, id="negative"),
        pytest.param({"hold": {"value": "1", "unit": "hours_elapsed"}}, id="text for a number"),
        pytest.param({"hold": {"value": 1, "unit": "hours_elapsed", "x": 1}}, id="unknown key"),
        pytest.param(
            {"hold": {"value": 1, "unit": "hours_elapsed", "minimum": 2}}, id="under the range"
        ),
        pytest.param(
            {"hold": {"value": 3, "unit": "hours_elapsed", "maximum": 2}}, id="over the range"
        ),
        pytest.param({"hold": None}, id="no hold and no physician"),
        pytest.param({"sources": []}, id="no source"),
        pytest.param({"confidence": "X"}, id="unknown confidence"),
        pytest.param({"restart": {"value": 1, "unit": "full_days_off"}}, id="restart in days"),
        pytest.param({"surprise": 1}, id="unknown row key"),
    ],
)
def test_a_malformed_row_is_refused(hold: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        merged_table(DRUGS, {**HEADER, "holds": {"x": {**GOOD, **hold}}})


def test_a_hold_for_an_unknown_drug_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="water"):
        merged_table(DRUGS, {**HEADER, "holds": {"water": GOOD}})


@pytest.mark.parametrize("limits", [(30, 30), (51, 30)])
def test_renal_variants_ascend(limits: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="lowest"):
        CreatinineRule(90, tuple(RenalVariant(limit) for limit in limits))


def test_candidacy() -> None:
    criteria = policy.candidacy()

    assert criteria.flavum_minimum_mm == Decimal("2.5")
    assert criteria.imaging_max_age_months == 12
    assert {"flavum_minimum_mm", "imaging_max_age_months"} <= criteria.sources.keys()


def test_every_action_and_query_names_known_roles() -> None:
    written = tomllib.loads((paths.resources() / "policy" / "permissions.toml").read_text())
    permissions = policy.permissions()

    assert permissions.keys() == {f"{f}.{name}" for f, names in written.items() for name in names}
    assert all(isinstance(roles, frozenset) and roles for roles in permissions.values())
