"""Journeys use no mouse: not through Qt's test functions, and not by events of their own."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

JOURNEYS = Path(__file__).parent
DRIVERS = JOURNEYS.with_name("screens")


def test_a_click_is_refused(qtbot: QtBot) -> None:
    button = QPushButton("Book")
    qtbot.addWidget(button)

    with pytest.raises(AssertionError, match="used the mouse"):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_no_driver_makes_mouse_events() -> None:
    files = [*JOURNEYS.glob("*.py"), *DRIVERS.glob("*.py")]
    named = {file.name: names_in(file.read_text(encoding="utf-8")) for file in files}

    assert {name: seen for name, seen in named.items() if seen & {"QMouseEvent", "QDrag"}} == {}


def names_in(code: str) -> set[str]:
    tree = ast.walk(ast.parse(code))
    return {one.id if isinstance(one, ast.Name) else one.name for one in tree if _names(one)}


def _names(one: ast.AST) -> bool:
    return isinstance(one, ast.Name | ast.alias)
