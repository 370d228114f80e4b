"""The parts of FHIR R4 resources that are read; what is not named here is ignored."""

from typing import TypeVar

from msgspec import Raw, Struct, field, json

Resource = TypeVar("Resource", bound="Camel")


def decoded(raw: bytes, kind: type[Resource]) -> Resource:
    """One resource. Raises msgspec.MsgspecError when it is not of this kind."""
    return json.decode(raw, type=kind)


class Camel(Struct, rename="camel"):
    """FHIR writes names in camel case."""


class Coding(Camel):
    """A code and its words."""

    system: str = ""
    code: str = ""
    display: str = ""


class Concept(Camel):
    """Something said in words, in codes, or both."""

    coding: list[Coding] = []
    text: str = ""

    @property
    def words(self) -> str:
        """The words, "" without any."""
        return next(iter(self.texts), "")

    @property
    def texts(self) -> list[str]:
        """All words that say the same, the person's own first."""
        return [one for one in (self.text, *(coding.display for coding in self.coding)) if one]

    @property
    def codes(self) -> set[str]:
        """All codes."""
        return {coding.code for coding in self.coding}

    @property
    def status(self) -> str:
        """The first code, for a concept that is a status."""
        return next((coding.code for coding in self.coding if coding.code), "")


class Period(Camel):
    """From when to when; "" is open."""

    start: str = ""
    end: str = ""


class Identifier(Camel):
    """A number that a system gave."""

    system: str = ""
    value: str = ""
    type: Concept = field(default_factory=Concept)


class Name(Camel):
    """A name and what it is used for."""

    use: str = ""
    text: str = ""
    family: str = ""
    given: list[str] = []
    suffix: list[str] = []
    period: Period = field(default_factory=Period)

    @property
    def is_past(self) -> bool:
        """Whether the person had this name before."""
        return self.use in {"old", "maiden"} or bool(self.period.end)


class Telecom(Camel):
    """A phone number or another way to reach somebody; rank 1 is tried first."""

    system: str = ""
    value: str = ""
    use: str = ""
    rank: int | None = None
    period: Period = field(default_factory=Period)

    @property
    def is_past(self) -> bool:
        """Whether nobody is reached there any more."""
        return self.use == "old" or bool(self.period.end)


class Address(Camel):
    """Where somebody lives."""

    use: str = ""
    line: list[str] = []
    city: str = ""
    state: str = ""
    postal_code: str = ""
    period: Period = field(default_factory=Period)

    @property
    def is_past(self) -> bool:
        """Whether the person lives there no more."""
        return self.use == "old" or bool(self.period.end)


class Communication(Camel):
    """A language the person can be spoken to in."""

    language: Concept = field(default_factory=Concept)
    preferred: bool = False


class Reference(Camel):
    """Where another resource stands, and perhaps its words or its number."""

    reference: str = ""
    display: str = ""
    identifier: Identifier = field(default_factory=Identifier)


class ContactOf(Camel):
    """Somebody who is called about a person."""

    relationship: list[Concept] = []
    name: Name = field(default_factory=Name)
    telecom: list[Telecom] = []
    period: Period = field(default_factory=Period)


class Patient(Camel):
    """A person."""

    id: str = ""
    identifier: list[Identifier] = []
    name: list[Name] = []
    telecom: list[Telecom] = []
    gender: str = ""
    birth_date: str = ""
    deceased_boolean: bool = False
    deceased_date_time: str = ""
    address: list[Address] = []
    communication: list[Communication] = []
    contact: list[ContactOf] = []


class Medication(Camel):
    """A medicine that orders refer to, in the bundle or contained in the order."""

    id: str = ""
    code: Concept = field(default_factory=Concept)


class Medicated(Camel):
    """What names a medicine: in words, in codes, or by reference to another resource."""

    id: str = ""
    contained: list[Raw] = []
    status: str = ""
    medication_codeable_concept: Concept = field(default_factory=Concept)
    medication_reference: Reference = field(default_factory=Reference)
    subject: Reference = field(default_factory=Reference)


class MedicationRequest(Medicated):
    """An order for a medicine."""

    intent: str = ""
    do_not_perform: bool = False
    authored_on: str = ""


class MedicationStatement(Medicated):
    """A medicine that somebody says is taken."""

    effective_date_time: str = ""
    effective_period: Period = field(default_factory=Period)


class Allergy(Camel):
    """Something a patient reacts to."""

    id: str = ""
    clinical_status: Concept = field(default_factory=Concept)
    verification_status: Concept = field(default_factory=Concept)
    code: Concept = field(default_factory=Concept)
    patient: Reference = field(default_factory=Reference)


class Condition(Camel):
    """A diagnosis or finding."""

    id: str = ""
    clinical_status: Concept = field(default_factory=Concept)
    verification_status: Concept = field(default_factory=Concept)
    code: Concept = field(default_factory=Concept)
    subject: Reference = field(default_factory=Reference)
    onset_date_time: str = ""
    onset_period: Period = field(default_factory=Period)
    abatement_date_time: str = ""
    abatement_period: Period = field(default_factory=Period)


class Meta(Camel):
    """What a resource says about itself."""

    profile: list[str] = []


class Marks(Camel):
    """What tells the versions of FHIR apart, as it stands there."""

    meta: Meta = field(default_factory=Meta)
    medication: Raw = Raw()
    clinical_status: Raw = Raw()
    animal: Raw = Raw()


class Typed(Camel):
    """What kind of resource something is."""

    resource_type: str = ""


class Entry(Camel):
    """A resource and its address."""

    full_url: str = ""
    resource: Raw = Raw()


class Bundle(Camel):
    """A file."""

    resource_type: str
    entry: list[Entry] = []
