import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.checks import name, tab_stops, too_small, unnamed
from ui.shell.pages import PageEntry
from ui.shell.rail import Rail
from ui.shell.rail_button import RailButton

Key = Qt.Key
ENTRIES = [
    PageEntry("schedule", "Schedule", "calendar", QWidget, "Ctrl+1"),
    PageEntry("settings", "Settings", "settings", QWidget, "Ctrl+,", at_end=True),
    PageEntry("readiness", "Readiness", "clipboard-check", QWidget, "Ctrl+2"),
]


@pytest.fixture
def rail(qtbot: QtBot) -> Rail:
    rail = Rail(ENTRIES)
    qtbot.addWidget(rail)
    rail.resize(84, 720)
    rail.show()
    rail.activateWindow()
    qtbot.waitUntil(rail.isActiveWindow)
    return rail


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def test_it_shows_only_the_pages_given(rail: Rail):
    buttons = sorted(rail.findChildren(RailButton), key=lambda button: button.y())

    assert [button.text() for button in buttons] == ["Schedule", "Readiness", "Settings"]
    assert buttons[2].geometry().bottom() > 700


def test_one_tab_stop_at_the_page_on_screen(rail: Rail):
    rail.show_current("readiness")

    assert [name(stop) for stop in tab_stops(rail)] == ["Readiness"]
    assert [button.text() for button in rail.findChildren(RailButton) if button.isChecked()] == [
        "Readiness"
    ]


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        ((Key.Key_Return,), "schedule"),
        ((Key.Key_Down, Key.Key_Space), "readiness"),
        ((Key.Key_Down, Key.Key_Down, Key.Key_Return), "settings"),
        ((Key.Key_Up, Key.Key_Return), "settings"),
        ((Key.Key_Up, Key.Key_Down, Key.Key_Enter), "schedule"),
    ],
)
def test_arrows_and_enter_go(rail: Rail, qtbot: QtBot, keys: tuple[Qt.Key, ...], key: str):
    tab_stops(rail)[0].setFocus()
    with qtbot.waitSignal(rail.chosen) as chosen:
        press(qtbot, *keys)

    assert chosen.args == [key]


def test_arrows_alone_go_nowhere(rail: Rail, qtbot: QtBot):
    tab_stops(rail)[0].setFocus()
    with qtbot.assertNotEmitted(rail.chosen):
        press(qtbot, Key.Key_Down)


def test_a_click_asks_and_the_shell_decides(rail: Rail, qtbot: QtBot):
    button = rail.findChildren(RailButton)[1]
    with qtbot.waitSignal(rail.chosen):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(40, 20))

    assert not button.isChecked()


def test_the_badge_counts_and_is_read_out(rail: Rail):
    button = next(b for b in rail.findChildren(RailButton) if b.text() == "Readiness")
    pictures = []
    for count, words in ((0, ""), (4, "4 to do"), (120, "120 to do"), (0, "")):
        rail.set_badge("readiness", count)
        pictures.append(button.grab().toImage())
        assert button.accessibleDescription() == words

    assert pictures[0] == pictures[3]
    assert pictures[0] != pictures[1] != pictures[2]


def test_the_focus_shows_for_keys_alone(rail: Rail):
    button = rail.findChildren(RailButton)[0]
    plain = button.grab().toImage()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert button.grab().toImage() == plain
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.grab().toImage() != plain


def test_everything_has_name_size_and_its_key_in_the_tooltip(rail: Rail):
    assert unnamed(rail) == []
    assert too_small(rail) == []
    assert "Schedule (Ctrl+1)" in [button.toolTip() for button in rail.findChildren(RailButton)]
