"""Diagnoses and findings on the chart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from clinicdesk.desk import Work
from clinicdesk.record.entries import said
from clinicdesk.record.tables import Condition
from clinicdesk.text import clean


@dataclass(frozen=True, kw_only=True)
class NewCondition:
    """A diagnosis or finding; `code` is "system|code", `source` makes an import repeatable.

    `resolved_on` is None for what is present.
    """

    name: str
    code: str = ""
    began_on: date | None = None
    resolved_on: date | None = None
    source: str = ""


def add_conditions(work: Work, patient_id: int, conditions: Iterable[NewCondition]) -> int:
    """Add those not on the chart yet; answers how many were new."""
    known = set(work.session.scalars(select(Condition.source).filter_by(patient_id=patient_id)))
    rows = {row.source: row for row in (_condition(patient_id, item) for item in conditions)}
    new = [row for source, row in rows.items() if source not in known]
    work.session.add_all(new)
    work.touch(patient_id=patient_id)
    return len(new)


def _condition(patient_id: int, item: NewCondition) -> Condition:
    return Condition(
        patient_id=patient_id,
        name=clean(item.name),
        code=item.code,
        began_on=item.began_on,
        resolved_on=item.resolved_on,
        source=item.source or said(item.name),
    )
