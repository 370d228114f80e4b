"""Reading FHIR R4 bundles: patients with their medicines and allergies; the rest is ignored.

Pure parsing, no database. Numbers of states, licences and passports are never taken.
"""

import re
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import msgspec

from clinicdesk.errors import Reason, Refused
from clinicdesk.exchange import resources
from clinicdesk.exchange.files import LARGEST_FILE, too_large
from clinicdesk.exchange.r4 import refuse_another_version, refuse_repeated_names
from clinicdesk.patients.actions import NewPhone, RegisterPatient
from clinicdesk.patients.rules import PhoneKind, Sex
from clinicdesk.record.entries import NewAllergy, NewMedicine
from clinicdesk.text import clean

_STATE_NUMBERS = {"SS", "SB", "DL", "PPN", "TAX"}
_STATE_SYSTEMS = ("us-ssn", "passport", "2.16.840.1.113883.4.3.", "2.16.840.1.113883.4.330")
_SOCIAL_SECURITY = "2.16.840.1.113883.4.1"  # whole: other numbers begin with it too
_STATE_WORDS = ("social security", "ssn", "passport", "driver")
_SEX = {"female": Sex.FEMALE, "male": Sex.MALE, "other": Sex.OTHER}
_PHONE = {"mobile": PhoneKind.MOBILE, "home": PhoneKind.HOME, "work": PhoneKind.WORK}
_LONGEST = 200
_MOST = 1000
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T.*)?")

_Addressed = resources.Patient | resources.Medication
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
    `left_out` says for each patient who cannot be taken why.
    """

    patients: tuple[ImportPatient, ...]
    skipped: int
    left_out: tuple[Reason, ...] = ()


def read_bundle(content: bytes) -> Bundle:
    """The patients of a bundle. Raises Refused for anything that is not a readable R4 bundle."""
    if len(content) > LARGEST_FILE:
        raise too_large()
    try:
        text = content.removeprefix(BOM_UTF8)
        read = msgspec.json.decode(text, type=resources.Bundle)
        if read.resource_type != "Bundle":
            raise Refused(Reason("exchange.not_a_bundle"))
        refuse_repeated_names(text)
        return _assembled(_by_kind(read))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Refused(Reason("exchange.unreadable")) from None


def _by_kind(read: resources.Bundle) -> _Found:
    """The resources; one that stands twice in the same words is one."""
    found: _Found = defaultdict(list)
    everything = ((entry.full_url, bytes(entry.resource)) for entry in read.entry)
    for url, raw in dict.fromkeys(everything):
        if raw:
            kind = _kind(raw)
            refuse_another_version(kind, raw)
            found[kind].append((url, raw))
    return found


def _kind(raw: bytes) -> str:
    return resources.decoded(raw, resources.Typed).resource_type


def _assembled(found: _Found) -> Bundle:
    people = [(url, resources.decoded(raw, resources.Patient)) for url, raw in found["Patient"]]
    if not people:
        raise Refused(Reason("exchange.no_patient"))
    owners = _meant(people)
    # What belongs to nobody in the file is gathered under None.
    medicines: dict[int | None, list[NewMedicine]] = defaultdict(list)
    for subject, medicine in _medicines(found):
        medicines[owners.get(subject)].append(medicine)
    allergies: dict[int | None, list[NewAllergy]] = defaultdict(list)
    for patient, allergy in _allergies(found):
        allergies[owners.get(patient)].append(allergy)
    objections = [
        _objections(person, len(medicines[i]) + len(allergies[i]))
        for i, (_, person) in enumerate(people)
    ]
    taken = tuple(
        ImportPatient(
            registration=_registration(person),
            medicines=tuple(medicines[i]),
            allergies=tuple(allergies[i]),
        )
        for i, (_, person) in enumerate(people)
        if not objections[i]
    )
    used = sum(len(item.medicines) + len(item.allergies) for item in taken)
    offered = len(found["MedicationRequest"]) + len(found["AllergyIntolerance"])
    return Bundle(taken, offered - used, tuple(reason for one in objections for reason in one))


def _meant(items: Sequence[tuple[str, _Addressed]]) -> dict[str, int]:
    """Which of them an address means. Refused when it is two: an order could be either's."""
    meant: dict[str, int] = {}
    for i, (url, item) in enumerate(items):
        for at in _addresses(item, url):
            if meant.setdefault(at, i) != i:
                raise Refused(Reason("exchange.shared_address"))
    return meant


