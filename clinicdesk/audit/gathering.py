"""What a page of the history needs to know beside itself, in a constant number of statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select

from clinicdesk.audit.words import HOLDS, PATIENTS, RESOURCES, STAFF, Names, called
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.holds.tables import HoldRow
from clinicdesk.intake.tables import IntakeAnswer
from clinicdesk.patients.queries import name_of
from clinicdesk.patients.rules import shown_mrn
from clinicdesk.patients.tables import (
    ContactPerson,
    Patient,
    PatientAlert,
    PatientMerge,
    PatientPhone,
)
from clinicdesk.record.tables import Allergy, Condition, Medication
from clinicdesk.scheduling.rules import BookingState
from clinicdesk.scheduling.tables import Booking, Resource
from clinicdesk.staff.queries import clinic
from clinicdesk.staff.tables import StaffMember, StaffRole

ANSWERS = IntakeAnswer.__tablename__


@dataclass(frozen=True)
class Known:
    """Names, roles and what edited rows are about; ids of staff as numbers, in `names` as text."""

    zone: ZoneInfo
    names: Names
    roles: Mapping[int, tuple[str, ...]]
    questions: Mapping[int, str]
    subjects: Mapping[tuple[str, int], Mapping[str, str]]
    """What an edited row is about, by its table and id: the column that names it."""
    replaced: Mapping[int, Mapping[str, str]]
    """Where a booking was that another one replaces."""


def known(work: Work, patient_id: int, rows: Sequence[dict[str, Any]]) -> Known:
    """What these rows of the history, all of one patient, need to be read."""
    names, roles = _people(work)
    # The patient takes a place in time too, and nobody reads that as news.
    places = select(Resource.id, Resource.name).where(Resource.patient_id.is_(None))
    subjects = _subjects(work, patient_id)
    held = {row_id: one for (table, row_id), one in subjects.items() if table == HOLDS}
    return Known(
        clinic(work).zone,
        {
            STAFF: names,
            RESOURCES: {str(row.id): row.name for row in work.session.execute(places)},
            PATIENTS: _merged(work, patient_id),
            HOLDS: {str(row_id): called(one["drug_key"]) for row_id, one in held.items()},
        },
        roles,
        _questions(work, [row["id"] for row in rows if row["table"] == ANSWERS]),
        subjects,
        _replaced(work, patient_id),
    )


def _merged(work: Work, patient_id: int) -> dict[str, str]:
    """The records that were ever merged into this one, as they are called."""
    chosen = select(Patient).join(PatientMerge, PatientMerge.merged_id == Patient.id)
    rows = work.session.scalars(chosen.where(PatientMerge.kept_id == patient_id))
    return {str(row.id): f"{name_of(row).on_screen}, MRN {shown_mrn(row.mrn)}" for row in rows}


def _people(work: Work) -> tuple[dict[str, str], dict[int, tuple[str, ...]]]:
    """Names by id as text, and roles in words by id; who left is named too."""
    has_role = and_(StaffRole.staff_member_id == StaffMember.id, StaffRole.ended_at.is_(None))
    chosen = select(StaffMember.id, StaffMember.name, StaffRole.role).outerjoin(StaffRole, has_role)
    names: dict[str, str] = {}
    roles: dict[int, tuple[str, ...]] = {}
    for row in work.session.execute(chosen.order_by(StaffRole.id)):
        names[str(row.id)] = row.name
        words = [row.role.replace("_", " ").capitalize()] if row.role else []
        roles[row.id] = (*roles.get(row.id, ()), *words)
    return names, roles


def _subjects(work: Work, patient_id: int) -> dict[tuple[str, int], dict[str, str]]:
    of_patient = select(Case.id).where(Case.patient_id == patient_id)
    named = (
        (Medication.name, Medication.id, Medication.patient_id == patient_id),
        (Allergy.substance, Allergy.id, Allergy.patient_id == patient_id),
        (Condition.name, Condition.id, Condition.patient_id == patient_id),
        (ContactPerson.name, ContactPerson.id, ContactPerson.patient_id == patient_id),
        (PatientAlert.words, PatientAlert.id, PatientAlert.patient_id == patient_id),
        (PatientPhone.as_typed, PatientPhone.id, PatientPhone.patient_id == patient_id),
        (HoldRow.drug_key, HoldRow.id, HoldRow.case_id.in_(of_patient)),
    )
    booked = select(Booking).where(Booking.case_id.in_(of_patient))
    return {
        ("booking", row.id): {"starts_at": row.starts_at.isoformat()}
        for row in work.session.scalars(booked)
    } | {
        (name.class_.__tablename__, row_id): {name.key: called}
        for name, key, theirs in named
        for row_id, called in work.session.execute(select(key, name).where(theirs))
    }


def _replaced(work: Work, patient_id: int) -> dict[int, dict[str, str]]:
    of_patient = select(Case.id).where(Case.patient_id == patient_id)
    # Also those that count again because their move was undone.
    replaced = select(Booking.replaces_id).where(Booking.replaces_id.is_not(None))
    moved = select(Booking).where(Booking.case_id.in_(of_patient), Booking.id.in_(replaced))
    return {
        row.id: {
            "starts_at": row.starts_at.isoformat(),
            "ends_at": row.ends_at.isoformat(),
            "sedation": row.sedation.value,
            "state": BookingState.BOOKED.value,
        }
        for row in work.session.scalars(moved)
    }


def _questions(work: Work, answer_ids: Collection[int]) -> dict[int, str]:
    chosen = select(IntakeAnswer.id, IntakeAnswer.question).where(IntakeAnswer.id.in_(answer_ids))
    return {row.id: row.question for row in work.session.execute(chosen)}
