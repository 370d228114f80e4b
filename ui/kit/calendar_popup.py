"""A month floating at a date field: arrows and Page Up and Down move, Enter or a click picks."""

from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.kit import icons, theme, tokens
from ui.kit.painting import canvas, plate

_STEPS = (
    ("qt_calendar_prevmonth", "chevron-left"),
    ("qt_calendar_nextmonth", "chevron-right"),
)
_WEEKEND = (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)


class CalendarPopup(QFrame):
    """`picked` carries the day as a `datetime.date`; Esc or a click elsewhere closes it."""

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.calendar = QCalendarWidget()
        for part in (self.calendar, self.calendar.findChild(QTableView)):
            part.setAccessibleName(f"{name}: calendar")
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Sunday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setDateRange(QDate(1900, 1, 1), QDate(2199, 12, 31))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[tokens.SPACE_S] * 4)
        column.addWidget(self.calendar)
        self.calendar.activated.connect(self._pick)
        self.calendar.clicked.connect(self._pick)
        for keys in ("Esc", "F4", "Alt+Down", "Alt+Up"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)
        theme.follow(self, CalendarPopup._dress)

    def open_at(self, below: QWidget, day: date, today: date) -> None:
        """Show the month of `day` under a widget, on the same screen, with today marked."""
        self.calendar.setDateTextFormat(QDate(), QTextCharFormat())  # of every day
        self._mark(today)
        self.calendar.setSelectedDate(_qt(day))
        self.adjustSize()
        self.move(self._beside(below))
        self.show()
        self.calendar.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("raised"))
            plate(painter, self.rect(), "raised", "border_strong")

    def _pick(self, day: QDate) -> None:
        self.close()
        self.picked.emit(date(day.year(), day.month(), day.day()))

    def _mark(self, today: date) -> None:
        marked = QTextCharFormat()
        marked.setFontWeight(700)
        marked.setForeground(theme.color("accent_text"))
        marked.setBackground(theme.color("accent_soft"))
        self.calendar.setDateTextFormat(_qt(today), marked)

    def _dress(self) -> None:
        for name, icon in _STEPS:
            button = self.calendar.findChild(QToolButton, name)
            button.setIcon(icons.icon(icon, "text"))
        plain, heads = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(theme.color("text"))
        heads.setForeground(theme.color("text2"))
        heads.setBackground(theme.color("raised"))
        heads.setFontWeight(600)
        self.calendar.setHeaderTextFormat(heads)
        for weekday in _WEEKEND:
            self.calendar.setWeekdayTextFormat(weekday, plain)

    def _beside(self, below: QWidget) -> QPoint:
        room = below.screen().availableGeometry()
        at = below.mapToGlobal(QPoint(0, below.height() + tokens.SPACE_XS))
        if at.y() + self.height() > room.bottom():
            at = below.mapToGlobal(QPoint(0, -self.height() - tokens.SPACE_XS))
        return QPoint(max(room.left(), min(at.x(), room.right() - self.width())), at.y())


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
