"""What is done through the accessibility interface counts like a click."""

import pytest
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.screens import keys
from ui.kit.forms import CheckField
from ui.kit.segments import Segments
from ui.shell.pages import PageEntry
from ui.shell.rail import Rail


def toggle(button: QWidget) -> None:
    """As a screen reader, speech control or a switch does it."""
    read = QAccessible.queryAccessibleInterface(button).actionInterface()
    read.doAction(QAccessibleActionInterface.toggleAction())


def test_a_tick(qtbot: QtBot):
    field, said = CheckField("Is 18 or older"), []
    keys.show(qtbot, field, 300, 60)
    field.edited.connect(lambda: said.append(field.value()))

    field.set_value(True)
    field.set_value(False)
    toggle(field)
    field.click()
    toggle(field)

    assert said == [True, False, True]


@pytest.mark.parametrize("many", [False, True])
def test_a_segment(qtbot: QtBot, many: bool):
    row, said = Segments(["Left", "Right"], "Side", many=many), []
    keys.show(qtbot, row, 300, 60)
    row.changed.connect(lambda: said.append(row.chosen()))

    row.choose([0])
    toggle(row._parts[1])

    assert said == [(0, 1) if many else (1,)]


def test_a_page_of_the_rail(qtbot: QtBot):
    rail, went = Rail([PageEntry(key, key, "calendar", QWidget) for key in ("day", "list")]), []
    keys.show(qtbot, rail, 80, 400)
    rail.chosen.connect(went.append)

    rail.show_current("day")
    toggle(rail._buttons["list"])

    assert went == ["list"]
