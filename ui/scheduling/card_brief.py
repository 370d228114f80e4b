"""A card in the narrow columns of the week: time and name, and what is wrong while there is room.

The name keeps every letter, and a name alert its words. Coordinates are px from the top left.
"""

from math import ceil

from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF

from ui.kit import fonts, tokens
from ui.kit.name_alert import NAME_ALERT
from ui.kit.tokens import Status
from ui.scheduling.card_layout import LOUD, CardLayout, Words, mark_icon, prepared
from ui.scheduling.cards import BookingCard

_LEFT, _RIGHT, _TOP, _BOTTOM = 9, 5, 4, 3
_GAP = 1


def least_brief(card: BookingCard, width: float) -> float:
    """How high a card of this width must be for the time, the whole name and its alert."""
    rows = 0 if card.namesakes else _plain_rows(card.name, width - _LEFT - _RIGHT)
    if rows:  # most names: known without laying a thousand cards out
        return _TOP + (1 + rows) * ceil(QFontMetricsF(_strong()).height()) + _GAP + _BOTTOM
    return _lines(card, width)[-1].bottom + _BOTTOM


def lay_out_brief(card: BookingCard, size: QSizeF) -> CardLayout:
    """Fit a card into `size`: time and name always, then the first problem if it fits."""
    time, name, *others = _lines(card, size.width())
    problem = next((mark for mark in card.marks if mark.status in LOUD), None)
    if problem:
        below = [name, *others][-1].bottom + _GAP
        words = _line(problem.word, f"{problem.status}_fg", below, size.width())
        if words.bottom + _BOTTOM <= size.height():
            others.append(words)
    icon = QPointF(size.width() - _RIGHT - mark_icon(), (time.at.y() + time.bottom) / 2)
    return CardLayout(name, (time, *others), icon, ())


def _plain_rows(name: str, room: float) -> int:
    """One or two lines, where names part between family and given at most; else 0."""
    advance = QFontMetricsF(_strong()).horizontalAdvance
    if advance(name) <= room:
        return 1
    family, _, given = name.partition(", ")
    return 2 if given and max(advance(family), advance(given)) <= room else 0


def _lines(card: BookingCard, width: float) -> list[Words]:
    is_done = card.status is Status.DONE
    beside_icon = width - _RIGHT - mark_icon() - tokens.SPACE_XS
    quiet = "done_fg" if is_done else "text2"
    time = _start(card, quiet, beside_icon)
    ink = "done_fg" if is_done else "text"
    name = _line(_parted(card.name, width), ink, time.bottom + _GAP, width)
    if not card.namesakes:
        return [time, name]
    return [time, name, _line(NAME_ALERT, "attn_fg", name.bottom + _GAP, width)]


def _parted(name: str, width: float) -> str:
    """Where only the comma after the family name is too wide, the line's end parts the names."""
    family, comma, given = name.partition(", ")
    metrics = QFontMetricsF(_strong())
    room = width - _LEFT - _RIGHT
    hangs = metrics.horizontalAdvance(family) <= room < metrics.horizontalAdvance(f"{family},")
    return f"{family}\N{LINE SEPARATOR}{given}" if comma and hangs else name


def _start(card: BookingCard, ink: str, right: float) -> Words:
    """With the minutes while they fit before the icon; the height of the card tells them too."""
    font = fonts.font(tokens.SIZE_SMALL)
    whole = prepared(card.brief, font, ink, _LEFT, _TOP)
    return (
        whole
        if whole.right <= right
        else prepared(card.brief.partition(" · ")[0], font, ink, _LEFT, _TOP)
    )


def _line(words: str, ink: str, top: float, width: float) -> Words:
    return prepared(words, _strong(), ink, _LEFT, top, width=width - _LEFT - _RIGHT)


def _strong() -> QFont:
    return fonts.font(tokens.SIZE_SMALL, QFont.Weight.DemiBold)
