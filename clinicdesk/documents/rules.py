"""What may be kept on a chart as a document, told by its bytes and never by its name."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clinicdesk.errors import Reason
from clinicdesk.text import text_objections

LARGEST = 20 * 1024 * 1024
"""Bytes: some fifty pages scanned in colour at 200 dpi. It bounds what one row holds in memory."""

LONGEST_LINE = 200
_TAIL = 2048


class DocumentKind(StrEnum):
    """What a document is about."""

    REFERRAL = "referral"
    IMAGING = "imaging"
    CONSENT = "consent"
    CLEARANCE = "clearance"
    INSURANCE = "insurance"
    OTHER = "other"


class MediaType(StrEnum):
    """What the bytes are, told by the bytes."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


_BEGINNINGS = {
    MediaType.PDF: b"%PDF-",
    MediaType.JPEG: b"\xff\xd8\xff",
    MediaType.PNG: b"\x89PNG\r\n\x1a\n",
}


@dataclass(frozen=True, kw_only=True)
class About:
    """What is said of a document; `kind` and `dated` are None while nobody said."""

    title: str
    kind: DocumentKind | None
    dated: date | None = None


def media_type_of(content: bytes) -> MediaType | None:
    """What the first bytes say, from the very first one; None for everything else."""
    found = (kind for kind, begins in _BEGINNINGS.items() if content.startswith(begins))
    return next(found, None)


def content_objections(content: bytes) -> list[Reason]:
    """Why the bytes cannot be kept: nothing, too much, another kind of file, or its end missing."""
    if not content:
        return [Reason("documents.empty")]
    if len(content) > LARGEST:
        return [Reason("files.too_large", {"limit": LARGEST // 1024**2})]
    media_type = media_type_of(content)
    if media_type is None:
        return [Reason("documents.another_kind")]
    return [] if _is_whole(content, media_type) else [Reason("documents.cut_off")]


def about_objections(about: About, today: date) -> list[Reason]:
    """Why what is said of it cannot be kept; `today` is the site's day."""
    reasons = text_objections("Title", about.title, LONGEST_LINE)
    if not about.title.strip():
        reasons.append(Reason("documents.title_missing"))
    if about.kind is None:
        reasons.append(Reason("documents.kind_missing"))
    if about.dated and about.dated > today:
        reasons.append(Reason("documents.dated_in_future", {"dated": about.dated}))
    return reasons


def _is_whole(content: bytes, media_type: MediaType) -> bool:
    """Whether the file ends as its kind does: one that was cut off would show half a paper."""
    match media_type:
        case MediaType.PDF:
            return b"%%EOF" in content[-_TAIL:]
        case MediaType.JPEG:  # in what follows the last start of a scan neither sign can occur
            return content.rfind(b"\xff\xd9") > content.rfind(b"\xff\xda") > 0
        case MediaType.PNG:
            return b"IEND\xae\x42\x60\x82" in content
