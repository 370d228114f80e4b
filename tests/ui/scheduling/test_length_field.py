"""Typing a length: digits belong to the length alone while it has the focus."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.desk import Desk
from tests.builders.patients import an_approved_case
from tests.screens.keys import show
from tests.ui.scheduling.panels import Open
from ui.scheduling.length_field import LengthField


def type_digits(digits: str) -> None:
    for digit in digits:
        QTest.keyClicks(QApplication.focusWidget(), digit)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("4", 45),
        ("45", 45),
        ("6", 60),
        ("60", 60),
        ("46", 60),
        ("4560", 60),
        ("75", 75),
        ("90", 90),
        ("120", 120),
        ("40", 40),
        ("48", 48),
        ("075", 75),
        ("0", None),
    ],
)
def test_a_length_is_typed(qtbot: QtBot, typed: str, minutes: int | None):
    field = LengthField((45, 60))
    show(qtbot, field, 300, 200)
    field.setFocus()
    type_digits(typed)

    assert field.value() == minutes
    assert field.minutes.isHidden() is (minutes in (45, 60))


def test_a_length_is_not_gone_on_with_after_the_focus_was_elsewhere(desk: Desk, open_panel: Open):
    screen = open_panel(an_approved_case(desk).case_id)
    form = screen.panel.form
    form.length.setFocus()
    type_digits("4")
    form.slot.time.setFocus()
    form.length.setFocus()
    type_digits("50")

    assert form.length.value() == 50


@pytest.mark.parametrize(("typed", "minutes"), [("45", 45), ("60", 60), ("75", 75), ("1", 1)])
def test_a_typed_length_books_no_other_time(desk: Desk, open_panel: Open, typed: str, minutes: int):
    screen = open_panel(an_approved_case(desk).case_id)
    screen.panel.form.length.setFocus()
    type_digits(typed)

    assert screen.typed == (minutes, "", "", "Any room", "Any physician")
    assert screen.panel.openings.hint.text() == "Alt+O, then keys 1 to 9"
