"""Somebody at a workstation, for tests of windows."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.staff.queries import clinic
from tests.builders.clinic import actor
from tests.conftest import Clock
from ui.background import Background, Inline
from ui.session import Session

# What a window shows does not depend on the database: its tests run on the embedded one alone.
EMBEDDED = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def at_desk(desk: Desk, login: str, clock: Clock, background: type[Background] = Inline) -> Session:
    """A session whose unexpected errors fail the test."""
    who = actor(desk, login)
    made = background(desk, who)
    made.failed.connect(_fail)
    return Session(made, who, desk.read(who, clinic), clock)


def _fail(error: Exception) -> None:
    raise error
