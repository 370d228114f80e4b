"""Widget tests run off screen, in the app's own look."""

import gc
import os
from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk import settings
from ui import preferences
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


@pytest.fixture(autouse=True)
def nothing_is_held() -> Iterator[None]:
    """A button that a test does not let go of would be down for every test after it."""
    yield
    if QApplication.mouseButtons():
        QTest.mouseRelease(QWidget(), QApplication.mouseButtons())
    assert not QApplication.mouseButtons()


@pytest.fixture(autouse=True)
def fresh_workstation(look: None) -> Iterator[None]:
    """The look that somebody chose in one test is none for those who sign in after it."""
    yield
    if settings.preferences_file().exists():
        kept = preferences._file()
        kept.clear()
        kept.sync()
    preferences.end()
