"""The date field beyond plain reading: suggestions, a calendar, an unknown day, the selection."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.screens import checks
from ui.kit.forms import BirthDateField, DateField, TextField, check
from ui.kit.labels import Label

Key = Qt.Key


def today() -> date:
    return date(2027, 1, 7)


def shown(qtbot: QtBot, field: DateField) -> DateField:
    """The field in a form, with the focus in it and another field after it."""
    form = QWidget()
    qtbot.addWidget(form)
    column = QVBoxLayout(form)
    column.addWidget(field)
    column.addWidget(TextField("After"))
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    field.setFocus()
    field.form = form
    return field


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


def test_a_suggestion_is_reached_by_tab_and_taken_with_enter(qtbot: QtBot):
    field = shown(qtbot, DateField("Study date", today=today))
    QTest.keyClicks(field.input, "2/29/2027")
    assert field.suggestions.words == ()
    press(Key.Key_Tab)

    assert field.suggestions.words == ("Feb 28, 2027", "Mar 1, 2027")
    assert field.value() is None
    assert QApplication.focusWidget() is field.suggestions.buttons[0]

    press(Key.Key_Tab)
    with qtbot.waitSignal(field.edited):
        press(Key.Key_Return)

    assert field.value() == date(2027, 3, 1)
    assert field.input.hasFocus()
    assert not field.suggestions.isVisible()


def test_a_suggestion_is_reached_by_down_and_goes_with_the_next_letter(qtbot: QtBot):
    field = shown(qtbot, DateField("Study date", today=today))
    QTest.keyClicks(field.input, "jam 12")
    press(Key.Key_Down)
    assert QApplication.focusWidget().accessibleName() == "Did you mean Jan 12, 2027?"

    field.setFocus()
    QTest.keyClicks(field.input, "1/1")
    assert field.suggestions.words == ()


def test_an_odd_age_asks_for_the_other_century(qtbot: QtBot):
    field = shown(qtbot, BirthDateField("Birth date", today=today))
    QTest.keyClicks(field.input, "1/1/27")
    assert field.note == "Jan 1, 2027 (0 y) · check the year"
    [warning] = [label for label in field.findChildren(Label) if label.text() == field.note]
    assert (warning.property("tone"), field.error) == ("attn_fg", "")
    press(Key.Key_Tab)

    assert field.value() == date(2027, 1, 1)
    assert field.suggestions.words == ("Jan 1, 1927",)
    press(Key.Key_Space)
    assert field.note == "Jan 1, 1927 (100 y)"


def test_what_can_be_read_asks_nothing(qtbot: QtBot):
    field = shown(qtbot, BirthDateField("Birth date", today=today))
    QTest.keyClicks(field.input, "3/4/51")
    press(Key.Key_Tab)

    assert field.suggestions.words == ()
    assert QApplication.focusWidget().accessibleName() == "After"


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Key.Key_F4, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Down, Qt.KeyboardModifier.AltModifier),
    ],
)
def test_a_day_is_picked_from_the_calendar_by_keyboard(
    qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier
):
    field = shown(qtbot, DateField("Study date", today=today))
    QTest.keyClicks(field.input, "jan 12")
    press(key, held)
    calendar = field._popup.calendar
    qtbot.waitUntil(calendar.isVisible)
    table = calendar.focusProxy() or calendar
    QTest.keyClick(table, Key.Key_Right)
    with qtbot.waitSignal(field.edited):
        QTest.keyClick(table, Key.Key_Return)

    assert field.value() == date(2027, 1, 13)
    assert not calendar.isVisible()


def test_the_calendar_closes_with_its_field_and_changes_nothing(qtbot: QtBot):
    field = shown(qtbot, DateField("Study date", today=today))
    QTest.mouseClick(field.input.button, Qt.MouseButton.LeftButton)
    calendar = field._popup.calendar
    qtbot.waitUntil(calendar.isVisible)
    assert checks.unnamed(field._popup) == []
    field.form.hide()

    assert not calendar.isVisible()
    assert field.input.text() == ""


def test_unknown_is_an_answer_where_the_field_takes_it(qtbot: QtBot):
    field = shown(qtbot, DateField("Last dose", today=today, may_be_unknown=True))
    QTest.keyClicks(field.input, "unknown")
    press(Key.Key_Tab)

    assert (field.is_unknown, field.value(), field.note) == (True, None, "Not known")
    assert check(field) == []

    strict = DateField("Last dose", today=today)
    qtbot.addWidget(strict)
    strict.input.setText("unknown")
    assert not strict.is_unknown
    assert check(strict) == [strict.error]


@pytest.mark.parametrize("mouse", [False, True])
def test_the_whole_value_is_selected_on_focus(qtbot: QtBot, mouse: bool):
    field = shown(qtbot, DateField("Study date", today=today))
    press(Key.Key_Tab)
    field.set_value(date(2027, 1, 12))
    if mouse:
        QTest.mouseClick(field.input, Qt.MouseButton.LeftButton)
    else:
        press(Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)

    assert field.input.selectedText() == "Jan 12, 2027"


def test_checking_keeps_the_echo(qtbot: QtBot):
    field = shown(qtbot, DateField("Study date", today=today))
    QTest.keyClicks(field.input, "jan 12")
    check(field)

    assert field.note == "Tue, Jan 12, 2027 · in 5 days"
