"""Printed sheets: what was printed, from which inputs, and the very bytes."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from clinicdesk.database import Base, Document, Key, Name
from clinicdesk.sheets.rules import SheetKind


class IssuedSheet(Base):
    """One sheet given out for one booking; `fields` is what it printed, as canonical JSON."""

    __tablename__ = "issued_sheet"

    id: Mapped[Key]
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    kind: Mapped[SheetKind]
    template_version: Mapped[Name]
    renderer: Mapped[Name]
    paper_code: Mapped[Name] = mapped_column(index=True)
    fields: Mapped[Document]
    sha256: Mapped[Name]
    issued_by: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    issued_at: Mapped[datetime]


class SheetFile(Base):
    """The bytes of an issued sheet; they are the truth."""

    __tablename__ = "sheet_file"

    issued_sheet_id: Mapped[int] = mapped_column(ForeignKey("issued_sheet.id"), primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
