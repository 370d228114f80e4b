"""Somebody leaves, and comes back in another job: what an administrator decides counts at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinicdesk import opening
from clinicdesk.staff.rules import Role
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, PASSWORD
from tests.conftest import Clock
from tests.journeys.playing import KeyCount, Play
from tests.screens.people import PeopleScreen
from ui.pages import SCHEDULE, SETTINGS
from ui.scheduling.schedule_page import SchedulePage
from ui.shell.main_window import MainWindow
from ui.staff.settings_page import SettingsPage

Seats = Callable[[str], Play]


@pytest.fixture
def seat(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    clock: Clock,
    output: Path,
) -> Iterator[Seats]:
    """A window of its own, on a workstation of its own, for each person."""
    keys, plays, desks = KeyCount(monkeypatch), [], []

    def take(login: str) -> Play:
        desks.append(opening.open_desk(url, clock=clock))
        plays.append(Play(qtbot, keys, desks[-1], clock, output))
        plays[-1].sign_in(login, PASSWORD)
        return plays[-1]

    yield take
    for play in plays:
        play.close()
    for one in desks:
        one.close()


def test_what_an_administrator_decides_counts_at_the_next_gesture(
    qtbot: QtBot, seat: Seats
) -> None:
    dana, office = seat(COORDINATOR), seat(ADMINISTRATOR)
    dana.schedule()
    people = at_people(qtbot, office)
    people.open(COORDINATOR)

    ended(dana, office, people)
    brought_back(dana, office, people)
    given_another_job(dana, office, people)


def ended(dana: Play, office: Play, people: PeopleScreen) -> None:
    people.press(people.card.end)
    office.step("The administrator ends Dana's access")
    assert people.access(COORDINATOR) == "Ended"

    turn_the_page(dana)
    dana.step("Dana turns to the next week: she is back at the sign-in window")
    assert dana.wait_for_sign_in().problem == (
        "An administrator ended your access to ClinicDesk. Ask an administrator to bring you back."
    )


def brought_back(dana: Play, office: Play, people: PeopleScreen) -> None:
    office._activate()
    people.press(people.card.bring_back)

    dana.sign_in(COORDINATOR, PASSWORD)
    dana.step("Brought back: Dana works on")
    assert dana.schedule().title.startswith("Monday, November 23")


def given_another_job(dana: Play, office: Play, people: PeopleScreen) -> None:
    office._activate()
    people.card.roles.set_value(())
    people.give(Role.ADMINISTRATOR)
    people.save()
    assert people.objection == ""

    turn_the_page(dana)
    dana.step("Dana is an administrator now: the schedule stays closed, in words")
    assert isinstance(dana.app.window, MainWindow)
    schedule = dana.page(SCHEDULE, SchedulePage)
    assert schedule.reading.cover.isVisible()
    assert schedule.reading.problem == (
        "Your roles were changed, and this is no longer among them. Ask the front desk, a nurse"
        " or a physician to do it; sign in again to see what you can do."
    )

    dana.change_seats(COORDINATOR, PASSWORD)
    dana.step("Signed in again: her own screens")
    assert list(dana.app.window._entries) == [SETTINGS]


def turn_the_page(dana: Play) -> None:
    dana._activate()
    dana.schedule().press(Qt.Key.Key_PageDown)


def at_people(qtbot: QtBot, office: Play) -> PeopleScreen:
    settings = office.page(SETTINGS, SettingsPage)
    return PeopleScreen(qtbot, settings.open("People"))
