"""The strip that tells how old a page is while the database does not answer."""

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.away import Away


class Line(QObject):
    connected = Signal(bool)
    is_connected = True


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made)
    return made


def strip(page: QWidget, line: Line) -> Away:
    made = Away(line, page)
    page.layout().addWidget(made)
    page.show()
    return made


def test_it_speaks_only_while_the_database_does_not_answer(page: QWidget, line: Line) -> None:
    away = strip(page, line)
    away.say("As of 9:45 AM.")
    assert away.words == ""

    line.connected.emit(False)
    assert away.words == "As of 9:45 AM."
    assert away.isVisible()
    away.say("Tuesday comes later.")
    assert away.words == "Tuesday comes later."

    line.connected.emit(True)
    assert away.words == ""


def test_a_page_that_opens_meanwhile_says_it_too(page: QWidget, line: Line) -> None:
    line.is_connected = False

    assert strip(page, line).isVisible()
