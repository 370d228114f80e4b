"""What the screens say about a document."""

import re
from zoneinfo import ZoneInfo

from clinicdesk import messages
from clinicdesk.documents.queries import DocumentFacts
from clinicdesk.documents.rules import DocumentKind, MediaType

KINDS = [
    (DocumentKind.REFERRAL, "Referral"),
    (DocumentKind.IMAGING, "Imaging report"),
    (DocumentKind.CONSENT, "Consent"),
    (DocumentKind.CLEARANCE, "Clearance"),
    (DocumentKind.INSURANCE, "Insurance"),
    (DocumentKind.OTHER, "Other"),
]
_KIND = dict(KINDS)
_SUFFIX = {MediaType.PDF: "pdf", MediaType.JPEG: "jpg", MediaType.PNG: "png"}
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_UNITS = ((1024**2, "MB"), (1024, "KB"))


def size(count: int) -> str:
    """`214 KB`, `1.4 MB`."""
    for unit, word in _UNITS:
        if count >= unit:
            return f"{count / unit:.1f} {word}" if unit > 1024 else f"{count // unit} {word}"
    return f"{count} bytes"


def kind(facts: DocumentFacts) -> str:
    """`Referral · dated Nov 3, 2026`."""
    dated = [f"dated {messages.short_day(facts.dated)}"] if facts.dated else []
    return " · ".join([_KIND[facts.kind], *dated])


def added(facts: DocumentFacts, zone: ZoneInfo) -> str:
    """`Nov 23, 2026`: the clinic's day."""
    return messages.short_day(facts.added_at.astimezone(zone).date())


def about(facts: DocumentFacts, zone: ZoneInfo) -> str:
    """All that is known of a document, in one line."""
    who = f"added {messages.moment(facts.added_at, zone)} by {facts.added_by}"
    return " · ".join([kind(facts), who, file_words(facts.media_type, facts.size)])


def file_words(media_type: MediaType, count: int, pages: int = 0) -> str:
    """`PDF, 3 pages, 214 KB`."""
    counted = [f"{pages} page{'s' * (pages > 1)}"] if media_type is MediaType.PDF and pages else []
    return ", ".join([media_type.upper(), *counted, size(count)])


def file_name(facts: DocumentFacts) -> str:
    """A name for a copy: the title, and what the bytes are."""
    title = " ".join(_NOT_IN_NAMES.sub(" ", facts.title).split()).strip(" .")[:100]
    return f"{title or 'document'}.{_SUFFIX[facts.media_type]}"


def proposed_title(name: str) -> str:
    """The name of a file as a title: `ct_report-Nov.pdf` -> `ct report-Nov`."""
    stem = name.rpartition(".")[0] or name
    return " ".join(stem.replace("_", " ").split())[:200]
