"""Called away half-way through a registration: the lock, somebody else at the desk, and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.demo import PASSWORD, PIN
from clinicdesk.desk import Desk
from clinicdesk.drafts import Drafts, open_drafts
from tests.conftest import Clock
from tests.journeys.playing import KeyCount, Play
from tests.screens.lock import LockScreen, on_screen, said
from tests.screens.patients import PatientsScreen, RegisterScreen
from ui.pages import PATIENTS, PatientsArea
from ui.shell.main_window import MainWindow

FAMILY = "Quillfeather"


@pytest.fixture
def drafts(tmp_path: Path, clock: Clock) -> Iterator[Drafts]:
    opened = open_drafts(tmp_path / "workstation" / "drafts.db", clock())
    yield opened
    opened.close()


@pytest.fixture
def play(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    desk: Desk,
    clock: Clock,
    output: Path,
    drafts: Drafts,
) -> Iterator[Play]:
    playing = Play(qtbot, KeyCount(monkeypatch), desk, clock, output, drafts)
    yield playing
    playing.close()


def test_called_away(qtbot: QtBot, play: Play) -> None:
    play.sign_in("dana", PASSWORD)
    register = begin_registration(qtbot, play)
    lock = LockScreen(qtbot, play.app)
    come_back(play, lock, register)
    somebody_else_works(qtbot, play, lock)
    find_the_draft(qtbot, play)


def registration(qtbot: QtBot, play: Play) -> RegisterScreen:
    page = play.page(PATIENTS, PatientsArea).list
    return PatientsScreen(qtbot, page).new_patient()


def begin_registration(qtbot: QtBot, play: Play) -> RegisterScreen:
    """The coordinator types, and leaves the cursor in the middle of the name."""
    register = registration(qtbot, play)
    register.fill(family=FAMILY, given="Zebulon", born="3/14/1951")
    given = register.panel.given.input
    given.setFocus()
    QTest.keyClick(given, Qt.Key.Key_Home)
    for _ in range(3):
        QTest.keyClick(given, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    play.step("Half a registration: the coordinator is called away")
    return register


def come_back(play: Play, lock: LockScreen, register: RegisterScreen) -> None:
    """Ctrl+L; a wrong PIN, the right one, and everything is as it was."""
    window, given = play.app.window, register.panel.given.input
    lock.lock()
    assert on_screen() == [lock.window]
    assert FAMILY not in said(on_screen())
    play.step("Locked: nothing of the patient is on the screen")
    lock.unlock("385207")
    assert lock.problem.startswith("That is not your password or PIN.")
    lock.unlock(PIN)

    assert on_screen() == [window]
    assert QApplication.focusWidget() is given
    assert (given.text(), given.selectedText(), given.cursorPosition()) == ("Zebulon", "Zeb", 3)
    assert register.panel.family.value() == FAMILY
    play.step("Back: the page, the text and the cursor as they were")


def somebody_else_works(qtbot: QtBot, play: Play, lock: LockScreen) -> None:
    """A physician takes the desk from the lock, signs with the PIN, and leaves."""
    lock.lock()
    lock.let_somebody_else_in()
    play.sign_in("okafor", PASSWORD)
    assert isinstance(play.app.window, MainWindow)
    assert FAMILY not in said(on_screen())
    policy = play.policy()
    policy.sign(PIN)
    assert policy.state == "Signed"
    play.step("Switched: a physician signs with the PIN")
    person = play.app.window.top_bar.person
    person.setFocus()
    QTest.keyClick(person, Qt.Key.Key_Return)
    qtbot.waitUntil(person.menu.isVisible)
    QTest.keyClick(person.menu, Qt.Key.Key_Up)
    QTest.keyClick(person.menu, Qt.Key.Key_Return)


def find_the_draft(qtbot: QtBot, play: Play) -> None:
    """The coordinator signs in again: the registration waits as it was left."""
    play.sign_in("dana", PASSWORD)
    panel = registration(qtbot, play).panel
    assert (panel.family.value(), panel.given.value()) == (FAMILY, "Zebulon")
    play.step("Back at the desk: the half registration waits")
