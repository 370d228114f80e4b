"""What this workstation remembers: where the windows stood, and the privacy view."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinicdesk import settings
from ui.kit import privacy
from ui.shell import place


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    kept = tmp_path / "preferences.ini"
    monkeypatch.setattr(settings, "preferences_file", lambda: kept)
    yield kept
    privacy.turn(False)


def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    place.take_up(made)
    made.show()
    return made


def test_windows_come_back_where_and_as_large_as_they_were(qtbot: QtBot) -> None:
    first = window(qtbot)
    assert (first.width(), first.height(), first.isMaximized()) == (1280, 720, False)
    first.resize(700, 560)
    place.keep(first)
    again = window(qtbot)
    assert (again.width(), again.height()) == (700, 560)

    again.showMaximized()
    place.keep(again)
    assert window(qtbot).isMaximized()


def test_the_privacy_view_is_on_again_where_others_look_on(qtbot: QtBot) -> None:
    first = window(qtbot)
    privacy.turn(True)
    place.keep(first)
    privacy.turn(False)

    window(qtbot)

    assert privacy.is_on()


def test_a_file_that_says_nonsense_is_as_none(qtbot: QtBot, file: Path) -> None:
    file.write_text("[%40workstation]\ngeometry=@ByteArray(junk)\nprivacy=perhaps\n")

    made = window(qtbot)

    assert (made.width(), made.height(), privacy.is_on()) == (1280, 720, False)
