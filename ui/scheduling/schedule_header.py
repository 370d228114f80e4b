"""The strips over the day: which day, where to go, what is wrong; and that a day is empty."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk import messages
from ui.kit import theme, tokens
from ui.kit.buttons import Button, link, primary, secondary
from ui.kit.chips import Chip
from ui.kit.command import with_keys
from ui.kit.labels import Label, Look
from ui.kit.page_header import PageHeader
from ui.kit.painting import canvas
from ui.kit.segment import Segment
from ui.kit.segments import Segments
from ui.kit.tokens import Status
from ui.scheduling.day_contents import DayContents

DAY, WEEK, LIST = VIEWS = ("Day", "Week", "List")


class ScheduleHeader(PageHeader):
    """`stepped` carries -1 or 1, `view_wanted` one of VIEWS."""

    stepped = Signal(int)
    view_wanted = Signal(str)
    slot_wanted = Signal()
    today_wanted = Signal()
    date_wanted = Signal()
    book_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Schedule", parent)
        self.blocked = Chip(Status.BLOCK, "")
        self.to_fix = Chip(Status.ATTN, "")
        self.book = primary("Book procedure", "plus")
        self.book.setToolTip(with_keys("Book procedure", "B"))
        self.book.clicked.connect(self.book_wanted)
        self.date = _button("", "calendar-event", "Go to date", "G")
        self.date.clicked.connect(self.date_wanted)
        self.views = Segments([*VIEWS], "View", clearable=False)
        self.views.changed.connect(self._choose_view)
        for part, view in zip(self.views.findChildren(Segment), VIEWS, strict=True):
            part.setToolTip(with_keys(f"{view} view", view[0]))
        self.before = _button("", "chevron-left", "Previous day", "")
        self.after = _button("", "chevron-right", "Next day", "")
        today = _button("Today", "", "Today", "T")
        for button, act in (
            (self.before, lambda: self.stepped.emit(-1)),
            (today, self.today_wanted.emit),
            (self.after, lambda: self.stepped.emit(1)),
        ):
            button.clicked.connect(act)
            self.add(button)
        self.add(self.date)
        self.add(self.views)
        self.find = secondary("Find slot", "calendar-due")
        self.find.setToolTip("Find slot: the next openings")
        self.find.clicked.connect(self.slot_wanted)
        for widget in (self.blocked, self.to_fix, self.find, self.book):
            self.add_action(widget)

    def show_day(self, contents: DayContents) -> None:
        """Name the day or the week, and count what is wrong on it."""
        self.set_title(contents.title, contents.short_title)
        for chip, status, word in (
            (self.blocked, Status.BLOCK, "blocked"),
            (self.to_fix, Status.ATTN, "to fix"),
        ):
            count = sum(card.status is status for card in contents.cards)
            chip.show_chip(status, f"{count} {word}")
            chip.setVisible(count > 0)

    def show_view(self, view: str) -> None:
        """Mark the view on screen; the arrows step by what it shows."""
        self.views.choose([VIEWS.index(view)])
        what = "week" if view == WEEK else "day"
        for button, words in ((self.before, "Previous"), (self.after, "Next")):
            button.setAccessibleName(f"{words} {what}")
            button.setToolTip(f"{words} {what}")

    def _choose_view(self) -> None:
        [at] = self.views.chosen()
        self.view_wanted.emit(VIEWS[at])


def _button(words: str, icon: str, name: str, key: str) -> Button:
    button = secondary(words, icon)
    button.setAccessibleName(name)
    button.setToolTip(with_keys(name, key))
    return button


class EmptyDay(QWidget):
    """Hidden on a day with bookings; the day's grid stays usable below it."""

    book_wanted = Signal()
    day_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = Label("", Look.QUIET)
        self._next: date | None = None
        self.go = link("", "arrow-right")
        self.go.clicked.connect(lambda: self.day_wanted.emit(self._next))
        button = link("Book procedure", "plus")
        button.clicked.connect(self.book_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_XL, 6, tokens.SPACE_XL, 7)
        row.addWidget(self._sentence)
        row.addWidget(self.go)
        row.addWidget(button)
        row.addStretch(1)
        self.hide()

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def show_day(self, contents: DayContents) -> None:
        """Say that the day is empty, or the clinic closed, and which day comes next."""
        self._next = contents.next_booked
        self._sentence.setText(" ".join(filter(None, (_empty(contents), _upcoming(self._next)))))
        self.go.setVisible(self._next is not None)
        if self._next:
            self.go.setText(f"Go to {messages.near_day(self._next)}")
        self.setVisible(not contents.cards)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("bg"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))


def _empty(contents: DayContents) -> str:
    if contents.is_week:
        return "No procedures in this week."
    day = messages.day(contents.day)
    return f"No procedures on {day}." if contents.is_open else f"The clinic is closed on {day}."


def _upcoming(day: date | None) -> str:
    return f"Next booked day: {messages.near_day(day)}." if day else ""
