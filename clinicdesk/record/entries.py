"""How what was said or imported becomes a row of the chart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from hashlib import sha256

from clinicdesk.policy import drug_table
from clinicdesk.record.rules import recognise_all
from clinicdesk.record.tables import Allergy, Medication
from clinicdesk.text import clean

_LONGEST_SAID = 190


@dataclass(frozen=True, kw_only=True)
class NewMedicine:
    """A medicine as said or as imported; `source` makes an import repeatable.

    Where `name` had to be cut, drugs are recognised in the whole text `as_written`.
    """

    name: str
    as_written: str = ""
    dose_times: tuple[time, ...] = ()
    started_on: date | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class NewAllergy:
    """A substance the patient reacts to."""

    substance: str
    source: str = ""


def written_times(times: Iterable[time]) -> str:
    """Dose times as stored: "08:00 20:00"."""
    return " ".join(f"{item:%H:%M}" for item in sorted(times))


def read_times(*stored: str) -> tuple[time, ...]:
    """The dose times of some stored texts, in order, each once."""
    return tuple(sorted({time.fromisoformat(item) for text in stored for item in text.split()}))


def medication(patient_id: int, item: NewMedicine) -> Medication:
    """A medicine with the hold-table drugs in it."""
    drugs = recognise_all(item.as_written or item.name, drug_table())
    return Medication(
        patient_id=patient_id,
        name=clean(item.name),
        drug_keys=" ".join(drug.key for drug in drugs),
        dose_times=written_times(item.dose_times),
        started_on=item.started_on,
        source=item.source or said(item.name),
    )


def allergy(patient_id: int, item: NewAllergy) -> Allergy:
    """A known allergy."""
    return Allergy(
        patient_id=patient_id,
        substance=clean(item.substance),
        source=item.source or said(item.substance),
    )


def was_said(source: str) -> bool:
    """Whether a person said it, rather than a file."""
    return source.startswith("said:")


def said(text: str) -> str:
    """The source of what was said: the same words are the same entry."""
    words = clean(clean(text).casefold())
    if len(words) > _LONGEST_SAID:
        words = f"sha256:{sha256(words.encode(errors='replace')).hexdigest()}"
    return f"said:{words}"
