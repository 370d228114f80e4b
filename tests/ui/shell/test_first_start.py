"""The first start of a new clinic, through the real windows of the program."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk, system_clock
from clinicdesk.drafts import Whose
from clinicdesk.opening import open_desk
from clinicdesk.settings import embedded_url
from tests.screens.sign_in import FirstStartScreen
from ui.background import Background
from ui.drafting import Drafting
from ui.shell.first_start import FirstStart

PASSWORD = "a long walk to the river"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(embedded_url(tmp_path / "new.db"), create=True)
    yield opened
    opened.close()


@pytest.fixture
def screen(qtbot: QtBot, background: Background) -> FirstStartScreen:
    drafting = Drafting(background, None, Whose("", 0), now=system_clock, zone=UTC)
    window = FirstStart(background, drafting)
    qtbot.addWidget(window)
    window.show()
    return FirstStartScreen(qtbot, window)


def fill(screen: FirstStartScreen, **other: str) -> None:
    screen.fill(
        **{
            "clinic": "Harbor Spine",
            "zone": "America/Chicago",
            "phone": "312 555 0100",
            "address": "1 Lake St",
            "name": "Alex Moreau",
            "login": "alex",
            "password": PASSWORD,
            "again": PASSWORD,
            **other,
        }
    )


def test_a_filled_form_opens_the_clinic(qtbot: QtBot, screen: FirstStartScreen) -> None:
    fill(screen)
    with qtbot.waitSignal(screen.window.opened):
        screen.open()


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"clinic": ""}, "Clinic name: fill this in."),
        ({"password": "", "again": ""}, "Password: fill this in."),
        ({"again": "another password"}, "Password again: type the same password twice."),
    ],
)
def test_a_gap_is_named_and_nothing_typed_is_lost(
    screen: FirstStartScreen, other: dict[str, str], sentence: str
) -> None:
    fill(screen, **other)
    screen.open()
    assert screen.problem == sentence
    assert screen.window.login.value() == "alex"


def test_a_short_password_is_refused_with_what_to_do(
    qtbot: QtBot, screen: FirstStartScreen, background: Background
) -> None:
    fill(screen, password="short", again="short")
    with qtbot.waitSignal(background.settled):
        screen.open()
    assert screen.problem.startswith("Use at least 15 characters")
    assert screen.window.clinic.value() == "Harbor Spine"
