"""Two patients of one day have similar names: every place says so, and nothing goes past it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinicdesk.demo import PASSWORD
from clinicdesk.sheets.rules import SheetKind
from tests.journeys.playing import Play
from tests.screens import keys
from tests.screens.finder import FinderScreen
from tests.screens.schedule import ScheduleScreen
from ui.kit.buttons import Button
from ui.scheduling.schedule_page import SchedulePage

Key = Qt.Key
PRE_OP = SheetKind.PRE_OP
ROSA, ROSE = "MARTINEZ, Rosa", "MARTIN, Rose"
KEYS_TO_BOOK = 13  # an approved patient into a proposed place, from the search
HELD = 2  # Ctrl, of two chords


@pytest.fixture
def demo_url(sqlite_demo: str) -> str:
    """What the core knows of similar names is tried on both databases elsewhere."""
    return sqlite_demo


def test_similar_names(qtbot: QtBot, play: Play) -> None:
    play.sign_in("dana", PASSWORD)
    see_them_on_the_day(play)
    see_it_on_the_chart(play)
    print_with_the_birth_year(play)
    part_them(play)
    book_another(qtbot, play)


def alerted(play: Play) -> list[str]:
    return [
        card.split(", Name alert")[0] for card in play.schedule().spoken if "Name alert" in card
    ]


def see_them_on_the_day(play: Play) -> None:
    assert [card.split(", ", 1)[1] for card in alerted(play)] == [ROSA, ROSE]
    play.schedule().open(ROSA)
    assert ROSE in play.schedule().page.panel.whose.alert.toolTip()
    play.step("Name alert: two cards of the day say so, and who the other is")


def see_it_on_the_chart(play: Play) -> None:
    play.open_chart("martinez")
    assert f"Name alert, Similar name: {ROSE}, born Aug 14, 1951" in play.chart.banner
    play.step("Banner: the chart says so too")


def print_with_the_birth_year(play: Play) -> None:
    """Reading back is not enough: the year is typed, and another one is refused."""
    sheets = play.sheets("martinez")
    sheets.preview(PRE_OP)
    strip = sheets.panel.sheet.verify
    assert strip.asks_year
    sheets.save()
    assert sheets.problem.startswith("Ask for the birth date and type its year")
    keys.type_year(strip, date(1952, 1, 1))
    assert sheets.problem.startswith("This is not the birth year of this patient")
    play.step("Birth year: another one is refused, and nothing is printed")
    keys.verify(strip)
    text = play.saved(sheets, "rosa.pdf")
    assert "Name alert: another patient has a similar name. Check the birth date." in text
    assert "Rosa Martinez" in text
    assert "Rose" not in text
    play.step("Printed: the paper says so for the staff, and names nobody else")


def part_them(play: Play) -> None:
    """Three days later nobody similar is about: one key is enough again, and the alert goes."""
    panel = play.schedule().move(ROSA)
    panel.set_date("11/26/2026")
    pressed = play.pressed
    panel.commit()
    assert play.pressed - pressed == 2
    play.schedule().go_to("11/23/2026")
    assert alerted(play) == []
    play.step("Moved away: the two do not meet any more")


def book_another(qtbot: QtBot, play: Play) -> None:
    """From the search: the chart, B, an opening's key, Space, Ctrl+Enter."""
    play.open_chart("dela")
    keys.press(play._tab("Readiness").findChild(Button))
    play.settle()
    schedule = ScheduleScreen(qtbot, play.app.window.findChild(SchedulePage))
    assert schedule.panel.panel.proposed() is None
    assert schedule.panel.panel.verify.words.startswith("DELACROIX, Odette")
    play.step("From the chart: the patient is chosen already")
    pressed = play.pressed
    finder = FinderScreen(qtbot, play.app.window)
    finder.look_for("del od")
    finder.wait_for("DELACROIX, Odette")
    for key in (Key.Key_Return, Key.Key_B, Key.Key_2, Key.Key_Space):
        finder.press(key)
        play.settle()
    panel = schedule.panel
    assert panel.panel.verify.words.startswith("DELACROIX, Odette")
    panel.press_commit()
    assert panel.problem == ""
    assert play.pressed - pressed + HELD <= KEYS_TO_BOOK + 1  # one more makes sure whose it is
    play.step("Booked: from the chart, one key more than before")
