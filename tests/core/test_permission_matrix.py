"""R-08: everybody can do what docs/permissions.md says and nothing else, whoever asks."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from uuid import uuid4

import pytest

from clinicdesk import rights
from clinicdesk.desk import Actor, Desk, Work
from clinicdesk.errors import Refused
from clinicdesk.messages import sentence
from clinicdesk.policy import permissions
from clinicdesk.rights import permission_key
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.rules import Access, Role
from tests.builders.clinic import actor
from tests.builders.every_action import CONSOLE, acting
from tests.builders.rows import contents
from tests.builders.staff import a_newcomer, end, lock
from tests.core.test_permissions import public
from tests.promises import promise

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
COLUMNS = ("nobody", "console", *Role)
REFUSALS = {Access.LOCKED: "desk.access_locked", Access.ENDED: "desk.access_ended"}
ENTERED, NOT_ALLOWED = "entered", "desk.not_allowed"

Cell = tuple[str, str, Access]


class Entered(Exception):
    """The desk let somebody through to the function."""


def reviewed() -> dict[str, set[str]]:
    """Who may run what, as the page says it."""
    page, feature = {}, ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            feature = line[3:]
        elif line.startswith("| `"):
            name, *cells = (cell.strip(" `") for cell in line.strip("|").split("|"))
            marked = zip(COLUMNS, cells, strict=False)
            page[f"{feature}.{name}"] = {role for role, mark in marked if mark == "yes"}
    return page


def listed() -> list[FunctionType]:
    return [function for function in public() if permission_key(function) in permissions()]


@pytest.fixture
def everybody(desk: Desk) -> dict[tuple[str, Access], Actor]:
    """One person for each role who works here, one who is locked and one who was ended."""
    people = {("nobody", Access.ACTIVE): NOBODY, ("console", Access.ACTIVE): acting(desk, CONSOLE)}
    for role in Role:
        for access in Access:
            login = a_newcomer(desk, role).login
            people[str(role), access] = actor(desk, login)
            if access is Access.LOCKED:
                lock(desk, login)
            elif access is Access.ENDED:
                end(desk, login)
    return people


def matrix(desk: Desk, everybody: dict[tuple[str, Access], Actor]) -> dict[Cell, str]:
    """What the desk says in every cell."""
    return {
        (permission_key(function), role, access): answer(desk, who, function)
        for function in listed()
        for (role, access), who in everybody.items()
    }


def answer(desk: Desk, who: Actor, function: FunctionType) -> str:
    """The code of a refusal, or that the function would have run."""
    door = standing_in(function)
    try:
        if ".actions" in function.__module__:
            desk.change(who, door, None, uuid4())
        else:
            desk.read(who, door)
    except Refused as refused:
        [reason] = refused.reasons
        assert sentence(reason)
        return reason.code
    except Entered:
        return ENTERED
    raise AssertionError("the function was never called")


def standing_in(function: FunctionType) -> Callable[..., None]:
    """Asked for by the same name, it only says that it was reached."""

    def door(work: Work, *about: object) -> None:
        raise Entered

    door.__module__, door.__name__ = function.__module__, function.__name__
    return door


def wrong(found: dict[Cell, str]) -> Iterator[Cell]:
    """The cells that are not as the page says."""
    page = reviewed()
    for (key, role, access), said in found.items():
        allowed = ENTERED if role in page.get(key, ()) else NOT_ALLOWED
        if said != REFUSALS.get(access, allowed):
            yield key, role, access


@promise(
    "R-08",
    "the right role, and only it: every action and query, every role, active, locked and ended",
    every={"of the cells, in percent": 100},
    stress={"of the cells, in percent": 100},
    mutant="one extra right is granted",
)
def test_everybody_can_do_what_the_page_says_and_nothing_else(
    desk: Desk, url: str, everybody: dict, sizes: dict[str, int], shown: Callable[[str], None]
):
    """`pytest tests/core/test_permission_matrix.py -k one_extra_right` sees the mutant."""
    before = contents(url)

    found = matrix(desk, everybody)

    assert list(wrong(found)) == []
    assert len(found) == len(permissions()) * (2 + len(Role) * len(Access))
    assert contents(url) == before
    shown(f"{len(found)} cells, {len(permissions())} functions, 0 wrong, nothing written")


def test_every_function_has_its_line_and_its_reason_on_the_page():
    assert {key: sorted(roles) for key, roles in reviewed().items()} == {
        key: sorted(roles) for key, roles in permissions().items()
    }
    lines = re.findall(r"^\| `.*\| (.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) == len(permissions())
    assert [why for why in lines if not why.endswith(".")] == []


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_one_extra_right_is_noticed(desk: Desk, everybody: dict, monkeypatch: pytest.MonkeyPatch):
    """The mutant: the front desk may sign evaluations."""
    granted = dict(permissions())
    granted["evaluations.sign_evaluation"] |= {"front_desk"}
    monkeypatch.setattr(rights, "permissions", lambda: granted)

    assert list(wrong(matrix(desk, everybody))) == [
        ("evaluations.sign_evaluation", "front_desk", Access.ACTIVE)
    ]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_gate_that_trusts_the_sign_in_is_noticed(
    desk: Desk, everybody: dict, monkeypatch: pytest.MonkeyPatch
):
    """The mutant: the roles and the access are those of the sign-in."""
    monkeypatch.setattr(Desk, "_asked", lambda desk, _, who: (_as_signed_in(who), desk._clock()))

    assert {access for _, _, access in wrong(matrix(desk, everybody))} == {*REFUSALS}


def _as_signed_in(who: Actor) -> rights.Standing:
    return rights.Standing(who.roles)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_has_no_line_runs_for_nobody(desk: Desk, everybody: dict):
    unlisted = [one for one in public() if permission_key(one) not in permissions()]

    assert len(unlisted) > 20
    for function in unlisted:
        for who in (NOBODY, everybody["administrator", Access.ACTIVE]):
            with pytest.raises(KeyError):
                desk.read(who, standing_in(function))
