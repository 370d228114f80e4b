"""Which bytes may be kept, told by the bytes."""

from datetime import date

import pytest

from clinicdesk.documents.rules import (
    LARGEST,
    About,
    DocumentKind,
    about_objections,
    content_objections,
    media_type_of,
)
from tests.builders.documents import a_pdf, a_png

TODAY = date(2026, 11, 23)
JPEG = b"\xff\xd8\xff\xe0..\xff\xda..\xff\xd9"
THUMBNAIL = b"\xff\xd8\xff\xe1\xff\xd8\xff\xda.\xff\xd9"
PDF, PNG = a_pdf(), a_png()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (JPEG, "jpeg"),
        (PNG, "png"),
        (b" " + PDF, None),
        (b"<html>%PDF-1.7", None),
        (b"PK\x03\x04" + PDF, None),
        (b"GIF89a", None),
        (b"\xff\xd8", None),
        (b"%PDF", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell_the_kind(content: bytes, kind: str | None):
    assert media_type_of(content) == kind


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (PDF, []),
        (JPEG, []),
        (PNG, []),
        (PDF + b"\r\n" * 500, []),
        (JPEG + b"\0" * 5000, []),
        (b"", ["documents.empty"]),
        (b"<html><body>Referral</body></html>", ["documents.another_kind"]),
        (PDF[: len(PDF) // 2], ["documents.cut_off"]),
        (PNG[:-8], ["documents.cut_off"]),
        (JPEG[:-1], ["documents.cut_off"]),
        (THUMBNAIL + b"\xff\xda..", ["documents.cut_off"]),
        (b"\xff\xd8\xff\xd9", ["documents.cut_off"]),
        (b"%PDF-" + bytes(LARGEST - 10) + b"%%EOF", []),
        (b"%PDF-" + bytes(LARGEST - 9) + b"%%EOF", ["files.too_large"]),
    ],
)
def test_what_is_kept(content: bytes, codes: list[str]):
    assert [reason.code for reason in content_objections(content)] == codes


@pytest.mark.parametrize(
    ("title", "kind", "dated", "codes"),
    [
        ("Letter", DocumentKind.REFERRAL, None, []),
        ("Letter", DocumentKind.REFERRAL, TODAY, []),
        ("Letter", DocumentKind.REFERRAL, date(2026, 11, 24), ["dated_in_future"]),
        (" ", DocumentKind.REFERRAL, None, ["title_missing"]),
        ("Letter", None, None, ["kind_missing"]),
        ("", None, date(2027, 1, 1), ["title_missing", "kind_missing", "dated_in_future"]),
    ],
)
def test_what_is_said_of_it(
    title: str, kind: DocumentKind | None, dated: date | None, codes: list[str]
):
    about = About(title=title, kind=kind, dated=dated)

    assert [reason.code for reason in about_objections(about, TODAY)] == [
        f"documents.{code}" for code in codes
    ]


def test_a_title_has_room_for_two_hundred_letters_and_hides_nothing():
    codes = [
        [one.code for one in about_objections(About(title=title, kind=DocumentKind.OTHER), TODAY)]
        for title in ("x" * 200, "x" * 201, "a\u202eb")
    ]

    assert codes == [[], ["text.too_long"], ["text.hidden_character"]]