def _medicines(found: _Found) -> Iterator[tuple[str, NewMedicine]]:
    """The current medicines that have words, each with a reference to who takes it."""
    kept = [(url, resources.decoded(raw, resources.Medication)) for url, raw in found["Medication"]]
    shelf = {at: kept[i][1].code.words for at, i in _meant(kept).items()}
    for url, raw in found["MedicationRequest"]:
        order = resources.decoded(raw, resources.MedicationRequest)
        if order.is_current and (words := clean(_words(order, shelf))):
            medicine = NewMedicine(
                name=words[:_LONGEST],
                as_written=words,
                started_on=_day(order.authored_on),
                source=f"fhir:order:{_told_apart(order.id, url, raw)}",
            )
            yield order.subject.reference, medicine


def _allergies(found: _Found) -> Iterator[tuple[str, NewAllergy]]:
    """The current allergies that have words, each with a reference to whose it is."""
    for url, raw in found["AllergyIntolerance"]:
        item = resources.decoded(raw, resources.Allergy)
        if item.is_current and (words := clean(item.code.words)):
            source = f"fhir:allergy:{_told_apart(item.id, url, raw)}"
            yield item.patient.reference, NewAllergy(substance=words[:_LONGEST], source=source)


def _told_apart(key: str, url: str, raw: bytes) -> str:
    """What tells a resource from all others: its id, its address, or else what it says."""
    if known := clean(key) or clean(url):
        return known
    told = msgspec.json.encode(msgspec.json.decode(raw), order="sorted")
    return f"sha256:{sha256(told).hexdigest()}"


def _words(order: resources.MedicationRequest, shelf: Mapping[str, str]) -> str:
    """The medicine as the order says it, as contained in it, as in the bundle, or by reference."""
    at = order.medication_reference
    contained = {
        f"#{item.id}": item.code.words
        for raw in map(bytes, order.contained)
        if _kind(raw) == "Medication"
        for item in [resources.decoded(raw, resources.Medication)]
    }
    said = order.medication_codeable_concept.words
    return said or contained.get(at.reference) or shelf.get(at.reference) or at.display


def _addresses(item: _Addressed, url: str) -> list[str]:
    """How other resources refer to this one."""
    own = [f"{type(item).__name__}/{item.id}", f"urn:uuid:{item.id}"] if item.id else []
    return [url, *own] if url else own


def _objections(person: resources.Patient, items: int) -> list[Reason]:
    """Why a patient cannot be taken: a part is missing that the record needs, or has no end."""
    reasons = []
    if max(len(person.name), len(person.identifier), len(person.telecom), items) > _MOST:
        reasons.append(Reason("exchange.too_many", {"limit": _MOST}))
    if _day(person.birth_date) is None or not _names(person):
        reasons.append(Reason("exchange.patient_incomplete"))
    has_died = person.deceased_boolean or person.deceased_date_time
    if has_died and _day(person.deceased_date_time) is None:
        reasons.append(Reason("exchange.death_without_day"))
    return reasons


def _names(person: resources.Patient) -> list[resources.Name]:
    return [name for name in person.name if name.family or name.given]


def _registration(person: resources.Patient) -> RegisterPatient:
    """Only for a person without objections."""
    names = _names(person)
    name = next((item for item in names if item.use in {"official", "usual", ""}), names[0])
    address = person.address[0] if person.address else resources.Address()
    return RegisterPatient(
        family=name.family or name.given[0],
        given=name.given[0] if name.given and name.family else "",
        middle=" ".join(name.given[1:]),
        suffix=" ".join(name.suffix),
        birth_date=date.fromisoformat(person.birth_date[:10]),
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
    system = clean(identifier.system).casefold()
    named = any(part in system for part in _STATE_SYSTEMS) or system.endswith(_SOCIAL_SECURITY)
    said = " ".join((identifier.type.text, *(one.display for one in identifier.type.coding)))
    typed = identifier.type.codes & _STATE_NUMBERS
    return not (named or typed or any(word in said.casefold() for word in _STATE_WORDS))


def _day(text: str) -> date | None:
    """The date of a full FHIR date or instant, as written; None for a partial or absent one."""
    written = _DAY.fullmatch(text)
    try:
        return date.fromisoformat(written[1]) if written else None
    except ValueError:
        return None
