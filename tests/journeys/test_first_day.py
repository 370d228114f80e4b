"""The first day of a clinic: an administrator sets it up and adds the people who work there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.opening import open_desk
from clinicdesk.settings import embedded_url
from clinicdesk.staff.rules import Role
from tests.conftest import Clock
from tests.journeys.playing import KeyCount, Play
from tests.screens.people import PeopleScreen
from tests.screens.sign_in import FirstStartScreen
from ui.pages import SETTINGS
from ui.shell.first_start import FirstStart
from ui.staff.settings_page import SettingsPage

PASSWORD = "a long walk to the river"


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    opened = open_desk(embedded_url(tmp_path / "new.db"), create=True, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def play(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, desk: Desk, clock: Clock, tmp_path: Path
) -> Iterator[Play]:
    playing = Play(qtbot, KeyCount(monkeypatch), desk, clock, tmp_path)
    yield playing
    playing.close()


def test_first_day(qtbot: QtBot, play: Play) -> None:
    set_up(qtbot, play)
    play.sign_in("alex", PASSWORD)
    add_people(qtbot, play)
    play.change_seats("dana", PASSWORD)
    assert play.schedule().spoken == []
    play.step("An empty day: the coordinator can begin")


def set_up(qtbot: QtBot, play: Play) -> None:
    qtbot.waitUntil(lambda: isinstance(play.app.window, FirstStart))
    screen = FirstStartScreen(qtbot, play.app.window)
    screen.fill(
        clinic="Harbor Spine",
        zone="America/Chicago",
        phone="312 555 0100",
        address="1 Lake St, Chicago",
        name="Alex Moreau",
        login="alex",
        password=PASSWORD,
        again=PASSWORD,
    )
    play.step("First start: the clinic and its first administrator")
    screen.open()
    play.wait_for_sign_in()


def add_people(qtbot: QtBot, play: Play) -> None:
    settings = play.page(SETTINGS, SettingsPage)
    people = PeopleScreen(qtbot, settings.open("People"))
    people.add("Dana Mills", "dana", PASSWORD, Role.FRONT_DESK)
    people.add("Dr. N. Okafor", "okafor", PASSWORD, Role.PHYSICIAN)
    people.add("Dana Again", "dana", PASSWORD, Role.NURSE)
    assert people.problem == "dana is in use. Choose another sign-in name."
    assert people.page.name.value() == "Dana Again"
    assert [line.split("   ")[0] for line in people.page.lines] == [
        "Alex Moreau",
        "Dana Mills",
        "Dr. N. Okafor",
    ]
    play.step("People added: each with a sign-in name of their own")
