"""Widget tests run off screen, in the app's own look."""

import os

import pytest
from PySide6.QtWidgets import QApplication

from ui.kit import theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def look(qapp: QApplication) -> None:
    theme.apply(qapp)
