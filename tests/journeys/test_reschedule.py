"""A patient calls: the procedure moves with its reason, and every slip is taken back by Ctrl+Z."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.demo import PASSWORD
from tests.journeys.playing import Play
from ui.scheduling.cancel_panel import CancelPanel
from ui.shell.main_window import MainWindow

Key, Held = Qt.Key, Qt.KeyboardModifier
ALT, CTRL = Held.AltModifier, Held.ControlModifier
WHO = "OYELARAN, Samuel"
MOST_KEYS = 13
KEYS_TO_MOVE, KEYS_TO_CANCEL = 9, 5
HELD = 2  # Alt and Ctrl, of two chords
READY = "1:00 to 2:00 PM, OYELARAN, Samuel, MILD L3–L4 both sides, Ready"


def press(play: Play, key: Key, held: Held = Held.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)
    play.settle()


def told(play: Play) -> str:
    assert isinstance(play.app.window, MainWindow)
    return play.app.window.toast.text


def samuel(play: Play) -> list[str]:
    """His booking on the day on screen."""
    return [card for card in play.schedule().spoken if WHO in card]


def test_reschedule(play: Play) -> None:
    play.sign_in("dana", PASSWORD)
    move_with_a_reason(play)
    take_it_back_and_do_it_again(play)
    cancel_and_take_it_back(play)


def move_with_a_reason(play: Play) -> None:
    """The booking, M, the second opening, why, Ctrl+Enter, and Space makes sure whose it is."""
    schedule = play.schedule()
    schedule.stand_on(WHO)
    schedule.press(Key.Key_Up)
    before = play.pressed
    press(play, Key.Key_Down)
    assert schedule.where.startswith("1:00 PM")
    press(play, Key.Key_M)
    press(play, Key.Key_2)
    assert schedule.panel.impact == [
        "This move undoes:",
        "Ask the driver again; the answer was for the earlier booking.",
        "Print a new pre-op sheet and take the old one back.",
    ]
    press(play, Key.Key_W, ALT)
    press(play, Key.Key_W)
    until_then = play.pressed - before + HELD
    play.step("Impact: before it moves, the panel says what is to be done again")
    press(play, Key.Key_Return, CTRL)
    press(play, Key.Key_Space)
    assert until_then + play.pressed == KEYS_TO_MOVE <= MOST_KEYS
    assert told(play).startswith("Moved OYELARAN, Samuel to ")
    assert "Ask the driver again" in told(play)
    play.step("Moved: with its reason, and what it undid is told")
    assert READY not in samuel(play)


def take_it_back_and_do_it_again(play: Play) -> None:
    """Undone, everything counts again; redone, it moves once more. Text has its own Ctrl+Z."""
    press(play, Key.Key_K, CTRL)
    press(play, Key.Key_A)
    press(play, Key.Key_Z, CTRL)
    assert QApplication.focusWidget().text() == ""
    assert told(play).startswith("Moved OYELARAN, Samuel to ")
    press(play, Key.Key_Escape)
    press(play, Key.Key_Z, CTRL)
    assert told(play).startswith("Undone: moved OYELARAN, Samuel to ")
    assert told(play).endswith("print again what was taken back meanwhile.")
    play.step("Undone: driver and sheet count again")
    assert samuel(play) == [READY]
    press(play, Key.Key_Y, CTRL)
    assert told(play).startswith("Done again: moved OYELARAN, Samuel to ")
    assert samuel(play) != [READY]
    press(play, Key.Key_Z, CTRL)
    assert samuel(play) == [READY]


def cancel_and_take_it_back(play: Play) -> None:
    """X, the cause by its number, Ctrl+Enter, Space; then Ctrl+Z."""
    schedule = play.schedule()
    schedule.stand_on(WHO)
    before = play.pressed
    press(play, Key.Key_X)
    assert isinstance(schedule.page.panel, CancelPanel)
    press(play, Key.Key_1)
    until_then = play.pressed - before + HELD // 2
    play.step("Cancel: the causes have keys")
    press(play, Key.Key_Return, CTRL)
    press(play, Key.Key_Space)
    assert until_then + play.pressed == KEYS_TO_CANCEL
    assert told(play).startswith("Cancelled OYELARAN, Samuel on ")
    play.step("Cancelled: the place is free, the patient waits for another date")
    assert samuel(play) == []
    press(play, Key.Key_Z, CTRL)
    assert samuel(play) == [READY]
    play.step("Undone: the booking counts again with all that was confirmed for it")
