"""Half a registration, half an intake, and the program ends: everything typed is there again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.demo import PASSWORD
from clinicdesk.desk import Desk
from clinicdesk.drafts import Drafts, open_drafts
from tests.conftest import Clock
from tests.journeys.playing import KeyCount, Play
from tests.screens import keys
from tests.screens.patients import PatientsScreen, RegisterScreen
from ui.kit.labels import Label
from ui.pages import PATIENTS, PatientsArea

Start = Callable[[], Play]


@pytest.fixture
def drafts(tmp_path: Path, clock: Clock) -> Iterator[Drafts]:
    opened = open_drafts(tmp_path / "workstation" / "drafts.db", clock())
    yield opened
    opened.close()


@pytest.fixture
def start(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    desk: Desk,
    clock: Clock,
    output: Path,
    drafts: Drafts,
) -> Iterator[Start]:
    """Starts the program, ending the one that runs, and signs in."""
    counted, running = KeyCount(monkeypatch), []

    def started() -> Play:
        for play in running:
            play.close()
        play = Play(qtbot, counted, desk, clock, output, drafts)
        running[:] = [play]
        play.sign_in("dana", PASSWORD)
        return play

    yield started
    for play in running:
        play.close()


def test_typing_survives_the_end_of_the_program(qtbot: QtBot, start: Start, clock: Clock) -> None:
    play = start()
    begin_registration(qtbot, play)
    clock.advance(minutes=5)

    play = start()
    assert play.app.window.toast.text == (
        "You have unfinished work here: New patient. Open it to go on."
    )
    register = registration(qtbot, play)
    assert typed(register) == ("Okonkwo", "3/14/5")
    play.step("Started again: half a registration is back, half a date too")
    discard_and_undo(play, register)
    finish(play, register)
    begin_intake(play)
    sign_out(play)

    go_on_with_intake(start())
    assert typed(registration(qtbot, start())) == ("", "")


def typed(register: RegisterScreen) -> tuple[str, str]:
    return register.panel.family.input.text(), register.panel.born.input.text()


def registration(qtbot: QtBot, play: Play) -> RegisterScreen:
    area = play.page(PATIENTS, PatientsArea)
    return PatientsScreen(qtbot, area.list).new_patient()


def begin_registration(qtbot: QtBot, play: Play) -> None:
    registration(qtbot, play).fill(family="Okonkwo", given="Ngozi", born="3/14/5")
    play.step("Half a registration: somebody waits at the desk")


def discard_and_undo(play: Play, register: RegisterScreen) -> None:
    strip = register.panel._draft.strip
    keys.press(strip.button)
    play.settle()
    assert typed(register) == ("", "")
    play.step("Discarded: a toast and the strip offer to bring it back")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert typed(register) == ("Okonkwo", "3/14/5")
    keys.press(strip.button)
    keys.press(strip.button)
    assert typed(register) == ("Okonkwo", "3/14/5")


def finish(play: Play, register: RegisterScreen) -> None:
    keys.type_into(register.panel.born, "3/14/51")
    patient_id = register.register()
    play.chart.wait_for(patient_id)
    play.settle()


def begin_intake(play: Play) -> None:
    play.intake().write("reason_for_visit", "Legs go numb")
    play.step("Half an intake: not saved yet")


def sign_out(play: Play) -> None:
    play.app.sign_in()
    words = [label.text() for label in play.app.window.findChildren(Label)]
    assert "Dana Mills has unfinished work here. It comes back at the next sign-in." in words
    play.step("Signed out: the window says that something waits")


def go_on_with_intake(play: Play) -> None:
    play.open_chart("okonkwo")
    intake = play.intake()
    assert intake.panel.form.fields["reason_for_visit"].area.value() == "Legs go numb"
    play.step("The intake is back where it was typed")
    intake.panel.save.setFocus()
    keys.press(intake.panel.save)
    play.settle()
    assert intake.panel._draft.strip.words == ""
