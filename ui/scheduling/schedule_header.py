"""The strip over the schedule: which day, where to go, what is wrong, and Book."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from ui.kit.buttons import Button, primary, secondary
from ui.kit.chips import Chip
from ui.kit.page_header import PageHeader
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
