"""The strip over a day without procedures: one sentence, one thing to do."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk import messages
from ui.kit import theme, tokens
from ui.kit.buttons import link
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas
from ui.scheduling.day_contents import DayContents


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
