"""Widget tests run off screen, in the app's own look."""

import os

import pytest
from PySide6.QtWidgets import QApplication

from ui.kit import theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Windows that do not exist cannot be sized or raised; the platform says so each time."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support", extend=True))


@pytest.fixture(scope="session", autouse=True)
def look(qapp: QApplication) -> None:
    theme.apply(qapp)
