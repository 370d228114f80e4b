"""Signing in through the real window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinicdesk.desk import Desk
from clinicdesk.history import Change
from clinicdesk.opening import open_desk
from tests.builders.clinic import PASSWORD
from tests.conftest import Clock
from tests.screens import checks
from tests.screens.sign_in import SignInScreen
from ui.background import Background
from ui.shell.sign_in import SignIn


@pytest.fixture
def desk(sqlite_url: str, clock: Clock) -> Iterator[Desk]:
    opened = open_desk(sqlite_url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def screen(qtbot: QtBot, background: Background) -> SignInScreen:
    window = SignIn(background)
    qtbot.addWidget(window)
    window.show()
    return SignInScreen(qtbot, window)


@pytest.mark.parametrize("login", ["dana", "Dana", " DANA "])
def test_right_password_signs_in_and_is_on_record(
    qtbot: QtBot, screen: SignInScreen, desk: Desk, login: str
) -> None:
    with qtbot.waitSignal(screen.window.signed_in) as signed_in:
        screen.sign_in(login, PASSWORD)
    [actor, _] = signed_in.args
    assert (actor.name, actor.roles) == ("Dana Mills", {"front_desk"})
    with desk._engine.connect() as connection:
        newest = connection.execute(
            select(Change.action, Change.actor_id).order_by(Change.id.desc())
        ).first()
    assert newest == ("staff.sign_in", actor.id)


@pytest.mark.parametrize(
    ("login", "password"),
    [("dana", "wrong horse battery"), ("nobody here", PASSWORD), ("console", PASSWORD), ("", "")],
)
def test_anything_else_gets_one_and_the_same_sentence(
    qtbot: QtBot, screen: SignInScreen, background: Background, login: str, password: str
) -> None:
    with qtbot.waitSignal(background.settled, check_params_cb=lambda: bool(screen.problem)):
        screen.sign_in(login, password)
    assert screen.problem == ("Sign-in name and password do not belong together. Type them again.")
    assert screen.window.login.value() == login
    assert screen.window.password.value() == ""
    assert QApplication.focusWidget() is screen.window.password.input
    assert screen.window.button.isEnabled()


def test_enter_after_the_name_leads_to_the_password(screen: SignInScreen) -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    assert QApplication.focusWidget() is screen.window.password.input


def test_the_window_keeps_what_every_screen_keeps(screen: SignInScreen) -> None:
    assert checks.unnamed(screen.window) == []
    assert checks.too_small(screen.window) == []
    assert checks.rich_labels(screen.window) == []
