"""The line breaks after a patient was saved and before the program heard of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.demo import PASSWORD
from clinicdesk.desk import Desk
from clinicdesk.errors import Unanswered
from clinicdesk.messages import sentence
from clinicdesk.patients.tables import Patient
from tests.builders.rows import rows
from tests.conftest import Clock
from tests.journeys.playing import KeyCount, Play
from tests.reliability.losing import Line, losing
from tests.screens.patients import PatientsScreen, RegisterScreen
from ui.pages import PATIENTS, PatientsArea

[LOST] = map(sentence, Unanswered.reasons)


@pytest.fixture
def lost(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    desk: Desk,
    demo_url: str,
    clock: Clock,
    output: Path,
) -> Iterator[tuple[Play, Line]]:
    """The program on a line that can break."""
    desk.close()
    with losing(demo_url, clock) as (broken, line):
        play = Play(qtbot, KeyCount(monkeypatch), broken, clock, output)
        yield play, line
        line.mend()
        play.close()


def okonkwos(url: str) -> int:
    with rows(url) as session:
        return session.query(Patient).filter_by(family="Okonkwo").count()


def test_an_answer_that_gets_lost_saves_once_and_loses_nothing_typed(
    lost: tuple[Play, Line], demo_url: str, qtbot: QtBot
) -> None:
    play, line = lost
    play.sign_in("dana", PASSWORD)
    register = begin_registration(play, qtbot)
    line.cut()
    register.save()
    play.step("The line breaks: the panel says what to do, and what was typed is still there")

    assert register.problem == LOST
    assert state(play) == "Not connected · 1 form not saved yet"
    assert register.panel.family.input.text() == "Okonkwo"
    assert okonkwos(demo_url) == 1

    line.mend()
    register.register()
    play.step("Saved again once the line is back: the chart opens")
    assert state(play) == "All changes saved"
    assert okonkwos(demo_url) == 1


def begin_registration(play: Play, qtbot: QtBot) -> RegisterScreen:
    area = play.page(PATIENTS, PatientsArea)
    register = PatientsScreen(qtbot, area.list).new_patient()
    register.fill(family="Okonkwo", given="Adaeze", born="3/14/1951", phone="707 555 0188")
    return register


def state(play: Play) -> str:
    """What the top bar says of the connection."""
    return play.app.window.top_bar.state
