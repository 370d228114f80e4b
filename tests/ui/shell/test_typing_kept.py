"""Whatever hides or ends the window, what is typed is on the workstation's disk before."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.drafts import Draft, Drafts, Whose
from clinicdesk.opening import open_desk
from clinicdesk.patients.queries import find_patients
from clinicdesk.staff.queries import clinic_identity
from tests.builders.clinic import COORDINATOR, PASSWORD, actor
from tests.conftest import Clock
from tests.screens.seat import store
from tests.screens.sign_in import SignInScreen
from ui.app import App
from ui.drafting import Drafting
from ui.kit.labels import Label
from ui.pages import PATIENTS
from ui.shell.main_window import MainWindow
from ui.shell.sign_in import SignIn

__all__ = ["store"]

WAITING = "Dana Mills has unfinished work here. It comes back at the next sign-in."


@pytest.fixture
def desk(sqlite_url: str, clock: Clock) -> Iterator[Desk]:
    opened = open_desk(sqlite_url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def app(qtbot: QtBot, desk: Desk, clock: Clock, store: Drafts) -> Iterator[App]:
    app = App(desk, clock, drafts=store)
    app.start()
    yield app
    app.close()


def begin(qtbot: QtBot, app: App) -> None:
    """Sign in and type half a name."""
    qtbot.waitUntil(lambda: isinstance(app.window, SignIn))
    SignInScreen(qtbot, app.window).sign_in(COORDINATOR, PASSWORD)
    qtbot.waitUntil(lambda: isinstance(app.window, MainWindow))
    area = app.window.go(PATIENTS)
    area.list.new_patient()
    QTest.keyClicks(area.list.register.family.input, "Martin")


def kept(desk: Desk, store: Drafts) -> tuple[Draft, ...]:
    who = actor(desk, COORDINATOR)
    return store.of(Whose(desk.read(who, clinic_identity), who.id))


def close(qtbot: QtBot, app: App) -> None:
    app.close()


def sign_out(qtbot: QtBot, app: App) -> None:
    app.sign_in()
    assert WAITING in [label.text() for label in app.window.findChildren(Label)]
    qtbot.waitUntil(lambda: app.background.pending == 0)


def lock(qtbot: QtBot, app: App) -> None:
    app.lock.close()
    qtbot.waitUntil(lambda: app.background.pending == 0)


def lock_without_a_word(qtbot: QtBot, app: App) -> None:
    """Where no system tells that another window has the keyboard now."""
    QGuiApplication.instance().focusWindowChanged.disconnect(app.typing._drafting.flush)
    lock(qtbot, app)


ENDS = [close, sign_out, lock, lock_without_a_word]


@pytest.mark.parametrize("end", ENDS)
def test_it_is_written_at_once(
    qtbot: QtBot, app: App, desk: Desk, store: Drafts, end: Callable[[QtBot, App], None]
) -> None:
    begin(qtbot, app)
    assert kept(desk, store) == ()
    end(qtbot, app)

    [draft] = kept(desk, store)
    assert draft.typed["Family name"] == "Martin"


def test_a_lock_that_writes_nothing_is_found_out(
    qtbot: QtBot, app: App, desk: Desk, store: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mutant of the test above."""
    monkeypatch.setattr(Drafting, "flush", lambda *_: None)
    begin(qtbot, app)
    lock(qtbot, app)

    assert kept(desk, store) == ()


def test_a_dead_database_delays_nothing(
    qtbot: QtBot, app: App, desk: Desk, store: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(qtbot, app)
    here, who = kept(desk, store), app.typing._drafting._whose
    back = Event()
    read = desk.read

    def hanging(actor: Any, query: Any, *about: Any) -> Any:
        back.wait()
        return read(actor, query, *about)

    monkeypatch.setattr(desk, "read", hanging)
    app.background.read(app, find_patients, "", then=lambda _: None)
    app.flush_drafts()
    try:
        qtbot.waitUntil(lambda: store.of(who) != here)
    finally:
        back.set()


def test_what_became_of_an_unreadable_file_is_told_once(qtbot: QtBot, app: App) -> None:
    app.notice = "The drafts on this workstation could not be read."
    begin(qtbot, app)

    assert app.notice == ""
