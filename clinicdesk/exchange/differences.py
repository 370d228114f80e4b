"""Which facts a file has otherwise than the record. Pure; the record always stays as it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from clinicdesk.exchange.candidates import Difference, ImportPatient
from clinicdesk.messages import short_day
from clinicdesk.patients.actions import RegisterPatient
from clinicdesk.patients.languages import language_name
from clinicdesk.patients.rules import PersonName, Sex, digits_in, fold, read_phone, shown_phone

_NOTHING = "not recorded"


@dataclass(frozen=True)
class Taken:
    """A line of the chart that counts: what it says and the source it came from."""

    words: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Here:
    """One patient as recorded; `present` are the conditions that have not ended."""

    name: PersonName
    sex: Sex | None
    deceased_on: date | None
    address: tuple[str, ...]
    phones: tuple[str, ...]
    email: str
    language: str
    medicines: tuple[Taken, ...]
    allergies: tuple[Taken, ...]
    present: tuple[Taken, ...]


def differences(here: Here, record: ImportPatient) -> Iterator[Difference]:
    """Every fact that is otherwise; what the file does not say is no difference."""
    file = record.registration
    for field, mine, theirs in _personal(here, file):
        if theirs and fold(mine) != fold(theirs):
            yield Difference(field, mine or _NOTHING, theirs)
    yield from _phones(here.phones, file)
    yield from _ended("Medicine", here.medicines, record.ended, "no longer current")
    yield from _ended("Allergy", here.allergies, record.ended, "no longer current")
    yield from _resolved(here.present, record)
    for name, taken, lines in (
        ("Medicine", here.medicines, [(one.source, one.name) for one in record.medicines]),
        ("Allergy", here.allergies, [(one.source, one.substance) for one in record.allergies]),
        ("Condition", here.present, [(one.source, one.name) for one in record.conditions]),
    ):
        yield from _reworded(name, taken, lines)
    if record.has_no_allergies and here.allergies:
        named = ", ".join(item.words for item in here.allergies)
        yield Difference("Allergies", named, "none known")


def _personal(here: Here, file: RegisterPatient) -> Iterator[tuple[str, str, str]]:
    name = PersonName(file.family, file.given, file.middle, file.suffix)
    yield "Name", here.name.in_full, name.in_full
    yield "Sex", here.sex or "", file.sex or ""
    yield "Died", _said(here.deceased_on), _said(file.deceased_on) if here.deceased_on else ""
    address = (file.street, file.city, file.state, file.postal_code)
    yield "Address", _joined(here.address), _joined(address)
    yield "Email", here.email, file.email
    yield "Language", _spoken(here.language), _spoken(file.language)


def _phones(here: tuple[str, ...], file: RegisterPatient) -> Iterator[Difference]:
    known = {_number(typed) for typed in here}
    for phone in file.phones:
        if _number(phone.typed) not in known:
            known_as = ", ".join(map(shown_phone, here)) or _NOTHING
            yield Difference("Phone", known_as, shown_phone(phone.typed))


def _ended(
    field: str, taken: Iterable[Taken], ended: Iterable[str], words: str
) -> Iterator[Difference]:
    over = set(ended)
    for item in taken:
        if item.source in over:
            yield Difference(field, item.words, words)


def _reworded(
    field: str, taken: Sequence[Taken], lines: Iterable[tuple[str, str]]
) -> Iterator[Difference]:
    """Lines of the file that have the number of another line of the chart."""
    here = {item.source: item.words for item in reversed(taken)}
    listed = {fold(item.words) for item in taken}
    for source, words in lines:
        if source in here and fold(words) not in listed:
            yield Difference(field, here[source], words)


def _resolved(present: Iterable[Taken], record: ImportPatient) -> Iterator[Difference]:
    over = {item.source: item.resolved_on for item in record.conditions if item.resolved_on}
    for item in present:
        if day := over.get(item.source):
            yield Difference("Condition", item.words, f"resolved {short_day(day)}")


def _said(day: date | None) -> str:
    return short_day(day) if day else ""


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(filter(None, parts))


def _spoken(code: str) -> str:
    return language_name(code) if code else ""


def _number(typed: str) -> str:
    read = read_phone(typed)
    return (read.e164 if read else None) or digits_in(typed)
