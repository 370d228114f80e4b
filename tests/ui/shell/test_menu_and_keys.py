"""The menu bar on Alt, the sheet of keys, and who takes a key first."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.checks import name, unnamed
from ui import preferences
from ui.kit.buttons import bind, secondary
from ui.kit.command import MENUS, Command
from ui.kit.labels import Label
from ui.kit.page import Page
from ui.shell.main_window import MainWindow
from ui.shell.menu_bar import with_letters
from ui.shell.pages import PageEntry
from ui.shell.person_button import Person
from ui.shell.shortcut_sheet import by_group

Key = Qt.Key
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


class Day(QWidget):
    """A page with a line, a button, and something to do."""

    def __init__(self, done: list[str]) -> None:
        super().__init__()
        self.done = done
        self.line = QLineEdit()
        self.line.setAccessibleName("Line")
        self.button = secondary("&Place")
        self.button.clicked.connect(lambda: done.append("place"))
        column = QVBoxLayout(self)
        for part in (self.line, self.button):
            column.addWidget(part)

    def commands(self) -> list[Command]:
        return [
            Command("day.book", "Book procedure", self._doing("book"), "B", "Schedule"),
            Command("day.print", "Print the day", self._doing("print"), "Ctrl+P", "Print"),
        ]

    def _doing(self, what: str) -> Callable[[], None]:
        return lambda: self.done.append(f"{what} from {name(QApplication.focusWidget())}")


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def day(done: list[str]) -> Day:
    return Day(done)


@pytest.fixture
def window(qtbot: QtBot, day: Day, done: list[str]) -> MainWindow:
    entries = [
        PageEntry("schedule", "Schedule", "calendar", lambda: day, "Ctrl+1"),
        PageEntry("patients", "Patients", "users", QWidget, "Ctrl+4"),
    ]
    window = MainWindow(entries, clinic="Valley Spine", person=Person("Dana Mills", "Front desk"))
    qtbot.addWidget(window)
    window.offer_commands(
        [
            Command("save", "Save", lambda: done.append("save"), "Ctrl+S", "File", True),
            Command("print", "Print nothing", lambda: done.append("-"), "Ctrl+P", "Print", True),
        ]
    )
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    day.line.setFocus()
    return window


def tap_alt(between: Qt.Key | None = None) -> None:
    """Alt down, perhaps a letter, Alt up, and what comes of it."""
    QTest.keyPress(QApplication.focusWidget(), Key.Key_Alt, ALT)
    if between is not None:
        QTest.keyClick(QApplication.focusWidget(), between, ALT)
    QTest.keyRelease(QApplication.focusWidget(), Key.Key_Alt, NONE)
    QApplication.processEvents()


def press(key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)
    QApplication.processEvents()


def test_a_tap_on_alt_shows_the_menu_bar_and_moves_nothing(window: MainWindow, day: Day):
    bar, before = window.menu_bar, day.line.mapTo(window, day.line.pos())
    assert not bar.isVisible()
    tap_alt()

    assert bar.isVisible()
    assert [action.text() for action in bar.actions()] == [f"&{menu}" for menu in MENUS]
    assert (bar.activeAction().text(), bar.hasFocus()) == ("&File", True)
    assert day.line.mapTo(window, day.line.pos()) == before
    assert unnamed(window) == []

    press(Key.Key_Escape)
    assert not bar.isVisible()
    assert QApplication.focusWidget() is day.line


@pytest.mark.parametrize("leave", ["alt", "elsewhere", "mouse"])
def test_it_goes_with_a_second_tap_and_with_work_elsewhere(
    window: MainWindow, day: Day, leave: str
):
    press(Key.Key_F10)
    assert window.menu_bar.isVisible()
    if leave == "alt":
        tap_alt()
    elif leave == "mouse":
        QTest.mouseClick(day, Qt.MouseButton.LeftButton)
    else:
        day.button.setFocus()
    assert not window.menu_bar.isVisible()


def test_alt_with_a_letter_presses_the_button_and_shows_no_menu(
    qtbot: QtBot, window: MainWindow, day: Day, done: list[str]
):
    tap_alt(between=Key.Key_P)
    qtbot.waitUntil(lambda: done == ["place"])
    assert not window.menu_bar.isVisible()


def test_a_choice_is_done_with_the_focus_where_it_was(
    window: MainWindow, day: Day, done: list[str]
):
    tap_alt()
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Down):  # Schedule
        QTest.keyClick(window.menu_bar, key)
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == ["&Book procedure\tB"]
    QTest.keyClick(menu, Key.Key_Return)
    QApplication.processEvents()

    assert done == ["book from Line"]
    assert not window.menu_bar.isVisible()


def test_a_menu_with_nothing_in_it_says_so(window: MainWindow):
    window.go("patients")
    window.menu_bar.begin()
    menus = {action.text(): action.menu() for action in window.menu_bar.actions()}

    [nothing] = menus["&Schedule"].actions()
    assert (nothing.text(), nothing.isEnabled()) == ("Nothing to do here on this page", False)


def test_every_item_of_a_menu_has_a_letter_of_its_own():
    assert with_letters(["Save", "Sign out", "Save & go", "S"]) == [
        "&Save",
        "Sign &out",
        "Save && &go",
        "S",
    ]


@pytest.mark.parametrize(
    ("held", "key", "wanted"),
    [
        (CTRL, Key.Key_P, ["print from Line"]),  # the page before the window
        (CTRL, Key.Key_S, ["save"]),
        (NONE, Key.Key_B, []),  # letters belong to grids
    ],
)
def test_keys_that_nobody_took(
    window: MainWindow, day: Day, done: list[str], held: Qt.KeyboardModifier, key: Qt.Key, wanted
):
    press(key, held)
    assert done == wanted


def test_a_part_of_the_page_is_asked_before_the_page(window: MainWindow, day: Day, done: list[str]):
    bind(day.button, "Ctrl+P", day)
    press(Key.Key_P, CTRL)
    assert done == ["place"]


def test_refresh_reads_the_page_again(qtbot: QtBot, window: MainWindow):
    read: list[str] = []

    class Listed(Page):
        def __init__(self) -> None:
            QWidget.__init__(self)

        def showEvent(self, event: object) -> None: ...

        def reload(self) -> None:
            read.append("again")

    window._entries["listed"] = PageEntry("listed", "Listed", "list", Listed)
    window.rail.show_current = lambda _: None
    window.go("listed")
    QTest.keyClick(window, Key.Key_F5)
    assert read == ["again"]


def test_the_sheet_lists_every_key_and_closes_with_its_own(window: MainWindow, day: Day):
    press(Key.Key_Slash, CTRL)
    sheet = window.sheet
    shown = [label.text() for label in sheet.findChildren(Label)]

    assert sheet.isVisible()
    assert sheet.groups["On this page"] == [("Book procedure", "B"), ("Print the day", "Ctrl+P")]
    assert ("Schedule", "Ctrl+1") in sheet.groups["View"]
    assert {words for keys in sheet.groups.values() for words, _ in keys} <= set(shown)
    assert "Book procedure, B" in [label.accessibleName() for label in sheet.findChildren(Label)]

    press(Key.Key_Slash, CTRL)
    assert not sheet.isVisible()
    assert QApplication.focusWidget() is day.line


def test_a_question_mark_is_text_in_a_field_and_opens_the_sheet_elsewhere(
    window: MainWindow, day: Day
):
    QTest.keyClicks(day.line, "?")
    assert (day.line.text(), window.sheet.isVisible()) == ("?", False)

    day.button.setFocus()
    QTest.keyClicks(day.button, "?")
    assert window.sheet.isVisible()
    press(Key.Key_Tab)
    press(Key.Key_Escape)
    assert not window.sheet.isVisible()
    assert QApplication.focusWidget() is day.button


def test_only_what_has_keys_stands_on_the_sheet():
    groups = by_group([Command("a", "Sign out", str, menu="File", everywhere=True)])
    assert "File" not in groups


def test_who_turned_letters_off_opens_the_sheet_with_ctrl_alone(
    window: MainWindow, day: Day, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(preferences, "letters", lambda: False)
    day.button.setFocus()
    QTest.keyClicks(day.button, "?")
    assert not window.sheet.isVisible()
    press(Key.Key_Slash, CTRL)
    assert window.sheet.isVisible()
