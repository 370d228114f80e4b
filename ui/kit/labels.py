"""Text on screen. Every label shows plain text: data is never read as markup."""

import re
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QWidget

from ui.kit import fonts, tokens

_NARROWEST = 40
_LONG_WORD = re.compile(r"\S{24}(?=\S)")
_BREAK = "\\g<0>\u200b"  # a zero-width space: nothing to see, and a place to go on below
_UNBOUNDED = 10_000


@dataclass(frozen=True)
class _Look:
    size: int
    weight: QFont.Weight
    tone: str


class Look(Enum):
    """The text styles of the app: size in px, weight and colour token."""

    TITLE = _Look(tokens.SIZE_TITLE, QFont.Weight.DemiBold, "text")
    SUBTITLE = _Look(tokens.SIZE_SUBTITLE, QFont.Weight.DemiBold, "text")
    STRONG = _Look(tokens.SIZE_BODY, QFont.Weight.DemiBold, "text")
    BODY = _Look(tokens.SIZE_BODY, QFont.Weight.Normal, "text")
    QUIET = _Look(tokens.SIZE_BODY, QFont.Weight.Normal, "text2")
    FIELD = _Look(tokens.SIZE_SMALL, QFont.Weight.DemiBold, "text2")
    SMALL = _Look(tokens.SIZE_SMALL, QFont.Weight.Normal, "text2")
    SMALL_STRONG = _Look(tokens.SIZE_SMALL, QFont.Weight.DemiBold, "text")
    HINT = _Look(tokens.SIZE_SMALL, QFont.Weight.Normal, "text3")
    WARNING = _Look(tokens.SIZE_SMALL, QFont.Weight.DemiBold, "attn_fg")
    ERROR = _Look(tokens.SIZE_SMALL, QFont.Weight.DemiBold, "block_fg")


class Label(QLabel):
    """A text in one of the app's styles; `wrap` lets it grow downward instead of being cut.

    `widest` is the width in px that a wrapping label asks for at most; it takes more when offered.
    """

    def __init__(
        self,
        text: str = "",
        look: Look = Look.BODY,
        *,
        wrap: bool = False,
        widest: int = _UNBOUNDED,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._widest = widest
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(fonts.font(look.value.size, look.value.weight))
        self.setProperty("tone", look.value.tone)
        self.setWordWrap(wrap)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show a text; where the label wraps, a word longer than its line may break too."""
        self._whole = text
        super().setText(_LONG_WORD.sub(_BREAK, text) if self.wordWrap() else text)

    def text(self) -> str:
        """The text as it was given."""
        return self._whole

    def sizeHint(self) -> QSize:
        """A wrapping label would like to be one line, where Qt's own would like to be a block."""
        if not self.wordWrap():
            return super().sizeHint()
        line = self.fontMetrics().size(0, self._whole)
        return QSize(min(line.width() + 1, self._widest), line.height())

    def minimumSizeHint(self) -> QSize:
        if not self.wordWrap():
            return super().minimumSizeHint()
        return QSize(_NARROWEST, self.fontMetrics().height())
