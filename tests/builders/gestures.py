"""One gesture of one person, and the words with which it is refused."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import Refused
from clinicdesk.messages import sentence
from tests.builders.clinic import actor
from tests.builders.times import ZONE


def do(desk: Desk, login: str, action: Callable[..., Any], request: object) -> Any:
    """The answer to somebody's action."""
    return desk.change(actor(desk, login), action, request, uuid4()).answer


def ask(desk: Desk, login: str, query: Callable[..., Any], *about: object, **more: object) -> Any:
    """The answer to somebody's question."""
    return desk.read(actor(desk, login), query, *about, **more)


def refused(desk: Desk, login: str, action: Callable[..., Any], request: object) -> list[str]:
    """The codes of a refusal, every one of which has its sentence."""
    return [code for code, _ in _refusal(desk, login, action, request)]


def told(desk: Desk, login: str, action: Callable[..., Any], request: object) -> str:
    """The words of a refusal, as the clinic reads them."""
    return " ".join(words for _, words in _refusal(desk, login, action, request))


def _refusal(
    desk: Desk, login: str, action: Callable[..., Any], request: object
) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        do(desk, login, action, request)
    return [(reason.code, sentence(reason, ZONE)) for reason in caught.value.reasons]
