"""A canvas on screen, and a hand and keys on it."""

from datetime import time

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.scheduling.queries import BookingFacts
from tests.builders.times import at
from tests.screens.keys import show
from tests.ui.scheduling.days import NOW, facts
from ui.scheduling.day_canvas import DayCanvas
from ui.scheduling.day_contents import DayContents
from ui.scheduling.day_grid import DayGrid

LEFT, NO = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def a_canvas(qtbot: QtBot, contents: DayContents) -> DayCanvas:
    grid = DayGrid(lambda: NOW)
    show(qtbot, grid, 856, 600)
    grid.show_day(contents)
    grid.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    # A canvas lives as long as the grid around it.
    grid.canvas.frame = grid
    QApplication.processEvents()
    return grid.canvas


def two_bookings() -> tuple[BookingFacts, BookingFacts]:
    return facts("2027-01-12 09:00"), facts("2027-01-12 11:00", "Brandt", "Harold", room=1)


def press(canvas: DayCanvas, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(canvas, key)


def picture(canvas: DayCanvas) -> QImage:
    canvas.clearFocus()
    return canvas.grab().toImage()


def minute(canvas: DayCanvas) -> time:
    """Where the cursor is, on the clock."""
    assert canvas.cursor_place
    return canvas.geometry_now.wall(canvas.cursor_place.minute).time()


def point(canvas: DayCanvas, wall: str, room: int = 0, below: int = 10) -> QPoint:
    """A point in a column, some px below a wall time."""
    geometry = canvas.geometry_now
    y = geometry.y(geometry.minute_of(at(f"{canvas.contents.day} {wall}")))
    return QPoint(int(geometry.column(room).center().x()), int(y) + below)


def drag(canvas: DayCanvas, start: QPoint, end: QPoint) -> None:
    """Down at the start, over some points, up at the end."""
    QTest.mousePress(canvas, LEFT, NO, start)
    for share in (0.3, 0.7, 1):
        move(canvas, start + (end - start) * share)
    QTest.mouseRelease(canvas, LEFT, NO, end)


def move(canvas: DayCanvas, to: QPoint) -> None:
    """With the left button down; QTest.mouseMove forgets the button."""
    at_, over = QPointF(to), canvas.mapToGlobal(QPointF(to))
    event = QMouseEvent(QEvent.Type.MouseMove, at_, over, Qt.MouseButton.NoButton, LEFT, NO)
    QApplication.sendEvent(canvas, event)
