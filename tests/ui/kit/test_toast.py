import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QEnterEvent, QFocusEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.kit import announce, toast
from ui.kit.toast import Toast


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def notice(window: QWidget) -> Toast:
    return Toast(window)


def test_it_comes_and_goes_by_itself(notice: Toast):
    notice.show_toast("Booked.")
    assert notice.isVisible()
    assert notice.timer.isActive()
    assert notice.timer.interval() == 10_000

    notice.timer.timeout.emit()

    assert notice.isHidden()


def test_one_at_a_time(notice: Toast):
    undone: list[str] = []
    notice.show_toast("Moved.", lambda: undone.append("moved"))
    notice.show_toast("Booked.")

    assert notice.text == "Booked."
    assert notice.undo_button.isHidden()


def test_undo_is_offered_once(notice: Toast, qtbot: QtBot):
    undone: list[str] = []
    notice.show_toast("Moved.", lambda: undone.append("moved"))
    qtbot.mouseClick(notice.undo_button, Qt.MouseButton.LeftButton)
    notice.undo_button.click()

    assert undone == ["moved"]
    assert notice.isHidden()


@pytest.mark.parametrize(("dismissed", "undone"), [(False, ["moved"]), (True, [])])
def test_ctrl_z_undoes_while_it_is_shown(
    notice: Toast, window: QWidget, qtbot: QtBot, dismissed: bool, undone: list[str]
):
    done: list[str] = []
    notice.show_toast("Moved.", lambda: done.append("moved"))
    if dismissed:
        notice.dismiss()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert done == undone


def test_ctrl_z_leaves_a_notice_without_undo_alone(notice: Toast, window: QWidget, qtbot: QtBot):
    notice.show_toast("Booked.")
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert notice.isVisible()


def test_the_pointer_holds_it(notice: Toast):
    notice.show_toast("Booked.")
    here = QPointF()
    QApplication.sendEvent(notice, QEnterEvent(here, here, here))
    assert not notice.timer.isActive()

    QApplication.sendEvent(notice, QEvent(QEvent.Type.Leave))
    assert notice.timer.isActive()


def test_the_focus_holds_it(notice: Toast):
    notice.show_toast("Moved.", lambda: None)
    QApplication.sendEvent(notice.undo_button, QFocusEvent(QEvent.Type.FocusIn))
    assert not notice.timer.isActive()

    QApplication.sendEvent(notice.undo_button, QFocusEvent(QEvent.Type.FocusOut))
    assert notice.timer.isActive()


@pytest.mark.parametrize("words", ["Booked.", "What was saved is safe. " * 12])
def test_it_stays_at_the_bottom_left_of_the_pages(window: QWidget, words: str):
    notice = Toast(window, left=84)
    notice.show_toast(words)
    window.resize(1280, 700)

    assert notice.geometry().left() == 84 + 24
    assert notice.geometry().bottom() == 700 - 24 - 1
    assert notice.geometry().right() < 1280 - 340


def test_a_long_text_wraps_inside_the_window(notice: Toast, window: QWidget):
    notice.show_toast("What was saved is safe. " * 12)

    assert window.rect().contains(notice.geometry())
    assert notice.height() > 60


@pytest.mark.parametrize("urgent", [True, False])
def test_it_is_announced(notice: Toast, monkeypatch: pytest.MonkeyPatch, urgent: bool):
    said: list[tuple[str, bool]] = []
    monkeypatch.setattr(toast, "announce", lambda _, text, *, urgent: said.append((text, urgent)))
    notice.show_toast("Booked.", urgent=urgent)

    assert said == [("Booked.", urgent)]


@pytest.mark.parametrize("urgent", [True, False])
def test_an_announcement_reaches_the_screen_reader(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, urgent: bool
):
    heard = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", heard.append)
    announce.announce(window, "Saved.", urgent=urgent)
    wanted = QAccessible.AnnouncementPoliteness

    assert [event.message() for event in heard] == ["Saved."]
    assert heard[0].politeness() == (wanted.Assertive if urgent else wanted.Polite)
