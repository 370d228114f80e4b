"""The note as chart, schedule and sheets need it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from clinicdesk.desk import Work
from clinicdesk.evaluations.rules import Level, Note, Side
from clinicdesk.evaluations.tables import Evaluation
from clinicdesk.staff.tables import StaffMember


@dataclass(frozen=True)
class SignedNote:
    """A signed evaluation."""

    id: int
    note: Note
    signed_by: str
    signed_at: datetime


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
