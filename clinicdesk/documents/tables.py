"""Attached papers: what they are, and the very bytes."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.database import Base, Key, Line, Name, Versioned
from clinicdesk.documents.rules import DocumentKind, MediaType


class AttachedDocument(Versioned, Base):
    """A paper on a chart. `size` is in bytes, `sha256` of them in hex."""

    __tablename__ = "document"

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    title: Mapped[Line]
    kind: Mapped[DocumentKind]
    media_type: Mapped[MediaType]
    size: Mapped[int]
    sha256: Mapped[Name]
    dated: Mapped[date | None]
    added_by: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    added_at: Mapped[datetime]
    entered_in_error: Mapped[Line | None] = mapped_column(info={"label": "Reason"})


class DocumentFile(Base):
    """The bytes of a document, as they came."""

    __tablename__ = "document_file"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
