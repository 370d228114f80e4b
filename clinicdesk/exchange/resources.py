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

    code: str = ""
    display: str = ""


class Concept(Camel):
    """Something said in words, in codes, or both."""

    coding: list[Coding] = []
    text: str = ""

    @property
    def words(self) -> str:
        """The words, "" without any."""
        return self.text or next((coding.display for coding in self.coding if coding.display), "")

    @property
    def codes(self) -> set[str]:
        """All codes."""
        return {coding.code for coding in self.coding}


class Identifier(Camel):
    """A number that a system gave."""

    system: str = ""
    value: str = ""
    type: Concept = field(default_factory=Concept)


class Name(Camel):
    """A name and what it is used for."""

    use: str = ""
    family: str = ""
    given: list[str] = []
    suffix: list[str] = []


class Telecom(Camel):
    """A phone number or another way to reach somebody."""

    system: str = ""
    value: str = ""
    use: str = ""


class Address(Camel):
    """Where somebody lives."""

    use: str = ""
    line: list[str] = []
    city: str = ""
    state: str = ""
    postal_code: str = ""


class Reference(Camel):
    """Where another resource stands, and perhaps its words."""

    reference: str = ""
    display: str = ""


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


class Medication(Camel):
    """A medicine that orders refer to, in the bundle or contained in the order."""

    id: str = ""
    code: Concept = field(default_factory=Concept)


class MedicationRequest(Camel):
    """An order for a medicine."""

    id: str = ""
    contained: list[Raw] = []
    status: str = ""
    intent: str = ""
    medication_codeable_concept: Concept = field(default_factory=Concept)
    medication_reference: Reference = field(default_factory=Reference)
    subject: Reference = field(default_factory=Reference)
    authored_on: str = ""

    @property
    def is_current(self) -> bool:
        """Whether the patient is to take it now."""
        return self.status == "active" and self.intent not in {"proposal", "plan"}


class Allergy(Camel):
    """Something a patient reacts to."""

    id: str = ""
    clinical_status: Concept = field(default_factory=Concept)
    verification_status: Concept = field(default_factory=Concept)
    code: Concept = field(default_factory=Concept)
    patient: Reference = field(default_factory=Reference)

    @property
    def is_current(self) -> bool:
        """Whether the patient still reacts to it."""
        withdrawn = self.verification_status.codes & {"refuted", "entered-in-error"}
        return not withdrawn and not self.clinical_status.codes & {"inactive", "resolved"}


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
