"""The rows of made-up patients and of what was booked and done for them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import Table

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.database import Base
from clinicdesk.evaluations.rules import Decision, Level, Modality, Side
from clinicdesk.evaluations.tables import Evaluation, EvaluationLevel
from clinicdesk.patients.derived import block_rows, word_rows
from clinicdesk.patients.rules import PersonName, PhoneKind, folded_name, mrn
from clinicdesk.patients.tables import Patient, PatientBlock, PatientPhone, PatientWord
from clinicdesk.patients.words import Known
from clinicdesk.procedure_day.rules import Closure
from clinicdesk.procedure_day.tables import LevelDone, ProcedureRecord
from clinicdesk.readiness.rules import EscortKind
from clinicdesk.readiness.tables import EscortRow
from clinicdesk.record.entries import NewMedicine, medication
from clinicdesk.record.rules import AllergyState, ThinnerAnswer
from clinicdesk.record.tables import ChartFacts, Medication
from clinicdesk.scheduling.rules import (
    BookingState,
    Part,
    Requirement,
    ResourceKind,
    Sedation,
    Span,
    occupied,
)
from clinicdesk.scheduling.tables import Booking, Occupancy, Resource
from clinicdesk.seed.calendar import Slot
from clinicdesk.seed.people import Person

_SHARE_CANCELLED, _SHARE_DRIVER = 0.07, 0.85
_LEVELS = (Level.L3_L4, Level.L4_L5, Level.L5_S1)
_TABLES: tuple[type[Base], ...] = (
    Patient, PatientPhone, PatientWord, PatientBlock, ChartFacts, Medication, Resource, Case,
    Evaluation, EvaluationLevel, Booking, Occupancy, EscortRow, ProcedureRecord, LevelDone,
)  # fmt: skip


@dataclass(frozen=True)
class Clinic:
    """What the made-up rows refer to; `lanes` holds each lane's resource by part."""

    site_id: int
    procedure_type_id: int
    physician_id: int
    lanes: Sequence[Mapping[Part, int]]
    requirements: Sequence[Requirement]
    now: datetime


@dataclass
class Rows:
    """Collects rows until they are taken; ids go on from `last_ids`, by table name."""

    last_ids: Mapping[str, int]
    _held: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ids = {name: count(last + 1) for name, last in self.last_ids.items()}

    def add(self, kind: type[Base], /, **values: Any) -> int:
        """Keep a row with the next id of its table; answers the id."""
        name = kind.__tablename__
        number = values["id"] = next(self._ids[name])
        self._held.setdefault(name, []).append(values)
        return number

    def keep(self, kind: type[Base], /, **values: Any) -> None:
        """Keep a row that has no id of its own."""
        self._held.setdefault(kind.__tablename__, []).append(values)

    def __len__(self) -> int:
        return sum(map(len, self._held.values()))

    def take(self) -> list[tuple[Table, list[dict[str, Any]]]]:
        """Everything collected, in the order in which rows refer to each other."""
        held, self._held = self._held, {}
        tables = [Base.metadata.tables[kind.__tablename__] for kind in _TABLES]
        return [(table, held[table.name]) for table in tables if table.name in held]


def tables() -> list[Table]:
    """The tables that get made-up rows."""
    return [Base.metadata.tables[kind.__tablename__] for kind in _TABLES]


def add_patient(rows: Rows, clinic: Clinic, person: Person, serial: int) -> tuple[int, int]:
    """A patient with phones, medicines and what is known of the chart; (patient, resource) ids."""
    patient_id = rows.add(
        Patient,
        mrn=mrn(serial),
        family=person.family,
        given=person.given,
        folded=folded_name(person.family, person.given),
        birth_date=person.born,
        sex=person.sex,
        street=person.street,
        city=person.city,
        state="CA",
        postal_code=person.postal_code,
        lock_version=1,
    )
    for typed, digits in person.phones:
        _add_phone(rows, patient_id, typed, digits)
    _add_found_by(rows, patient_id, person, mrn(serial))
    _add_chart(rows, patient_id, person)
    resource_id = rows.add(
        Resource,
        site_id=clinic.site_id,
        kind=ResourceKind.PATIENT,
        pool=Part.PATIENT,
        name="Patient",
        patient_id=patient_id,
    )
    return patient_id, resource_id


def _add_phone(rows: Rows, patient_id: int, typed: str, digits: str) -> None:
    rows.add(
        PatientPhone,
        patient_id=patient_id,
        as_typed=typed,
        digits=digits,
        e164=f"+1{digits}",
        kind=PhoneKind.MOBILE,
        may_leave_message=False,
    )


def _add_found_by(rows: Rows, patient_id: int, person: Person, number: str) -> None:
    known = Known(
        name=PersonName(person.family, person.given),
        mrn=number,
        born=person.born,
        phones=tuple((digits, f"+1{digits}") for _, digits in person.phones),
    )
    for row in word_rows(patient_id, known):
        rows.keep(PatientWord, **row)
    for row in block_rows(patient_id, known):
        rows.keep(PatientBlock, **row)


