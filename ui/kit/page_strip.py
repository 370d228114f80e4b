"""What floats over contents that are shown already: what takes long, or could not be read again."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import tokens
from ui.kit.announce import announce
from ui.kit.buttons import Button, link
from ui.kit.floating import Floating
from ui.kit.icons import Icon
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas, plate


class Strip(Floating):
    """A plate at the top of the contents, which stay readable and usable around it."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._icon = Icon("alert-triangle", "attn_fg")
        self._words = Label("", Look.SMALL_STRONG)
        self.cancel: Button = link("Cancel")
        self.retry: Button = link("Retry")
        self.copy: Button = link("Copy details")
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_L, tokens.SPACE_XS, tokens.SPACE_S, tokens.SPACE_XS)
        for part in (self._icon, self._words, self.cancel, self.retry, self.copy):
            row.addWidget(part)

    @property
    def words(self) -> str:
        """What it says; "" while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def show_progress(self, words: str, *, can_cancel: bool) -> None:
        """Name what takes long."""
        self._say(words, cancel=can_cancel)

    def show_problem(self, words: str) -> None:
        """Say that what is shown could not be read again."""
        self._say(words, problem=True)

    def place(self, room: QRect) -> None:
        size = self.sizeHint().boundedTo(room.size())
        left = room.x() + (room.width() - size.width()) // 2
        self.setGeometry(left, room.y() + tokens.SPACE_M, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            plate(painter, self.rect(), "raised", "border_strong")

    def _say(self, words: str, *, cancel: bool = False, problem: bool = False) -> None:
        self._words.setText(words)
        self._icon.setVisible(problem)
        self.cancel.setVisible(cancel)
        for button in (self.retry, self.copy):
            button.setVisible(problem)
        self.layout().activate()
        self.come()
        announce(self, words, urgent=problem)
