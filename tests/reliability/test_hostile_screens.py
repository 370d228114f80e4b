"""R-09 and R-22: a patient whose every word looks like markup: each screen shows it as letters."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.opening import open_desk
from clinicdesk.sheets.rules import SheetKind
from tests.builders.clinic import ADMINISTRATOR, PASSWORD, PHYSICIAN
from tests.builders.marked_up import (
    ALERT,
    CONTACT,
    DRIVER,
    DRUG,
    FAMILY,
    GIVEN,
    NOTE,
    TITLE,
    live,
    live_today,
)
from tests.conftest import Clock
from tests.journeys.playing import KeyCount, Play
from tests.promises import promise
from tests.screens.history import HistoryScreen
from tests.screens.markup import loaded, planted, read_as_markup
from tests.screens.program import SCREENS, Program
from tests.ui.conftest import collected_here
from ui.kit.labels import Label
from ui.pages import PATIENTS, SETTINGS, PatientsArea
from ui.staff.settings_page import SettingsPage

__all__ = ["collected_here"]


@pytest.fixture
def desk(sqlite_url: str, clock: Clock) -> Iterator[Desk]:
    opened = open_desk(sqlite_url, clock=clock)
    live(opened)
    yield opened
    opened.close()


@pytest.fixture
def play(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, desk: Desk, clock: Clock, tmp_path: Path
) -> Iterator[Play]:
    playing = Play(qtbot, KeyCount(monkeypatch), desk, clock, tmp_path)
    failures: list[Exception] = []
    playing.app.background.failed.connect(failures.append)
    playing.app.background.shown.connect(failures.append)
    yield playing
    playing.close()
    assert failures == []


def words(window: QWidget) -> str:
    """All that a window says."""
    said = []
    for one in (window, *window.findChildren(QWidget)):
        said.append(one.accessibleName())
        if isinstance(one, QLabel | QAbstractButton | QLineEdit):
            said.append(one.text())
        elif isinstance(one, QPlainTextEdit):
            said.append(one.toPlainText())
    return "\n".join(said)


def seen(play: Play, *needles: str) -> None:
    """The screen in front says these words to the letter, reads none as markup, names nobody."""
    play.settle()
    play.settle()  # what was just painted for the first time may have asked for more
    window = play.app.window
    assert window is not None
    assert read_as_markup(window) == []
    told = words(window)
    assert [needle for needle in needles if needle not in told] == []
    titles = [one.windowTitle() for one in QApplication.topLevelWidgets()]
    assert [title for title in titles if "etmark" in title or "192.0" in title] == []


def test_every_screen_shows_letters(play: Play) -> None:
    play.sign_in(PHYSICIAN, PASSWORD)
    shown = f"{FAMILY.upper()}, {GIVEN}"
    schedule = play.schedule()
    schedule.go_to("11/30/2026")
    assert any(shown in spoken for spoken in schedule.spoken)
    schedule.open(shown)
    seen(play, DRIVER)
    schedule.move(shown)
    seen(play)
    area = play.page(PATIENTS, PatientsArea)
    area.list.search.setText("zetmark")
    play.settle()
    assert [row.patient.name.on_screen for row in area.list.table.rows] == [shown]
    seen(play)
    play.open_chart("zetmark")
    seen(play, shown, DRUG, CONTACT, ALERT)
    for tab, needles in {
        "Details": (CONTACT, ALERT),
        "Intake": (DRUG,),
        "Evaluation": (NOTE,),
        "Readiness": (DRIVER,),
        "Procedure": (),
    }.items():
        play.chart.go(tab)
        seen(play, shown, *needles)
    play.documents().open(TITLE)
    seen(play, shown, TITLE)


def test_the_history_shows_letters(play: Play, qtbot: QtBot) -> None:
    play.sign_in(PHYSICIAN, PASSWORD)
    play.open_chart("zetmark")
    history = HistoryScreen(qtbot, play.chart.go("History"))
    play.settle()
    for done, typed in {
        "Registered the patient": FAMILY,
        "Signed the evaluation": NOTE,
        "Recorded who takes the patient home": DRIVER,
        "Saved the intake": DRUG,
    }.items():
        history.go_to(done)
        seen(play)
        assert typed in "\n".join([history.details, *history.words]), done


def test_sheets_show_letters(play: Play) -> None:
    play.sign_in(PHYSICIAN, PASSWORD)
    sheets = play.sheets("zetmark")
    sheets.preview(SheetKind.PRE_OP)
    seen(play, f"{FAMILY.upper()}, {GIVEN}")
    sheets.verify()
    text = "".join(play.saved(sheets, "pre-op.pdf").split())
    for name in (FAMILY, GIVEN, DRIVER):
        assert "".join(name.split()) in text


def test_settings_show_letters(play: Play) -> None:
    play.sign_in(ADMINISTRATOR, PASSWORD)
    settings = play.page(SETTINGS, SettingsPage)
    settings.open("People")
    seen(play)


@promise(
    "R-22",
    "whatever data says, every screen shows it as letters: no label, tip or cell reads it as "
    "markup, and no picture it names is fetched",
    every={"screens": 12},
    stress={"screens": 600},
    mutant="one label that finds out by itself whether its text is markup",
)
def test_data_stays_letters(
    qtbot: QtBot,
    sqlite_url: str,
    clock: Clock,
    tmp_path: Path,
    sizes: dict[str, int],
    seed: int,
    shown: Callable[[str], None],
) -> None:
    """Mutant: `pytest tests/reliability/test_hostile_screens.py -k reads_markup`."""
    opened = open_desk(sqlite_url, clock=clock)
    program = Program(qtbot, opened, clock, live_today(opened).patient_id)
    widgets = 0
    with planted(tmp_path):
        for screen in _some(sizes["screens"], seed):
            window = program.bring(screen)
            assert read_as_markup(window) + loaded(window) == [], screen
            widgets += len(window.findChildren(QWidget))
    program.close()
    opened.close()
    shown(f"{sizes['screens']} screens with {widgets:,} widgets, 0 read markup, 0 pictures fetched")


def _some(count: int, seed: int) -> list[str]:
    """So many screens in random order; none a second time before each had its turn."""
    rounds = 1 + count // len(SCREENS)
    draw = random.Random(seed)
    return [one for _ in range(rounds) for one in draw.sample([*SCREENS], len(SCREENS))][:count]


def test_a_label_that_reads_markup_is_noticed(qtbot: QtBot, tmp_path: Path) -> None:
    label = Label(GIVEN)
    qtbot.addWidget(label)
    with planted(tmp_path):
        assert read_as_markup(label) + loaded(label) == []

        label.setTextFormat(Qt.TextFormat.AutoText)
        label.setToolTip(FAMILY)

        assert len(read_as_markup(label)) == 2
        assert loaded(label) != []
