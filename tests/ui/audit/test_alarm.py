"""A history that does not fit is told at the sign-in window, and the clinic works on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.opening import open_desk
from clinicdesk.patients.queries import patient
from clinicdesk.readiness.actions import open_case_panel
from tests.builders.clinic import COORDINATOR, PASSWORD, actor
from tests.builders.patients import a_booked_case, a_patient
from tests.builders.rows import history
from tests.builders.times import at
from tests.conftest import Clock
from tests.reliability import tampering
from tests.screens.sign_in import SignInScreen
from ui.app import App
from ui.pages import SCHEDULE
from ui.readiness.readiness_panel import ReadinessPanel
from ui.shell.main_window import MainWindow
from ui.shell.sign_in import SignIn


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """A workstation that saw more of the history than there is now."""
    first = open_desk(sqlite_url, clock=clock, anchors=tmp_path / "anchors")
    a_booked_case(first, at("2026-11-23 10:00"))
    for _ in range(3):
        a_patient(first)
    first.close()
    kept = [{name: getattr(one, name) for name in tampering.COLUMNS} for one in history(sqlite_url)]
    tampering.write_for_good(sqlite_url, kept[:-2])
    opened = open_desk(sqlite_url, clock=clock, anchors=tmp_path / "anchors")
    yield opened
    opened.close()


@pytest.fixture
def app(qtbot: QtBot, desk: Desk, clock: Clock) -> Iterator[App]:
    app = App(desk, clock)
    app.start()
    qtbot.waitUntil(lambda: isinstance(app.window, SignIn))
    yield app
    app.close()


def enter(qtbot: QtBot, app: App) -> MainWindow:
    SignInScreen(qtbot, app.window).sign_in(COORDINATOR, PASSWORD)
    qtbot.waitUntil(lambda: isinstance(app.window, MainWindow))
    qtbot.waitUntil(lambda: app.background.pending == 0)
    QApplication.processEvents()
    window = app.window
    assert isinstance(window, MainWindow)
    return window


def test_the_sign_in_window_says_what_to_do_and_lets_people_in(qtbot: QtBot, app: App, desk: Desk):
    said = [label.text() for label in app.window.findChildren(QLabel) if label.isVisible()]

    assert desk.alarm is not None
    [alarm] = [words for words in said if words.startswith("The history ends before change")]
    assert "clinicdesk-admin verify-history --accept" in alarm
    enter(qtbot, app)


def test_a_case_beside_the_day_is_on_record_before_it_is_seen(
    qtbot: QtBot, app: App, desk: Desk, sqlite_url: str
):
    window = enter(qtbot, app)
    page = window.go(SCHEDULE)
    qtbot.waitUntil(lambda: bool(page.canvas.contents and page.canvas.contents.cards))
    before = len(history(sqlite_url))

    page.open_booking(page._view.bookings[0].id)
    qtbot.waitUntil(lambda: app.background.pending == 0)

    [seen] = history(sqlite_url)[before:]
    assert (seen.action, seen.body) == ("readiness.open_case_panel", "")
    assert desk.read(actor(desk, COORDINATOR), patient, seen.patient_id).id == seen.patient_id
    assert page.panel.findChild(ReadinessPanel).isVisible()


def test_a_case_that_cannot_be_recorded_is_not_shown(
    qtbot: QtBot, app: App, monkeypatch: pytest.MonkeyPatch
):
    window = enter(qtbot, app)
    page = window.go(SCHEDULE)
    qtbot.waitUntil(lambda: bool(page.canvas.contents and page.canvas.contents.cards))
    monkeypatch.setattr(open_case_panel, "__name__", "sign_policy")
    monkeypatch.setattr(open_case_panel, "__module__", "clinicdesk.holds.actions")

    page.open_booking(page._view.bookings[0].id)
    qtbot.waitUntil(lambda: app.background.pending == 0)

    assert not page.panel.findChild(ReadinessPanel).isVisible()
