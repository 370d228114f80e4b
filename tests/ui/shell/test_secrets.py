"""A person's own PIN and password: offered, chosen, changed, and given anew."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.opening import open_desk
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.passwords import prove
from clinicdesk.staff.queries import credentials, own_account
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, PASSWORD
from tests.builders.gestures import ask
from tests.builders.sign_in import PIN
from tests.conftest import Clock
from tests.screens import checks, keys
from tests.screens.sign_in import SecretScreen, SignInScreen
from ui.app import App
from ui.pages import SCHEDULE, SETTINGS
from ui.shell.main_window import MainWindow
from ui.shell.own_password import OwnPassword
from ui.shell.pin_offer import PinOffer
from ui.shell.secret_dialog import SecretDialog
from ui.shell.secret_form import SecretForm
from ui.shell.sign_in import SignIn

NEW = "four geese under the bridge"


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


def sign_in(qtbot: QtBot, app: App, login: str, password: str = PASSWORD) -> None:
    qtbot.waitUntil(lambda: isinstance(app.window, SignIn))
    SignInScreen(qtbot, app.window).sign_in(login, password)
    qtbot.waitUntil(lambda: isinstance(app.window, MainWindow | OwnPassword))
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow)
    settle(qtbot, app)


def settle(qtbot: QtBot, app: App) -> None:
    qtbot.waitUntil(lambda: app.background.pending == 0)
    QApplication.processEvents()


def opened(qtbot: QtBot, app: App) -> SecretDialog:
    dialog = app.window.findChild(SecretDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def fill(qtbot: QtBot, app: App, form: SecretForm, old: str, new: str, again: str = "") -> str:
    """Choose, and answer what is told."""
    screen = SecretScreen(qtbot, form)
    screen.choose(old, new, again)
    settle(qtbot, app)
    return screen.problem


def proves(desk: Desk, login: str, typed: str) -> bool:
    found = desk.read(NOBODY, credentials, login)
    return prove(found, typed, or_pin=True).staff_member_id == found.actor.id


@pytest.mark.parametrize("where", ["strip", "menu"])
def test_a_pin_is_offered_once_and_chosen(qtbot: QtBot, app: App, desk: Desk, where: str):
    sign_in(qtbot, app, COORDINATOR)
    offer = app.window.findChild(PinOffer)
    assert offer.isVisible()
    if where == "strip":
        keys.press(offer.choose)
    else:
        app.window.top_bar.person.change_pin.trigger()
    dialog = opened(qtbot, app)
    form = dialog.form
    assert "Many would try this PIN first" in fill(qtbot, app, form, PASSWORD, "140351")
    assert fill(qtbot, app, form, PASSWORD, PIN, "385207") == "Type the same twice."
    told = fill(qtbot, app, form, "not my password at all", PIN)
    assert told.startswith("That is not your password")
    fill(qtbot, app, dialog.form, PASSWORD, PIN)

    assert app.window.toast.text == "Your PIN is set. Use it to unlock and to sign."
    assert not offer.isVisible()
    assert app.window.centralWidget().focusWidget() is app.window.go(SCHEDULE).canvas
    assert proves(desk, COORDINATOR, PIN)
    app.sign_in()
    sign_in(qtbot, app, COORDINATOR)
    assert app.window.findChild(PinOffer) is None


def test_the_offer_is_declined_until_the_next_sign_in(qtbot: QtBot, app: App):
    sign_in(qtbot, app, COORDINATOR)
    offer = app.window.findChild(PinOffer)
    keys.press(offer.later)
    assert app.window.focusWidget() is app.window.go(SCHEDULE).canvas
    assert not app.window.findChild(PinOffer).isVisible()
    app.sign_in()
    sign_in(qtbot, app, COORDINATOR)

    assert app.window.findChild(PinOffer).isVisible()


def test_the_password_is_changed_from_the_menu(qtbot: QtBot, app: App, desk: Desk):
    sign_in(qtbot, app, COORDINATOR)
    app.window.top_bar.person.change_password.trigger()
    dialog = opened(qtbot, app)
    unchanged = "Choose another password than the one you have."
    assert fill(qtbot, app, dialog.form, PASSWORD, PASSWORD) == unchanged
    told = fill(qtbot, app, dialog.form, PASSWORD, "Vineyard Spine Clinic 1")
    assert told.startswith("Others would try this password early")
    fill(qtbot, app, dialog.form, PASSWORD, NEW)

    assert proves(desk, COORDINATOR, NEW)


def test_the_new_password_is_no_way_to_try_out_the_old_one(qtbot: QtBot, app: App, desk: Desk):
    sign_in(qtbot, app, COORDINATOR)
    app.window.top_bar.person.change_password.trigger()
    dialog = opened(qtbot, app)

    told = {fill(qtbot, app, dialog.form, "wrong", typed) for typed in (PASSWORD, NEW)}

    assert len(told) == 1
    assert desk.read(NOBODY, credentials, COORDINATOR).wrong_tries == 2


def test_esc_leaves_everything_as_it_was(qtbot: QtBot, app: App, desk: Desk):
    sign_in(qtbot, app, COORDINATOR)
    app.window.top_bar.person.change_pin.trigger()
    dialog = opened(qtbot, app)
    assert checks.unnamed(dialog) == []
    assert checks.rich_labels(dialog) == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert not ask(desk, COORDINATOR, own_account).has_pin


def test_an_administrator_lets_somebody_in_who_forgot_their_password(
    qtbot: QtBot, app: App, desk: Desk
):
    sign_in(qtbot, app, ADMINISTRATOR)
    people = app.window.go(SETTINGS).open("People")
    settle(qtbot, app)
    [dana] = [row for row in people.table.rows if row.login == COORDINATOR]
    people.person.show_person(dana)
    people.person.show()
    one_time = people.person.one_time
    keys.press(one_time.button)
    settle(qtbot, app)
    given = one_time.password
    assert len(given) >= 15

    app.sign_in()
    sign_in(qtbot, app, COORDINATOR, given)
    assert isinstance(app.window, OwnPassword)
    assert checks.unnamed(app.window) == []
    assert fill(qtbot, app, app.window.form, "", given).startswith("Choose another password")
    fill(qtbot, app, app.window.form, "", NEW)
    qtbot.waitUntil(lambda: isinstance(app.window, MainWindow))
    assert proves(desk, COORDINATOR, NEW)


def test_the_time_to_the_lock_is_set(qtbot: QtBot, app: App):
    sign_in(qtbot, app, ADMINISTRATOR)
    page = app.window.go(SETTINGS).open("Lock")
    settle(qtbot, app)
    assert page.minutes.value() == 5
    keys.type_into(page.minutes, "16")
    keys.commit(page.minutes.control)
    assert page.errors.sentences == ("Lock after needs a whole number from 1 to 15.",)
    keys.type_into(page.minutes, "3")
    keys.commit(page.minutes.control)
    settle(qtbot, app)

    assert app.window.toast.text == "Saved. It counts at every workstation."
    qtbot.waitUntil(lambda: app.lock.watch.lock_minutes == 3)
    assert checks.unnamed(page) == []
