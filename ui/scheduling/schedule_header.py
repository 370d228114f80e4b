"""The strips over the day: which day, where to go, what is wrong; and that a day is empty."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk import messages
from ui.kit import theme, tokens
from ui.kit.buttons import Button, link, primary, secondary
from ui.kit.chips import Chip
from ui.kit.labels import Label, Look
from ui.kit.page_header import PageHeader
from ui.kit.painting import canvas
from ui.kit.tokens import Status
from ui.scheduling.day_contents import DayContents


class ScheduleHeader(PageHeader):
    """`stepped` carries a number of days."""

    stepped = Signal(int)
    today_wanted = Signal()
    date_wanted = Signal()
    book_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Schedule", parent)
        self.blocked = Chip(Status.BLOCK, "")
        self.to_fix = Chip(Status.ATTN, "")
        self.book = primary("Book procedure", "plus")
        self.book.setToolTip("Book procedure  B")
        self.book.clicked.connect(self.book_wanted)
        self.date = _button("", "calendar-event", "Go to date", "G")
        self.date.clicked.connect(self.date_wanted)
        for button, act in (
            (_button("", "chevron-left", "Previous day", ""), lambda: self.stepped.emit(-1)),
            (_button("Today", "", "Today", "T"), self.today_wanted.emit),
            (_button("", "chevron-right", "Next day", ""), lambda: self.stepped.emit(1)),
        ):
            button.clicked.connect(act)
            self.add(button)
        self.add(self.date)
        for widget in (self.blocked, self.to_fix, self.book):
            self.add_action(widget)

    def show_day(self, contents: DayContents) -> None:
        """Name the day and count what is wrong on it."""
        self.set_title(messages.long_day(contents.day))
        for chip, status, word in (
            (self.blocked, Status.BLOCK, "blocked"),
            (self.to_fix, Status.ATTN, "to fix"),
        ):
            count = sum(card.status is status for card in contents.cards)
            chip.show_chip(status, f"{count} {word}")
            chip.setVisible(count > 0)


def _button(words: str, icon: str, name: str, key: str) -> Button:
    button = secondary(words, icon)
    button.setAccessibleName(name)
    button.setToolTip(f"{name}  {key}".strip())
    return button


class EmptyDay(QWidget):
    """Hidden on a day with bookings; the day's grid stays usable below it."""

    book_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = Label("", Look.QUIET)
        button = link("Book procedure", "plus")
        button.clicked.connect(self.book_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_XL, 6, tokens.SPACE_XL, 7)
        row.addWidget(self._sentence)
        row.addWidget(button)
        row.addStretch(1)
        self.hide()

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def show_day(self, contents: DayContents) -> None:
        """Say that the day is empty, or that the clinic is closed."""
        day = messages.day(contents.day)
        open_day = f"No procedures on {day}."
        self._sentence.setText(
            open_day if contents.open_spans else f"The clinic is closed on {day}."
        )
        self.setVisible(not contents.cards)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("bg"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
