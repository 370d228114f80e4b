"""Reading FHIR R4 bundles: patients with their medicines and allergies; the rest is ignored.

Pure parsing, no database. Numbers of states, licences and passports are never taken.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import msgspec

from clinicdesk.errors import Reason, Refused
from clinicdesk.exchange import resources
from clinicdesk.patients.actions import NewPhone, RegisterPatient
from clinicdesk.patients.rules import PhoneKind, Sex
from clinicdesk.record.actions import NewAllergy, NewMedicine
from clinicdesk.text import clean

LARGEST_FILE = 64 * 1024 * 1024
_STATE_NUMBERS = {"SS", "SB", "DL", "PPN", "TAX"}
_STATE_SYSTEMS = ("us-ssn", "passport", "2.16.840.1.113883.4.3.")
_SEX = {"female": Sex.FEMALE, "male": Sex.MALE, "other": Sex.OTHER}
_PHONE = {"mobile": PhoneKind.MOBILE, "home": PhoneKind.HOME, "work": PhoneKind.WORK}
_LONGEST = 200

Resource = TypeVar("Resource", bound=resources.Camel)
_Found = dict[str, list[tuple[str, bytes]]]
"""By kind: the addresses and texts of a file's resources."""


@dataclass(frozen=True, kw_only=True)
class ImportPatient:
    """One patient of a bundle with the current medicines and allergies."""

    registration: RegisterPatient
    medicines: tuple[NewMedicine, ...] = ()
    allergies: tuple[NewAllergy, ...] = ()


@dataclass(frozen=True)
class Bundle:
    """What a file holds.

    `skipped` counts orders and allergies that are not current, nobody's, or without words.
    """

    patients: tuple[ImportPatient, ...]
    skipped: int


def read_bundle(content: bytes) -> Bundle:
    """The patients of a bundle. Raises Refused for anything that is not a readable R4 bundle."""
    if len(content) > LARGEST_FILE:
        raise Refused(Reason("exchange.too_large", {"limit": LARGEST_FILE // 1024**2}))
    try:
        read = msgspec.json.decode(content, type=resources.Bundle)
        if read.resource_type != "Bundle":
            raise Refused(Reason("exchange.not_a_bundle"))
        return _assembled(_by_kind(read))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Refused(Reason("exchange.unreadable")) from None


def _by_kind(read: resources.Bundle) -> _Found:
    found: _Found = defaultdict(list)
    for entry in read.entry:
        if raw := bytes(entry.resource):
            found[_kind(raw)].append((entry.full_url, raw))
    return found


def _kind(raw: bytes) -> str:
    return _decoded(raw, resources.Typed).resource_type


def _assembled(found: _Found) -> Bundle:
    people = [(url, _decoded(raw, resources.Patient)) for url, raw in found["Patient"]]
    owners = {at: i for i, (url, one) in enumerate(people) for at in _addresses(one, url)}
    # What belongs to nobody in the file is gathered under None.
    medicines: dict[int | None, list[NewMedicine]] = defaultdict(list)
    for subject, medicine in _medicines(found):
        medicines[owners.get(subject)].append(medicine)
    allergies: dict[int | None, list[NewAllergy]] = defaultdict(list)
    for patient, allergy in _allergies(found):
        allergies[owners.get(patient)].append(allergy)
    taken = tuple(
        ImportPatient(
            registration=_registration(person),
            medicines=tuple(medicines[i]),
            allergies=tuple(allergies[i]),
        )
        for i, (_, person) in enumerate(people)
    )
    used = sum(len(item.medicines) + len(item.allergies) for item in taken)
    return Bundle(taken, len(found["MedicationRequest"]) + len(found["AllergyIntolerance"]) - used)


def _medicines(found: _Found) -> Iterator[tuple[str, NewMedicine]]:
    """The current medicines that have words, each with a reference to who takes it."""
    shelf = {
        at: item.code.words
        for url, raw in found["Medication"]
        for item in [_decoded(raw, resources.Medication)]
        for at in _addresses(item, url)
    }
    for url, raw in found["MedicationRequest"]:
        order = _decoded(raw, resources.MedicationRequest)
        if order.is_current and (words := clean(_words(order, shelf))):
            medicine = NewMedicine(
                name=words[:_LONGEST],
                as_written=words,
                started_on=_day(order.authored_on),
                source=f"fhir:order:{clean(order.id or url)}",
            )
            yield order.subject.reference, medicine


def _allergies(found: _Found) -> Iterator[tuple[str, NewAllergy]]:
    """The current allergies that have words, each with a reference to whose it is."""
    for url, raw in found["AllergyIntolerance"]:
        item = _decoded(raw, resources.Allergy)
        if item.is_current and (words := clean(item.code.words)):
            source = f"fhir:allergy:{clean(item.id or url)}"
            yield item.patient.reference, NewAllergy(substance=words[:_LONGEST], source=source)


def _words(order: resources.MedicationRequest, shelf: Mapping[str, str]) -> str:
    """The medicine as the order says it, as contained in it, as in the bundle, or by reference."""
    at = order.medication_reference
    contained = {
        f"#{item.id}": item.code.words
        for raw in map(bytes, order.contained)
        if _kind(raw) == "Medication"
        for item in [_decoded(raw, resources.Medication)]
    }
    said = order.medication_codeable_concept.words
    return said or contained.get(at.reference) or shelf.get(at.reference) or at.display


def _addresses(item: resources.Patient | resources.Medication, url: str) -> list[str]:
    """How other resources refer to this one."""
    own = [f"{type(item).__name__}/{item.id}", f"urn:uuid:{item.id}"] if item.id else []
    return [url, *own] if url else own


def _decoded(raw: bytes, kind: type[Resource]) -> Resource:
    return msgspec.json.decode(raw, type=kind)


def _registration(person: resources.Patient) -> RegisterPatient:
    birth = _day(person.birth_date)
    names = [name for name in person.name if name.family or name.given]
    if birth is None or not names:
        raise Refused(Reason("exchange.patient_incomplete"))
    name = next((item for item in names if item.use in {"official", "usual", ""}), names[0])
    address = person.address[0] if person.address else resources.Address()
    return RegisterPatient(
        family=name.family or name.given[0],
        given=name.given[0] if name.given and name.family else "",
        middle=" ".join(name.given[1:]),
        suffix=" ".join(name.suffix),
        birth_date=birth,
        sex=_SEX.get(person.gender),
        deceased_on=_day(person.deceased_date_time),
        phones=tuple(
            NewPhone(typed=item.value, kind=_PHONE.get(item.use, PhoneKind.OTHER))
            for item in person.telecom
            if item.system == "phone"
        ),
        street=", ".join(address.line),
        city=address.city,
        state=address.state,
        postal_code=address.postal_code,
        former_names=tuple(
            (item.family, " ".join(item.given[:1]))
            for item in names
            if item is not name and item.family
        ),
        identifiers=tuple(dict.fromkeys(_identifiers(person))),
    )


def _identifiers(person: resources.Patient) -> Iterator[tuple[str, str]]:
    """A number without its system could be anybody's."""
    for item in person.identifier:
        system, value = clean(item.system), clean(item.value)
        if system and value and _may_be_stored(item):
            yield system, value


def _may_be_stored(identifier: resources.Identifier) -> bool:
    named = any(part in identifier.system.casefold() for part in _STATE_SYSTEMS)
    typed = identifier.type.codes & _STATE_NUMBERS
    return not named and not typed


def _day(text: str) -> date | None:
    """The date of a full FHIR date or instant, as written; None for a partial or absent one."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
