"""Papers for a chart: small whole files of each kind, and broken ones, written byte by byte."""

import io
import zlib
from collections.abc import Callable
from itertools import count
from struct import pack
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from clinicdesk.desk import Desk
from clinicdesk.documents.actions import (
    AttachDocument,
    StrikeDocument,
    attach_document,
    copy_document,
    open_document,
    strike_document,
)
from clinicdesk.documents.rules import About, DocumentKind
from tests.builders.clinic import COORDINATOR, NURSE
from tests.builders.gestures import do
from tests.builders.patients import a_patient

_serial = count(1)


def a_pdf(*pages: str, size: tuple[float, float] = (612, 792)) -> bytes:
    """One page for each text, of Letter size unless told."""
    kept = io.BytesIO()
    canvas = Canvas(kept, pagesize=size)
    for text in pages or ("Referral",):
        canvas.setFont("Helvetica-Bold", 28)
        canvas.drawString(72, size[1] - 120, text)
        for line in range(14):
            canvas.rect(72, size[1] - 170 - line * 30, 380 - 40 * (line % 3), 6, fill=1)
        canvas.showPage()
    canvas.save()
    return kept.getvalue()


def a_png(width: int = 8, height: int = 6, rows: bytes | None = None) -> bytes:
    """A grey picture; `rows` replaces its packed points."""
    if rows is None:
        rows = zlib.compress((b"\0" + b"Z" * width) * height)
    head = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks)


def a_locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    return _rewritten(lambda writer: writer.encrypt("secret", algorithm="RC4-128"))


def a_scripted_pdf(script: str) -> bytes:
    """A PDF that runs a script and starts a program when it is opened by a reader that would."""

    def arm(writer: PdfWriter) -> None:
        launch = _deed("/Launch", F=TextStringObject("/bin/sh"))
        run = _deed("/JavaScript", JS=TextStringObject(script), Next=launch)
        writer._root_object[NameObject("/OpenAction")] = run
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): run})

    return _rewritten(arm)


def a_paper(patient_id: int, **given: Any) -> AttachDocument:
    """A new one-page referral letter for somebody's chart."""
    about = {"title": "Referral letter", "kind": DocumentKind.REFERRAL, "dated": None}
    content = given.pop("content", None) or a_pdf(f"Referral {next(_serial)}")
    return AttachDocument(patient_id=patient_id, about=About(**{**about, **given}), content=content)


def an_attached(desk: Desk) -> int:
    """The id of a letter on a new patient's chart."""
    attached: int = do(desk, COORDINATOR, attach_document, a_paper(a_patient(desk)))
    return attached


def _struck(desk: Desk) -> StrikeDocument:
    return StrikeDocument(document_id=an_attached(desk), reason="Another patient's")


DOCUMENT_GESTURES: dict[str, Callable[[Desk], tuple[str, Callable[..., Any], object]]] = {
    "documents.attach_document": lambda desk: (NURSE, attach_document, a_paper(a_patient(desk))),
    "documents.open_document": lambda desk: (NURSE, open_document, an_attached(desk)),
    "documents.copy_document": lambda desk: (NURSE, copy_document, an_attached(desk)),
    "documents.strike_document": lambda desk: (COORDINATOR, strike_document, _struck(desk)),
}


def _rewritten(change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(a_pdf()))
    change(writer)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _deed(kind: str, **more: Any) -> DictionaryObject:
    named = {NameObject(f"/{name}"): value for name, value in more.items()}
    return DictionaryObject({NameObject("/S"): NameObject(kind), **named})


def _chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))
