"""The line in which a day is typed, with the button that opens a calendar."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.kit import icons, theme, tokens
from ui.kit.command import with_keys
from ui.kit.entry_line import EntryLine
from ui.kit.painting import canvas, plate

_BUTTON = 28
_AT_EDGE = 2


class DateLine(EntryLine):
    """`calendar_wanted` is F4, Alt+Down or a click on the button; `stepped_down` the Down key."""

    calendar_wanted = Signal()
    stepped_down = Signal()

    def __init__(self, width: int = 0) -> None:
        super().__init__(width)
        self.button = _CalendarButton(self)
        self.button.clicked.connect(self.calendar_wanted)
        theme.follow(self, DateLine._dress)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_F4 or (alt and event.key() == Qt.Key.Key_Down):
            self.calendar_wanted.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.stepped_down.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _dress(self) -> None:
        side = theme.scaled(_BUTTON)
        self.button.setFixedSize(side, side)
        self.setTextMargins(0, 0, side - 10 + _AT_EDGE, 0)
        self._place()

    def _place(self) -> None:
        side = self.button.width()
        self.button.move(self.width() - side - _AT_EDGE, (self.height() - side) // 2)


class _CalendarButton(QAbstractButton):
    """For the mouse alone: the keyboard has F4."""

    def __init__(self, line: QWidget) -> None:
        super().__init__(line)
        self.setAccessibleName("Open the calendar")
        self.setToolTip(with_keys("Open the calendar", "F4"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            if self.underMouse():
                plate(painter, self.rect(), "sunken", "", radius=tokens.RADIUS_CHIP)
            size, middle = theme.scaled(tokens.ICON_SMALL), self.height() / 2
            left = (self.width() - size) / 2
            ink = "text2" if self.isEnabled() else "text3"
            icons.paint(painter, "calendar", left, middle, ink, size)
