"""The day in its frame: the rooms' names on top, the canvas scrolling below."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.scheduling.day_canvas import DayCanvas
from ui.scheduling.day_contents import DayContents
from ui.scheduling.day_header import DayHeader

_ABOVE_FIRST = 30
_MARGIN = 24


class DayGrid(QWidget):
    """A new day starts at its first booking or its opening hour, whichever comes first."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = DayCanvas(now)
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
        self._name_rooms()
        if before is None or before.day != contents.day:
            self._scroll_to_start(contents)
            self.canvas.reveal_proposed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas and isinstance(event, QResizeEvent):
            self._name_rooms()
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

    def _name_rooms(self) -> None:
        contents = self.canvas.contents
        if contents:
            self._header.show_rooms(contents.rooms, self.canvas.geometry_now)

    def _scroll_to_start(self, contents: DayContents) -> None:
        starts = [block.start for block in contents.blocks.values()]
        starts += [start for start, _ in contents.opened]
        minute = min(starts, default=7 * 60) - _ABOVE_FIRST
        self._scroll(int(self.canvas.geometry_now.y(max(minute, 0))))

    def _reveal(self, area: QRect) -> None:
        self._area.ensureVisible(area.center().x(), area.bottom(), 0, _MARGIN)
        self._area.ensureVisible(area.center().x(), area.top(), 0, _MARGIN)
