"""Text on screen. Every label shows plain text: data is never read as markup."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.kit import fonts, theme, tokens

_NARROWEST = 40
# What stays together: up to a space, or through a hyphen with a letter after it.
_WORD = re.compile(r"(?:[^ \n\t-]|-(?![^\W\d_]))+-?")
_BREAK = "\u200b"  # a zero-width space: nothing to see, and a place to go on below
_FROM_LEFT = "\u200e"  # a name written from the right turns neither the line nor its dates around
_TO_THE_LEFT = ("R", "AL")
_UNBOUNDED = 10_000


@dataclass(frozen=True)
class _Look:
    size: int
    weight: QFont.Weight
    tone: str


class Look(Enum):
    """The text styles of the app: size in px at 100 %, weight and colour token."""

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

    `widest` is the width that a wrapping label asks for at most, px at 100 %; it takes more when
    offered.
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
        self._look = look.value
        self._whole = text
        self._heights: dict[int, int] = {}
        self.setProperty("tone", look.value.tone)
        self.setWordWrap(wrap)
        theme.follow(self, Label._dress)

    def setText(self, text: str) -> None:
        """Show a text; where the label wraps, a word longer than its line breaks too."""
        self._whole = text
        self._heights.clear()
        self._make_room_for_marks()
        self._break_words()

    def text(self) -> str:
        """The text as it was given."""
        return self._whole

    def sizeHint(self) -> QSize:
        """A wrapping label would like to be one line, where Qt's own would like to be a block."""
        if not self.wordWrap():
            return super().sizeHint()
        line = self.fontMetrics().size(0, self._whole)
        return QSize(
            min(line.width() + 1, theme.scaled(self._widest)), line.height() + self._margins()
        )

    def minimumSizeHint(self) -> QSize:
        if not self.wordWrap():
            return super().minimumSizeHint()
        return QSize(_NARROWEST, self.fontMetrics().height() + self._margins())

    def heightForWidth(self, width: int) -> int:
        if not self.wordWrap():
            return super().heightForWidth(width)
        if width not in self._heights:  # a layout asks for the same over and over
            self._heights[width] = self._height_at(width)
        return self._heights[width]

    def _height_at(self, width: int) -> int:
        flags = int(self.alignment()) | int(Qt.TextFlag.TextWordWrap)
        words = self._broken(width)
        lines = self.fontMetrics().boundingRect(0, 0, width, _UNBOUNDED, flags, words)
        return lines.height() + self._margins()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._break_words()

    def setFont(self, font: QFont | str | Sequence[str]) -> None:
        super().setFont(font)
        self._heights.clear()

    def _dress(self) -> None:
        face = fonts.font(self._look.size, self._look.weight)
        face.setStrikeOut(self.font().strikeOut())
        self.setFont(face)
        self.setText(self._whole)

    def _make_room_for_marks(self) -> None:
        """Marks stacked on a capital stand out above the font's line; Qt would cut them off."""
        metrics = self.fontMetrics()
        ink = metrics.tightBoundingRect(self._whole)
        above = max(0, -ink.top() - metrics.ascent())
        below = max(0, ink.bottom() - metrics.descent())
        self.setContentsMargins(0, above, 0, below)

    def _margins(self) -> int:
        around = self.contentsMargins()
        return around.top() + around.bottom()

    def _break_words(self) -> None:
        shown = self._broken(self.width()) if self.wordWrap() else self._whole
        if _runs_to_the_left(shown):
            shown = _FROM_LEFT + shown
        if shown != super().text():
            super().setText(shown)

    def _broken(self, width: int) -> str:
        """The text with a place to break in every word that is wider than the line."""
        metrics = self.fontMetrics()
        if metrics.horizontalAdvance(self._whole) <= width:
            return self._whole

        def fitted(word: re.Match[str]) -> str:
            return word[0] if metrics.horizontalAdvance(word[0]) <= width else _apart(word[0])

        return _WORD.sub(fitted, self._whole)


def _runs_to_the_left(text: str) -> bool:
    """Whether any letter is of a script that is written from the right."""
    return not text.isascii() and any(
        unicodedata.bidirectional(letter) in _TO_THE_LEFT for letter in text
    )


def _apart(word: str) -> str:
    """A word that may break before each letter; a letter keeps the marks that belong to it."""
    marks = ("Mn", "Mc", "Me", "Cf")
    return word[0] + "".join(
        letter if unicodedata.category(letter) in marks else _BREAK + letter for letter in word[1:]
    )
