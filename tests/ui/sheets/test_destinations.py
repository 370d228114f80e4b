"""Where a sheet may go."""

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ui.sheets.destinations import ask_for_file, default_printer


@pytest.mark.parametrize(
    ("chosen", "path"), [("/home/dana/sheet.pdf", Path("/home/dana/sheet.pdf")), ("", None)]
)
def test_the_file_that_a_person_chooses(
    monkeypatch: pytest.MonkeyPatch, chosen: str, path: Path | None
) -> None:
    asked: list[tuple[object, ...]] = []

    def choose(*about: object) -> tuple[str, str]:
        asked.append(about)
        return chosen, ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    assert ask_for_file("pre_op 7T2-K4M-9QX-R.pdf") == path
    assert asked[0][2] == "pre_op 7T2-K4M-9QX-R.pdf"


def test_a_computer_without_a_printer(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(QPrinterInfo, "defaultPrinter", QPrinterInfo)
    assert default_printer() is None
