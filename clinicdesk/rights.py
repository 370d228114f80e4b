"""Who may run what: every action and query is one "<feature>.<function>" in permissions.toml."""

from collections.abc import Callable
from dataclasses import dataclass

from clinicdesk.errors import Reason, Refused
from clinicdesk.policy import permissions

# The program itself, before sign-in and at a console: no row of the staff list says so.
PROGRAM = frozenset({"nobody", "console"})
# Refusals of the person, whatever was asked.
OUT = frozenset({"desk.access_ended", "desk.access_locked"})
_WORDS = {
    "nobody": "the first-start window",
    "console": "clinicdesk-admin",
    "front_desk": "the front desk",
    "nurse": "a nurse",
    "physician": "a physician",
    "administrator": "an administrator",
}

Function = Callable[..., object]


@dataclass(frozen=True)
class Standing:
    """How a person stands at this moment: what the staff list says, not what it said at sign-in."""

    roles: frozenset[str]
    ended: bool = False
    locked: bool = False


def permission_key(function: Function) -> str:
    """`clinicdesk.scheduling.actions.book` . `book_slot` is asked for as "scheduling.book_slot"."""
    return f"{function.__module__.split('.')[1]}.{function.__name__}"


def may(roles: frozenset[str], *functions: Function) -> bool:
    """Whether these roles allow all of the functions. Raises KeyError for one without a line."""
    return all(roles & _allowed(function) for function in functions)


def who_may(function: Function) -> str:
    """Who is to be asked for it: "the front desk, a nurse or a physician"."""
    allowed = _allowed(function)
    *others, last = [words for role, words in _WORDS.items() if role in allowed]
    return f"{', '.join(others)} or {last}" if others else last


def turn_away(standing: Standing, function: Function, signed_in_as: frozenset[str]) -> None:
    """Raises Refused when the person may not run this now, KeyError for an unlisted function."""
    if standing.ended:
        raise Refused(Reason("desk.access_ended"))
    if standing.locked:
        raise Refused(Reason("desk.access_locked"))
    if may(standing.roles, function):
        return
    who = {"who": who_may(function)}
    if may(signed_in_as, function):
        raise Refused(Reason("desk.roles_changed", who))
    raise Refused(Reason("desk.not_allowed", who))


def _allowed(function: Function) -> frozenset[str]:
    return permissions()[permission_key(function)]
