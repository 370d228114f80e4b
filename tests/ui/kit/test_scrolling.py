import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.scrolling import FocusInView, reveal_row, scrolled


@pytest.fixture
def area(qtbot: QtBot) -> QScrollArea:
    """Twenty fields in a window with room for five, and one field above and below."""
    window, body = QWidget(), QVBoxLayout()
    qtbot.addWidget(window)
    for _ in range(20):
        body.addWidget(QLineEdit())
    area = scrolled(body)
    area.body, area.held, area.in_view = body, window, FocusInView(window)
    column = QVBoxLayout(window)
    column.addWidget(QLineEdit())
    column.addWidget(area)
    column.addWidget(QLineEdit())
    window.resize(300, 300)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return area


def seen(area: QScrollArea, widget: QWidget) -> bool:
    place = QRect(widget.mapTo(area.viewport(), QPoint()), widget.size())
    return area.viewport().rect().contains(place)


@pytest.mark.parametrize("back", [False, True])
def test_tab_shows_where_it_goes(area: QScrollArea, back: bool):
    """Also when it comes from outside: backwards, the last field is the first."""
    fields = area.window().findChildren(QLineEdit)
    outside = [field for field in fields if not area.isAncestorOf(field)]
    outside[-1 if back else 0].setFocus()
    reached = []
    for _ in range(20):
        QTest.keyClick(area.window(), Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        reached.append(area.isAncestorOf(focus) and seen(area, focus))

    assert reached == [True] * 20


def test_a_form_that_opens_below_is_shown(area: QScrollArea, qtbot: QtBot):
    form = QWidget()
    fields = QVBoxLayout(form)
    fields.addSpacing(60)
    password = QLineEdit()
    fields.addWidget(password)
    area.body.addWidget(form)
    form.show()
    password.setFocus()

    qtbot.waitUntil(lambda: seen(area, password))


def test_a_click_moves_nothing(area: QScrollArea, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(QApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    area.widget().findChildren(QLineEdit)[-1].setFocus()

    assert area.verticalScrollBar().value() == 0


def test_what_is_seen_already_stays_where_it_is(area: QScrollArea):
    fields = area.widget().findChildren(QLineEdit)
    area.verticalScrollBar().setValue(20)
    next(field for field in fields if seen(area, field)).setFocus()

    assert area.verticalScrollBar().value() == 20


def test_what_is_taller_than_the_room_is_shown_from_its_top(area: QScrollArea, qtbot: QtBot):
    """A list of which one row was seen is read before one of its rows is chosen."""
    tall = QLineEdit()
    tall.setFixedHeight(400)
    area.body.insertWidget(10, tall)
    tall.setFocus()

    qtbot.waitUntil(lambda: 0 <= tall.mapTo(area.viewport(), QPoint()).y() <= 60)


def test_the_row_of_a_tall_list_is_shown(area: QScrollArea, qtbot: QtBot):
    tall = QLineEdit()
    tall.setFixedHeight(400)
    area.body.insertWidget(10, tall)
    qtbot.waitUntil(lambda: tall.width() > 100 and tall.y() > 100)
    row = QRect(0, 350, 100, 40)
    reveal_row(tall, row)

    assert area.viewport().rect().contains(row.translated(tall.mapTo(area.viewport(), QPoint())))
