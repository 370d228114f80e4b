"""Reading FHIR R4: patients with their medicines, allergies and conditions; the rest is counted.

Pure, no database. A file is a bundle; lines, one resource each, are read together.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import unquote

from clinicdesk.errors import Reason, Refused
from clinicdesk.exchange import resources
from clinicdesk.exchange.candidates import Candidate, ImportPatient, Part, Reading, Skipped
from clinicdesk.exchange.charting import Charted, Line, addresses, charted
from clinicdesk.exchange.contacts import contacts
from clinicdesk.exchange.files import LARGEST_FILE, too_large
from clinicdesk.exchange.gathering import Gathered, Item, of_bundle, of_lines
from clinicdesk.exchange.people import day, is_named, registration, shown_name
from clinicdesk.patients.actions import RegisterPatient
from clinicdesk.record.conditions import NewCondition
from clinicdesk.record.entries import NewAllergy, NewMedicine
from clinicdesk.text import clean, text_objections

_MOST = 1000
_NAME, _LINE = 100, 200

Kind = TypeVar("Kind", NewMedicine, NewAllergy, NewCondition)


@dataclass
class _Chart:
    """What a file says of one person."""

    lines: list[Line] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    says_none: bool = False

    @property
    def has_no_allergies(self) -> bool:
        """Whether it says so, and of no allergy that it cannot name."""
        unnamed = Skipped(Part.ALLERGY, Reason("exchange.without_words"))
        return self.says_none and unnamed not in self.skipped

    def add(self, entry: Charted) -> None:
        if entry.line:
            self.lines.append(entry.line)
        if entry.left:
            self.skipped.append(Skipped(entry.part, entry.left))
        if entry.ended:
            self.ended.append(entry.ended)
        self.says_none |= entry.says_none

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        return tuple(line for line in self.lines if isinstance(line, kind))


def read_bundle(content: bytes, file: str = "") -> Reading:
    """The patients of a bundle. Raises Refused for anything that is not a readable R4 bundle."""
    if len(content) > LARGEST_FILE:
        raise too_large()
    return _assembled(of_bundle(content), file)


def read_lines(files: Iterable[Iterable[bytes]], file: str = "") -> Reading:
    """The patients of files with one resource in each line, read together. Raises Refused."""
    found = Gathered()
    for lines in files:
        of_lines(found, lines)
    return _assembled(found, file)


def _assembled(found: Gathered, file: str) -> Reading:
    people = found.of(resources.Patient)
    if not people:
        raise Refused(Reason("exchange.no_patient"))
    owners, numbers = _owners(people), _numbers(people)
    charts: Mapping[int, _Chart] = defaultdict(_Chart)
    nobodys = []
    for entry in charted(found):
        if (owner := _owner(entry.whose, owners, numbers)) is not None:
            charts[owner].add(entry)
        else:
            nobodys.append(Skipped(entry.part, Reason("exchange.nobodys")))
    candidates = tuple(
        _candidate(person.resource, charts[place], file) for place, person in enumerate(people)
    )
    return Reading(file, candidates, skipped=tuple(nobodys), ignored=found.ignored)


def _candidate(person: resources.Patient, chart: _Chart, file: str) -> Candidate:
    name, born = shown_name(person), day(person.birth_date)
    objections = _objections(person, chart)
    if objections:
        return Candidate(file=file, name=name, born=born, objections=tuple(objections))
    request, skipped = registration(person)
    called, uncalled = contacts(person)
    record = ImportPatient(
        registration=request,
        medicines=chart.of(NewMedicine),
        allergies=chart.of(NewAllergy),
        conditions=chart.of(NewCondition),
        contacts=called,
        has_no_allergies=chart.has_no_allergies,
        ended=tuple(chart.ended),
    )
    unfit = tuple(_unfit(record))
    return Candidate(
        file=file,
        name=name,
        born=born,
        record=None if unfit else record,
        objections=unfit,
        skipped=(*skipped, *uncalled, *chart.skipped),
    )


def _objections(person: resources.Patient, chart: _Chart) -> list[Reason]:
    """Why a patient cannot be taken: a part is missing that the record needs, or has no end."""
    reasons = []
    about = (person.name, person.identifier, person.telecom, person.address, person.contact)
    parts = (*about, chart.lines)
    if max(len(part) for part in parts) > _MOST:
        reasons.append(Reason("exchange.too_many", {"limit": _MOST}))
    if day(person.birth_date) is None or not is_named(person):
        reasons.append(Reason("exchange.patient_incomplete"))
    return reasons


def _unfit(record: ImportPatient) -> Iterable[Reason]:
    """Texts that no database column takes; each is told before anything is written."""
    one = record.registration
    for label, text, longest in (
        *_name_parts(one),
        *(("Phone", phone.typed, _NAME) for phone in one.phones),
        ("Street", one.street, _LINE),
        ("City", one.city, _NAME),
        ("State", one.state, _NAME),
        ("ZIP code", one.postal_code, _NAME),
        ("Email", one.email, _LINE),
        ("Language", one.language, _NAME),
        *(("Identifier", part, _LINE) for number in one.identifiers for part in number),
        *(("Contact", contact.name, _LINE) for contact in record.contacts),
        *(("Relationship", contact.relation, _NAME) for contact in record.contacts),
        *(("Phone", contact.phone, _NAME) for contact in record.contacts),
        *(("Medicine", item.name, _LINE) for item in record.medicines),
        *(("Allergy", item.substance, _LINE) for item in record.allergies),
        *(("Condition", item.name, _LINE) for item in record.conditions),
        *(("Identifier", item.source, _LINE) for item in record.medicines),
        *(("Identifier", item.source, _LINE) for item in record.allergies),
        *(("Identifier", part, _LINE) for item in record.conditions for part in _marks(item)),
    ):
        yield from text_objections(label, clean(text), longest)


def _name_parts(one: RegisterPatient) -> Iterable[tuple[str, str, int]]:
    named = (
        ("Family name", one.family),
        ("Given name", one.given),
        ("Middle name", one.middle),
        ("Suffix", one.suffix),
        ("Preferred name", one.preferred),
        *(("Former name", part) for name in one.former_names for part in name),
    )
    return ((label, text, _NAME) for label, text in named)


def _marks(item: NewCondition) -> tuple[str, str]:
    return item.source, item.code


def _owners(people: list[Item[resources.Patient]]) -> dict[str, int]:
    """Which person an address means. Refused when it is two: an order could be either's."""
    meant: dict[str, int] = {}
    for place, item in enumerate(people):
        for at in addresses(item):
            if meant.setdefault(at, place) != place:
                raise Refused(Reason("exchange.shared_address"))
    return meant


def _numbers(people: list[Item[resources.Patient]]) -> dict[tuple[str, str], int]:
    """Who has a number; nobody where two people have the same."""
    by_number: dict[tuple[str, str], set[int]] = defaultdict(set)
    for place, item in enumerate(people):
        for number in item.resource.identifier:
            if number.system and number.value:
                by_number[number.system, number.value].add(place)
    return {number: min(places) for number, places in by_number.items() if len(places) == 1}


def _owner(
    whose: resources.Reference, owners: Mapping[str, int], numbers: Mapping[tuple[str, str], int]
) -> int | None:
    """Who is meant: by address ("Patient/7/_history/2" too), by number, or nobody of the file."""
    at = whose.reference.partition("/_history/")[0]
    if at in owners:
        return owners[at]
    kind, _, sought = unquote(at).partition("?identifier=")
    if kind == "Patient" and sought:
        system, _, value = sought.rpartition("|")
        return numbers.get((system, value))
    named = whose.identifier
    return None if at else numbers.get((named.system, named.value))
