"""The chart's reviewed facts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar

from sqlalchemy import inspect, select

from clinicdesk.desk import Work
from clinicdesk.record.entries import read_times
from clinicdesk.record.rules import AllergyState, LabKind, LabValue, ThinnerAnswer
from clinicdesk.record.tables import Allergy, ChartFacts, Condition, Lab, Medication

Row = TypeVar("Row", ChartFacts, Allergy, Condition, Medication, Lab)


@dataclass(frozen=True)
class Medicine:
    """A medicine being taken; `drug_keys` are the hold-table drugs in it."""

    id: int
    name: str
    drug_keys: tuple[str, ...]
    dose_times: tuple[time, ...]


@dataclass(frozen=True)
class KnownAllergy:
    """A substance the patient reacts to."""

    id: int
    substance: str


@dataclass(frozen=True)
class Struck:
    """A medicine or an allergy that was entered in error, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Chart:
    """Allergies, medicines and laboratory values of one patient.

    `struck` medicines and `struck_allergies` no longer count.
    """

    allergy_state: AllergyState
    allergies: tuple[KnownAllergy, ...]
    takes_thinner: ThinnerAnswer
    medicines: tuple[Medicine, ...]
    labs: tuple[LabValue, ...]
    struck: tuple[Struck, ...] = ()
    struck_allergies: tuple[Struck, ...] = ()

    @property
    def thinners(self) -> tuple[Medicine, ...]:
        """The medicines that must be held: those the hold table knows, and those marked."""
        return tuple(medicine for medicine in self.medicines if medicine.drug_keys)

    def newest(self, kind: LabKind) -> LabValue | None:
        """The newest value of a kind, None when there is none.

        Of two values of one sample, the one recorded later corrects the other.
        """
        values = [value for value in reversed(self.labs) if value.kind is kind]
        return max(values, key=lambda value: value.taken_at, default=None)


@dataclass(frozen=True)
class KnownCondition:
    """A diagnosis or finding; None for a day that nobody recorded, or that has not come."""

    id: int
    name: str
    began_on: date | None
    resolved_on: date | None


@dataclass(frozen=True)
class Conditions:
    """The conditions of one patient as they were recorded; `struck` ones no longer count."""

    known: tuple[KnownCondition, ...]
    struck: tuple[Struck, ...]


def conditions(work: Work, patient_id: int) -> Conditions:
    """What is recorded of a patient's conditions: nothing recorded is not "none"."""
    rows = _of(work, Condition, [patient_id])
    return Conditions(
        tuple(
            KnownCondition(row.id, row.name, row.began_on, row.resolved_on)
            for row in rows
            if _counts(row)
        ),
        tuple(Struck(row.name, row.entered_in_error) for row in rows if row.entered_in_error),
    )


def chart(work: Work, patient_id: int) -> Chart:
    """Everything reviewed on one patient; "not asked" where nobody asked."""
    return charts(work, [patient_id])[patient_id]


def charts(work: Work, patient_ids: Collection[int]) -> dict[int, Chart]:
    """The charts of several patients, in a constant number of statements."""
    facts = {row.patient_id: row for row in _of(work, ChartFacts, patient_ids)}
    named = _of(work, Allergy, patient_ids)
    allergies = _grouped(row for row in named if _counts(row))
    taken = _of(work, Medication, patient_ids)
    medicines = _grouped(row for row in taken if _counts(row) and row.ended_at is None)
    labs = _grouped(row for row in _of(work, Lab, patient_ids) if _counts(row))
    return {
        patient_id: Chart(
            facts[patient_id].allergy_state if patient_id in facts else AllergyState.NOT_RECORDED,
            tuple(KnownAllergy(row.id, row.substance) for row in allergies[patient_id]),
            facts[patient_id].takes_thinner if patient_id in facts else ThinnerAnswer.NOT_ASKED,
            tuple(_medicine(row) for row in medicines[patient_id]),
            tuple(_lab(row) for row in labs[patient_id]),
            tuple(
                Struck(row.name, row.entered_in_error)
                for row in taken
                if row.patient_id == patient_id and row.entered_in_error
            ),
            tuple(
                Struck(row.substance, row.entered_in_error)
                for row in named
                if row.patient_id == patient_id and row.entered_in_error
            ),
        )
        for patient_id in patient_ids
    }


def _of(work: Work, kind: type[Row], patient_ids: Collection[int]) -> Sequence[Row]:
    """The rows of these patients, in the order they were recorded."""
    wanted = select(kind).where(kind.patient_id.in_(patient_ids))
    return work.session.scalars(wanted.order_by(*inspect(kind).primary_key)).all()


def _grouped(rows: Iterable[Row]) -> Mapping[int, list[Row]]:
    by_patient: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_patient[row.patient_id].append(row)
    return by_patient


def _counts(row: Allergy | Condition | Medication | Lab) -> bool:
    return row.entered_in_error is None


def _lab(row: Lab) -> LabValue:
    """2.50, as it is stored, is said as 2.5."""
    return LabValue(row.kind, row.value.normalize(), row.taken_at)


def _medicine(row: Medication) -> Medicine:
    return Medicine(row.id, row.name, tuple(row.drug_keys.split()), read_times(row.dose_times))
