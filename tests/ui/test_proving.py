"""Proving who somebody is from a window: PIN or password, and what a wrong one leaves behind."""

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.passwords import Proof
from clinicdesk.staff.queries import credentials
from tests.builders.clinic import PASSWORD, PHYSICIAN
from tests.builders.rows import history
from tests.builders.sign_in import PIN, give_pin
from tests.screens.seat import SignIn, desk, sign_in
from ui.session import Session

__all__ = ["desk", "sign_in"]

AGAIN = "That is not your password or PIN. Type it again; all else is kept."


def tries(desk: Desk) -> int:
    found = desk.read(NOBODY, credentials, PHYSICIAN)
    assert found is not None
    return found.wrong_tries


def told(session: Session, typed: str) -> Proof | str:
    """What comes back at once: the proof, or the sentence beside the field."""
    answers: list[Proof | str] = []
    session.prove(session.background, typed, then=answers.append, refused=answers.append)
    [answer] = answers
    return answer


@pytest.mark.parametrize("right", [PIN, PASSWORD])
def test_pin_or_password_prove_it_and_end_the_row_of_tries(
    sign_in: SignIn, desk: Desk, sqlite_url: str, right: str
) -> None:
    give_pin(desk, PHYSICIAN)
    session = sign_in(PHYSICIAN)
    rows = len(history(sqlite_url))
    proof = Proof(session.actor.id, by_pin=right == PIN)
    assert told(session, right) == proof
    assert len(history(sqlite_url)) == rows

    assert [told(session, "385207"), told(session, "not my password")] == [AGAIN, AGAIN]
    assert tries(desk) == 2
    assert told(session, right) == proof
    assert tries(desk) == 0
    actions = [(entry.action, entry.actor_id) for entry in history(sqlite_url)[rows:]]
    assert actions == [
        ("staff.record_wrong_try", NOBODY.id),
        ("staff.record_wrong_try", NOBODY.id),
        ("staff.confirm_identity", session.actor.id),
    ]


def test_a_pin_that_was_never_chosen_is_not_a_wrong_try(sign_in: SignIn, desk: Desk) -> None:
    assert told(sign_in(PHYSICIAN), PIN) == "You have no PIN yet. Type your password."
    assert tries(desk) == 0


def test_a_window_that_is_closed_in_time_does_not_undo_the_try(
    qtbot: QtBot, sign_in: SignIn, desk: Desk
) -> None:
    session, window = sign_in(PHYSICIAN, threads=True), QObject()
    answers: list[object] = []
    with qtbot.waitSignal(session.background.settled):
        session.prove(window, "wrong words", then=answers.append, refused=answers.append)
        shiboken6.delete(window)
    qtbot.waitUntil(lambda: session.background.pending == 0)

    assert answers == []
    assert tries(desk) == 1


def test_the_work_goes_on_in_the_persons_name(sign_in: SignIn, desk: Desk) -> None:
    session = sign_in(PHYSICIAN)
    with session.background.acting_as(NOBODY):
        assert session.background._actor is NOBODY

    assert session.background._actor == session.actor
