"""A program that cannot start says so in a window, too."""

from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.errors import Reason
from clinicdesk.messages import sentence
from clinicdesk.settings import embedded_url
from tests.screens import checks
from ui.app import main
from ui.shell.stopped import Stopped


def read_and_press(key: Qt.Key) -> list[str]:
    """Read the window's sentences once it is there, and answer it with a key."""
    read: list[str] = []

    def answer() -> None:
        window = next(
            one
            for one in QApplication.topLevelWidgets()
            if isinstance(one, Stopped) and one.isVisible()
        )
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        read.append(window.accessibleDescription())
        QTest.keyClick(QApplication.focusWidget(), key)

    QTimer.singleShot(0, answer)
    return read


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("garbage", "upgrade.no_such_url"),
        ("postgresql+psycopg://127.0.0.1:1/none", "upgrade.server_not_reached"),
    ],
)
def test_a_database_that_cannot_be_opened(
    qtbot: QtBot, capsys: pytest.CaptureFixture[str], url: str, code: str, key: Qt.Key
) -> None:
    read = read_and_press(key)

    assert main(["--database", url]) == 1
    assert read == [sentence(Reason(code))]
    assert capsys.readouterr().err == read[0] + "\n"


def test_a_second_window(qtbot: QtBot, tmp_path: Path) -> None:
    lock = QLockFile(str(tmp_path / "clinic.db.lock"))
    assert lock.tryLock(0)
    read = read_and_press(Qt.Key.Key_Return)

    assert main(["--database", embedded_url(tmp_path / "clinic.db")]) == 1
    assert read == [sentence(Reason("desk.open_elsewhere"))]


def test_it_is_small_and_every_part_is_named(qtbot: QtBot) -> None:
    window = Stopped(["The database server does not answer. " * 4])
    qtbot.addWidget(window)
    window.show()

    assert window.width() < 700
    assert window.rect().contains(window.card.geometry())
    assert checks.unnamed(window) == []
    assert checks.rich_labels(window) == []
