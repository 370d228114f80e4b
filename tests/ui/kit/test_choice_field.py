from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.checks import name, tab_stops
from ui.kit.forms import ChoiceField, ChoicesField
from ui.kit.segment import Segment

Shown = TypeVar("Shown", bound=QWidget)
SIDES = [("left", "Left"), ("right", "Right"), ("both", "Both")]
Key = Qt.Key


def shown(qtbot: QtBot, field: Shown) -> Shown:
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.setFocus()
    return field


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ((), None),
        ((Key.Key_Space,), "left"),
        ((Key.Key_Right,), "right"),
        ((Key.Key_Right, Key.Key_Right), "both"),
        ((Key.Key_Right, Key.Key_Right, Key.Key_Right), "left"),
        ((Key.Key_Left,), "both"),
        ((Key.Key_Down, Key.Key_Up), "left"),
        ((Key.Key_Space, Key.Key_Space), None),
        ((Key.Key_Right, Key.Key_Delete), None),
        ((Key.Key_Right, Key.Key_Backspace), None),
    ],
)
def test_keys_choose_one(qtbot: QtBot, keys: tuple[Qt.Key, ...], value: str | None):
    field = shown(qtbot, ChoiceField("&Laterality", SIDES))
    press(qtbot, *keys)

    assert field.value() == value


@pytest.mark.parametrize("keys", [(Key.Key_Delete,), (Key.Key_Space,)])
def test_an_answer_that_must_be_given_cannot_be_taken_back(qtbot: QtBot, keys):
    field = shown(qtbot, ChoiceField("Laterality", SIDES, clearable=False))
    field.set_value("left")
    press(qtbot, *keys)

    assert field.value() == "left"


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ((Key.Key_Right,), ()),
        ((Key.Key_Space, Key.Key_Right, Key.Key_Right, Key.Key_Space), ("left", "both")),
        ((Key.Key_Space, Key.Key_Space), ()),
        ((Key.Key_Space, Key.Key_Right, Key.Key_Space, Key.Key_Delete), ()),
    ],
)
def test_keys_choose_many(qtbot: QtBot, keys: tuple[Qt.Key, ...], value: tuple[str, ...]):
    field = shown(qtbot, ChoicesField("Sides", SIDES))
    press(qtbot, *keys)

    assert field.value() == value


def test_a_click_chooses_and_a_second_click_takes_back(qtbot: QtBot):
    field = shown(qtbot, ChoiceField("Laterality", SIDES))
    right = field.findChildren(Segment)[1]
    qtbot.mouseClick(right, Qt.MouseButton.LeftButton)
    assert field.value() == "right"
    qtbot.mouseClick(right, Qt.MouseButton.LeftButton)
    assert field.value() is None


def test_only_a_person_edits(qtbot: QtBot):
    field = shown(qtbot, ChoiceField("Laterality", SIDES))
    with qtbot.assertNotEmitted(field.edited):
        field.set_value("both")
    with qtbot.waitSignal(field.edited):
        press(qtbot, Key.Key_Left)

    assert field.value() == "right"


def test_one_tab_stop_at_the_chosen_one(qtbot: QtBot):
    field = shown(qtbot, ChoiceField("&Laterality", SIDES))
    field.set_value("right")

    assert [name(stop) for stop in tab_stops(field)] == ["Laterality: Right"]


def test_values_of_many(qtbot: QtBot):
    field = shown(qtbot, ChoicesField("Sides", SIDES))
    field.set_value(["both", "left"])

    assert field.value() == ("left", "both")


def test_a_value_that_is_no_option_is_a_programming_mistake(qtbot: QtBot):
    field = shown(qtbot, ChoiceField("Laterality", SIDES))

    with pytest.raises(ValueError, match="up"):
        field.set_value("up")


def test_alt_and_the_marked_letter_lead_to_the_field(qtbot: QtBot):
    form = QWidget()
    row = QHBoxLayout(form)
    first, second = ChoiceField("&Study", SIDES), ChoiceField("&Laterality", SIDES)
    row.addWidget(first)
    row.addWidget(second)
    shown(qtbot, form)
    first.setFocus()
    qtbot.keyClick(form, Key.Key_L, Qt.KeyboardModifier.AltModifier)

    assert name(QApplication.focusWidget()) == "Laterality: Left"
