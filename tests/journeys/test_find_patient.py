"""Somebody is on the phone: the chart is open with at most ten keys, from wherever one is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinicdesk.demo import PASSWORD
from clinicdesk.desk import Desk
from tests.builders.patients import a_patient
from tests.journeys.playing import Play
from tests.screens.finder import FinderScreen
from tests.screens.lock import LockScreen
from ui.pages import PATIENTS, SCHEDULE, SETTINGS
from ui.shell.main_window import MainWindow

Key = Qt.Key
MOST_KEYS = 10
MOST_SHOWN = 8


@pytest.fixture
def people(desk: Desk) -> dict[str, int]:
    """Three more than the demo clinic has, by a short name."""
    return {
        "obrien": a_patient(desk, family="O'Brien", given="Seán", phones=()),
        "nakagawa": a_patient(desk, family="Nakagawa", given="Ken", phones=()),
        "lopez": a_patient(
            desk, family="López", given="Inés", phones=(), former_names=(("Quintanilla", "Inés"),)
        ),
    }


def finder(qtbot: QtBot, play: Play) -> FinderScreen:
    assert isinstance(play.app.window, MainWindow)
    return FinderScreen(qtbot, play.app.window)


def open_by(play: Play, screen: FinderScreen, typed: str) -> str:
    """Ctrl+K, seven keys at most, Enter; the banner of the chart that opens."""
    before = play._keys.pressed
    screen.look_for(typed[:7])
    screen.press(Key.Key_Return)
    assert play._keys.pressed - before < MOST_KEYS  # Ctrl and K are two
    play.settle()
    assert not screen.is_open
    return play.chart.banner


def test_from_every_page(qtbot: QtBot, play: Play, people: dict[str, int]) -> None:
    play.sign_in("dana", PASSWORD)
    screen = finder(qtbot, play)
    for place, typed, name in (
        (SCHEDULE, "holloway", "HOLLOWAY, Bernice"),
        (PATIENTS, "nguyen", "NGUYỄN, Thị Hoa"),
        ("", "o'brien", "O'BRIEN, Seán"),
        (SETTINGS, "obrien", "O'BRIEN, Seán"),
        (SCHEDULE, "pet sta", "PETRAKIS, Stavros"),
    ):
        if place:
            screen.window.go(place)
            play.settle()
        assert name in open_by(play, screen, typed)

    screen.open()
    play.settle()
    assert screen.titles == [
        "PETRAKIS, Stavros",
        "O'BRIEN, Seán",
        "NGUYỄN, Thị Hoa",
        "HOLLOWAY, Bernice",
    ]
    play.step("Nothing typed: the charts that were opened last")
    screen.press(Key.Key_Down)
    screen.press(Key.Key_Return)
    play.settle()
    assert "O'BRIEN, Seán" in play.chart.banner


@pytest.mark.parametrize("demo_url", ["sqlite"], indirect=True)
def test_by_whatever_the_caller_says(qtbot: QtBot, play: Play, people: dict[str, int]) -> None:
    play.sign_in("dana", PASSWORD)
    screen = finder(qtbot, play)
    for typed, title, why in (
        ("quintan", "LÓPEZ, Inés", "Former name QUINTANILLA, Inés"),
        ("0116", "NGUYỄN, Thị Hoa", "Phone ends 0116"),
        ("9/17/50", "PETRAKIS, Stavros", "Born Sep 17, 1950"),
        ("r 0171", "MARTINEZ, Rosa", "Phone ends 0171"),
    ):
        screen.look_for(typed)
        screen.wait_for(title)
        assert why in screen.spoken[0]
        play.step(f"Found by {why.split()[0]}: {typed} finds {title}")
        screen.press(Key.Key_Escape)
        assert title in open_by(play, screen, typed)

    screen.look_for("707")
    play.settle()
    assert len(screen.titles) == MOST_SHOWN
    assert screen.words.startswith(f"The first {MOST_SHOWN}.")
    play.step("Many matches: the first are shown, and what to type to have fewer")


@pytest.mark.parametrize("demo_url", ["sqlite"], indirect=True)
def test_similar_names_and_a_typing_error(qtbot: QtBot, play: Play, people: dict[str, int]) -> None:
    play.sign_in("dana", PASSWORD)
    screen = finder(qtbot, play)
    screen.look_for("martin")
    screen.wait_for("MARTIN, Rose", "MARTINEZ, Rosa")
    assert all("Similar names" in row for row in screen.spoken)
    play.step("Similar names: nobody picks the wrong one unwarned")
    screen.press(Key.Key_Down)
    screen.press(Key.Key_Return)
    play.settle()
    assert "MARTINEZ, Rosa" in play.chart.banner

    screen.look_for("nakgawa")
    screen.wait_for("Did you mean NAKAGAWA?")
    assert screen.words == "No one matches “nakgawa”."
    play.step("Did you mean: one key looks for the name that was meant")
    screen.press(Key.Key_Return)
    screen.wait_for("NAKAGAWA, Ken")
    screen.press(Key.Key_Return)
    play.settle()
    assert "NAKAGAWA, Ken" in play.chart.banner

    screen.look_for("zzzz")
    play.settle()
    assert screen.words == "No one matches “zzzz”. Ctrl+N registers a new patient."


@pytest.mark.parametrize("demo_url", ["sqlite"], indirect=True)
def test_who_may_not_look_for_patients_and_a_locked_window(qtbot: QtBot, play: Play) -> None:
    play.sign_in("dana", PASSWORD)
    screen = finder(qtbot, play)
    lock = LockScreen(qtbot, play.app)
    play.app.lock.close()
    QTest.keyClick(lock.window, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not screen.is_open

    play.change_seats("alex", PASSWORD)
    screen = finder(qtbot, play)
    screen.look_for("martin")
    play.settle()
    assert screen.rows == []
    assert screen.words == ""
