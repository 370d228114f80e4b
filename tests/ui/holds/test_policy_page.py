"""Reading the hold table, and signing it."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.holds.queries import policy_in_force
from tests.builders.clinic import ADMINISTRATOR, COORDINATOR, PASSWORD, PHYSICIAN
from tests.builders.evidence import sign_hold_table
from tests.builders.gestures import ask
from tests.screens import checks, keys
from tests.screens.policy import PolicyScreen
from tests.screens.seat import SignIn
from ui.holds.policy_page import PolicyPage

Open = Callable[..., PolicyScreen]


@pytest.fixture
def open_page(qtbot: QtBot, sign_in: SignIn) -> Open:
    """Opens the page for somebody."""

    def open_it(login: str, *, threads: bool = False) -> PolicyScreen:
        page = PolicyPage(sign_in(login, threads=threads))
        keys.show(qtbot, page, 1196, 555)
        return PolicyScreen(qtbot, page)

    return open_it


@pytest.mark.parametrize("login", [COORDINATOR, ADMINISTRATOR])
def test_others_read_the_table_and_who_can_sign(open_page: Open, login: str) -> None:
    screen = open_page(login)
    assert screen.state == "Default awaiting signature"
    assert screen.page.who.endswith("Can sign: Dr. E. Lindqvist, Dr. N. Okafor")
    assert not screen.page.sign.isVisible()
    assert {"warfarin", "apixaban", "aspirin"} < {row.key for row in screen.page.table.rows}


def test_the_current_row_is_spelled_out_with_its_source(open_page: Open) -> None:
    screen = open_page(COORDINATOR)
    assert screen.page.details.startswith("warfarin: Coumadin, Jantoven\nASRA 2018, high-risk")
    assert "INR limit" in screen.page.details or "unverified" in screen.page.details


def test_a_physician_signs_with_the_password(open_page: Open, desk: Desk) -> None:
    screen = open_page(PHYSICIAN)
    screen.sign(PASSWORD)
    assert (screen.state, screen.problem) == ("Signed", "")
    assert screen.page.who == "Dr. N. Okafor · Mon, Nov 23, 2026, 8:00 AM"
    assert not screen.page.card.isVisible()
    assert not screen.page.sign.isVisible()
    assert ask(desk, PHYSICIAN, policy_in_force).signed_by == "Dr. N. Okafor"


def test_a_wrong_password_can_be_typed_again(open_page: Open, desk: Desk) -> None:
    screen = open_page(PHYSICIAN)
    screen.sign("wrong horse battery")
    assert screen.problem == "That is not your password or PIN. Type it again; all else is kept."
    assert screen.page.card.password.control.hasFocus()
    assert screen.page.card.password.value() == ""
    assert ask(desk, PHYSICIAN, policy_in_force).signed_at is None
    screen.sign(PASSWORD)
    assert screen.state == "Signed"


def test_what_somebody_else_signed_meanwhile_is_told(open_page: Open, desk: Desk) -> None:
    screen = open_page(PHYSICIAN)
    keys.press(screen.page.sign)
    sign_hold_table(desk)
    screen.sign(PASSWORD)
    assert screen.problem.startswith("This hold table is signed already.")
    assert screen.page.card.password.value() == ""


def test_without_a_password_it_is_asked_for(open_page: Open) -> None:
    screen = open_page(PHYSICIAN)
    screen.sign("")
    assert screen.problem == "Type your PIN or password."


def test_cancel_closes_the_signature(open_page: Open) -> None:
    screen = open_page(PHYSICIAN)
    keys.press(screen.page.sign)
    assert screen.page.card.password.control.hasFocus()
    screen.page.card.closed.emit()
    assert not screen.page.card.isVisible()
    assert screen.page.sign.isVisible()


def test_with_real_threads(open_page: Open) -> None:
    screen = open_page(PHYSICIAN, threads=True)
    screen.sign(PASSWORD)
    assert screen.state == "Signed"


def test_everything_can_be_named_hit_and_reached(open_page: Open) -> None:
    screen = open_page(PHYSICIAN)
    keys.press(screen.page.sign)
    assert checks.unnamed(screen.page) == []
    assert checks.too_small(screen.page) == []
    assert checks.rich_labels(screen.page) == []
    assert set(checks.tab_cycle(screen.page)) == set(checks.tab_stops(screen.page))
