"""A day's post: a referral letter is filed, read, and one in the wrong chart is taken back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from clinicdesk.demo import PASSWORD
from clinicdesk.documents.rules import DocumentKind
from tests.builders.documents import a_pdf
from tests.journeys.playing import Play


@pytest.fixture
def demo_url(sqlite_demo: str) -> str:
    """One database: nothing here differs between the two."""
    return sqlite_demo


def test_documents(play: Play, tmp_path: Path) -> None:
    letter = put(tmp_path / "letter.pdf", a_pdf("Referral of Dr. Ng", "Findings"))
    card = put(tmp_path / "scan_0007.pdf", a_pdf("Insurance card of somebody else"))
    play.sign_in("dana", PASSWORD)
    play.open_chart("delacr")
    post = play.documents()
    play.step("Documents: none yet")

    post.name_file(letter)
    play.step("Before attaching: look whether it belongs on this chart")
    post.attach("Referral letter of Dr. Ng", DocumentKind.REFERRAL, "11/18/2026")
    post.name_file(card)
    post.attach("Insurance card", DocumentKind.INSURANCE)
    assert (post.problem, post.titles) == ("", ["Insurance card", "Referral letter of Dr. Ng"])
    play.step("Attached: two papers")

    post.open("Referral letter of Dr. Ng")
    post.press(Qt.Key.Key_PageDown)
    post.press(Qt.Key.Key_Plus)
    assert post.page == "Page 2 of 2"
    play.step("Read: page by page, and larger")

    post.open("Insurance card")
    post.strike("Another patient's")
    assert post.titles == ["Referral letter of Dr. Ng", "[Insurance card]"]
    play.step("Wrong chart: struck out, and still there")

    assert play.history().done[:5] == [
        "Struck out a document",
        "Looked at a document",
        "Looked at a document",
        "Attached a document",
        "Attached a document",
    ]
    play.step("History: every view stands there")
    assert (play.documents().page, post.width) == ("", 0)


def put(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file
