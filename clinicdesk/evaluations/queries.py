"""The note as chart, schedule and sheets need it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.evaluations.rules import Level, Note, Side
from clinicdesk.evaluations.tables import Evaluation
from clinicdesk.intake.tables import Intake
from clinicdesk.patients.queries import PatientFacts, facts
from clinicdesk.patients.tables import Patient
from clinicdesk.staff.tables import StaffMember


@dataclass(frozen=True)
class SignedNote:
    """A signed evaluation."""

    id: int
    note: Note
    signed_by: str
    signed_at: datetime


@dataclass(frozen=True)
class ToEvaluate:
    """A case that waits for a physician's note since its intake was completed, or the last note
    asked for more work-up.
    """

    case_id: int
    patient: PatientFacts
    status: CaseStatus
    since: datetime


def to_evaluate(work: Work) -> tuple[ToEvaluate, ...]:
    """Every case that waits for an evaluation, the longest waiting first."""
    last_note = (
        select(func.max(Evaluation.signed_at))
        .where(Evaluation.case_id == Case.id)
        .correlate(Case)
        .scalar_subquery()
    )
    since = func.coalesce(last_note, Intake.closed_at).label("since")
    rows = work.session.execute(
        select(Case, Patient, since)
        .join(Patient, Patient.id == Case.patient_id)
        .join(Intake, Intake.case_id == Case.id)
        .options(selectinload(Patient.phones))
        .where(_waits_for_first() | (Case.status == CaseStatus.MORE_WORK_UP))
        .order_by(since, Case.id)
    )
    return tuple(
        ToEvaluate(case.id, facts(patient), case.status, waits)
        for case, patient, waits in rows
        if waits  # each does: it is how its row was found
    )


def count_to_evaluate(work: Work) -> int:
    """How many cases wait for their first note; one that waits for more work-up is no one's turn.

    One statement.
    """
    counted = (
        select(func.count())
        .select_from(Case)
        .join(Intake, Intake.case_id == Case.id)
        .where(_waits_for_first())
    )
    return work.session.scalar(counted) or 0


def signed_note(work: Work, case_id: int) -> SignedNote | None:
    """The case's newest signed note, or None."""
    return signed_notes(work, [case_id]).get(case_id)


def imaging_date(work: Work, case_id: int) -> date | None:
    """When the imaging was taken that the case's newest signed note rests on."""
    return work.session.scalar(
        select(Evaluation.imaging_date)
        .where(Evaluation.case_id == case_id, Evaluation.signed_at.is_not(None))
        .order_by(Evaluation.id.desc())
        .limit(1)
    )


def signed_notes(work: Work, case_ids: Collection[int]) -> dict[int, SignedNote]:
    """The newest signed note of each case that has one."""
    rows = work.session.execute(
        select(Evaluation, StaffMember.name)
        .join(StaffMember, StaffMember.id == Evaluation.signed_by)
        .options(selectinload(Evaluation.levels))
        .where(Evaluation.case_id.in_(case_ids), Evaluation.signed_at.is_not(None))
        .order_by(Evaluation.id)
    )
    return {
        row.case_id: SignedNote(row.id, _note(row), name, row.signed_at)
        for row, name in rows
        if row.signed_at is not None
    }


def levels_by_case(work: Work, case_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The levels of each case's newest signed note as shown: ("L4–L5 both sides",)."""
    notes = signed_notes(work, case_ids)
    return {case_id: shown_levels(signed.note.levels) for case_id, signed in notes.items()}


def shown_levels(levels: Iterable[tuple[Level, Side]]) -> tuple[str, ...]:
    """Levels and sides in words."""
    return tuple(
        f"{level.shown} {'both sides' if side is Side.BOTH else side.value}"
        for level, side in levels
    )


def _waits_for_first() -> ColumnElement[bool]:
    return (Case.status == CaseStatus.INTAKE) & Intake.closed_at.is_not(None)


def _note(row: Evaluation) -> Note:
    return Note(
        levels=tuple((item.level, item.side) for item in row.levels),
        modality=row.modality,
        imaging_date=row.imaging_date,
        flavum_mm=row.flavum_mm,
        claudication=row.claudication,
        impression=row.impression,
        decision=row.decision,
        exception_reason=row.exception_reason,
    )
