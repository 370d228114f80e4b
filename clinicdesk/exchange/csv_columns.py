"""Which column of a list holds what: proposed by its name, changed by a person. Pure."""

import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from clinicdesk import paths
from clinicdesk.errors import Reason, Refused
from clinicdesk.patients.rules import fold
from clinicdesk.text import on_one_line


class ListField(StrEnum):
    """What a column can hold. `NAME` is "family, given"; `NUMBER` is another program's."""

    NUMBER = "number"
    NAME = "name"
    FAMILY = "family"
    GIVEN = "given"
    MIDDLE = "middle"
    SUFFIX = "suffix"
    PREFERRED = "preferred"
    BORN = "born"
    SEX = "sex"
    PHONE = "phone"
    MOBILE = "mobile"
    HOME = "home"
    WORK = "work"
    EMAIL = "email"
    STREET = "street"
    CITY = "city"
    STATE = "state"
    POSTAL_CODE = "postal_code"


Columns = tuple[ListField | None, ...]
"""What each column holds, from the first; None for one that is not taken."""


def field_called(name: str) -> ListField | None:
    """What a column of this name holds, as far as its words are known."""
    return _by_name().get(_plain(name))


def label(field: ListField) -> str:
    """What ClinicDesk calls such a column: `Birth date`."""
    return "Number elsewhere" if field is ListField.NUMBER else _names()[field][0].capitalize()


def proposed(header: Sequence[str]) -> Columns:
    """What each column seems to hold; of several that say the same, the first."""
    found: list[ListField | None] = []
    for name in header:
        field = field_called(name)
        found.append(None if field in found else field)
    return tuple(found)


def mapped(header: Sequence[str], columns: Columns, told: Sequence[str]) -> Columns:
    """The columns with what somebody says of them: `DOB=born`, `3=born`, `Notes=` for none.

    Raises Refused for a column that is not there or something that no column can hold.
    """
    changed = list(columns)
    for one in told:
        name, _, wanted = one.rpartition("=")
        changed[_place(header, name)] = _field(wanted.strip()) if wanted.strip() else None
    return tuple(changed)


def columns_told(header: Sequence[str], columns: Columns) -> str:
    """What each column is taken for: `DOB = Birth date; Notes = not taken`."""
    return "; ".join(
        f"{on_one_line(name)} = {label(field) if field else 'not taken'}"
        for name, field in zip(header, columns, strict=True)
    )


def refuse_unusable(columns: Columns) -> None:
    """Raise Refused when no column has the name or the birth date, or two hold the same."""
    fields = [field for field in columns if field]
    for field in fields:
        if fields.count(field) > 1:
            raise Refused(Reason("exchange.column_twice", {"what": label(field)}))
    missing = [] if ListField.BORN in fields else [label(ListField.BORN)]
    if not {ListField.FAMILY, ListField.NAME} & {*fields}:
        missing.insert(0, label(ListField.FAMILY))
    if missing:
        raise Refused(Reason("exchange.column_missing", {"what": " and ".join(missing)}))


def _place(header: Sequence[str], name: str) -> int:
    plain = [_plain(one) for one in header]
    if _plain(name) in plain:
        return plain.index(_plain(name))
    if name.strip().isdecimal() and 1 <= int(name) <= len(header):
        return int(name) - 1
    raise Refused(Reason("exchange.no_such_column", {"column": name.strip()}))


def _field(wanted: str) -> ListField:
    try:
        return ListField(wanted)
    except ValueError:
        known = ", ".join(ListField)
        raise Refused(Reason("exchange.no_such_field", {"what": wanted, "known": known})) from None


def _plain(name: str) -> str:
    return " ".join("".join(one if one.isalnum() else " " for one in fold(name)).split())


@cache
def _names() -> Mapping[ListField, tuple[str, ...]]:
    source = paths.resources() / "text" / "en" / "columns.toml"
    told = tomllib.loads(source.read_text(encoding="utf-8"))
    return MappingProxyType({field: tuple(told[field]) for field in ListField})


@cache
def _by_name() -> Mapping[str, ListField]:
    return MappingProxyType({name: field for field, names in _names().items() for name in names})
