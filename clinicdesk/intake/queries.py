"""The form, and what has been answered on it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

import msgspec
from sqlalchemy import select

from clinicdesk import paths
from clinicdesk.cases.queries import newest_case
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.intake.rules import Answer, Form, flags_to_see, read_form
from clinicdesk.intake.tables import Intake, IntakeAnswer
from clinicdesk.staff.tables import StaffMember


@dataclass(frozen=True)
class IntakeFacts:
    """A case's intake. `open_flags` still wait for a clinician."""

    id: int
    lock_version: int
    answers: tuple[Answer, ...]
    open_flags: tuple[str, ...]
    acknowledged_by: str
    acknowledged_at: datetime | None
    closed_at: datetime | None


@cache
def form() -> Form:
    """The form in force."""
    file = paths.resources() / "policy" / "intake.toml"
    return read_form(file.read_text(encoding="utf-8"))


def intake(work: Work, patient_id: int) -> IntakeFacts | None:
    """The intake of the patient's newest case, or None before it was begun."""
    newest = newest_case(patient_id).with_only_columns(Case.id).scalar_subquery()
    row = work.session.scalar(select(Intake).where(Intake.case_id == newest))
    if row is None:
        return None
    answers = answers_of(row)
    seen = row.acknowledged_flags.split()
    by = work.session.get(StaffMember, row.acknowledged_by) if row.acknowledged_by else None
    return IntakeFacts(
        row.id,
        row.lock_version,
        answers,
        tuple(flag for flag in flags_to_see(answers) if flag not in seen),
        by.name if by else "",
        row.acknowledged_at,
        row.closed_at,
    )


def is_closed(work: Work, case_id: int) -> bool:
    """Whether the case's intake was taken and completed."""
    closed = select(Intake.id).where(Intake.case_id == case_id, Intake.closed_at.is_not(None))
    return work.session.scalar(closed) is not None


def answers_of(row: Intake) -> tuple[Answer, ...]:
    """The stored answers, in the order they were first given."""
    return tuple(_answer(item) for item in row.answers)


def _answer(row: IntakeAnswer) -> Answer:
    value = msgspec.json.decode(row.value, type=bool | str | tuple[str, ...] | None)
    return Answer(row.question, row.state, value)
