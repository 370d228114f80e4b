"""Widget tests run off screen, in the app's own look."""

import gc
import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ui.kit import theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def look(qapp: QApplication) -> None:
    theme.apply(qapp)


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """Widgets in cycles are destroyed on this thread, as in the program."""
    gc.disable()
    yield
    gc.collect(1)  # all that the test left is young
    gc.enable()
