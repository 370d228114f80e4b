"""R-17: the lock hides everything, lets nobody else in, and gives back what was there."""

import random
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QMenu,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinicdesk.desk import Desk
from clinicdesk.history import Change
from clinicdesk.opening import open_desk
from clinicdesk.staff.actions import set_lock_minutes
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, NURSE, PASSWORD
from tests.builders.gestures import do
from tests.builders.sign_in import PIN, give_pin
from tests.conftest import Clock
from tests.promises import promise
from tests.screens import checks
from tests.screens.lock import LockScreen, on_screen, pixels, said
from tests.screens.sign_in import SignInScreen
from ui.app import App
from ui.kit.line_edit import LineEdit
from ui.pages import PATIENTS
from ui.shell.cover import Cover
from ui.shell.main_window import MainWindow
from ui.shell.sign_in import SignIn

CANARY = "QUILLFEATHER, Zebulon"
MINUTE = 60.0


class Seconds:
    """Clocks that stand still until a test moves them."""

    def __init__(self) -> None:
        self.monotonic = self.wall = 1000.0

    def pass_(self, seconds: float) -> None:
        self.monotonic += seconds
        self.wall += seconds


@pytest.fixture
def desk(sqlite_url: str, clock: Clock) -> Iterator[Desk]:
    opened = open_desk(sqlite_url, clock=clock)
    give_pin(opened, COORDINATOR)
    yield opened
    opened.close()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def app(qtbot: QtBot, desk: Desk, clock: Clock, seconds: Seconds) -> Iterator[App]:
    flash = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)  # pictures are compared
    app = App(desk, clock, clocks=(lambda: seconds.monotonic, lambda: seconds.wall))
    app.start()
    sign_in(qtbot, app, COORDINATOR)
    yield app
    app.close()
    QApplication.setCursorFlashTime(flash)


@pytest.fixture
def screen(qtbot: QtBot, app: App) -> LockScreen:
    return LockScreen(qtbot, app)


def sign_in(qtbot: QtBot, app: App, login: str) -> MainWindow:
    qtbot.waitUntil(lambda: isinstance(app.window, SignIn))
    SignInScreen(qtbot, app.window).sign_in(login, PASSWORD)
    qtbot.waitUntil(lambda: isinstance(app.window, MainWindow))
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow)
    qtbot.waitUntil(lambda: app.background.pending == 0)
    return app.window


def search(qtbot: QtBot, app: App) -> LineEdit:
    """The search box of the patients, with a name in it and a part of the name selected."""
    box = app.window.go(PATIENTS).list.search
    box.setFocus()
    QTest.keyClicks(box, CANARY)
    qtbot.waitUntil(lambda: app.background.pending == 0)
    box.setSelection(3, 5)
    return box


def newest_action(desk: Desk) -> str:
    with desk._engine.connect() as connection:
        newest = select(Change.action).order_by(Change.id.desc()).limit(1)
        return str(connection.execute(newest).scalar())


def a_dialog(window: QWidget, words: str) -> QDialog:
    dialog = QDialog(window)
    column = QVBoxLayout(dialog)
    column.addWidget(QLabel(words))
    field = LineEdit()
    field.setAccessibleName("In the dialog")
    column.addWidget(field)
    dialog.open()
    return dialog


def open_menu(window: QWidget) -> None:
    menu = QMenu(window)
    menu.addAction(CANARY)
    menu.popup(window.mapToGlobal(QPoint(300, 300)))


def open_float(window: QWidget) -> None:
    QLabel(CANARY, window, Qt.WindowType.Tool).show()


OPENED: tuple[Callable[[MainWindow], object], ...] = (
    open_menu,
    open_float,
    lambda window: a_dialog(window, CANARY),
    lambda window: window.notify(f"{CANARY} is registered."),
    lambda window: window.rail.setToolTip(CANARY),
    lambda window: QToolTip.showText(window.mapToGlobal(QPoint(5, 5)), CANARY, window),
)


