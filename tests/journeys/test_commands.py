"""Whoever does not know where something is finds it by its words: in a list, a menu, a guide."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.demo import PASSWORD
from tests.journeys.playing import Play
from tests.screens.finder import FinderScreen
from ui.pages import PATIENTS, SCHEDULE, PatientsArea
from ui.shell.main_window import MainWindow

Key = Qt.Key
KEYS_TO_A_DAY, KEYS_TO_A_COMMAND = 6, 9  # Ctrl and K are two
KEYS_ANYWHERE = set(
    "Ctrl+K Ctrl+1 Ctrl+3 Ctrl+4 Ctrl+, Ctrl+N Ctrl+L Ctrl+P Ctrl+Z Ctrl+Y Ctrl+S Ctrl+Enter Esc"
    " F1 F5 F6 Shift+F6 F9 F10 Ctrl+/".split()
)


@pytest.fixture
def window(play: Play) -> MainWindow:
    play.sign_in("dana", PASSWORD)
    assert isinstance(play.app.window, MainWindow)
    return play.app.window


@pytest.mark.parametrize("demo_url", ["sqlite"], indirect=True)
def test_one_list_for_patients_days_screens_and_commands(
    qtbot: QtBot, play: Play, window: MainWindow
) -> None:
    screen = FinderScreen(qtbot, window)
    window.go(PATIENTS)
    screen.look_for("mar")
    screen.wait_for("MARTIN, Rose", "MARTINEZ, Rosa")
    play.step("Patients first: then days, screens and commands")
    screen.press(Key.Key_Escape)

    before = play.pressed
    screen.look_for("t+3")
    screen.press(Key.Key_Return)
    assert play.pressed - before < KEYS_TO_A_DAY
    play.settle()
    assert window.current == SCHEDULE
    assert play.schedule().title.startswith("Thursday, November 26")
    play.step("A day: the schedule is open on it")

    before = play.pressed
    screen.look_for("new pa")
    play.settle()
    assert screen.rows == [("Do", "New patient")]
    screen.press(Key.Key_Return)
    assert play.pressed - before < KEYS_TO_A_COMMAND
    area = play.page(PATIENTS, PatientsArea)
    assert area.list.register.isVisible()

    screen.open()
    play.settle()
    assert screen.rows[0] == ("Do", "New patient")
    play.step("Nothing typed: what was used last and what can be done here")


@pytest.mark.parametrize("demo_url", ["sqlite"], indirect=True)
def test_menu_bar_sheet_and_guide(qtbot: QtBot, play: Play, window: MainWindow) -> None:
    QTest.keyPress(QApplication.focusWidget(), Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
    QTest.keyRelease(QApplication.focusWidget(), Key.Key_Alt)
    play.step("Menu: Alt shows it, and every word is in it")
    assert window.menu_bar.isVisible()
    QTest.keyClick(window.menu_bar, Key.Key_Escape)

    QTest.keyClick(QApplication.focusWidget(), Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    assert ("Book procedure", "B") in window.sheet.groups["On this page"]
    told = {keys for group in window.sheet.groups.values() for _, keys in group}
    assert KEYS_ANYWHERE - told == set()
    play.step("Shortcuts: every key that works here")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)

    QTest.keyClick(QApplication.focusWidget(), Key.Key_F1)
    assert window.guide is not None
    qtbot.waitUntil(window.guide.isActiveWindow)
    assert window.guide.page == "front-desk.md"
    assert window.guide.area.verticalScrollBar().value() > 0  # at what it says of the schedule
    play.app.lock.close()
    assert not window.guide.isVisible()
