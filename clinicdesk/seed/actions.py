"""Loading made-up rows in bulk: one change of the history per batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, insert, select, update

from clinicdesk import topics
from clinicdesk.cases.tables import Case
from clinicdesk.database import Base
from clinicdesk.desk import Work
from clinicdesk.evaluations.tables import Evaluation


@dataclass(frozen=True, kw_only=True)
class LoadRows:
    """Rows by table, in the order in which they refer to each other."""

    rows: Sequence[tuple[Table, Sequence[Mapping[str, Any]]]]


def load_rows(work: Work, request: LoadRows) -> None:
    """Insert made-up rows as they are and sign the notes among them.

    The caller made sure that the rows fit together.
    """
    for table, rows in request.rows:
        work.session.execute(insert(table), list(rows))
    _sign_notes(work, dict(request.rows).get(Base.metadata.tables["evaluation"], ()))
    work.touch(topics.PATIENTS, topics.SCHEDULE, topics.READINESS)


def _sign_notes(work: Work, notes: Sequence[Mapping[str, Any]]) -> None:
    if notes:
        referred = select(Case.opened_at).where(Case.id == Evaluation.case_id).scalar_subquery()
        work.session.execute(
            update(Evaluation)
            .where(Evaluation.id.between(notes[0]["id"], notes[-1]["id"]))
            .values(signed_at=referred, signed_by=Evaluation.author_id)
            .execution_options(synchronize_session=False)
        )
