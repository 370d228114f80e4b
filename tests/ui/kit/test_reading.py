"""What a page says of its own reading, step by step, with answers that come when a test wants."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from clinicdesk.errors import Reason, Refused
from ui.kit.page import Page
from ui.kit.page_header import PageHeader


class Source(QObject):
    """Answers when a test says so."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, Callable[[Any], None], Callable[[Exception], None]]] = []

    def read(self, _owner: QObject, query: str, **told: Any) -> None:
        self.asked.append((query, told["then"], told["failed"]))

    def answer(self, answer: object = "Bernice") -> None:
        """Answer what was asked first."""
        self.asked.pop(0)[1](answer)

    def fail(self, error: Exception) -> None:
        self.asked.pop(0)[2](error)


class ListPage(Page):
    """Reads a name, and then what goes with it."""

    doing = "Reading the list"
    can_cancel = True

    def __init__(self, source: Source) -> None:
        super().__init__(source, {"list"})
        self.name, self.button = QLabel(), QPushButton("Open")
        column = QVBoxLayout(self)
        for part in (PageHeader("List"), self.name, self.button):
            column.addWidget(part)

    def reload(self) -> None:
        self.read("name", then=self._show)

    def _show(self, name: str) -> None:
        self.name.setText(name)
        self.read("more", then=lambda _: None)


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def page(qtbot: QtBot, source: Source) -> ListPage:
    made = ListPage(source)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def wait(page: ListPage) -> None:
    """Let the time pass after which the page says something, if it would."""
    for timer in (page.reading.soon, page.reading.later):
        if timer.isActive():
            timer.stop()
            timer.timeout.emit()


def shown(page: ListPage, source: Source) -> ListPage:
    source.answer()
    source.answer()
    return page


def test_bars_come_after_300_ms_and_words_after_a_second(page: ListPage) -> None:
    reading = page.reading
    assert (reading.soon.interval(), reading.later.interval()) == (300, 1000)
    assert not reading.is_loading
    assert reading.strip is None

    wait(page)

    assert reading.is_loading
    assert reading.cover.geometry().top() > page.findChild(PageHeader).geometry().bottom()
    assert reading.strip.words == "Reading the list…"


def test_bars_stay_until_all_is_read_also_what_is_asked_last(
    page: ListPage, source: Source
) -> None:
    wait(page)
    source.answer()
    assert page.reading.is_loading
    source.answer()

    assert not page.reading.is_loading
    assert page.reading.strip.words == ""


def test_contents_that_are_there_are_never_covered_by_bars(page: ListPage, source: Source) -> None:
    shown(page, source).reload()
    wait(page)

    assert not page.reading.is_loading
    assert page.reading.strip.words == "Reading the list…"


def test_an_error_over_contents_leaves_them_and_goes_with_the_next_reading(
    page: ListPage, source: Source
) -> None:
    shown(page, source).reload()
    source.fail(ZeroDivisionError("Bernice"))
    assert page.reading.problem == "Reading the list did not finish. This is as it was before."
    assert page.button.isEnabled()
    page.reading.strip.copy.click()
    assert "Bernice" not in QApplication.clipboard().text()

    page.reading.strip.retry.click()
    shown(page, source)

    assert page.reading.problem == ""


def test_an_error_at_first_takes_the_keys_and_gives_them_back(
    page: ListPage, source: Source
) -> None:
    page.button.setFocus()
    source.fail(ZeroDivisionError())
    assert QApplication.focusWidget() is page.reading.cover.not_read.retry
    assert not page.button.isEnabled()

    page.reading.cover.not_read.retry.click()
    assert page.reading.problem != ""  # until it is read, nothing else is true
    shown(page, source)

    assert page.reading.problem == ""
    assert QApplication.focusWidget() is page.button


def test_a_refusal_is_said_in_the_cores_own_words(page: ListPage, source: Source) -> None:
    source.fail(Refused(Reason("desk.busy")))

    assert "Reading the list did not finish." in page.reading.problem
    assert "desk.busy" in page.reading.cover.not_read.details


def test_nobody_waits_for_what_was_cancelled(page: ListPage, source: Source) -> None:
    shown(page, source).reload()
    wait(page)
    page.reading.strip.cancel.click()
    assert page.reading.strip.words == ""

    source.answer("Rosa")

    assert page.name.text() == "Bernice"
    assert source.asked == []
