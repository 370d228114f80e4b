"""The numbers on the rail, for whom they say that something is to be done; where a day begins."""

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.staff.actions import NOBODY
from clinicdesk.staff.rules import Role
from tests.builders.clinic import COORDINATOR, NURSE, PHYSICIAN
from tests.builders.patients import a_booked_case, an_approved_case, an_evaluable_case, sign_note
from tests.builders.patients import a_note as note
from tests.builders.times import at
from tests.conftest import Clock
from tests.screens.seat import SignIn, desk, sign_in
from ui.screens import EVALUATIONS, PATIENTS, SCHEDULE, SETTINGS, TODAY, start_page, with_badge
from ui.session import Session
from ui.shell.badges import Badges
from ui.shell.pages import PageEntry
from ui.shell.rail import Rail

__all__ = ["desk", "sign_in"]

WORK = [SCHEDULE, TODAY, PATIENTS, EVALUATIONS]
FRONT, NURSES, PHYSICIANS, ADMIN = Role.FRONT_DESK, Role.NURSE, Role.PHYSICIAN, Role.ADMINISTRATOR


def numbered(qtbot: QtBot, session: Session) -> Badges:
    """A rail with all pages, and its numbers."""
    entries = [with_badge(PageEntry(key, key, "users", Rail), session.may) for key in WORK]
    rail = Rail(entries)
    qtbot.addWidget(rail)
    return Badges(session.background, rail, entries)


def numbers(badges: Badges) -> dict[str, int]:
    shown = {key: button._badge for key, button in badges.parent()._buttons.items()}
    return {key: count for key, count in shown.items() if count}


def test_each_role_is_shown_what_waits_for_it(
    qtbot: QtBot, desk: Desk, clock: Clock, sign_in: SignIn
) -> None:
    made = an_evaluable_case(desk)
    an_approved_case(desk)
    a_booked_case(desk, at("2026-11-23 09:30"))
    seats = {login: sign_in(login) for login in (COORDINATOR, NURSE, PHYSICIAN)}
    rails = {login: numbered(qtbot, session) for login, session in seats.items()}
    assert [numbers(rail) for rail in rails.values()] == [
        {SCHEDULE: 1},
        {},
        {EVALUATIONS: 1},
    ]

    clock.advance(hours=1, minutes=30)  # arrival was at 8:30
    for rail in rails.values():
        rail.clock.timeout.emit()
    assert [numbers(rail) for rail in rails.values()] == [
        {SCHEDULE: 1, TODAY: 1},
        {TODAY: 1},
        {EVALUATIONS: 1},
    ]

    sign_note(desk, made.case_id, note())
    for session in seats.values():
        session.background.changed.emit(frozenset({"readiness"}))
    assert numbers(rails[PHYSICIAN]) == {}
    assert numbers(rails[COORDINATOR]) == {SCHEDULE: 2, TODAY: 1}


def test_nothing_is_asked_in_nobodys_name(
    qtbot: QtBot, desk: Desk, clock: Clock, sign_in: SignIn
) -> None:
    """Somebody signs out as the minute strikes, and the window is about to go."""
    a_booked_case(desk, at("2026-11-23 09:30"))
    session = sign_in(NURSE)
    rail, refused = numbered(qtbot, session), []
    session.background.shown.connect(refused.append)

    session.background.set_actor(NOBODY)
    rail.clock.timeout.emit()

    assert refused == []


@pytest.mark.parametrize(
    ("roles", "offered", "page"),
    [
        ({FRONT}, [SCHEDULE, TODAY, PATIENTS], SCHEDULE),
        ({NURSES}, WORK, TODAY),
        ({PHYSICIANS}, WORK, EVALUATIONS),
        ({ADMIN}, [SETTINGS], SETTINGS),
        ({FRONT, NURSES}, WORK, TODAY),
        ({PHYSICIANS, NURSES, ADMIN}, WORK, EVALUATIONS),
        ({ADMIN, FRONT}, WORK, SCHEDULE),
    ],
)
def test_the_day_begins_where_the_role_works(
    roles: set[Role], offered: list[str], page: str
) -> None:
    assert start_page(frozenset(roles), [*offered, SETTINGS]) == page
