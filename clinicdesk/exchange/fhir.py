"""Reading FHIR R4 bundles: Patient, MedicationRequest, AllergyIntolerance; the rest is ignored.

Pure parsing, no database. Numbers of states, licences and passports are never taken.
"""

from dataclasses import dataclass
from datetime import date

import msgspec
from msgspec import Raw, Struct, field

from clinicdesk.errors import Reason, Refused
from clinicdesk.patients.actions import NewPhone, RegisterPatient
from clinicdesk.patients.rules import PhoneKind, Sex
from clinicdesk.record.actions import NewAllergy, NewMedicine

LARGEST_FILE = 64 * 1024 * 1024
_STATE_NUMBERS = {"SS", "SB", "DL", "PPN", "TAX"}
_STATE_SYSTEMS = ("us-ssn", "passport", "2.16.840.1.113883.4.3.")
_SEX = {"female": Sex.FEMALE, "male": Sex.MALE, "other": Sex.OTHER}
_PHONE = {"mobile": PhoneKind.MOBILE, "home": PhoneKind.HOME, "work": PhoneKind.WORK}


@dataclass(frozen=True, kw_only=True)
class ImportPatient:
    """One patient of a bundle with the current medicines and allergies."""

    registration: RegisterPatient
    medicines: tuple[NewMedicine, ...] = ()
    allergies: tuple[NewAllergy, ...] = ()


@dataclass(frozen=True)
class Bundle:
    """What a file holds; `skipped` counts orders and allergies that are not current or nobody's."""

    patients: tuple[ImportPatient, ...]
    skipped: int


class _Camel(Struct, rename="camel"):
    pass


class _Coding(_Camel):
    code: str = ""
    display: str = ""


class _Concept(_Camel):
    coding: list[_Coding] = []
    text: str = ""

    @property
    def words(self) -> str:
        return self.text or next((coding.display for coding in self.coding if coding.display), "")

    @property
    def codes(self) -> set[str]:
        return {coding.code for coding in self.coding}


class _Identifier(_Camel):
    system: str = ""
    value: str = ""
    type: _Concept = field(default_factory=_Concept)


class _Name(_Camel):
    use: str = ""
    family: str = ""
    given: list[str] = []
    suffix: list[str] = []


class _Telecom(_Camel):
    system: str = ""
    value: str = ""
    use: str = ""


class _Address(_Camel):
    use: str = ""
    line: list[str] = []
    city: str = ""
    state: str = ""
    postal_code: str = ""


class _Reference(_Camel):
    reference: str = ""
    display: str = ""


class _Patient(_Camel):
    id: str = ""
    identifier: list[_Identifier] = []
    name: list[_Name] = []
    telecom: list[_Telecom] = []
    gender: str = ""
    birth_date: str = ""
    deceased_date_time: str = ""
    address: list[_Address] = []


class _MedicationRequest(_Camel):
    id: str = ""
    status: str = ""
    intent: str = ""
    medication_codeable_concept: _Concept = field(default_factory=_Concept)
    medication_reference: _Reference = field(default_factory=_Reference)
    subject: _Reference = field(default_factory=_Reference)
    authored_on: str = ""

    @property
    def is_current(self) -> bool:
        return self.status == "active" and self.intent not in {"proposal", "plan"}

    @property
    def medicine(self) -> NewMedicine:
        words = self.medication_codeable_concept.words or self.medication_reference.display
        started = _day(self.authored_on)
        return NewMedicine(name=words[:200], started_on=started, source=f"fhir:order:{self.id}")


class _Allergy(_Camel):
    id: str = ""
    clinical_status: _Concept = field(default_factory=_Concept)
    verification_status: _Concept = field(default_factory=_Concept)
    code: _Concept = field(default_factory=_Concept)
    patient: _Reference = field(default_factory=_Reference)

    @property
    def is_current(self) -> bool:
        withdrawn = self.verification_status.codes & {"refuted", "entered-in-error"}
        return not withdrawn and not self.clinical_status.codes & {"inactive", "resolved"}

    @property
    def allergy(self) -> NewAllergy:
        return NewAllergy(substance=self.code.words[:200], source=f"fhir:allergy:{self.id}")


class _Typed(_Camel):
    resource_type: str = ""


class _Entry(_Camel):
    full_url: str = ""
    resource: Raw = Raw()


class _Bundle(_Camel):
    resource_type: str
    entry: list[_Entry] = []


def read_bundle(content: bytes) -> Bundle:
    """The patients of a bundle. Raises Refused for anything that is not a readable R4 bundle."""
    if len(content) > LARGEST_FILE:
        raise Refused(Reason("exchange.too_large", {"limit": LARGEST_FILE // 1024**2}))
    try:
        bundle = msgspec.json.decode(content, type=_Bundle)
        if bundle.resource_type != "Bundle":
            raise Refused(Reason("exchange.not_a_bundle"))
        return _assembled(bundle)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Refused(Reason("exchange.unreadable")) from None


def _assembled(bundle: _Bundle) -> Bundle:
    owners: dict[str, str] = {}
    people: dict[str, _Patient] = {}
    orders: list[_MedicationRequest] = []
    allergies: list[_Allergy] = []
    for entry in bundle.entry:
        raw = bytes(entry.resource)
        match msgspec.json.decode(raw, type=_Typed).resource_type if raw else "":
            case "Patient":
                person = msgspec.json.decode(raw, type=_Patient)
                people[person.id] = person
                owners |= dict.fromkeys(_references_to(person, entry.full_url), person.id)
            case "MedicationRequest":
                orders.append(msgspec.json.decode(raw, type=_MedicationRequest))
            case "AllergyIntolerance":
                allergies.append(msgspec.json.decode(raw, type=_Allergy))
    taken = [
        ImportPatient(
            registration=_registration(person),
            medicines=tuple(
                order.medicine
                for order in orders
                if order.is_current and owners.get(order.subject.reference) == key
            ),
            allergies=tuple(
                item.allergy
                for item in allergies
                if item.is_current and owners.get(item.patient.reference) == key
            ),
        )
        for key, person in people.items()
    ]
    used = sum(len(item.medicines) + len(item.allergies) for item in taken)
    return Bundle(tuple(taken), len(orders) + len(allergies) - used)


def _references_to(person: _Patient, full_url: str) -> list[str]:
    return [full_url, f"Patient/{person.id}", f"urn:uuid:{person.id}"]


def _registration(person: _Patient) -> RegisterPatient:
    birth = _day(person.birth_date)
    names = [name for name in person.name if name.family or name.given]
    if birth is None or not names:
        raise Refused(Reason("exchange.patient_incomplete"))
    name = next((item for item in names if item.use in {"official", "usual", ""}), names[0])
    address = person.address[0] if person.address else _Address()
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
        identifiers=tuple(
            (item.system, item.value) for item in person.identifier if _may_be_stored(item)
        ),
    )


def _may_be_stored(identifier: _Identifier) -> bool:
    named = any(part in identifier.system.casefold() for part in _STATE_SYSTEMS)
    typed = identifier.type.codes & _STATE_NUMBERS
    return bool(identifier.value) and not named and not typed


def _day(text: str) -> date | None:
    """The date of a full FHIR date or instant, as written; None for a partial or absent one."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
