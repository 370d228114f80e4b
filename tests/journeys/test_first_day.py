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
from tests.screens.sign_in import FirstStartScreen, SecretScreen
from ui.pages import SETTINGS
from ui.shell.first_start import FirstStart
from ui.shell.main_window import MainWindow
from ui.shell.own_password import OwnPassword
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
    come_in_for_the_first_time(qtbot, play)
    assert play.schedule().spoken == []
    play.step("An empty day: the coordinator can begin")


def come_in_for_the_first_time(qtbot: QtBot, play: Play) -> None:
    """The password the administrator gave counts once: the coordinator chooses her own."""
    play.app.sign_in()
    play.wait_for_sign_in().sign_in("dana", PASSWORD)
    qtbot.waitUntil(lambda: isinstance(play.app.window, OwnPassword))
    screen = SecretScreen(qtbot, play.app.window.form)
    screen.choose("", "dana mills at harbor spine")
    play.settle()
    assert screen.problem.startswith("Others would try this password early")
    play.step("Own password: names and the clinic's words do not count")
    screen.choose("", "three otters ate my lunch")
    qtbot.waitUntil(lambda: isinstance(play.app.window, MainWindow))
    play.change_seats("dana", "three otters ate my lunch")


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
