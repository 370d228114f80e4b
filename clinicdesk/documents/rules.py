"""What may be kept on a chart as a document."""

from enum import StrEnum


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
