import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.regions import mark_region, step_region
from ui.kit.stops import focus_chain, has_tab_stop, tab_stops


def test_tab_stops_are_in_the_order_of_tab(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    first, second, third = (QLineEdit(window) for _ in range(3))
    QWidget.setTabOrder(third, second)
    window.show()

    assert tab_stops(window) == [first, third, second]
    assert focus_chain(third) == [second, first]
    assert tab_stops(second) == [second]


def test_stops_are_found_wherever_tab_meets_them(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    earlier, part = QLineEdit(window), QWidget(window)
    first, second, empty = QLineEdit(part), QLineEdit(part), QWidget(part)
    QWidget.setTabOrder(earlier, second)
    window.show()

    assert focus_chain(first, {second}) == [empty, earlier, second]
    assert tab_stops(part) == [first, second]
    assert (has_tab_stop(part), has_tab_stop(empty)) == (True, False)
    part.hide()
    assert (has_tab_stop(part), tab_stops(part)) == (False, [])


def test_a_widget_that_goes_takes_nothing_of_its_neighbours_along(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    before = QWidget(window)
    after = QWidget(window)
    for part in (before, after):
        mark_region(part)
        QLineEdit(part)
    menu = QMenu(after)
    action = menu.addAction("Lock")
    window.show()

    step_region(window, 1)
    before.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    assert [shiboken6.isValid(one) for one in (window, after, menu, action)] == [True] * 4
