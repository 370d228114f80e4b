"""The words of the history: what was done, what a column is called, and how its values read."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from sqlalchemy import Boolean, Column, Date, Enum

from clinicdesk import messages, paths
from clinicdesk.audit.rules import NOT_RECORDED, Kind, Reading
from clinicdesk.database import Base, UtcDateTime
from clinicdesk.intake.rules import RED_FLAGS
from clinicdesk.patients.languages import languages
from clinicdesk.patients.rules import shown_mrn, shown_phone
from clinicdesk.policy import UNLISTED, drug_table

STAFF, RESOURCES, HOLDS, PATIENTS = "staff_member", "resource", "hold", "patient"
_OF_KIND = {
    "patient.mrn": Kind.MRN,
    "patient_phone.as_typed": Kind.PHONE,
    "patient_phone.may_leave_message": Kind.TICK,
    "contact_person.phone": Kind.PHONE,
    "escort.phone": Kind.PHONE,
    "site.phone": Kind.PHONE,
    "site.after_hours_phone": Kind.PHONE,
    "medication.dose_times": Kind.CLOCK_TIMES,
    "medication.drug_keys": Kind.NAMED,
    "hold.drug_key": Kind.NAMED,
    "intake.acknowledged_flags": Kind.NAMED,
}
Names = Mapping[str, Mapping[str, str]]
"""By table: what rows are called, by their ids as text."""


class Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    """history.toml: sentences by feature and action, labels by table and column."""

    not_shown: frozenset[str]
    actions: dict[str, dict[str, str]]
    fields: dict[str, dict[str, str]]
    choices: dict[str, dict[str, str]]


@cache
def catalogue() -> Catalogue:
    """The words in force."""
    source = paths.resources() / "text" / "en" / "history.toml"
    return msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), Catalogue)


def done(action: str) -> str:
    """What was done, for "<feature>.<action>"; an action of another version is named as it is."""
    feature, _, name = action.partition(".")
    return catalogue().actions.get(feature, {}).get(name) or name.replace("_", " ").capitalize()


def reading(table: str, column: str, names: Names) -> Reading | None:
    """How a column is read, None for one that is not shown or that this version does not know."""
    label = catalogue().fields.get(table, {}).get(column)
    known = Base.metadata.tables.get(table)
    if not label or known is None or column not in known.columns:
        return None
    kind, called = _kind(known.columns[column], names)
    return Reading(label, kind, called)


def in_words(value: object, reading: Reading, zone: ZoneInfo) -> str:
    """A value of the history's body as the clinic reads it; unknown is "not recorded"."""
    if value is None or value == "":
        return NOT_RECORDED
    text = str(value)
    match reading.kind:
        case Kind.INSTANT:
            return messages.moment(datetime.fromisoformat(text), zone)
        case Kind.DAY:
            return messages.day(date.fromisoformat(text))
        case Kind.CLOCK_TIMES:
            return ", ".join(messages.clock(time.fromisoformat(one)) for one in text.split())
        case Kind.YES_NO | Kind.TICK:
            unticked = "No" if reading.kind is Kind.YES_NO else NOT_RECORDED
            return "Yes" if value else unticked
        case Kind.CHOICE:
            return reading.names.get(text) or text.replace("_", " ").capitalize()
        case Kind.MRN | Kind.PHONE:
            return shown_mrn(text) if reading.kind is Kind.MRN else shown_phone(text)
        case Kind.NAMED:
            return ", ".join(filter(None, (reading.names.get(one, "") for one in text.split())))
        case Kind.TEXT:
            return text


def called(key: str) -> str:
    """What a drug or a red flag is called; a key of another version is its own name."""
    return _keys().get(key, key)


def choice_name(kind: Enum) -> str:
    """Under what the words of a choice stand: the name of its class."""
    return str(getattr(kind.enum_class, "__name__", ""))


def _kind(column: "Column[object]", names: Names) -> tuple[Kind, Mapping[str, str]]:
    if kind := _OF_KIND.get(f"{column.table.name}.{column.name}"):
        return kind, _keys()
    if column.foreign_keys:
        [key] = column.foreign_keys
        return Kind.NAMED, names.get(key.column.table.name, {})
    if (column.table.name, column.name) == ("patient", "language"):
        return Kind.CHOICE, languages()
    if isinstance(column.type, Enum):
        return Kind.CHOICE, catalogue().choices.get(choice_name(column.type), {})
    kinds = {UtcDateTime: Kind.INSTANT, Date: Kind.DAY, Boolean: Kind.YES_NO}
    return kinds.get(type(column.type), Kind.TEXT), {}


@cache
def _keys() -> Mapping[str, str]:
    """What the keys of drugs and red flags are called."""
    drugs = {row.key: row.name for row in drug_table().rows}
    return {**RED_FLAGS, **drugs, UNLISTED: "not in the hold table"}
