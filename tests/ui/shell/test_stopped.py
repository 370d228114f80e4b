"""A program that cannot start says so in a window, too."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.errors import Reason
from clinicdesk.messages import sentence
from clinicdesk.settings import embedded_url
from tests.builders.drives import closed
from tests.builders.rows import contents
from tests.migrations import planted
from tests.screens import checks
from ui.shell.stopped import Stopped
from ui.start import main


def read_and_press(key: Qt.Key) -> list[str]:
    """Read the window's sentences once it is there, and answer it with a key."""
    read: list[str] = []
    timer = QTimer(QApplication.instance(), interval=5)

    def answer() -> None:
        shown = (one for one in QApplication.topLevelWidgets() if isinstance(one, Stopped))
        window = next((one for one in shown if one.isVisible()), None)
        if window is None:
            return
        timer.deleteLater()
        timer.stop()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        read.append(window.accessibleDescription())
        QTest.keyClick(QApplication.focusWidget(), key)

    timer.timeout.connect(answer)
    timer.start()
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


def test_settings_that_cannot_be_read(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "clinicdesk" / "settings.toml"
    file.parent.mkdir()
    file.write_text("database = \n")
    read = read_and_press(Qt.Key.Key_Return)

    assert main([]) == 1
    assert read == [sentence(Reason("upgrade.settings_unreadable", {"file": str(file)}))]


def test_an_older_database_that_cannot_be_copied_is_not_upgraded(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(sqlite_url), planted.schema(sqlite_url)
    full = shutil.disk_usage(tmp_path)._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    read = read_and_press(Qt.Key.Key_Return)

    with planted.release(planted.plant(tmp_path, planted.REBUILD)):
        assert main(["--database", sqlite_url]) == 1

    [said] = read
    assert said.startswith("A copy of the database needs")
    assert (contents(sqlite_url), planted.schema(sqlite_url)) == before


def test_it_is_small_and_every_part_is_named(qtbot: QtBot) -> None:
    window = Stopped(["The database server does not answer. " * 4])
    qtbot.addWidget(window)
    window.show()

    assert window.width() < 700
    assert window.rect().contains(window.card.geometry())
    assert checks.unnamed(window) == []
    assert checks.rich_labels(window) == []


@pytest.mark.parametrize("name", ["clinic.db", "new/clinic.db"])
def test_a_folder_in_which_nothing_can_be_written(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path, name: str
) -> None:
    """It is not "open elsewhere" when no lock can be made."""
    read = read_and_press(Qt.Key.Key_Return)

    file = tmp_path / name
    with closed(tmp_path):
        assert main(["--database", embedded_url(file)]) == 1
    assert read == [sentence(Reason("disk.not_permitted", {"folder": str(file.parent)}))]
