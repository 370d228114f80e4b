"""The allergies on a chart, with those that were struck out."""

from collections.abc import Sequence

from sqlalchemy import select

from clinicdesk.desk import Work
from clinicdesk.record.entries import was_said
from clinicdesk.record.tables import Allergy


def allergy_rows(work: Work, patient_id: int) -> Sequence[Allergy]:
    """All of them, in the order they were recorded."""
    chosen = select(Allergy).filter_by(patient_id=patient_id).order_by(Allergy.id)
    return work.session.scalars(chosen).all()


def listed_allergies(work: Work, patient_id: int) -> list[str]:
    """The substances that count."""
    rows = allergy_rows(work, patient_id)
    return [row.substance for row in rows if row.entered_in_error is None]


def counts_again(row: Allergy | None) -> bool:
    """A struck allergy that a person says again; what a file repeats stays out."""
    return row is not None and row.entered_in_error is not None and was_said(row.source)
