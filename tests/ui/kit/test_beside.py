"""A panel beside the contents: docked in a wide window, in a narrow one over them."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.checks import tab_stops, too_small, unnamed
from ui.kit.beside import DOCKS_FROM, Beside
from ui.kit.panel import DetailPanel
from ui.kit.regions import mark_region, step_region


class Page(QWidget):
    """Contents with a button at each end, and a panel."""

    def __init__(self, *, rests: bool = False) -> None:
        super().__init__()
        self.contents, self.panel = QWidget(), DetailPanel("Book procedure")
        mark_region(self.contents)
        self.first, self.last = QPushButton("first"), QPushButton("last")
        self.inside = QPushButton("inside")
        row = QHBoxLayout(self.contents)
        row.addWidget(self.first)
        row.addStretch(1)
        row.addWidget(self.last)
        self.panel.body.addWidget(self.inside)
        self.beside = Beside(self.contents, self.panel, rests=rests)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.beside)

    @property
    def is_covered(self) -> bool:
        """Whether the panel is seen over the contents."""
        panel = QRect(self.panel.mapTo(self, self.panel.rect().topLeft()), self.panel.size())
        return self.panel.isVisible() and panel.intersects(self.contents.geometry())


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return shown(qtbot, Page())


def shown(qtbot: QtBot, page: Page, width: int = DOCKS_FROM) -> Page:
    qtbot.addWidget(page)
    page.resize(width, 600)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def resized(page: Page, width: int) -> Page:
    page.resize(width, 600)
    QApplication.processEvents()
    return page


@pytest.mark.parametrize(
    ("width", "is_covered", "contents"),
    [
        (DOCKS_FROM, False, DOCKS_FROM - 340),
        (DOCKS_FROM - 1, True, DOCKS_FROM - 1 - 32),
        (DOCKS_FROM + 200, False, DOCKS_FROM + 200 - 340),
    ],
)
def test_it_docks_where_there_is_room_and_follows_the_window(
    page: Page, width: int, is_covered: bool, contents: int
) -> None:
    resized(page, width)

    assert (page.is_covered, page.contents.width()) == (is_covered, contents)
    assert page.beside.handle.isVisible() is is_covered
    page.panel.hide()
    assert page.contents.width() == width
    page.panel.show()
    assert page.is_covered is is_covered


def test_what_has_the_focus_is_never_wholly_behind_it(page: Page, qtbot: QtBot) -> None:
    resized(page, 1280)
    page.first.setFocus()
    assert page.is_covered
    page.last.setFocus()
    assert not page.is_covered
    assert page.beside.handle.accessibleName() == "Show Book procedure"

    page.beside.open()  # the page puts something into it while the focus lies behind
    assert page.is_covered
    assert QApplication.focusWidget() is page.inside

    page.panel.hide()
    page.last.setFocus()
    page.panel.show()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.inside)


def test_the_handle_brings_it_back_and_f6_reaches_it_either_way(page: Page) -> None:
    resized(page, 1280)
    page.beside.fold()
    page.first.setFocus()
    step_region(page, 1)
    assert QApplication.focusWidget() is page.beside.handle
    QTest.keyClick(page.beside.handle, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is page.inside
    page.first.setFocus()
    step_region(page, 1)
    assert QApplication.focusWidget() is page.inside

    page.beside.handle.click()
    assert not page.panel.isVisible()
    assert {page.first, page.beside.handle, page.last} == set(tab_stops(page))
    assert unnamed(page) == too_small(page) == []


def test_one_that_rests_waits_folded_until_something_is_put_into_it(qtbot: QtBot) -> None:
    page = shown(qtbot, Page(rests=True), 1280)
    assert not page.panel.isVisible()
    page.beside.open()
    assert page.panel.isVisible()
    page.beside.fold()
    assert not page.panel.isVisible()

    assert not resized(page, DOCKS_FROM).is_covered
    assert page.panel.isVisible()