def _add_chart(rows: Rows, patient_id: int, person: Person) -> None:
    rows.keep(
        ChartFacts,
        patient_id=patient_id,
        allergy_state=AllergyState.NONE_KNOWN,
        takes_thinner=ThinnerAnswer.YES if person.takes_thinner else ThinnerAnswer.NO,
    )
    for name in person.medicines:
        drug_keys, source = _recognised(name)
        rows.add(
            Medication,
            patient_id=patient_id,
            name=name,
            drug_keys=drug_keys,
            dose_times="",
            source=source,
        )


@cache
def _recognised(name: str) -> tuple[str, str]:
    row = medication(0, NewMedicine(name=name))
    return row.drug_keys, row.source


def add_booking(
    rows: Rows, clinic: Clinic, draw: Random, slot: Slot, patient: tuple[int, int]
) -> None:
    """A case of the patient with its signed note and its booking at this place."""
    patient_id, resource_id = patient
    state = _state(draw, slot, clinic.now)
    case_id = rows.add(
        Case,
        patient_id=patient_id,
        status=_STATUS[state],
        opened_at=_referred(clinic, slot),
        lock_version=1,
    )
    level = draw.choice(_LEVELS)
    _add_note(rows, clinic, case_id, level, slot)
    booking_id = rows.add(
        Booking,
        case_id=case_id,
        procedure_type_id=clinic.procedure_type_id,
        starts_at=slot.start,
        ends_at=slot.end,
        sedation=Sedation.MODERATE,
        state=state,
        lock_version=1,
    )
    held = {**clinic.lanes[slot.lane], Part.PATIENT: resource_id}
    for values in _occupancies(clinic, slot, held):
        active = state is not BookingState.CANCELLED
        rows.add(Occupancy, booking_id=booking_id, active=active, **values)
    _add_evidence(rows, clinic, draw, booking_id, slot)
    if state is BookingState.DONE:
        _add_record(rows, clinic, booking_id, level, slot)


_STATUS = {
    BookingState.DONE: CaseStatus.DISCHARGED,
    BookingState.BOOKED: CaseStatus.SCHEDULED,
    BookingState.CANCELLED: CaseStatus.CANCELLED,
}


def _state(draw: Random, slot: Slot, now: datetime) -> BookingState:
    if draw.random() < _SHARE_CANCELLED:
        return BookingState.CANCELLED
    return BookingState.DONE if slot.end < now else BookingState.BOOKED


def _occupancies(
    clinic: Clinic, slot: Slot, held: Mapping[Part, int]
) -> Iterator[dict[str, object]]:
    procedure = Span(slot.start, slot.end)
    for requirement in clinic.requirements:
        span = occupied(requirement, procedure)
        yield {
            "resource_id": held[requirement.part],
            "part": requirement.part,
            "starts_at": span.start,
            "ends_at": span.end,
        }


def _referred(clinic: Clinic, slot: Slot) -> datetime:
    return min(slot.start - timedelta(days=21), clinic.now)


def _add_note(rows: Rows, clinic: Clinic, case_id: int, level: Level, slot: Slot) -> None:
    """The note as a draft: nothing may be added to a signed one, so `load_rows` signs it."""
    evaluation_id = rows.add(
        Evaluation,
        case_id=case_id,
        author_id=clinic.physician_id,
        claudication=True,
        modality=Modality.MRI,
        imaging_date=(_referred(clinic, slot) - timedelta(days=20)).date(),
        impression="Lumbar stenosis with neurogenic claudication.",
        exception_reason="",
        decision=Decision.CANDIDATE,
        lock_version=1,
    )
    rows.add(EvaluationLevel, evaluation_id=evaluation_id, level=level, side=Side.BOTH)


def _add_evidence(rows: Rows, clinic: Clinic, draw: Random, booking_id: int, slot: Slot) -> None:
    if draw.random() < _SHARE_DRIVER:
        rows.add(
            EscortRow,
            booking_id=booking_id,
            kind=EscortKind.RESPONSIBLE_ADULT,
            name="Daughter or son",
            relationship="child",
            phone="(707) 555-0150",
            is_adult=True,
            has_agreed=True,
            recorded_by=clinic.physician_id,
            recorded_at=min(slot.start, clinic.now),
        )


def _add_record(rows: Rows, clinic: Clinic, booking_id: int, level: Level, slot: Slot) -> None:
    record_id = rows.add(
        ProcedureRecord,
        booking_id=booking_id,
        started_at=slot.start,
        ended_at=slot.end,
        sedation=Sedation.MODERATE,
        closure=Closure.STRIPS,
        hemostasis=True,
        recorded_by=clinic.physician_id,
        recorded_at=slot.end,
        discharge_ordered_by=clinic.physician_id,
        discharge_ordered_at=slot.end,
    )
    rows.add(LevelDone, procedure_record_id=record_id, level=level, side=Side.BOTH)
