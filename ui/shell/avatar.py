"""The round mark with a person's initials."""

import re

from PySide6.QtGui import QFont, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit import fonts, theme, tokens
from ui.kit.painting import CENTERED, canvas, plate, write

_SIDE = 32
_TITLES = {"dr", "mr", "mrs", "ms", "prof"}


class Avatar(QWidget):
    """Decoration only: the full name stands beside it."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fix(self, width=_SIDE, height=_SIDE)
        self.show_name(name)

    def show_name(self, name: str) -> None:
        self._letters = initials(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            plate(painter, self.rect(), "accent_soft", radius=self.width() / 2)
            painter.setFont(fonts.font(tokens.SIZE_SMALL, QFont.Weight.Bold))
            write(painter, self.rect(), self._letters, "accent_text", CENTERED)


def initials(name: str) -> str:
    """The first letters of the first and last word, without title and what follows a comma."""
    words = re.findall(r"\w+", name.partition(",")[0])
    kept = [word for word in words if word.casefold() not in _TITLES] or words
    return "".join(word[0].upper() for word in dict.fromkeys((*kept[:1], *kept[-1:])))
