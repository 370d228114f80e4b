"""Which papers are on a chart; a list never loads their bytes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from clinicdesk.desk import Work
from clinicdesk.documents.rules import DocumentKind, MediaType
from clinicdesk.documents.tables import AttachedDocument
from clinicdesk.staff.tables import StaffMember


@dataclass(frozen=True)
class DocumentFacts:
    """One paper as lists show it; `size` in bytes. One with a `reason` was entered in error."""

    id: int
    title: str
    kind: DocumentKind
    media_type: MediaType
    size: int
    dated: date | None
    added_by: str
    added_at: datetime
    reason: str

    @property
    def is_struck(self) -> bool:
        return bool(self.reason)


def documents(work: Work, patient_id: int) -> tuple[DocumentFacts, ...]:
    """The papers of a patient, the newest first, those entered in error last."""
    rows = work.session.execute(
        select(AttachedDocument, StaffMember.name)
        .join(StaffMember, StaffMember.id == AttachedDocument.added_by)
        .where(AttachedDocument.patient_id == patient_id)
        .order_by(AttachedDocument.entered_in_error.is_not(None), AttachedDocument.id.desc())
    )
    return tuple(facts_of(row, added_by) for row, added_by in rows)


def facts_of(row: AttachedDocument, added_by: str) -> DocumentFacts:
    """The row as an answer."""
    return DocumentFacts(
        row.id,
        row.title,
        row.kind,
        row.media_type,
        row.size,
        row.dated,
        added_by,
        row.added_at,
        row.entered_in_error or "",
    )
