"""The clinic's people, through the real page."""

from uuid import uuid4

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from clinicdesk.scheduling.actions.people import add_person
from clinicdesk.staff.rules import Role
from tests.builders.clinic import ADMINISTRATOR, actor, person
from tests.screens import checks, keys
from tests.screens.people import PeopleScreen
from tests.screens.seat import SignIn
from ui.kit.scrolling import FocusInView
from ui.staff.people_page import PeoplePage

PASSWORD = "a long walk to the river"


@pytest.fixture
def screen(qtbot: QtBot, sign_in: SignIn) -> PeopleScreen:
    return opened(qtbot, sign_in)


def opened(qtbot: QtBot, sign_in: SignIn, login: str = ADMINISTRATOR, **how: bool) -> PeopleScreen:
    page = PeoplePage(sign_in(login, **how))
    keys.show(qtbot, page)
    return PeopleScreen(qtbot, page)


@pytest.mark.parametrize("threads", [False, True])
def test_a_person_is_added_and_it_is_said(qtbot: QtBot, sign_in: SignIn, threads: bool) -> None:
    screen = opened(qtbot, sign_in, threads=threads)
    with qtbot.waitSignal(screen.page.done) as done:
        screen.add("Zoe Mills", "zoe", PASSWORD, Role.FRONT_DESK, Role.NURSE)

    assert done.args == ["Zoe Mills can sign in now."]
    assert screen.page.lines[-1] == "Zoe Mills   ·   Front desk, Nurse   ·   signs in as zoe"
    assert screen.problem == ""
    assert screen.page.password.value() == ""


def test_a_sign_in_name_has_one_form(screen: PeopleScreen) -> None:
    screen.add("Zoe Mills", " Zoe", PASSWORD, Role.NURSE)
    screen.add("Zoe Other", "ZOE", PASSWORD, Role.NURSE)

    assert screen.page.lines[-1].endswith("signs in as zoe")
    assert screen.problem == "zoe is in use. Choose another sign-in name."


def test_all_gaps_are_named_at_once(screen: PeopleScreen) -> None:
    keys.commit(screen.page.name.input)

    assert screen.page.errors.sentences == (
        "Name: fill this in.",
        "Sign-in name: fill this in.",
        "First password: fill this in.",
        "Roles: choose at least one.",
    )


def test_few_people_stand_at_the_top(screen: PeopleScreen) -> None:
    table = screen.page.table
    tops = [table.rowViewportPosition(row) for row in range(len(table.rows))]

    assert tops == [row * 44 for row in range(len(table.rows))]


def test_many_people_scroll(qtbot: QtBot, sign_in: SignIn, desk: Desk) -> None:
    for number in range(20):
        new = person(f"nurse.{number}", f"Nurse {number}", Role.NURSE)
        desk.change(actor(desk, ADMINISTRATOR), add_person, new, uuid4())
    screen = opened(qtbot, sign_in)
    table = screen.page.table
    table.selectRow(len(table.rows) - 1)

    assert {table.rowHeight(row) for row in range(len(table.rows))} == {44}
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))
    assert table.verticalScrollBar().value() > 0


def test_the_form_scrolls_where_the_window_is_low(screen: PeopleScreen) -> None:
    in_view = FocusInView(screen.page)
    screen.page.resize(1196, 300)
    keys.settle(screen._qtbot, screen.page._background)
    screen.page.button.setFocus()
    keys.settle(screen._qtbot, screen.page._background)

    bottom = screen.page.button.mapTo(screen.page, screen.page.button.rect().bottomLeft())
    assert screen.page.rect().contains(bottom)
    assert screen.page.button.mapTo(screen.page, QPoint()).y() > 0
    in_view.deleteLater()


def test_the_page_keeps_what_every_screen_keeps(screen: PeopleScreen) -> None:
    assert checks.unnamed(screen.page) == []
    assert checks.too_small(screen.page) == []
    assert checks.rich_labels(screen.page) == []
