"""The patients whose charts somebody opened last: they stand in the history."""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from clinicdesk.desk import Work
from clinicdesk.history import Change
from clinicdesk.patients.searching import FOUND, Hit
from clinicdesk.patients.tables import Patient

_LOOKED_BACK = 5000  # changes
_OPENED = "patients.open_chart"

_patient: Any = Patient.__table__
_change: Any = Change.__table__


def recent_rows(work: Work, limit: int) -> list[Hit]:
    """The patients whose charts this person opened last, the last first."""
    opened = work.session.connection().execute(
        _opened(), {"looked_back": _LOOKED_BACK, "actor": work.actor.id, "most": limit}
    )
    return [Hit(row) for row in opened]


@cache
def _opened() -> Select[Any]:
    lately = (
        select(_change.c.id, _change.c.actor_id, _change.c.action, _change.c.patient_id)
        .order_by(_change.c.id.desc())
        .limit(bindparam("looked_back"))
        .subquery()
    )
    opened = (
        select(lately.c.patient_id, func.max(lately.c.id).label("at"))
        .where(lately.c.actor_id == bindparam("actor"), lately.c.action == _OPENED)
        .group_by(lately.c.patient_id)
        .subquery()
    )
    return (
        select(*FOUND)
        .join_from(opened, _patient, _patient.c.id == opened.c.patient_id)
        .where(_patient.c.merged_into_id.is_(None))
        .order_by(opened.c.at.desc())
        .limit(bindparam("most"))
    )
