"""What a person chose for themselves is there again at their next sign-in, and nobody else's."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk import settings
from ui import preferences
from ui.kit import theme, tokens
from ui.kit.theme import Theme
from ui.preferences import Preferences
from ui.shell.person_button import Person, PersonButton

CHOSEN = Preferences(Theme.DARK, 130, letters=False)


@pytest.fixture(autouse=True)
def nobody_at_work() -> Iterator[None]:
    yield
    preferences.end()
    settings.preferences_file().unlink(missing_ok=True)


def test_what_is_chosen_is_worn_at_once_and_kept_for_one_person(qapp: QApplication):
    preferences.begin("Dana")
    preferences.choose(theme=Theme.DARK, text=130, letters=False)

    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == tokens.DARK["bg"]
    assert qapp.font().pixelSize() == 17
    preferences.begin("okafor/../dana")
    assert (preferences.now(), qapp.font().pixelSize()) == (Preferences(), 13)
    preferences.begin("dana")
    assert (preferences.now(), preferences.letters()) == (CHOSEN, False)


def test_nobody_at_work_sees_a_fresh_look_and_keeps_nothing():
    preferences.begin("dana")
    preferences.choose(text=115)
    preferences.end()
    assert preferences.now() == Preferences()

    preferences.choose(theme=Theme.DARK)
    preferences.begin("")
    assert preferences.now() == Preferences()


@pytest.mark.parametrize(
    "written",
    [b"\xff\xfe\x00", b"[dana]\ntheme=mauve\ntext=7\nletters=perhaps\n", b"[dana]\ntext=\n"],
)
def test_a_damaged_file_gives_the_usual_look(written: bytes):
    settings.preferences_file().parent.mkdir(parents=True, exist_ok=True)
    settings.preferences_file().write_bytes(written)

    preferences.begin("dana")

    assert preferences.now() == Preferences()


def test_the_text_grows_and_shrinks_step_by_step_and_stops_at_the_ends():
    seen = []
    for by in (1, 1, 1, -1, -1, -1, -1, -1):
        preferences.step_text(by)
        seen.append(theme.current().text)

    assert seen == [115, 130, 130, 115, 100, 90, 90, 90]


def test_every_choice_is_a_command_with_a_key_of_its_own():
    commands = {command.words: command for command in preferences.commands()}
    commands["Dark theme"].act()
    commands["Text size 130 %"].act()
    commands["Single-letter keys off"].act()

    assert preferences.now() == CHOSEN
    keys = [command.keys for command in commands.values() if command.keys]
    assert sorted(keys) == ["Ctrl++", "Ctrl+-", "Ctrl+0"]


def test_the_persons_menu_ticks_what_is_chosen(qtbot: QtBot):
    button = PersonButton(Person("Dana Mills", "Front desk"))
    qtbot.addWidget(button)
    look = button.look
    preferences.choose(theme=Theme.DARK)
    look.popup(button.pos())
    ticked = [action.text() for action in look.actions() if action.isChecked()]
    assert ticked == ["&Dark theme", "Text size 100 %\tCtrl+0", "Single-letter &keys"]

    QTest.keyClick(look, Qt.Key.Key_L)
    assert preferences.now().theme is Theme.LIGHT
    look.letters.trigger()
    assert not preferences.letters()
