"""The physician's morning: what waits is on the screen after signing in, one key from the note."""

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinicdesk.demo import PASSWORD
from clinicdesk.desk import Desk
from tests.builders.patients import an_evaluable_case
from tests.journeys.playing import Play
from tests.screens.checks import everything_said
from tests.screens.evaluations import EvaluationsScreen
from tests.screens.keys import Keys
from ui.evaluations.evaluations_page import EvaluationsPage
from ui.kit import privacy
from ui.screens import EVALUATIONS, PATIENTS

Key = Qt.Key
KEN = "NAKAGAWA, Ken"
MOST_KEYS = 2


def test_evaluations(qtbot: QtBot, play: Play, desk: Desk) -> None:
    an_evaluable_case(desk, family="Nakagawa", given="Ken", birth_date=date(1944, 11, 3))
    keys = Keys()
    play.sign_in("okafor", PASSWORD)
    window = play.app.window
    assert window.current == EVALUATIONS
    screen = EvaluationsScreen(qtbot, play.page(EVALUATIONS, EvaluationsPage))
    assert screen.names == [KEN]
    assert window.rail._buttons[EVALUATIONS].accessibleDescription() == "1 to do"
    play.step("Who waits: the longest waiting first, and a number on the rail")

    keys.press(Key.Key_Return)
    assert play.pressed <= MOST_KEYS
    play.settle()
    qtbot.waitUntil(lambda: window.current == PATIENTS and play.chart.page.chart is not None)
    play.settle()
    assert play.chart.page.chart.tabs.current == "Evaluation"
    play.evaluation().impression("Stenosis of L4-L5.")
    play.step("The note: begun from the list with one key, and left unsigned")

    keys.press(Key.Key_5, ctrl=True)
    play.settle()
    assert screen.line(KEN)["Draft"] == "Your draft"
    play.step("Your draft: it waits in the list")

    keys.press(Key.Key_F9)
    try:
        play.settle()
        assert screen.names == ["K. N."]
        assert "Nakagawa".casefold() not in everything_said(window).casefold()
        play.step("Privacy view: initials for whoever looks on")
    finally:
        keys.press(Key.Key_F9)
    assert not privacy.is_on()
    assert screen.names == [KEN]
