"""Where a document comes from."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ui.documents.places import ask_for_paper, dropped


@pytest.mark.parametrize(
    ("chosen", "path"), [("/home/dana/letter.pdf", Path("/home/dana/letter.pdf")), ("", None)]
)
def test_the_file_that_a_person_chooses(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, chosen: str, path: Path | None
):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (chosen, ""))

    assert ask_for_paper() == path


@pytest.mark.parametrize(
    ("urls", "path"),
    [
        (["file:///home/dana/letter.pdf"], Path("/home/dana/letter.pdf")),
        (["file:///a.pdf", "file:///b.pdf"], None),
        (["https://192.0.2.1/letter.pdf"], None),
        ([], None),
    ],
)
def test_one_file_of_this_computer_is_taken(urls: list[str], path: Path | None):
    dragged = QMimeData()
    dragged.setUrls([QUrl(url) for url in urls])

    assert dropped(dragged) == path