@promise(
    "R-17",
    "After the lock nothing of a patient is in any window, by its words or its pixels",
    every={"locks": 8},
    stress={"locks": 300},
    mutant="the cover forgets dialogs (the next test)",
)
def test_nothing_of_a_patient_is_left_on_the_screen(
    qtbot: QtBot,
    app: App,
    sizes: dict[str, int],
    seed: int,
    shown: Callable[[str], None],
):
    """Dialogs, menus, tooltips and floating windows with a name in them, at random.

    The lock is compared pixel by pixel with the one over an empty day.
    """
    app.lock.close()
    qtbot.waitUntil(app.lock.window.isActiveWindow)
    [bare] = pixels(on_screen())
    app.lock._open()
    search(qtbot, app)
    chosen = random.Random(seed)
    told = 0
    for _ in range(sizes["locks"]):
        for show in chosen.sample(OPENED, chosen.randint(1, 3)):
            show(app.window)
        QApplication.processEvents()
        told += CANARY in said(on_screen())
        app.lock.close()
        assert on_screen() == [app.lock.window]
        assert CANARY not in said(on_screen())
        qtbot.waitUntil(app.lock.window.isActiveWindow)
        assert pixels(on_screen()) == [bare]
        titles = {window.windowTitle() for window in QApplication.topLevelWidgets()}
        assert titles <= {"ClinicDesk", ""}
        app.lock._open()
        close_dialogs()
    shown(f"{told} locks over a patient's name, 0 words and 0 pixels left")
    assert told == sizes["locks"]


def close_dialogs() -> None:
    for window in on_screen():
        if not isinstance(window, MainWindow):
            window.close()
            window.deleteLater()


def test_a_dialog_left_visible_is_seen_by_the_test(
    qtbot: QtBot, app: App, monkeypatch: pytest.MonkeyPatch
):
    """The mutant: a cover that forgets dialogs."""
    hide = Cover._hide
    monkeypatch.setattr(
        Cover, "_hide", lambda self, one: None if isinstance(one, QDialog) else hide(self, one)
    )
    dialog = a_dialog(app.window, CANARY)
    app.lock.close()

    assert dialog in on_screen()
    assert CANARY in said(on_screen())
    dialog.close()


def test_what_opens_behind_the_lock_stays_there(qtbot: QtBot, app: App, screen: LockScreen):
    screen.lock()
    late = a_dialog(app.window, CANARY)
    qtbot.waitUntil(lambda: on_screen() == [app.lock.window])
    screen.unlock(PIN)

    assert late.isVisible()
    late.close()


def test_a_dialog_for_a_file_is_closed(qtbot: QtBot, app: App):
    asked = QFileDialog(app.window, "Save PDF", "")
    asked.setOption(QFileDialog.Option.DontUseNativeDialog)
    answers: list[int] = []
    QTimer.singleShot(0, app.lock.close)
    answers.append(asked.exec())

    assert answers == [QDialog.DialogCode.Rejected]
    assert on_screen() == [app.lock.window]
    app.lock._open()
    assert on_screen() == [app.window]


def test_unlocking_gives_back_page_text_cursor_and_selection(
    qtbot: QtBot, app: App, screen: LockScreen
):
    box = search(qtbot, app)
    main, size = app.window, app.window.geometry()
    screen.lock()
    screen.unlock(PIN)

    assert on_screen() == [main]
    assert (main.current, main.geometry()) == (PATIENTS, size)
    assert QApplication.focusWidget() is box
    assert (box.text(), box.selectedText(), box.cursorPosition()) == (CANARY, CANARY[3:8], 8)


def test_unlocking_gives_back_a_dialog_with_what_was_typed(
    qtbot: QtBot, app: App, screen: LockScreen
):
    dialog = a_dialog(app.window, "PIN")
    field = dialog.findChild(LineEdit)
    qtbot.waitUntil(dialog.isActiveWindow)
    field.setFocus()
    QTest.keyClicks(field, "half of")
    screen.lock()
    window = screen.window
    QTest.keyClicks(window.secret.input, PIN)
    QTest.keyClick(window.secret.input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.lock.window is None)

    assert {*on_screen()} == {app.window, dialog}
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field)
    assert (field.text(), field.cursorPosition()) == ("half of", 7)
    assert dialog.isModal()
    dialog.close()


