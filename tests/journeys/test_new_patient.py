"""A new patient on the phone: registered from wherever the desk is, by keyboard, in 42 keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.demo import PASSWORD
from clinicdesk.patients.rules import Sex
from tests.journeys.playing import KeyCount, Play
from tests.screens.keys import Keys, settle
from tests.screens.patients import RegisterScreen
from ui.pages import PatientsArea

Key = Qt.Key
MOST_KEYS = 42


@pytest.fixture
def demo_url(sqlite_demo: str) -> str:
    """The keys are the same on a server."""
    return sqlite_demo


def test_new_patient(qtbot: QtBot, play: Play) -> None:
    play.sign_in("dana", PASSWORD)
    keys = Keys()
    register_in_few_keys(qtbot, play, keys)
    ask_before_guessing(qtbot, play, keys)
    tell_everything(qtbot, play, keys)
    put_it_right(qtbot, play, keys)


def begin(qtbot: QtBot, play: Play, keys: Keys) -> RegisterScreen:
    """Ctrl+N on whatever page: the cursor is in the first field."""
    keys.press(Key.Key_N, ctrl=True)
    area = play.app.window.findChild(PatientsArea)
    register = area.list.register
    assert QApplication.focusWidget() is register.family.input
    return RegisterScreen(qtbot, register)


def register_in_few_keys(qtbot: QtBot, play: Play, keys: Keys) -> None:
    """Last name, first name, birth date, sex and phone, with nothing but the keyboard."""
    count: KeyCount = play._keys
    count.pressed = 0
    screen = begin(qtbot, play, keys)
    for typed in ("Castellano", "Maria", "", "3/14/51", "f", "7075550171"):
        keys.type(typed)
        keys.press(Key.Key_Tab)
    count.pressed -= 1  # the last Tab is not needed
    panel = screen.panel
    echoes = (panel.born.note, panel.sex.value(), panel.phone.value())
    assert echoes == ("Mar 14, 1951 (75 y)", Sex.FEMALE, "(707) 555-0171")
    play.settle()
    shown = play.app.window.grab()
    patient_id = screen.register()

    assert count.pressed <= MOST_KEYS
    shown.save(str(play.output / "00-minimal.png"))
    play.chart.wait_for(patient_id)
    assert "CASTELLANO, Maria" in play.chart.banner
    play.step("Registered: from the schedule to the new chart")


def ask_before_guessing(qtbot: QtBot, play: Play, keys: Keys) -> None:
    """What cannot be read is never guessed: the form asks, and says what to do."""
    screen = begin(qtbot, play, keys)
    keys.press(Key.Key_Tab)
    keys.type("Rosa")
    for _ in range(2):
        keys.press(Key.Key_Tab)
    keys.type("2/30/1951")
    keys.press(Key.Key_Tab)
    born = screen.panel.born
    assert keys.focus is born.suggestions.buttons[0]
    keys.fill(screen.panel.phone, "707555017")
    screen.save()
    assert list(screen.panel.summary.sentences) == [
        screen.panel.family.error,
        born.error,
        screen.panel.phone.error,
    ]
    play.step("Asked: what to do stands above and at each field")
    keys.tab_to(born.suggestions.buttons[1])
    keys.press(Key.Key_Return)
    assert born.note == "Mar 1, 1951 (75 y)"


def tell_everything(qtbot: QtBot, play: Play, keys: Keys) -> None:
    """The rest waits below, for whoever has it at hand."""
    screen = RegisterScreen(qtbot, play.app.window.findChild(PatientsArea).list.register)
    form = screen.panel.form
    keys.fill(screen.panel.phone, "7075550172")
    screen.open_more()
    settle(qtbot, play.app.background)
    keys.tab_to(form.phones.add)
    keys.press(Key.Key_Space)
    keys.type("7075550173")
    keys.pick(form.language, "es")
    keys.choose(form.interpreter, True)
    settle(qtbot, play.app.background)  # the form has grown: its layout takes several rounds
    play.step("More: a second phone, Spanish, with an interpreter")
    keys.fill(screen.panel.family, "Ibarra")
    patient_id = screen.register()
    play.chart.wait_for(patient_id)


def put_it_right(qtbot: QtBot, play: Play, keys: Keys) -> None:
    """The caller spells it again: another name, and she always had it."""
    chart = play.chart.page.chart
    keys.tab_to(chart.correct)
    keys.press(Key.Key_Space)
    play.settle()
    panel = chart.correcting
    keys.fill(panel.name.family, "Ybarra")
    keys.choose(panel.why, False)
    settle(qtbot, play.app.background)
    play.step("Put right: why the name is different is asked")
    with qtbot.waitSignal(panel.saved):
        keys.press(Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: "YBARRA, Rosa" in chart.banner.accessibleName())
    assert keys.focus is chart.correct
