"""A day on paper: seen, printed and saved as the very bytes on screen, and recorded before."""

from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.sheets.actions import print_day_list
from tests.builders.clinic import COORDINATOR
from tests.builders.patients import a_booked_case
from tests.builders.times import at
from tests.screens import checks, keys
from tests.screens.seat import SignIn
from ui.sheets.day_list_panel import DayListPanel

DAY = date(2026, 12, 1)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, sign_in: SignIn, tmp_path: Path) -> DayListPanel:
    a_booked_case(desk, at("2026-12-01 10:00"))
    folder = tmp_path / "saved"
    folder.mkdir()
    made = DayListPanel(
        sign_in(COORDINATOR), DAY, choose_file=lambda name: folder / name, printer=lambda: None
    )
    keys.show(qtbot, made, 1000, 600)
    made.enter()
    return made


def test_it_is_saved_as_it_is_seen_and_recorded(panel: DayListPanel, tmp_path: Path):
    told = []
    panel._session.background.changed.connect(told.append)
    QTest.keyClick(panel.preview, Qt.Key.Key_S, CTRL)

    assert (tmp_path / "saved" / "schedule 2026-12-01.pdf").read_bytes() == panel.pdf
    assert any("printed:day:2026-12-01:1" in topics for topics in told)
    assert panel.about == "Page 1 of 1 · Saved"


def test_a_day_that_changed_meanwhile_is_made_again_and_does_not_leave(
    desk: Desk, panel: DayListPanel, tmp_path: Path
):
    before = panel.pdf
    a_booked_case(desk, at("2026-12-01 13:00"), family="Brandt")
    QTest.keyClick(panel.preview, Qt.Key.Key_S, CTRL)

    assert [*(tmp_path / "saved").iterdir()] == []
    assert panel.errors.sentences[0].startswith("The day changed since this list was made.")
    assert panel.pdf != before
    QTest.keyClick(panel.preview, Qt.Key.Key_S, CTRL)
    assert len([*(tmp_path / "saved").iterdir()]) == 1


def test_paper_lies_on_its_side_as_the_pages_do(panel: DayListPanel, tmp_path: Path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    panel._printer = lambda: printer
    QTest.keyClick(panel.preview, Qt.Key.Key_P, CTRL)
    [page] = PdfReader(tmp_path / "printed.pdf").pages

    assert page.mediabox.width > page.mediabox.height
    assert panel.about == "Page 1 of 1 · Printed"


def test_without_a_printer_it_says_so_and_records_nothing(
    panel: DayListPanel, monkeypatch: pytest.MonkeyPatch
):
    asked = []
    change = panel._session.background.change
    monkeypatch.setattr(
        panel._session.background, "change", lambda *a, **k: asked.append(a) or change(*a, **k)
    )
    QTest.keyClick(panel.preview, Qt.Key.Key_P, CTRL)

    assert panel.errors.sentences[0].startswith("This computer has no printer.")
    assert print_day_list not in [one[1] for one in asked]


def test_esc_closes_it_and_everything_can_be_reached(qtbot: QtBot, panel: DayListPanel):
    assert checks.unnamed(panel) == []
    assert checks.too_small(panel) == []
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(panel.preview, Qt.Key.Key_Escape)
