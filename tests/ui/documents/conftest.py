"""The tab of a patient's papers, for somebody at the front desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from tests.builders.clinic import COORDINATOR
from tests.builders.patients import a_patient
from tests.screens import keys
from tests.screens.documents import DocumentsScreen
from tests.screens.seat import SignIn, desk, sign_in
from ui.documents.documents_panel import DocumentsPanel

__all__ = ["desk", "sign_in"]

Open = Callable[..., DocumentsScreen]


@pytest.fixture
def rosa(desk: Desk) -> int:
    return a_patient(desk)


@pytest.fixture
def open_panel(qtbot: QtBot, sign_in: SignIn, rosa: int, tmp_path: Path) -> Open:
    """Opens the tab; copies go into the folder, and `chosen` is what a person chooses."""

    def open_it(threads: bool = False, chosen: Path | None = None) -> DocumentsScreen:
        places = {"choose_paper": lambda: chosen, "choose_file": lambda name: tmp_path / name}
        panel = DocumentsPanel(sign_in(COORDINATOR, threads=threads), rosa, **places)
        keys.show(qtbot, panel, 1196, 560)
        return DocumentsScreen(qtbot, panel)

    return open_it
