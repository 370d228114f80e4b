import pytest
import shiboken6
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.kit.focus_ring import FocusRing, paints_own_focus
from ui.kit.scrolling import scrolled


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    for _ in range(3):
        column.addWidget(QPushButton("Book"))
    window.ring = FocusRing(window)
    window.resize(300, 300)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def tab(window: QWidget) -> None:
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)


def around(widget: QWidget) -> QRect:
    return widget.geometry().adjusted(-4, -4, 4, 4)


def test_no_ring_before_a_key(window: QWidget):
    window.findChildren(QPushButton)[0].setFocus()

    assert window.ring.isHidden()


def test_the_ring_follows_the_focus(window: QWidget):
    for _ in range(3):
        tab(window)
        assert window.ring.isVisible()
        assert window.ring.geometry() == around(QApplication.focusWidget())


def test_no_ring_around_a_container(window: QWidget):
    tab(window)
    container = QWidget(window)
    container.show()
    container.setFocus()

    assert container.hasFocus()
    assert window.ring.isHidden()


def test_the_mouse_takes_it_away(window: QWidget):
    tab(window)
    button = window.findChildren(QPushButton)[2]
    QTest.mouseClick(
        window.windowHandle(), Qt.MouseButton.LeftButton, pos=button.geometry().center()
    )

    assert button.hasFocus()
    assert window.ring.isHidden()


def test_the_ring_moves_with_its_widget(window: QWidget):
    tab(window)
    window.resize(400, 500)

    assert window.ring.geometry() == around(QApplication.focusWidget())


def test_a_widget_may_draw_its_own(window: QWidget):
    for button in window.findChildren(QPushButton):
        paints_own_focus(button)
    tab(window)

    assert window.ring.isHidden()


def test_the_ring_goes_with_its_widget(window: QWidget):
    tab(window)
    shiboken6.delete(QApplication.focusWidget())
    tab(window)

    assert window.ring.geometry() == around(QApplication.focusWidget())


def test_it_catches_no_clicks(window: QWidget):
    assert window.ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_the_ring_stays_inside_its_scroll_area(qtbot: QtBot):
    _, area, ring = scrolling(qtbot)
    area.verticalScrollBar().setValue(area.verticalScrollBar().value() + 30)

    assert area.geometry().adjusted(-4, -4, 4, 4).contains(ring.geometry())


def test_the_ring_outlives_what_python_holds_of_a_viewport(qtbot: QtBot):
    window, area, ring = scrolling(qtbot)
    shiboken6.invalidate(area.viewport())
    tab(window)

    field = QApplication.focusWidget()
    assert ring.geometry().contains(field.mapTo(window, field.rect().center()))


def scrolling(qtbot: QtBot) -> tuple[QWidget, QScrollArea, FocusRing]:
    """A window with a field that has the focus, in a scroll area."""
    window = QWidget()
    qtbot.addWidget(window)
    body = QVBoxLayout()
    fields = [QLineEdit() for _ in range(20)]
    for field in fields:
        body.addWidget(field)
    area = scrolled(body)
    column = QVBoxLayout(window)
    column.setContentsMargins(40, 40, 40, 40)
    column.addWidget(area)
    ring = FocusRing(window)
    window.resize(300, 200)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    fields[0].setFocus()
    tab(window)
    return window, area, ring