def test_a_maximized_window_comes_back_maximized(qtbot: QtBot, app: App, screen: LockScreen):
    app.window.showMaximized()
    screen.lock()
    assert screen.window.isMaximized()
    screen.unlock(PIN)

    assert app.window.isMaximized()


def test_the_lock_says_who_is_signed_in_and_opens_for_their_password_too(
    qtbot: QtBot, app: App, screen: LockScreen, desk: Desk
):
    shown = said([screen.lock()])
    assert "Vineyard Spine Clinic" in shown
    assert "Dana Mills" in shown
    screen.unlock("385207")
    assert screen.problem.startswith("That is not your password or PIN.")
    assert newest_action(desk) == "staff.record_wrong_try"
    screen.unlock(PASSWORD)

    assert newest_action(desk) == "staff.confirm_identity"
    assert on_screen() == [app.window]


def test_five_wrong_pins_close_the_pin(qtbot: QtBot, app: App, screen: LockScreen, clock: Clock):
    screen.lock()
    for _ in range(5):
        screen.unlock("385207")
    assert screen.problem.endswith("Wait 5 seconds, then try again.")
    screen.unlock(PIN)
    assert screen.problem == "After five tries the PIN is closed. Type your password."
    screen.unlock(PASSWORD)
    assert "Wait" in screen.problem
    clock.advance(seconds=5)
    screen.unlock(PASSWORD)
    assert app.lock.window is None

    screen.lock()
    screen.unlock(PIN)
    assert app.lock.window is None


@promise(
    "R-17",
    "An unused window locks in time, whatever happens to the clock on the wall",
    every={"walks": 20},
    stress={"walks": 400},
    mutant="a timer on the wall clock alone",
)
def test_no_clock_extends_the_time_to_the_lock(
    qtbot: QtBot,
    app: App,
    seconds: Seconds,
    sizes: dict[str, int],
    seed: int,
    shown: Callable[[str], None],
):
    """Random steps of time while the wall clock is set back and forth, or the computer sleeps.

    The mutant is in the last line: by the wall clock alone some walks would not have locked.
    """
    chosen = random.Random(seed)
    locked = by_wall_alone = 0
    for _ in range(sizes["walks"]):
        app.lock.watch.begin(5)
        began, used = seconds.wall, 0.0
        while used < 5 * MINUTE:
            step = chosen.uniform(1, 90)
            seconds.pass_(step)
            seconds.wall += chosen.choice((0, 0, -3600, -600, 60))
            used += step
        app.lock.watch.look()
        locked += app.lock.window is not None
        by_wall_alone += seconds.wall - began >= 5 * MINUTE
        app.lock._open()
    shown(f"{locked} of {sizes['walks']} locked, by the wall clock alone {by_wall_alone}")

    assert locked == sizes["walks"]
    assert by_wall_alone < sizes["walks"]


def test_the_time_asleep_counts(qtbot: QtBot, app: App, seconds: Seconds):
    """The clock that stands still while the computer sleeps saw nothing; the first key locks."""
    box = search(qtbot, app)
    seconds.wall += 6 * MINUTE
    QTest.keyClicks(box, "x")

    assert app.lock.window is not None
    assert box.text() == CANARY


