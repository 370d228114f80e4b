"""How a card's words share its room. A name keeps every letter: the rest makes way for it.

Line heights come from the fonts. Coordinates are px from the card's top left corner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText, QTextOption, QTransform

from ui.kit import fonts, tokens
from ui.kit.tokens import Status
from ui.scheduling.cards import BookingCard, GateMark

_LEFT, _RIGHT, _TOP, _BOTTOM = 12, 9, 5, 4
_GAP = 2
_BESIDE = tokens.SPACE_S
_CHIP = 20
_CHIP_EDGE = 5
_MARK_ICON = 14
_TICK = 10
_SMALLEST_NAME = 5
_QUIET = (Status.READY, Status.WAIT)


@dataclass(frozen=True)
class Words:
    """A prepared text, where it stands, its font and its ink."""

    at: QPointF
    text: QStaticText
    font: QFont
    ink: str


@dataclass(frozen=True)
class MarkBox:
    """Where a gate's mark stands; a quiet one, or one without room, has no `words`."""

    area: QRectF
    mark: GateMark
    words: Words | None


@dataclass(frozen=True)
class CardLayout:
    """Everything on a card, ready to be drawn."""

    words: tuple[Words, ...]
    status_icon: QPointF
    marks: tuple[MarkBox, ...]


def lay_out(card: BookingCard, size: QSizeF) -> CardLayout:
    """Fit a card's contents into `size`, from its name on: facts and marks only as they fit."""
    width = size.width() - _LEFT - _RIGHT
    ink, quiet = ("done_fg", "done_fg") if card.status is Status.DONE else ("text", "text2")
    word = _words(card.word, _small(QFont.Weight.DemiBold), f"{card.status}_fg")
    word = _moved(word, size.width() - _RIGHT - word.text.size().width(), _TOP)
    time = _moved(_words(card.time, fonts.font(), quiet), _LEFT, _TOP)
    below = _TOP + time.text.size().height() + _GAP
    name = _moved(_name(card.name, width, size.height() - below - _BOTTOM, ink), _LEFT, below)
    facts = _words(card.facts, fonts.font(), quiet)
    below += name.text.size().height() + _GAP
    marks = _line_height(card.marks)
    beside = _LEFT + _last_line(name) + _BESIDE
    lines = [time, word, name]
    if below + facts.text.size().height() + _GAP + marks + _BOTTOM <= size.height():
        lines += _wrapped(facts, width, below, size.height() - marks - _BOTTOM)
        below += lines[-1].text.size().height() + _GAP if len(lines) > 3 else 0
    elif beside + facts.text.size().width() <= size.width() - _RIGHT:
        lines.append(_moved(facts, beside, name.at.y()))
    room = below + marks + _BOTTOM <= size.height()
    icon = QPointF(word.at.x() - _MARK_ICON - 5, _TOP + word.text.size().height() / 2)
    return CardLayout(tuple(lines), icon, tuple(_boxes(card.marks, width, below)) if room else ())
