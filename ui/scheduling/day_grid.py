"""The day in its frame: the rooms' names on top, the canvas scrolling below."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.scheduling.day_canvas import DayCanvas
from ui.scheduling.day_contents import DayContents
from ui.scheduling.day_header import DayHeader
from ui.scheduling.gestures import scroll_step

_ABOVE_FIRST = 30
_ABOVE_CARD, _LOOK_BACK = 5, 120
_MARGIN = 24
_SEVEN, _BEFORE_NOW = 7 * 60, 60
_SCROLL_MS = 30


class DayGrid(QWidget):
    """A new day starts at its first booking or its opening hour; today about now."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.canvas = DayCanvas(now)
        self._held = QPoint()
        self._scrolling = QTimer(self, interval=_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll_on)
        self._header = DayHeader()
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setWidgetResizable(True)
        self._area.setWidget(self.canvas)
        self.setFocusProxy(self.canvas)
        self._area.horizontalScrollBar().valueChanged.connect(self._header.scroll_to)
        self.canvas.cursor_moved.connect(self._reveal)
        self.canvas.dragged_to.connect(self._follow_drag)
        self.canvas.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._area, 1)

    def show_day(self, contents: DayContents) -> None:
        """Show a day; the same day again stays where it was scrolled to."""
        before = self.canvas.contents
        self.canvas.show_day(contents)
        self._name_columns()
        if not contents.shows_same(before):
            self._scroll_to_start(contents)
            self.canvas.reveal_proposed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas and isinstance(event, QResizeEvent):
            QTimer.singleShot(0, self, self._name_columns)  # once the canvas knows of it too
            self._keep_time(event.oldSize().height(), event.size().height())
        return super().eventFilter(watched, event)

    def _keep_time(self, before: int, height: int) -> None:
        """When the hours get higher, the same time stays at the top."""
        bar = self._area.verticalScrollBar()
        if before > 0 and before != height:
            self._scroll(bar.value() * height // before)

    def _scroll(self, y: int) -> None:
        # The bar learns of the canvas's height only with the next layout.
        bar = self._area.verticalScrollBar()
        bar.setMaximum(max(bar.maximum(), self.canvas.height()))
        bar.setValue(y)

    def _name_columns(self) -> None:
        contents = self.canvas.contents
        if contents:
            today = self._now().astimezone(contents.zone).date()
            self._header.show_columns(contents, self.canvas.geometry_now, today)

    def _scroll_to_start(self, contents: DayContents) -> None:
        minute = uncut(contents, beginning(contents, self._now()) - _ABOVE_FIRST)
        self._scroll(int(self.canvas.geometry_now.y(max(minute, 0))))

    def _reveal(self, area: QRect) -> None:
        self._area.ensureVisible(area.center().x(), area.bottom(), 0, _MARGIN)
        self._area.ensureVisible(area.center().x(), area.top(), 0, _MARGIN)

    def _follow_drag(self, point: QPoint) -> None:
        """A card held near an edge scrolls; it goes on while the hand keeps still."""
        self._held = self.canvas.mapTo(self._area.viewport(), point)
        if any(self._steps()):
            self._scrolling.start()
        else:
            self._scrolling.stop()

    def _scroll_on(self) -> None:
        if not self.canvas.is_dragging:
            self._scrolling.stop()
            return
        bars = self._area.horizontalScrollBar(), self._area.verticalScrollBar()
        for bar, step in zip(bars, self._steps(), strict=True):
            bar.setValue(bar.value() + step)
        self.canvas.drag_to(self.canvas.mapFrom(self._area.viewport(), self._held))

    def _steps(self) -> tuple[int, int]:
        view = self._area.viewport()
        return scroll_step(self._held.x(), view.width()), scroll_step(self._held.y(), view.height())


def beginning(contents: DayContents, now: datetime) -> int:
    """The minute to begin at: now on a day that has begun, else its first case or its opening."""
    today = contents.columns_of(now.astimezone(contents.zone).date(), None)
    starts = [block.start for block in contents.blocks.values()]
    starts += [start for opened in contents.opened for start, _ in opened]
    first = min(starts, default=_SEVEN)
    if not today:
        return first
    return max(contents.geometry(0).minute_of(now, today[0]) - _BEFORE_NOW, first)


def uncut(contents: DayContents, minute: int) -> int:
    """The minute to begin at so that no card under way then loses its name to the edge."""
    spans = [(block.start, block.end) for block in contents.blocks.values()]
    under_way = [start for start, end in spans if minute - _LOOK_BACK < start < minute < end]
    return min(under_way) - _ABOVE_CARD if under_way else minute