def test_touching_keeps_it_open_and_leaving_signs_out(qtbot: QtBot, app: App, seconds: Seconds):
    for _ in range(5):
        seconds.pass_(4.9 * MINUTE)
        QTest.keyClick(app.window.windowHandle(), Qt.Key.Key_F6)
        app.lock.watch.look()
        assert app.lock.window is None
    seconds.pass_(5 * MINUTE)
    app.lock.watch.look()
    assert on_screen() == [app.lock.window]
    seconds.pass_(25 * MINUTE)
    QTest.keyClicks(app.lock.window.secret.input, "3")
    app.lock.watch.look()

    assert app.lock.window is None
    assert isinstance(app.window, SignIn)
    QApplication.processEvents()
    assert on_screen() == [app.window]
    assert "Dana Mills was signed out, half an hour after the last key." in said(on_screen())


def test_twelve_hours_are_the_most(qtbot: QtBot, app: App, seconds: Seconds):
    for _ in range(12 * 15):
        seconds.pass_(4 * MINUTE)
        assert isinstance(app.window, MainWindow)
        QTest.keyClick(app.window.windowHandle(), Qt.Key.Key_F6)

    assert isinstance(app.window, SignIn)
    assert "Dana Mills was signed out, twelve hours after signing in." in said(on_screen())


def test_an_administrators_change_counts_at_once(
    qtbot: QtBot, app: App, desk: Desk, seconds: Seconds
):
    do(desk, ADMINISTRATOR, set_lock_minutes, 1)
    app.background.changed.emit(frozenset({"staff"}))
    qtbot.waitUntil(lambda: app.lock.watch.lock_minutes == 1)
    seconds.pass_(1 * MINUTE)
    app.lock.watch.look()

    assert app.lock.window is not None


@pytest.mark.parametrize("heard", ["lock_now", "lock_if"])
def test_the_computers_own_lock_is_heard(qtbot: QtBot, app: App, heard: str):
    if heard == "lock_if":
        app.lock.system.lock_if(False)
        assert app.lock.window is None
        app.lock.system.lock_if(True)
    else:
        app.lock.system.lock_now()

    assert on_screen() == [app.lock.window]


def test_without_a_bus_nothing_is_heard_and_nothing_breaks(
    app: App, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    app.lock.system.listen()

    assert app.lock.window is None


def test_the_clipboard_forgets_what_was_copied_here(qtbot: QtBot, app: App, screen: LockScreen):
    box = search(qtbot, app)
    box.selectAll()
    QTest.keyClick(box, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == CANARY
    screen.lock()

    assert clipboard.text() == ""


def test_signing_out_empties_the_clipboard_too(qtbot: QtBot, app: App):
    box = search(qtbot, app)
    box.selectAll()
    QTest.keyClick(box, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == CANARY
    app.sign_in()

    assert QGuiApplication.clipboard().text() == ""


def test_a_lock_heard_while_another_program_is_in_front_closes_too(
    qtbot: QtBot, app: App, monkeypatch: pytest.MonkeyPatch
):
    box = search(qtbot, app)
    box.selectAll()
    box.copy()
    monkeypatch.setattr(QGuiApplication, "focusWindow", lambda: None)
    app.lock.system.lock_now()

    assert app.lock.window is not None
    assert QGuiApplication.clipboard().text() == ""


def test_the_clipboard_keeps_what_came_from_elsewhere(qtbot: QtBot, app: App):
    clipboard = QGuiApplication.clipboard()
    app.lock.clipboard._own[clipboard.Mode.Clipboard] = CANARY
    clipboard.blockSignals(True)
    clipboard.setText("a letter")
    clipboard.blockSignals(False)
    app.lock.close()

    assert clipboard.text() == "a letter"


def test_somebody_else_signs_in_from_the_lock(qtbot: QtBot, app: App, screen: LockScreen):
    screen.lock()
    screen.let_somebody_else_in()
    QApplication.processEvents()
    assert on_screen() == [app.window]
    window = sign_in(qtbot, app, NURSE)

    assert window.top_bar.person.accessibleName() == "Noor Haddad, Nurse"
    assert on_screen() == [window]


def test_the_lock_keeps_what_every_screen_keeps(screen: LockScreen):
    window = screen.lock()
    assert checks.unnamed(window) == []
    assert checks.too_small(window) == []
    assert checks.rich_labels(window) == []
