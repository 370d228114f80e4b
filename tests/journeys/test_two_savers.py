"""Two people take the same intake at once; the second to save decides what counts."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.demo import PASSWORD
from clinicdesk.desk import Desk
from clinicdesk.intake.queries import intake
from clinicdesk.opening import open_desk
from clinicdesk.patients.actions import RegisterPatient, register_patient
from tests.builders.clinic import actor
from tests.conftest import Clock
from tests.journeys.playing import KeyCount, Play
from tests.screens.intake import IntakeScreen

Open = Callable[[str], Play]


@pytest.fixture
def workstation(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, demo_url: str, clock: Clock, output: Path
) -> Iterator[Open]:
    """`workstation(login)`: the program at one more place, with somebody signed in."""
    counted, open_ones = KeyCount(monkeypatch), []

    def opened(login: str) -> Play:
        folder = output / login
        folder.mkdir(exist_ok=True)
        desk = open_desk(demo_url, clock=clock)
        play = Play(qtbot, counted, desk, clock, folder)
        open_ones.append((play, desk))
        play.sign_in(login, PASSWORD)
        return play

    yield opened
    for play, desk in open_ones:
        play.close()
        desk.close()


def test_the_second_to_save_an_intake_decides(desk: Desk, workstation: Open) -> None:
    who = actor(desk, "dana")
    adaeze = RegisterPatient(family="Okonkwo", given="Adaeze", birth_date=date(1951, 3, 14))
    patient_id = desk.change(who, register_patient, adaeze, uuid4()).answer
    dana, noor = workstation("dana"), workstation("noor")
    at_dana, at_noor = at_intake(dana), at_intake(noor)

    at_noor.write("reason_for_visit", "Leg pain when walking")
    at_noor.answer("bladder_change", value=False)
    at_noor.save()
    noor.step("The nurse saves first")

    dana._activate()
    at_dana.write("reason_for_visit", "Back pain for two years")
    at_dana.answer("bowel_change", value=False)
    at_dana.save()
    dana.step("A conflict: who saved, what is saved now, what was typed here")
    card = at_dana.panel.conflict
    assert card.sentence.startswith("Noor Haddad saved this too")
    assert [*card.rows] == ["reason_for_visit", "bladder_change"]
    assert at_dana.text("reason_for_visit") == "Back pain for two years"

    at_dana.decide("reason_for_visit", mine=False)
    assert at_dana.text("reason_for_visit") == "Leg pain when walking"
    at_dana.decide("reason_for_visit", mine=True)
    at_dana.save()
    dana.step("Decided by keyboard: both people's answers are there")

    found = desk.read(who, intake, patient_id)
    assert found is not None
    answers = {answer.key: answer.value for answer in found.answers}
    assert answers["reason_for_visit"] == "Back pain for two years"
    assert (answers["bladder_change"], answers["bowel_change"]) == (False, False)
    assert card.sentence == ""


def at_intake(play: Play) -> IntakeScreen:
    play._activate()
    play.open_chart("okonkwo")
    return play.intake()
