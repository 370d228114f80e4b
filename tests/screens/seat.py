"""A person's seat at the clinic's desk, for tests of screens: fixtures to import in a conftest."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Actor, Desk
from clinicdesk.drafts import Drafts, Whose, open_drafts
from clinicdesk.errors import Unanswered
from clinicdesk.opening import open_desk
from clinicdesk.staff.queries import clinic
from tests.builders.clinic import actor
from tests.conftest import Clock
from ui.background import Background, Inline
from ui.drafting import Drafting
from ui.session import Session

SignIn = Callable[..., Session]

__all__ = ["desk", "sign_in", "store"]


@pytest.fixture
def desk(sqlite_url: str, clock: Clock) -> Iterator[Desk]:
    """A desk on the embedded test clinic."""
    opened = open_desk(sqlite_url, clock=clock)
    yield opened
    opened.close()


def session_of(
    desk: Desk, background: Background, who: Actor, clock: Clock, store: Drafts | None = None
) -> Session:
    """Somebody at the desk, whose typing is kept in `store`, or as long as the session."""
    facts, whose = desk.read(who, clinic), Whose("the test clinic", who.id)
    drafts = Drafting(background, store, whose, now=clock, zone=facts.zone)
    return Session(background, who, facts, clock, drafts)


@contextmanager
def away(desk: Desk, session: Session) -> Iterator[None]:
    """Inside, the database does not answer what is read; after, it is asked again at once."""

    def lose(*_: object) -> None:
        raise Unanswered

    desk.read = lose
    yield
    del desk.read
    session.background._probe.timeout.emit()


@contextmanager
def not_answered_yet(session: Session) -> Iterator[None]:
    """Inside, what is asked waits; after, all of it is answered. For a seat without threads."""
    jobs: list[Callable[[], None]] = []
    session.background._submit = lambda _, job: jobs.append(job)
    yield
    del session.background._submit
    for job in jobs:
        job()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Drafts]:
    """The drafts of this workstation."""
    opened = open_drafts(tmp_path / "drafts.db", clock())
    yield opened
    opened.close()


@pytest.fixture
def sign_in(desk: Desk, clock: Clock, qtbot: QtBot) -> Iterator[SignIn]:
    """`sign_in(login)` seats a person; with `threads=True` work runs off the GUI thread.

    With a `store`, what is typed is kept there.
    """
    seats: list[Background] = []
    failures: list[Exception] = []

    def seat(login: str, *, threads: bool = False, store: Drafts | None = None) -> Session:
        who = actor(desk, login)
        background = Background(desk, who) if threads else Inline(desk, who)
        background.failed.connect(failures.append)
        background.shown.connect(failures.append)
        seats.append(background)
        return session_of(desk, background, who, clock, store)

    yield seat
    for background in seats:
        background.close()
    assert failures == []
