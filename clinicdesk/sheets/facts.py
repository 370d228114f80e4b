"""Everything a patient sheet is made from, complete: the same facts always make the same bytes."""

import dataclasses
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import TypeVar

import msgspec

from clinicdesk import paths
from clinicdesk.procedure_day.rules import Closure
from clinicdesk.scheduling.rules import Sedation
from clinicdesk.sheets.rules import (
    Aftercare,
    AftercareDates,
    DoseKind,
    FastingProfile,
    FastingTimes,
    FollowUp,
    RestartKind,
    SheetKind,
    ThinnerState,
)

Policy = TypeVar("Policy")

_LINE_NAMES = {"drugs": "dose", "restarts": "restart", "follow_ups": "visit"}


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Who to call and where to go. Phones as shown to people."""

    name: str
    phone: str
    after_hours_phone: str | None = None
    address_lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The two identifiers of every page (RULE-53); `mrn` as shown, `102-9813`."""

    full_name: str
    birth_date: date
    mrn: str


@dataclass(frozen=True, kw_only=True)
class DriverFacts:
    """The adult who takes the patient home."""

    name: str
    relationship: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class DrugLine:
    """One drug before the procedure; `days_off` are the calendar days without any dose."""

    name: str
    kind: DoseKind
    instant: datetime | None = None
    days_off: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        _check_instant(self.instant, self.kind in {DoseKind.LAST_DOSE, DoseKind.CUT_OFF})


@dataclass(frozen=True, kw_only=True)
class RestartLine:
    """One held drug after the procedure (RULE-31)."""

    name: str
    kind: RestartKind
    instant: datetime | None = None

    def __post_init__(self) -> None:
        _check_instant(self.instant, self.kind is RestartKind.RESTART_AT)


@dataclass(frozen=True, kw_only=True)
class PreOpFacts:
    """The pre-op sheet's facts. `zone` is the site's IANA name, every instant is aware."""

    clinic: Letterhead
    patient: Identity
    zone: str
    procedure_start: datetime
    minutes: int
    arrival: datetime
    going_home: datetime
    physician: str
    levels: tuple[str, ...]
    sedation: Sedation
    fasting: FastingTimes
    thinner_state: ThinnerState
    drugs: tuple[DrugLine, ...]
    driver: DriverFacts | None
    stay_hours: int

    def __post_init__(self) -> None:
        agreeing = {ThinnerState.LISTED: bool(self.drugs), ThinnerState.NONE: not self.drugs}
        if not agreeing.get(self.thinner_state, True):
            raise ValueError("drug lines contradict what is known about blood thinners")


@dataclass(frozen=True, kw_only=True)
class DischargeFacts:
    """The discharge sheet's facts, from the procedure as it was done (RULE-39)."""

    clinic: Letterhead
    patient: Identity
    zone: str
    procedure_start: datetime
    physician: str
    levels_done: tuple[str, ...]
    sedation: Sedation
    closure: Closure
    aftercare: AftercareDates
    thinner_state: ThinnerState
    restarts: tuple[RestartLine, ...]
    follow_ups: tuple[FollowUp, ...]
    driver: DriverFacts | None


Facts = PreOpFacts | DischargeFacts


def kind_of(facts: Facts) -> SheetKind:
    """Which sheet these facts make."""
    return SheetKind.PRE_OP if isinstance(facts, PreOpFacts) else SheetKind.DISCHARGE


def printed_fields(facts: Facts) -> dict[str, str]:
    """What the sheet prints: field in words -> canonical text, to be compared by `rules.stale`."""
    printed: dict[str, str] = {}
    for name, value in _parts(facts):
        printed[name] = printed.get(name, "") + canonical(value)
    return printed


def canonical(value: object) -> str:
    """One text for equal values: instants in UTC, keys sorted, no spaces."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@cache
def fasting_profile() -> FastingProfile:
    """The shipped fasting policy."""
    return _policy("fasting.toml", FastingProfile)


@cache
def aftercare_limits() -> Aftercare:
    """The shipped limits after the procedure."""
    return _policy("aftercare.toml", Aftercare)


def _policy(name: str, shape: type[Policy]) -> Policy:
    source = (paths.resources() / "policy" / name).read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(source), shape, strict=True)


def _parts(facts: Facts) -> Iterator[tuple[str, object]]:
    for field in dataclasses.fields(facts):
        value = getattr(facts, field.name)
        if field.name in _LINE_NAMES:
            for line in value:
                label = line.label if isinstance(line, FollowUp) else line.name
                yield f"{_LINE_NAMES[field.name]} {label}", line
        else:
            yield field.name.replace("_", " "), value


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(item) for item in value]
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = dataclasses.fields(value)
            return {field.name: _plain(getattr(value, field.name)) for field in fields}
        case _:
            return value


def _check_instant(instant: datetime | None, needed: bool) -> None:
    if (instant is not None) != needed:
        raise ValueError("an instant belongs to exactly the lines that print one")
    if instant is not None and instant.tzinfo is None:
        raise ValueError("an instant is aware")
