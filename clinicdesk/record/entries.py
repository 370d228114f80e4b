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

    Drugs are recognised in `as_written`, all that a file says of it; the name may be cut.
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


def new_medicines(
    patient_id: int, listed: Iterable[Medication], items: Iterable[NewMedicine]
) -> list[Medication]:
    """The lines that these items add to the list.

    What is said in the words of a listed medicine is that medicine, wherever it came from. A line
    whose number is known is new all the same when it names a drug to be held that the listed one
    does not name: two systems may give one number, and an order may change.
    """
    known: dict[str, set[str]] = {}
    for row in listed:
        # An imported order that was struck out stays out; what is said again counts again.
        if not (row.entered_in_error and was_said(row.source)):
            known.setdefault(row.source, set()).update(row.drug_keys.split())
        if not (row.entered_in_error or row.ended_at):
            known.setdefault(said(row.name), set()).update(row.drug_keys.split())
    rows = []
    for row in (medication(patient_id, item) for item in items):
        drugs = {*row.drug_keys.split()}
        if row.name and not (row.source in known and drugs <= known[row.source]):
            known.setdefault(row.source, set()).update(drugs)
            rows.append(row)
    return rows


def new_allergies(
    patient_id: int, listed: Iterable[Allergy], items: Iterable[NewAllergy]
) -> list[Allergy]:
    """The allergies that these items add, those that were struck and are said again among them.

    One whose number is another substance's gets a number of its own: two systems may give one.
    """
    words = {row.source: said(row.substance) for row in listed}
    here = {said(row.substance) for row in listed if not row.entered_in_error}
    rows: dict[str, Allergy] = {}
    for row in (allergy(patient_id, item) for item in items):
        if words.setdefault(row.source, said(row.substance)) != said(row.substance):
            row.source = _of_its_own(row.source, row.substance)
        if row.substance and row.source not in here:
            rows[row.source] = row
    return list(rows.values())


def _of_its_own(source: str, words: str) -> str:
    digest = sha256(said(words).encode(errors="replace")).hexdigest()[:16]
    return f"{source[: _LONGEST_SAID - len(digest)]} {digest}"


def was_said(source: str) -> bool:
    """Whether a person said it, rather than a file."""
    return source.startswith("said:")


def said(text: str) -> str:
    """The source of what was said: the same words are the same entry."""
    words = clean(clean(text).casefold())
    if len(words) > _LONGEST_SAID:
        words = f"sha256:{sha256(words.encode(errors='replace')).hexdigest()}"
    return f"said:{words}"
