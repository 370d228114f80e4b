"""Ctrl+K over a window, with answers that come when the test wants them."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.screens import checks
from tests.screens.finder import FinderScreen
from ui.kit.finder_row import Answer, FinderRow
from ui.shell.finder import Finder
from ui.shell.main_window import MainWindow
from ui.shell.pages import PageEntry
from ui.shell.person_button import Person

Key = Qt.Key
LONG = "Wolfeschlegelsteinhausenbergerdorff, " + "Hubert Blaine " * 9


class Line(QObject):
    """Whether the database answers."""

    is_connected = True
    connected = Signal(bool)


class Late:
    """A source that answers when it is told to."""

    group = "Patients"

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.rows = ("Martin", "Martinez")
        self._waiting: list[tuple[str, Callable[[Answer], object]]] = []

    def find(self, typed: str, then: Callable[[Answer], object]) -> None:
        self._waiting.append((typed, then))

    def answer(self, *rows: FinderRow, note: str = "") -> None:
        """Answer what was asked first; by default with the names that begin so."""
        typed, then = self._waiting.pop(0)
        found = [self.row(name) for name in self.rows if name.lower().startswith(typed)]
        then(Answer(rows or tuple(found), note=note))

    def row(self, name: str) -> FinderRow:
        return FinderRow(name, "Born Mar 14, 1951", act=lambda: self.opened.append(name))


@pytest.fixture
def source() -> Late:
    return Late()


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def screen(qtbot: QtBot, source: Late, line: Line) -> Iterator[FinderScreen]:
    entries = [
        PageEntry(key, key, "calendar", lambda key=key: QPushButton(key), f"Ctrl+{number}")
        for number, key in enumerate(("schedule", "patients"), 1)
    ]
    window = MainWindow(entries, clinic="Valley Spine", person=Person("Dana Mills", "Front desk"))
    qtbot.addWidget(window)
    window.let_find("Find a patient", "Name", [source], line)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return FinderScreen(qtbot, window)


def focused() -> str:
    return checks.name(QApplication.focusWidget())


def test_it_opens_with_what_was_used_last_and_gives_the_focus_back(
    screen: FinderScreen, source: Late
):
    screen.open()
    assert focused() == "Find a patient"
    source.answer()
    assert screen.titles == ["Martin", "Martinez"]

    screen.press(Key.Key_Escape)
    assert not screen.is_open
    assert focused() == "schedule"


def test_enter_chooses_and_the_arrows_go_round(screen: FinderScreen, source: Late):
    screen.open()
    source.answer()
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Return):
        screen.press(key)

    assert source.opened == ["Martinez"]
    assert not screen.is_open


def test_enter_waits_for_the_answer_to_what_is_typed(screen: FinderScreen, source: Late):
    screen.open()
    source.answer()
    screen.look_for("martine")
    screen.press(Key.Key_Return)
    assert source.opened == []

    source.answer()  # to "m", which nobody wants any more
    assert source.opened == []
    source.answer()
    assert source.opened == ["Martinez"]


@pytest.mark.parametrize("meanwhile", ["typed on", "left", "hidden"])
def test_a_late_answer_opens_nothing_for_who_went_on(
    screen: FinderScreen, source: Late, meanwhile: str
):
    screen.open()
    source.answer()
    screen.look_for("m")
    screen.press(Key.Key_Return)
    if meanwhile == "typed on":
        screen.press(Key.Key_A)
    elif meanwhile == "left":
        screen.press(Key.Key_Escape)
    else:
        screen.window.hide()  # as the lock does
    while source._waiting:
        source.answer()

    assert source.opened == []


def test_did_you_mean_is_a_row_that_types(screen: FinderScreen, source: Late):
    screen.look_for("x")
    source.answer()
    source.answer(FinderRow("Did you mean MARTIN?", retype="martin"), note="No one matches.")
    assert screen.words == "No one matches."
    screen.press(Key.Key_Return)
    assert screen.finder.box.text() == "martin"

    source.answer()
    screen.press(Key.Key_Return)
    assert source.opened == ["Martin"]


def test_without_an_answer_it_says_what_waits_and_the_old_rows_cannot_be_chosen(
    qtbot: QtBot, screen: FinderScreen, source: Late, line: Line
):
    screen.open()
    source.answer()
    line.connected.emit(False)
    screen.look_for("marti")
    qtbot.waitUntil(lambda: screen.finder.list.is_stale)
    assert screen.finder.away.words == (
        "Not connected. “marti” is looked for once the database answers."
    )
    assert screen.finder.list.height() == sum(screen.finder.list._heights)  # the card has grown
    screen.press(Key.Key_Down)
    screen.press(Key.Key_Return)
    assert source.opened == []

    line.connected.emit(True)
    while source._waiting:
        source.answer()
    assert source.opened == ["Martin"]


def test_going_elsewhere_closes_it(screen: FinderScreen, source: Late):
    screen.open()
    QTest.keyClick(screen.window, Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert not screen.is_open
    assert focused() == "patients"

    screen.open()
    screen.window.top_bar.person.setFocus()
    assert not screen.is_open
    assert focused() == "Dana Mills, Front desk"


def test_tab_stays_in_it_and_every_row_is_read_out(screen: FinderScreen, source: Late):
    screen.open()
    source.answer()
    screen.press(Key.Key_Tab)

    assert focused() == "Find a patient"
    assert screen.finder.list.current == 1
    assert screen.spoken[1] == "Martinez, Born Mar 14, 1951"
    said = screen.finder.box.accessibleDescription()
    assert said == f"Martinez, Born Mar 14, 1951, 2 of {len(screen.rows)}"


def test_a_long_name_takes_the_lines_it_needs_and_all_rows_can_be_reached(
    screen: FinderScreen, source: Late
):
    screen.open()
    source.answer(*[replace(source.row(LONG), because=str(number)) for number in range(20)])
    card, rows = screen.finder.list, screen.finder.list._heights
    assert min(rows[:20]) > 50
    assert sum(rows) > card.height()

    screen.press(Key.Key_Up)
    card.grab()
    assert card._scrolled == sum(rows) - card.height()


class AtOnce:
    """A source that knows: one row for every text that begins with its word."""

    def __init__(self, word: str, *, leads: bool = False) -> None:
        self.group, self._word, self._leads = word, word.lower(), leads
        self.done: list[str] = []

    def find(self, typed: str, then: Callable[[Answer], object]) -> None:
        row = FinderRow(typed, act=lambda: self.done.append(typed))
        then(Answer((row,) if typed.startswith(self._word) else (), leads=self._leads))


def with_more(qtbot: QtBot, screen: FinderScreen, *sources: object) -> FinderScreen:
    """The finder of the same window with other sources."""
    window, line = screen.window, screen.finder._line
    window.finder = Finder(window, "Find", "", sources, line)
    window.finder.begin()
    return screen


def test_what_is_known_is_shown_without_waiting_for_patients(
    qtbot: QtBot, screen: FinderScreen, source: Late
):
    mark = AtOnce("Mar")
    with_more(qtbot, screen, source, mark)
    source.answer()
    screen._keys.type("mar")
    qtbot.waitUntil(lambda: ("Mar", "mar") in screen.rows)
    assert screen.finder.list.current_row is None  # the patients of the text before still stand
    screen.press(Key.Key_Return)
    assert source.opened == mark.done == []

    while source._waiting:
        source.answer()
    assert source.opened == ["Martin"]


def test_who_goes_to_a_row_that_is_known_need_not_wait(
    qtbot: QtBot, screen: FinderScreen, source: Late
):
    mark = AtOnce("Mar")
    with_more(qtbot, screen, source, mark)
    source.answer()
    screen._keys.type("mar")
    qtbot.waitUntil(lambda: ("Mar", "mar") in screen.rows)
    screen.press(Key.Key_Up)
    screen.press(Key.Key_Return)

    assert (mark.done, source.opened) == (["mar"], [])


def test_what_can_mean_nothing_else_stands_first(qtbot: QtBot, screen: FinderScreen, source: Late):
    with_more(qtbot, screen, source, AtOnce("Mar", leads=True))
    source.answer()
    screen._keys.type("mar")
    while source._waiting:
        source.answer()

    assert screen.rows == [("Mar", "mar"), ("Patients", "Martin"), ("Patients", "Martinez")]


def test_nobody_found_is_said_only_where_nothing_else_is(
    qtbot: QtBot, screen: FinderScreen, source: Late
):
    with_more(qtbot, screen, source, AtOnce("Set"))
    source.answer()
    for letters, said in (("set", ""), ("nobody", "No one")):
        screen.finder.box.setText(letters)
        while source._waiting:
            _, then = source._waiting.pop(0)
            then(Answer(heading="No one"))
        assert screen.finder.heading.text() == said


def test_the_same_keys_close_it(screen: FinderScreen, source: Late):
    screen.press_keys()
    assert screen.is_open
    screen.press_keys()
    assert not screen.is_open
    assert focused() == "schedule"


def test_a_screen_reader_finds_the_rows(screen: FinderScreen, source: Late):
    screen.open()
    source.answer()
    screen.press(Key.Key_Down)
    rows = QAccessible.queryAccessibleInterface(screen.finder.list)
    second = rows.child(1)

    assert (rows.role(), second.role()) == (QAccessible.Role.List, QAccessible.Role.ListItem)
    assert second.text(QAccessible.Text.Name) == "Martinez, Born Mar 14, 1951"
    assert second.state().focused
    assert second.state().selected
