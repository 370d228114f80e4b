"""What a page offers, and what is told of it."""

import pytest
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.command import Command, by_keys, offered_by, tell_command


class Page(QWidget):
    def commands(self) -> list[Command]:
        return [Command("page.print", "Print the day", str, "Ctrl+P", "Print")]


def test_the_page_in_front_offers_and_a_page_without_commands_offers_nothing(qtbot: QtBot):
    area, inner = QStackedWidget(), QStackedWidget()
    qtbot.addWidget(area)
    inner.addWidget(Page())
    area.addWidget(inner)
    area.addWidget(QWidget())

    assert [command.words for command in offered_by(area)] == ["Print the day"]
    area.setCurrentIndex(1)
    assert offered_by(area) == ()


def test_words_and_keys_stand_in_the_tooltip(qtbot: QtBot):
    button = QPushButton()
    qtbot.addWidget(button)
    tell_command(button, Command("a", "Book procedure", str, "B"))
    assert button.toolTip() == "Book procedure (B)"
    tell_command(button, Command("a", "Sign out", str))
    assert button.toolTip() == "Sign out"


def test_no_keys_find_nothing_and_a_menu_that_is_none_is_refused():
    without = Command("a", "Sign out", str)
    assert by_keys([without], "") is None
    with pytest.raises(ValueError, match="Fiel"):
        Command("a", "Sign out", str, menu="Fiel")
