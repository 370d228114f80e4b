"""The rows of a list as patients to be registered, each with what cannot be read in it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clinicdesk.errors import Reason
from clinicdesk.exchange.candidates import Candidate, ImportPatient, Reading
from clinicdesk.exchange.csv_columns import Columns, ListField, refuse_unusable
from clinicdesk.exchange.csv_dates import DateOrder, order_of, read_born
from clinicdesk.exchange.csv_reading import PatientList, Row
from clinicdesk.patients.actions import RegisterPatient
from clinicdesk.patients.rules import (
    NewPhone,
    PersonName,
    PhoneKind,
    Sex,
    email_objections,
    folded_name,
)
from clinicdesk.text import clean, text_objections

_SEX = {
    "f": Sex.FEMALE,
    "female": Sex.FEMALE,
    "woman": Sex.FEMALE,
    "m": Sex.MALE,
    "male": Sex.MALE,
    "man": Sex.MALE,
    "o": Sex.OTHER,
    "other": Sex.OTHER,
    "x": Sex.OTHER,
}
# In a name these are letters, and in a birth date they must be told.
_NOT_SAID = {"u", "unk", "unknown", "n/a", "na", "none", "null", "-", "not recorded"}
_PHONES = {
    ListField.PHONE: PhoneKind.OTHER,
    ListField.MOBILE: PhoneKind.MOBILE,
    ListField.HOME: PhoneKind.HOME,
    ListField.WORK: PhoneKind.WORK,
}
_LETTER_BY_LETTER = {
    ListField.NAME,
    ListField.FAMILY,
    ListField.GIVEN,
    ListField.MIDDLE,
    ListField.SUFFIX,
    ListField.PREFERRED,
    ListField.BORN,
}
_ROOM = {
    ListField.NUMBER: 100,
    ListField.STREET: 200,
    ListField.CITY: 100,
    ListField.STATE: 100,
    ListField.POSTAL_CODE: 100,
    ListField.EMAIL: 200,
    **dict.fromkeys(_PHONES, 100),
}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a list is to be read: what its columns hold, the order of its dates, whose its numbers.

    `numbers_from` names the program that gave the numbers; without it they are not taken.
    """

    columns: Columns
    order: DateOrder | None = None
    numbers_from: str = ""


def people_in(found: PatientList, plan: Plan, file: str) -> Reading:
    """The candidates of a list, row by row.

    Raises Refused when a column is missing, or the order of the dates must be told first.
    """
    refuse_unusable(plan.columns)
    born = plan.columns.index(ListField.BORN)
    order = order_of((row.cells[born] for row in found.rows if born < len(row.cells)), plan.order)
    seen: dict[object, int] = {}
    return Reading(
        file, tuple(_candidate(found, plan, order, row, file, seen) for row in found.rows)
    )


def _candidate(
    found: PatientList,
    plan: Plan,
    order: DateOrder,
    row: Row,
    file: str,
    seen: dict[object, int],
) -> Candidate:
    said = _said(row, plan.columns)
    names = {field: found.header[place] for place, field in enumerate(plan.columns) if field}
    name, born = _name(said), read_born(said.get(ListField.BORN, ""), order)
    where = f"{file}, line {row.line}"
    objections = [*_objections(said, names, name, born is not None)]
    if objections or born is None:
        return Candidate(file=where, name=name, born=born, objections=tuple(objections))
    same = (folded_name(name.family, name.given), born)
    if first := seen.get(same):
        twice = (Reason("exchange.row_twice", {"line": first}),)
        return Candidate(file=where, name=name, born=born, objections=twice)
    seen[same] = row.line
    request = RegisterPatient(
        family=name.family,
        given=name.given,
        middle=name.middle,
        suffix=name.suffix,
        preferred=name.preferred,
        birth_date=born,
        sex=_SEX.get(said.get(ListField.SEX, "").casefold()),
        phones=tuple(_phones(said)),
        email=said.get(ListField.EMAIL, ""),
        street=said.get(ListField.STREET, ""),
        city=said.get(ListField.CITY, ""),
        state=said.get(ListField.STATE, ""),
        postal_code=said.get(ListField.POSTAL_CODE, ""),
        identifiers=tuple(_numbers(said, plan.numbers_from)),
    )
    record = ImportPatient(registration=request)
    return Candidate(file=where, name=name, born=born, record=record)


def _said(row: Row, columns: Columns) -> dict[ListField, str]:
    """What the row says, on one line each; a line break in an address is a comma."""
    said = {
        field: ", ".join(clean(part) for part in cell.splitlines() if part.strip())
        for field, cell in zip(columns, row.cells, strict=False)
        if field
    }
    return {
        field: text
        for field, text in said.items()
        if field in _LETTER_BY_LETTER or text.casefold() not in _NOT_SAID
    }


def _name(said: Mapping[ListField, str]) -> PersonName:
    family, given = said.get(ListField.FAMILY, ""), said.get(ListField.GIVEN, "")
    if not family and ListField.NAME in said:
        family, _, given = (part.strip() for part in said[ListField.NAME].partition(","))
    return PersonName(
        family,
        given,
        said.get(ListField.MIDDLE, ""),
        said.get(ListField.SUFFIX, ""),
        said.get(ListField.PREFERRED, ""),
    )


def _objections(
    said: Mapping[ListField, str], names: Mapping[ListField, str], name: PersonName, has_born: bool
) -> Iterator[Reason]:
    if not name.family:
        column = names.get(ListField.FAMILY) or names[ListField.NAME]
        yield Reason("exchange.cell_empty", {"column": column})
    elif ListField.NAME in names and not name.given and ListField.FAMILY not in names:
        yield Reason("exchange.cell_no_comma", {"column": names[ListField.NAME]})
    if not has_born:
        cell = said.get(ListField.BORN, "")
        facts = {"column": names[ListField.BORN], "cell": cell[:30]}
        yield Reason("exchange.cell_no_date" if cell else "exchange.cell_empty", facts)
    sex = said.get(ListField.SEX, "")
    if sex and sex.casefold() not in _SEX:
        facts = {"column": names[ListField.SEX], "cell": sex[:30]}
        yield Reason("exchange.cell_no_sex", facts)
    yield from email_objections(said.get(ListField.EMAIL, ""))
    for field, room in _ROOM.items():
        yield from text_objections(names.get(field, ""), said.get(field, ""), room)


def _phones(said: Mapping[ListField, str]) -> Iterator[NewPhone]:
    for field, kind in _PHONES.items():
        if said.get(field):
            yield NewPhone(typed=said[field], kind=kind)


def _numbers(said: Mapping[ListField, str], given_by: str) -> Sequence[tuple[str, str]]:
    number = said.get(ListField.NUMBER, "")
    return [(f"list:{given_by}", number)] if number and given_by else []
