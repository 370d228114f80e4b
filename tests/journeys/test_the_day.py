"""A patient's day by keyboard: checked in from the finder, through the procedure, and home."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.demo import PASSWORD, Furnisher
from clinicdesk.desk import Desk
from clinicdesk.procedure_day.queries import today
from clinicdesk.procedure_day.rules import Closure
from clinicdesk.procedure_day.stages import Stage, stage_of
from tests.builders.clinic import actor
from tests.conftest import Clock
from tests.journeys.playing import Play
from tests.screens.finder import FinderScreen
from tests.screens.today import TodayScreen
from ui.pages import TODAY
from ui.procedure_day.today_page import TodayPage
from ui.sheets.sheets_panel import SheetsPanel
from ui.shell.main_window import MainWindow

Key = Qt.Key
BERNICE = "HOLLOWAY, Bernice"
MOST_TO_CHECK_IN, MOST_TO_PRINT = 8, 4


def test_the_day(qtbot: QtBot, play: Play, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    clock.advance(hours=-1)
    check_in(qtbot, play)
    go_through(qtbot, play, clock)
    record(play)
    print_and_leave(qtbot, play, monkeypatch)


def board(qtbot: QtBot, play: Play) -> TodayScreen:
    """Today's board on screen; going there is counted no key."""
    screen = TodayScreen(qtbot, play.page(TODAY, TodayPage))
    screen.page.enter()
    return screen


def check_in(qtbot: QtBot, play: Play) -> None:
    """Somebody stands at the desk: Ctrl+K, three letters, Enter, A, Space, Enter."""
    play.sign_in("dana", PASSWORD)
    play.step("Signed in: the front desk, before the first patient")
    assert isinstance(play.app.window, MainWindow)
    finder = FinderScreen(qtbot, play.app.window)
    finder.look_for("hol")
    finder.press(Key.Key_Return)
    play.settle()
    for key in (Key.Key_A, Key.Key_Space, Key.Key_Return):
        press(qtbot, play, key)
    assert play.pressed == MOST_TO_CHECK_IN
    screen = board(qtbot, play)
    assert screen.lanes[Stage.ARRIVED] == [BERNICE]
    play.step("Checked in: with two identifiers")


def go_through(qtbot: QtBot, play: Play, clock: Clock) -> None:
    """The nurse moves the patient on, one key a step."""
    play.change_seats("noor", PASSWORD)
    screen = board(qtbot, play)
    screen.stand_on(BERNICE)
    clock.advance(minutes=58)
    screen.press(Key.Key_Return)
    assert screen.lanes[Stage.IN_PROCEDURE] == [BERNICE]
    play.step("In procedure: the minutes count")
    clock.advance(minutes=55)
    screen.press(Key.Key_Return, Key.Key_Return)
    assert screen.problems == (
        "Ask the physician to record the procedure and order the discharge (RULE-44).",
    )
    play.step("Recovery: nobody goes home before the physician's order")


def record(play: Play) -> None:
    """The physician records what was done."""
    play.change_seats("okafor", PASSWORD)
    play.open_chart("holloway")
    procedure = play.procedure()
    procedure.fill("8:00 AM", "8:50 AM", closure=Closure.GLUE)
    procedure.sign(PASSWORD)
    assert procedure.problem == ""
    play.step("Recorded: the discharge is ordered")


def print_and_leave(qtbot: QtBot, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """P, Space, Enter prints; the driver comes, and Enter, Space, Enter lets the patient go."""

    def to_file() -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFileName(str(play.output / "discharge.pdf"))
        return printer

    play.change_seats("noor", PASSWORD)
    screen = board(qtbot, play)
    monkeypatch.setattr(screen.page.sheet, "_sheets", partial(SheetsPanel, printer=to_file))
    screen.stand_on(BERNICE)
    play.step("Back at the board: the sheet is to be printed")
    press(qtbot, play, Key.Key_P)
    qtbot.waitUntil(screen.page.sheet.panel.sheet.verify.isVisible)
    for key in (Key.Key_Space, Key.Key_Return):
        press(qtbot, play, key)
    assert play.pressed < MOST_TO_PRINT
    assert (play.output / "discharge.pdf").exists()
    press(qtbot, play, Key.Key_Escape)
    assert screen.marks(BERNICE) == ["0 min", "Driver not here", "Sheet printed"]
    press(qtbot, play, Key.Key_Return)
    assert screen.problems[0] == "The patient must not leave alone (RULE-44)."
    play.step("Not alone: the driver is not here yet")
    for key in (Key.Key_Escape, Key.Key_D, Key.Key_Return, Key.Key_Space, Key.Key_Return):
        press(qtbot, play, key)
    assert screen.lanes[Stage.DISCHARGED] == [BERNICE]
    play.step("Discharged: home with the daughter")


def press(qtbot: QtBot, play: Play, key: Qt.Key) -> None:
    """A key, once whatever the one before began has been answered."""
    play.settle()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    QTest.keyClick(QApplication.focusWidget(), key)
    play.settle()


def test_the_demo_clinics_day_is_under_way(desk: Desk, clock: Clock) -> None:
    """At 9:50 AM, whoever is ready; nobody who is not, and nobody who went home."""
    clock.advance(hours=1, minutes=50)
    noor = actor(desk, "noor")
    day = clock.now.date()
    Furnisher(desk, day).begin_day(clock.now)

    rows = desk.read(noor, today, day).rows
    found = {row.booking.patient.name.family: stage_of(row.steps) for row in rows}
    assert found == {
        "Holloway": Stage.RECOVERY,
        "Fitzgerald": Stage.RECOVERY,
        "Petrakis": Stage.IN_PROCEDURE,
        "Martinez": Stage.ARRIVED,
        "Sorensen": Stage.EXPECTED,
        "Nguyễn": Stage.EXPECTED,
        "Oyelaran": Stage.EXPECTED,
        "Martin": Stage.EXPECTED,
    }
