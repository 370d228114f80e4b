"""One window after the other, through the real program."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.opening import open_desk
from tests.builders.clinic import COORDINATOR, PASSWORD
from tests.builders.patients import a_patient
from tests.conftest import Clock
from tests.screens.sign_in import SignInScreen
from ui.app import App
from ui.kit import theme
from ui.pages import PATIENTS, PatientsArea
from ui.shell.main_window import MainWindow
from ui.shell.sign_in import SignIn


@pytest.fixture
def desk(sqlite_url: str, clock: Clock) -> Iterator[Desk]:
    opened = open_desk(sqlite_url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def app(qtbot: QtBot, desk: Desk, clock: Clock) -> Iterator[App]:
    app = App(desk, clock)
    app.start()
    yield app
    app.close()


def sign_in(qtbot: QtBot, app: App) -> MainWindow:
    qtbot.waitUntil(lambda: isinstance(app.window, SignIn))
    SignInScreen(qtbot, app.window).sign_in(COORDINATOR, PASSWORD)
    qtbot.waitUntil(lambda: isinstance(app.window, MainWindow))
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow)
    settle(qtbot, app)
    return app.window


def settle(qtbot: QtBot, app: App) -> None:
    qtbot.waitUntil(lambda: app.background.pending == 0)
    QApplication.processEvents()


def test_windows_keep_their_size_and_place(qtbot: QtBot, app: App) -> None:
    qtbot.waitUntil(lambda: isinstance(app.window, SignIn))
    assert app.window.size().toTuple() == (1280, 720)
    app.window.setGeometry(30, 40, 1500, 900)
    window = sign_in(qtbot, app)
    assert window.geometry().getRect() == (30, 40, 1500, 900)

    window.showMaximized()
    app.sign_in()
    assert app.window.isMaximized()


def test_a_look_is_chosen_by_its_keys_and_there_again_at_the_next_sign_in(
    qtbot: QtBot, app: App
) -> None:
    window = sign_in(qtbot, app)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert (theme.current().text, window.font().pixelSize()) == (130, 17)

    app.sign_in()
    assert theme.current().text == 100
    window = sign_in(qtbot, app)
    assert theme.current().text == 130
    QTest.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert theme.current().text == 100


def test_after_sign_in_the_work_has_the_focus(qtbot: QtBot, app: App) -> None:
    window = sign_in(qtbot, app)

    assert window.current == "schedule"
    assert QApplication.focusWidget() is window.go("schedule").canvas

    QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is window.go("schedule").canvas


def test_a_notice_does_not_stay_over_the_next_patient(qtbot: QtBot, app: App, desk: Desk) -> None:
    window = sign_in(qtbot, app)
    area = window.go(PATIENTS)
    assert isinstance(area, PatientsArea)
    patient_id = a_patient(desk)
    window.notify("Somebody else is registered.")
    area.list.chart_wanted.emit(patient_id)
    settle(qtbot, app)
    assert area.currentWidget() is area.chart
    assert window.toast.isHidden()

    window.notify("Saved.")
    area.chart.closed.emit()
    settle(qtbot, app)
    assert area.currentWidget() is area.list
    assert window.toast.isHidden()
    assert QApplication.focusWidget() is area.list.search
