"""A person's seat at the clinic's desk, for tests of screens: fixtures to import in a conftest."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.opening import open_desk
from clinicdesk.staff.queries import clinic
from tests.builders.clinic import actor
from tests.conftest import Clock
from ui.background import Background, Inline
from ui.session import Session

SignIn = Callable[..., Session]

__all__ = ["desk", "sign_in"]


@pytest.fixture
def desk(sqlite_url: str, clock: Clock) -> Iterator[Desk]:
    """A desk on the embedded test clinic."""
    opened = open_desk(sqlite_url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def sign_in(desk: Desk, clock: Clock, qtbot: QtBot) -> Iterator[SignIn]:
    """`sign_in(login)` seats a person; with `threads=True` work runs off the GUI thread."""
    seats: list[Background] = []
    failures: list[Exception] = []

    def seat(login: str, *, threads: bool = False) -> Session:
        who = actor(desk, login)
        background = Background(desk, who) if threads else Inline(desk, who)
        background.failed.connect(failures.append)
        seats.append(background)
        return Session(background, who, desk.read(who, clinic), clock)

    yield seat
    for background in seats:
        background.close()
    assert failures == []
