"""Patients that files offer, whatever kind of file, and what the record says to each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinicdesk.contacts.rules import Contact
from clinicdesk.errors import Reason
from clinicdesk.patients.actions import RegisterPatient
from clinicdesk.patients.rules import PersonName
from clinicdesk.policy import DrugRow, drug_table
from clinicdesk.record.conditions import NewCondition
from clinicdesk.record.entries import NewAllergy, NewMedicine
from clinicdesk.record.rules import is_thinner, recognise_all


class Verdict(StrEnum):
    """What an import would do with a patient."""

    NEW = "new"
    ADDS = "adds"
    SAME = "same"
    LEFT_OUT = "left_out"


class Part(StrEnum):
    """What of a file a remark is about."""

    MEDICINE = "medicine"
    ALLERGY = "allergy"
    CONDITION = "condition"
    CONTACT = "contact"
    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    LANGUAGE = "language"
    NUMBER = "number"
    DEATH = "death"


@dataclass(frozen=True)
class Skipped:
    """One entry that is not taken, and why."""

    part: Part
    reason: Reason


@dataclass(frozen=True)
class Counts:
    """How many medicines, allergies and conditions."""

    medicines: int = 0
    allergies: int = 0
    conditions: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.medicines + other.medicines,
            self.allergies + other.allergies,
            self.conditions + other.conditions,
        )


NO_LINES = Counts()


@dataclass(frozen=True, kw_only=True)
class ImportPatient:
    """One patient with the current medicines, the allergies and the conditions.

    `contacts` are taken with a new patient only: whom to call is asked of the others here.
    `has_no_allergies` says that somebody asked and there are none; `ended` are the sources of
    medicines that were current once and are no longer.
    """

    registration: RegisterPatient
    medicines: tuple[NewMedicine, ...] = ()
    allergies: tuple[NewAllergy, ...] = ()
    conditions: tuple[NewCondition, ...] = ()
    contacts: tuple[Contact, ...] = ()
    has_no_allergies: bool = False
    ended: tuple[str, ...] = ()

    @property
    def counts(self) -> Counts:
        """How much there is of each."""
        return Counts(len(self.medicines), len(self.allergies), len(self.conditions))

    @property
    def thinners(self) -> tuple[str, ...]:
        """The names of the medicines that are blood thinners, as written."""
        return tuple(item.name for item in self.medicines if _thinners(item))

    @property
    def thinner_drugs(self) -> tuple[str, ...]:
        """The drugs in them, each once: "Warfarin"."""
        named = (drug.name for item in self.medicines for drug in _thinners(item))
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A patient in a file; `record` is None for one who cannot be taken, `objections` say why."""

    file: str
    name: PersonName
    born: date | None
    record: ImportPatient | None = None
    objections: tuple[Reason, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True)
class Difference:
    """A fact that the file has otherwise than the record; the record stays as it is."""

    field: str
    here: str
    there: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What importing a candidate would do; `mrn` as shown, "" for a new patient.

    `news` is what it adds besides lines of the chart, such as a death.
    """

    verdict: Verdict
    patient_id: int | None = None
    mrn: str = ""
    adds: Counts = NO_LINES
    news: tuple[Reason, ...] = ()
    differs: tuple[Difference, ...] = ()
    objections: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What was read together: the candidates of one file, or why the file could not be read.

    `nobodys` counts what belongs to nobody in the file, by kind of resource; `ignored` what the
    record has no place for.
    """

    file: str
    candidates: tuple[Candidate, ...] = ()
    objections: tuple[Reason, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    ignored: Mapping[str, int] | None = None


def total(counts: Iterable[Counts]) -> Counts:
    """All together."""
    return sum(counts, NO_LINES)


def _thinners(item: NewMedicine) -> list[DrugRow]:
    drugs = recognise_all(item.as_written or item.name, drug_table())
    return [drug for drug in drugs if is_thinner([drug.key], drug_table())]
