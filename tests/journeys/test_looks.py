"""Every main screen in every look: nothing that tells people, times or drugs apart is cut.

The suite looks at what has least room: the largest text in the smallest window. Where pictures are
wanted, they are taken in both themes and in several sizes.
"""

import os
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinicdesk.demo import PASSWORD
from tests.journeys.playing import PICTURES, Play
from tests.screens.finder import FinderScreen
from tests.screens.looks import cut, settle, wearing
from ui.kit.theme import Theme
from ui.pages import SETTINGS, TODAY
from ui.procedure_day.today_page import TodayPage
from ui.staff.settings_page import SettingsPage

Key = Qt.Key
WIDTHS = {1280: 720, 1440: 900}
LEAST_ROOM = (Theme.DARK, 130, 1280)
ALL = list(product((Theme.LIGHT, Theme.DARK), (100, 130), WIDTHS))
Screen = tuple[str, Callable[[], object]]


@pytest.mark.parametrize("demo_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("kind", "text", "width"), ALL if PICTURES in os.environ else [LEAST_ROOM])
def test_looks(play: Play, qtbot: QtBot, kind: Theme, text: int, width: int) -> None:
    play.sign_in("dana", PASSWORD)
    window = play.app.window
    assert window is not None
    window.resize(width, WIDTHS[width])
    told = {}
    with wearing(kind, text):
        for name, show in screens(play, qtbot):
            show()
            play.settle()  # what came brings parts that read in their turn
            play.settle()
            settle()
            if PICTURES in os.environ:
                file = f"{name}-{kind}-{text}-{width}.png"
                window.grab().save(str(play.output / file))
            told[name] = cut(window)
    assert {name: short for name, short in told.items() if short} == {}


def screens(play: Play, qtbot: QtBot) -> Iterator[Screen]:
    """What the front desk sees, in the order of a day."""
    schedule = play.schedule()
    yield "day", lambda: None
    yield "week", lambda: schedule.press(Key.Key_W)
    yield "list", lambda: schedule.press(Key.Key_L)
    schedule.press(Key.Key_D)
    yield "booking", lambda: schedule.open("MARTINEZ, Rosa")
    yield "move", lambda: schedule.move("SORENSEN, Inga")
    yield "today", lambda: play.page(TODAY, TodayPage)
    yield "patients", lambda: play.patients().search("mar")
    yield "new-patient", lambda: play.patients().new_patient()
    finder = FinderScreen(qtbot, play.app.window)
    yield "finder", lambda: finder.look_for("mar")
    finder.finder.leave()
    play.open_chart("martinez r")
    for label in play.chart.page.chart.labels:
        yield label.lower(), lambda to=label: play.chart.go(to)
    yield "settings", lambda: play.page(SETTINGS, SettingsPage)
