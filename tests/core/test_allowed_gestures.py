"""Every action of the permission table succeeds for every role that the table lets in.

On the embedded database alone: which roles there are is the same question on a server, and every
action runs there once in test_every_action.py.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from clinicdesk.desk import Desk
from clinicdesk.opening import open_desk
from clinicdesk.policy import permissions
from clinicdesk.staff.passwords import Proof
from clinicdesk.staff.rules import Role
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, NURSE, PHYSICIAN, actor, proof
from tests.builders.every_action import MAKERS, WITHOUT_CLINIC, Gesture, prepared
from tests.builders.rows import history
from tests.conftest import Clock

PERSON = {
    Role.FRONT_DESK: COORDINATOR,
    Role.NURSE: NURSE,
    Role.PHYSICIAN: PHYSICIAN,
    Role.ADMINISTRATOR: ADMINISTRATOR,
}


@pytest.fixture
def desk(sqlite_url: str, clock: Clock) -> Iterator[Desk]:
    opened = open_desk(sqlite_url, clock=clock)
    yield opened
    opened.close()


@pytest.mark.parametrize("key", sorted(MAKERS.keys() - WITHOUT_CLINIC))
def test_whoever_may_also_can(desk: Desk, sqlite_url: str, clock: Clock, key: str):
    for role in sorted(permissions()[key] & PERSON.keys()):
        gesture = of(desk, PERSON[Role(role)], prepared(key, desk, clock))

        gesture.carry_out(desk)

        last = history(sqlite_url)[-1]
        assert (last.action, last.actor_id) == (key, actor(desk, gesture.login).id)


def of(desk: Desk, login: str, gesture: Gesture) -> Gesture:
    """The same gesture of another person, with that person's own password."""
    return replace(gesture, login=login, request=_proved(desk, login, gesture.request))


def _proved(desk: Desk, login: str, request: Any) -> Any:
    own = proof(actor(desk, login))
    if isinstance(request, Proof):
        return own
    return replace(request, proof=own) if hasattr(request, "proof") else request
