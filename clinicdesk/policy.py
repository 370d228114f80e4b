"""Clinical rule data: hold tables, candidacy criteria, when gates count, who may do what.

The shipped files lie in `resources/policy/`. They are defaults: none of them counts for a patient
until a physician of the clinic has signed it. A malformed file raises `msgspec.ValidationError`.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from clinicdesk import paths

DEFAULT_PROFILE = "asra_2018"
UNLISTED = "unlisted"

Count = Annotated[int, Meta(ge=0)]
Words = Annotated[str, Meta(min_length=1)]


class HoldUnit(StrEnum):
    """How an interval is counted: 72 hours elapsed and 3 full days off differ in the last dose."""

    HOURS_ELAPSED = "hours_elapsed"
    FULL_DAYS_OFF = "full_days_off"
    DOSES_SKIPPED = "doses_skipped"


class DrugClass(StrEnum):
    """What a drug of the hold table does."""

    VITAMIN_K_ANTAGONIST = "vitamin_k_antagonist"
    HEPARIN = "heparin"
    LOW_MOLECULAR_HEPARIN = "low_molecular_heparin"
    INDIRECT_XA_INHIBITOR = "indirect_xa_inhibitor"
    XA_INHIBITOR = "xa_inhibitor"
    THROMBIN_INHIBITOR = "thrombin_inhibitor"
    P2Y12_INHIBITOR = "p2y12_inhibitor"
    ASPIRIN = "aspirin"
    PHOSPHODIESTERASE_INHIBITOR = "phosphodiesterase_inhibitor"
    GLYCOPROTEIN_INHIBITOR = "glycoprotein_inhibitor"
    FIBRINOLYTIC = "fibrinolytic"
    NSAID = "nsaid"
    OTHER = "other"


class Indication(StrEnum):
    """Why an antiplatelet drug is taken, where the hold depends on it."""

    PRIMARY_PREVENTION = "primary_prevention"
    SECONDARY_PREVENTION = "secondary_prevention"


class Confidence(StrEnum):
    """How well a value is sourced: official text, faithful secondary copy, unverified."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


class Due(StrEnum):
    """From when a gate counts: at booking, days before the procedure, at arrival, at the start."""

    BOOKING = "booking"
    T_7 = "t_7"
    T_3 = "t_3"
    T_1 = "t_1"
    CHECK_IN = "check_in"
    IN_ROOM = "in_room"


class Interval(Struct, frozen=True, forbid_unknown_fields=True):
    """A length of time off a drug. Where the source gives a range, `value` is the applied end."""

    value: Count
    unit: HoldUnit
    minimum: Count | None = None
    maximum: Count | None = None

    def __post_init__(self) -> None:
        least = self.value if self.minimum is None else self.minimum
        most = self.value if self.maximum is None else self.maximum
        if not least <= self.value <= most:
            raise ValueError("the applied value lies outside the source's range")


class RenalVariant(Struct, frozen=True, forbid_unknown_fields=True):
    """Below this creatinine clearance (mL/min) this hold applies; None: time alone never clears."""

    below: Count
    hold: Interval | None = None


class CreatinineRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A creatinine clearance is required, at most this old on the procedure day."""

    max_age_days: Count
    variants: tuple[RenalVariant, ...] = ()

    def __post_init__(self) -> None:
        limits = [variant.below for variant in self.variants]
        if limits != sorted(set(limits)):
            raise ValueError("renal variants go from the lowest limit to the highest")


class InrRule(Struct, frozen=True, forbid_unknown_fields=True):
    """An INR up to `maximum` is required, sampled at most this long before the procedure."""

    maximum: Decimal
    max_age_hours: Count


class DrugRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One drug: how it is recognised, how long it is held, what else must be known.

    Without `always_physician` the row has a `hold`, or holds `by_indication`. With it, `hold` only
    shows what the source says: a physician sets the interval. `restart` counts from the end.
    """

    key: Words
    name: Words
    drug_class: DrugClass
    brands: tuple[Words, ...] = ()
    synonyms: tuple[Words, ...] = ()
    hold: Interval | None = None
    by_indication: dict[Indication, Interval] = {}
    always_physician: bool = False
    creatinine_clearance: CreatinineRule | None = None
    inr: InrRule | None = None
    restart: Interval | None = None
    sources: Annotated[tuple[Words, ...], Meta(min_length=1)]
    confidence: Confidence
    note: str = ""

    def __post_init__(self) -> None:
        if not (self.always_physician or self.hold or self.by_indication):
            raise ValueError("a row without a hold is for the physician to set")
        if self.restart and self.restart.unit is not HoldUnit.HOURS_ELAPSED:
            raise ValueError("a restart is counted in hours after the procedure")

    @property
    def names(self) -> tuple[str, ...]:
        """Every name a medicine list may use for this drug."""
        return (self.name, *self.brands, *self.synonyms)


class DrugTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A hold table as a physician signs it; `sources` spells out the keys that rows name."""

    profile: Words
    title: Words
    version: Words
    effective: date
    source: Words
    reviewer: str
    status: Words
    sources: dict[str, Words]
    rows: tuple[DrugRow, ...]

    def row(self, key: str) -> DrugRow:
        """The row with this key. Raises KeyError."""
        for row in self.rows:
            if row.key == key:
                return row
        raise KeyError(key)

    def row_of(self, key: str, medicine: str) -> DrugRow:
        """The row with this key, or one that names the medicine where the key is `UNLISTED`."""
        return self.unlisted(medicine) if key == UNLISTED else self.row(key)

    def citation(self, row: DrugRow) -> str:
        """Where a row's numbers come from, in one line."""
        origins = "; ".join(self.sources[key] for key in row.sources)
        return f"{self.title}, version {self.version}: {origins} (confidence {row.confidence})"

    def unlisted(self, name: str) -> DrugRow:
        """A row for a drug that the table does not know: the physician sets everything."""
        return DrugRow(
            key=UNLISTED,
            name=name,
            drug_class=DrugClass.OTHER,
            always_physician=True,
            sources=("clinic",),
            confidence=Confidence.LOW,
        )


class Candidacy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a MILD candidate must meet (RULE-08, RULE-09)."""

    version: Words
    effective: date
    reviewer: str
    status: Words
    flavum_minimum_mm: Decimal
    imaging_max_age_months: Count
    sources: dict[str, Words]


class GatePolicy(Struct, frozen=True, forbid_unknown_fields=True):
    """From when one gate counts, and why."""

    due: Due
    source: Words


class ReadinessPolicy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The gates of a procedure (RULE-19, RULE-23)."""

    version: Words
    effective: date
    reviewer: str
    status: Words
    gates: dict[str, GatePolicy]


@cache
def drug_table(profile: str = DEFAULT_PROFILE) -> DrugTable:
    """The shipped table of a profile: "asra_2018" or "acc_pause". Raises FileNotFoundError."""
    rules = _document(f"antithrombotics_{profile}")
    return merged_table(_document("drugs")["drugs"], rules)


def merged_table(drugs: Mapping[str, Any], rules: Mapping[str, Any]) -> DrugTable:
    """Every known drug with the profile's rule for it; those it leaves out take `others`.

    So each profile recognises the same drugs, and one that it is silent about is never free to go.
    """
    header = {key: value for key, value in rules.items() if key not in ("others", "holds")}
    if unknown := rules["holds"].keys() - drugs.keys():
        raise msgspec.ValidationError(f"holds for unknown drugs: {sorted(unknown)}")
    rows = [
        {"key": key, **drug, **rules["holds"].get(key, rules["others"])}
        for key, drug in drugs.items()
    ]
    return msgspec.convert({**header, "rows": rows}, DrugTable)


def canonical_text(table: DrugTable) -> str:
    """The table as JSON text that is the same for the same content: what a physician signs."""
    return msgspec.json.encode(table, order="sorted").decode()


def read_table(text: str) -> DrugTable:
    """The table back from its canonical text."""
    return msgspec.json.decode(text, type=DrugTable)


def fingerprint(table: DrugTable) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical_text(table).encode()).hexdigest()


def row_text(row: DrugRow) -> str:
    """The row as JSON text, to be copied into a hold."""
    return msgspec.json.encode(row, order="sorted").decode()


def read_row(text: str) -> DrugRow:
    """The row back from a hold's copy."""
    return msgspec.json.decode(text, type=DrugRow)


@cache
def candidacy() -> Candidacy:
    """The shipped candidacy criteria."""
    return msgspec.convert(_document("candidacy"), Candidacy)


@cache
def readiness_policy() -> ReadinessPolicy:
    """The shipped due times of the gates."""
    return msgspec.convert(_document("readiness"), ReadinessPolicy)


@cache
def permissions() -> Mapping[str, frozenset[str]]:
    """The roles that may use each action and query, by "<feature>.<function>"."""
    features = msgspec.convert(_document("permissions"), dict[str, dict[str, frozenset[str]]])
    return {
        f"{feature}.{name}": roles
        for feature, functions in features.items()
        for name, roles in functions.items()
    }


def _document(name: str) -> dict[str, Any]:
    file = paths.resources() / "policy" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
