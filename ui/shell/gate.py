"""What stands before the main window: a card in the middle of the page."""

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import theme, tokens
from ui.kit.card import Card
from ui.kit.focus_ring import FocusRing
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas

_CARD_WIDTH = 420


class Gate(QWidget):
    """The clinic's name over one card; subclasses fill `card.body`."""

    def __init__(
        self,
        title: str,
        subtitle: str,
        *,
        width: int = _CARD_WIDTH,
        least_size: tuple[int, int] = (1280, 700),
    ) -> None:
        super().__init__()
        self.setWindowTitle("ClinicDesk")
        self.setMinimumSize(*least_size)
        self.card = Card()
        theme.fix(self.card, width=width)
        self.card.body.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        self.card.body.addWidget(Label(title, Look.TITLE, wrap=True))
        self.card.body.addWidget(Label(subtitle, Look.QUIET, wrap=True))
        # Stretches and not an alignment: an aligned card would not grow with wrapped lines.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(middle)
        whole.addStretch(3)
        self._ring = FocusRing(self)

    def add_row(self, *fields: QWidget) -> None:
        """Put fields of equal width side by side into the card."""
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_L)
        for field in fields:
            row.addWidget(field, 1)
        self.card.body.addLayout(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            painter.fillRect(self.rect(), theme.color("bg"))
