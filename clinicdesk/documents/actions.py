"""Attaching a paper to a chart, looking at it, and marking one that was entered in error."""

import hashlib
from dataclasses import dataclass, field

from sqlalchemy import select

from clinicdesk.desk import Work
from clinicdesk.documents.queries import DocumentFacts, facts_of
from clinicdesk.documents.rules import (
    LONGEST_LINE,
    About,
    about_objections,
    content_objections,
    media_type_of,
)
from clinicdesk.documents.tables import AttachedDocument, DocumentFile
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.staff.queries import clinic
from clinicdesk.staff.tables import StaffMember
from clinicdesk.text import clean, text_objections


@dataclass(frozen=True, kw_only=True)
class AttachDocument:
    """The bytes of a paper, whose chart it belongs to, and what is said of it."""

    patient_id: int
    about: About
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class StrikeDocument:
    """A document that was entered in error, and why."""

    document_id: int
    reason: str


@dataclass(frozen=True)
class OpenedDocument:
    """A document and its very bytes."""

    facts: DocumentFacts
    content: bytes = field(repr=False)


def attach_document(work: Work, request: AttachDocument) -> int:
    """Keep a paper on the chart; answers its id.

    Refused for bytes that are no whole PDF, JPEG or PNG, and for those that are on this chart.
    """
    today = work.now.astimezone(clinic(work).zone).date()
    refuse_if(content_objections(request.content) + about_objections(request.about, today))
    media_type = media_type_of(request.content)
    digest = hashlib.sha256(request.content).hexdigest()
    _refuse_second(work, request.patient_id, digest)
    row = AttachedDocument(
        patient_id=request.patient_id,
        title=clean(request.about.title),
        kind=request.about.kind,
        media_type=media_type,
        size=len(request.content),
        sha256=digest,
        dated=request.about.dated,
        added_by=work.actor.id,
        added_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add(DocumentFile(document_id=row.id, content=request.content))
    work.touch(patient_id=request.patient_id)
    return row.id


def open_document(work: Work, document_id: int) -> OpenedDocument:
    """The recorded view of a document."""
    return _opened(work, document_id)


def copy_document(work: Work, document_id: int) -> OpenedDocument:
    """The same for a copy that leaves the program: the history tells the two apart."""
    return _opened(work, document_id)


def strike_document(work: Work, request: StrikeDocument) -> None:
    """Mark a document as entered in error: it stays, struck through, and can still be read."""
    if not request.reason.strip():
        raise Refused(Reason("documents.strike_reason_missing"))
    refuse_if(text_objections("Reason", request.reason, LONGEST_LINE))
    row = work.session.get_one(AttachedDocument, request.document_id)
    if row.entered_in_error:
        raise Refused(Reason("documents.struck_already", {"title": row.title}))
    row.entered_in_error = clean(request.reason)
    work.touch(patient_id=row.patient_id)


def _opened(work: Work, document_id: int) -> OpenedDocument:
    row = work.session.get_one(AttachedDocument, document_id)
    file = work.session.get_one(DocumentFile, document_id)
    added_by = work.session.get_one(StaffMember, row.added_by).name
    work.patient_id = row.patient_id
    return OpenedDocument(facts_of(row, added_by), file.content)


def _refuse_second(work: Work, patient_id: int, digest: str) -> None:
    """The same bytes are on a chart once; those entered in error do not count."""
    first = work.session.scalar(
        select(AttachedDocument.title).where(
            AttachedDocument.patient_id == patient_id,
            AttachedDocument.sha256 == digest,
            AttachedDocument.entered_in_error.is_(None),
        )
    )
    if first is not None:
        raise Refused(Reason("documents.here_already", {"title": first}))
