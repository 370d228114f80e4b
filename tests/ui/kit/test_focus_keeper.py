import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.checks import name
from ui.kit.focus_keeper import FocusKeeper


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    """A window with the buttons Rail, and inside the kept area Header, Save and Next in a card."""
    window, page, card = QWidget(), QWidget(), QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(page)
    column.addWidget(QPushButton("Rail"))
    inside = QVBoxLayout(page)
    inside.addWidget(QPushButton("Header"))
    inside.addWidget(card)
    page.card = QVBoxLayout(card)
    for words in ("Next", "Save"):
        page.card.addWidget(QPushButton(words))
    page.keeper = FocusKeeper(page)
    page.held = window
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return page


def button(page: QWidget, words: str) -> QPushButton:
    return next(one for one in page.window().findChildren(QPushButton) if one.text() == words)


def focused() -> str:
    focus = QApplication.focusWidget()
    return name(focus) if focus else "nobody"


def hide(widget: QWidget) -> None:
    widget.hide()


def disable(widget: QWidget) -> None:
    widget.setEnabled(False)


@pytest.mark.parametrize("lose", [hide, disable, shiboken6.delete, QWidget.deleteLater])
def test_a_neighbour_gets_the_focus_of_what_goes(page: QWidget, qtbot: QtBot, lose):
    button(page, "Save").setFocus()
    lose(button(page, "Save"))

    qtbot.waitUntil(lambda: focused() == "Next")


@pytest.mark.parametrize("lose", [hide, shiboken6.delete])
def test_a_card_that_goes_whole_leaves_it_to_the_page(page: QWidget, qtbot: QtBot, lose):
    button(page, "Save").setFocus()
    lose(page.card.parentWidget())

    qtbot.waitUntil(lambda: focused() == "Header")


def test_what_the_program_chooses_is_kept(page: QWidget, qtbot: QtBot):
    button(page, "Save").setFocus()
    button(page, "Save").hide()
    button(page, "Header").setFocus()
    QApplication.processEvents()

    assert focused() == "Header"


def test_a_person_may_leave_the_page(page: QWidget):
    button(page, "Save").setFocus()
    button(page, "Rail").setFocus()
    button(page, "Save").hide()
    QApplication.processEvents()

    assert focused() == "Rail"


def test_a_container_passes_the_focus_to_its_contents(page: QWidget, qtbot: QtBot):
    page.card.parentWidget().setFocus()

    qtbot.waitUntil(lambda: focused() == "Next")


def test_an_empty_page_passes_it_on_when_it_is_filled(page: QWidget, qtbot: QtBot):
    for words in ("Header", "Next", "Save"):
        button(page, words).hide()
    card = page.card.parentWidget()
    card.setFocus()
    QApplication.processEvents()
    assert card.hasFocus()
    page.card.addWidget(QPushButton("Loaded"))

    qtbot.waitUntil(lambda: focused() == "Loaded")
