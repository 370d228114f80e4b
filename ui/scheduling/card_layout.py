"""How a card's words share its room. A name keeps every letter: the rest makes way for it.

Line heights come from the fonts. Coordinates are px from the card's top left corner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText, QTextOption, QTransform

from ui.kit import fonts, tokens
from ui.kit.name_alert import NAME_ALERT
from ui.kit.theme import scaled
from ui.kit.tokens import Status
from ui.scheduling.cards import BookingCard, GateMark

_LEFT, _RIGHT, _TOP, _BOTTOM = 12, 9, 5, 4
_GAP = 2
_CHIP_EDGE = 5
_MARK, _TICK, _CHIP = 14, 10, 20
_ALERT = 18  # beside a name it stands out of its line as little as a chip can
LOUD = (Status.ATTN, Status.BLOCK)


@dataclass(frozen=True)
class Words:
    """A prepared text, where it stands, its font and its ink."""

    at: QPointF
    text: QStaticText
    font: QFont
    ink: str

    @property
    def right(self) -> float:
        return self.at.x() + self.text.size().width()

    @property
    def bottom(self) -> float:
        return self.at.y() + self.text.size().height()


@dataclass(frozen=True)
class MarkBox:
    """Where a gate's mark stands; a problem is a chip, with `words` while they fit."""

    area: QRectF
    mark: GateMark
    words: Words | None

    @property
    def is_chip(self) -> bool:
        return self.mark.status in LOUD


@dataclass(frozen=True)
class CardLayout:
    """Everything on a card, ready to be drawn; `icon` is the left middle of the status icon."""

    name: Words
    others: tuple[Words, ...]
    icon: QPointF
    marks: tuple[MarkBox, ...]
    alert: MarkBox | None = None


def mark_icon() -> int:
    """The side of a gate's icon, px at the present text size."""
    return scaled(_MARK)


def tick() -> int:
    """The side of the small sign after a quiet gate, px at the present text size."""
    return scaled(_TICK)


def least_height(card: BookingCard, width: float) -> float:
    """How high a card of this width must be for time, status, whole name and name alert."""
    time, word = _first_line(card, width)
    name = _name(card, width, max(time.bottom, word.bottom))
    return _named_until(name, _alert(card, name, width)) + _BOTTOM


def lay_out(card: BookingCard, size: QSizeF) -> CardLayout:
    """Fit a card into `size`: time, status, name and alert always, the rest as there is room."""
    time, word = _first_line(card, size.width())
    name = _name(card, size.width(), max(time.bottom, word.bottom))
    alert = _alert(card, name, size.width())
    under = _beside_marks(alert, name, card.marks, size.width())
    marks = _chip_height() + _GAP if card.marks and not under else 0
    room = QSizeF(size.width(), size.height() - marks)
    facts = _facts(card.facts, time.ink, name, alert, room)
    below = max(_named_until(name, alert), *(words.bottom for words in facts), 0)
    left = under.right() + tokens.SPACE_S if under else float(_LEFT)
    top = under.y() if under else below + _GAP
    boxes = _boxes(card.marks, left, top, size.width() - left - _RIGHT)
    fits = below + marks + _BOTTOM <= size.height()
    icon = QPointF(word.at.x() - mark_icon() - 5, (word.at.y() + word.bottom) / 2)
    return CardLayout(name, (time, word, *facts), icon, tuple(boxes) if fits else (), alert)


def _first_line(card: BookingCard, width: float) -> tuple[Words, Words]:
    ink = "done_fg" if card.status is Status.DONE else "text2"
    time = prepared(card.time, fonts.font(), ink, _LEFT, _TOP)
    return time, _status_word(card, width, time)


def _status_word(card: BookingCard, width: float, time: Words) -> Words:
    """At the right end of the first line, or below the time in a column too narrow for both."""
    font = fonts.font(tokens.SIZE_SMALL, QFont.Weight.DemiBold)
    word = prepared(card.word, font, f"{card.status}_fg", 0, 0)
    left = width - _RIGHT - word.text.size().width()
    if left - mark_icon() - 2 * _CHIP_EDGE < time.right:
        return prepared(card.word, font, word.ink, _LEFT + mark_icon() + _CHIP_EDGE, time.bottom)
    return prepared(card.word, font, word.ink, left, _TOP + 1)


def _name(card: BookingCard, width: float, first_line: float) -> Words:
    """The whole name, wrapped, under the first line."""
    ink = "done_fg" if card.status is Status.DONE else "text"
    font = fonts.font(tokens.SIZE_BODY, QFont.Weight.DemiBold)
    room = width - _LEFT - _RIGHT
    return prepared(card.name, font, ink, _LEFT, first_line + _GAP, width=room)


def _facts(facts: str, ink: str, name: Words, alert: MarkBox | None, room: QSizeF) -> list[Words]:
    """Under the name when that leaves room for the marks, else after it, else nowhere."""
    width, top = room.width() - _LEFT - _RIGHT, _named_until(name, alert)
    under = prepared(facts, fonts.font(), ink, _LEFT, top + _GAP, width=width)
    if under.bottom + _BOTTOM <= room.height():
        return [under]
    is_beside = alert is not None and alert.area.y() < name.bottom
    left = alert.area.right() if alert and is_beside else _end(name)
    beside = prepared(facts, fonts.font(), ink, left + tokens.SPACE_S, name.at.y())
    return [beside] if _is_one_line(name) and beside.right <= room.width() - _RIGHT else []


def _alert(card: BookingCard, name: Words, width: float) -> MarkBox | None:
    """After a name of one line that leaves room for the chip, else under the name."""
    if not card.namesakes:
        return None
    mark = GateMark(Status.ATTN.icon, NAME_ALERT, Status.ATTN)
    chip = (
        _CHIP_EDGE * 2 + mark_icon() + 4 + QFontMetricsF(_chip_font()).horizontalAdvance(mark.word)
    )
    left, high = _end(name) + tokens.SPACE_S, scaled(_ALERT)
    top = (name.at.y() + name.bottom - high) / 2
    if not _is_one_line(name) or left + chip > width - _RIGHT:
        left, top, high = float(_LEFT), name.bottom + _GAP, _chip_height()
    at = left + _CHIP_EDGE + mark_icon() + 4
    words = _chip_word(mark.word, at, top, f"{mark.status}_fg", high)
    return MarkBox(QRectF(left, top, chip, high), mark, words)


def _beside_marks(
    alert: MarkBox | None, name: Words, marks: Sequence[GateMark], width: float
) -> QRectF | None:
    """Where an alert under the name stands when the marks have room after it, without words."""
    if alert is None or alert.area.y() < name.bottom:
        return None
    room = width - _RIGHT - alert.area.right() - tokens.SPACE_S
    return alert.area if sum(_mark_widths(marks, 0)) <= room else None


def _named_until(name: Words, alert: MarkBox | None) -> float:
    """Where the name ends, or the alert under it."""
    return alert.area.bottom() if alert and alert.area.y() >= name.bottom else name.bottom


def _end(name: Words) -> float:
    return name.at.x() + QFontMetricsF(name.font).horizontalAdvance(name.text.text())


def _is_one_line(name: Words) -> bool:
    return name.text.size().height() < 2 * QFontMetricsF(name.font).height()


def _boxes(marks: Sequence[GateMark], left: float, top: float, width: float) -> Iterator[MarkBox]:
    """The marks in a row; words go from the right when the row is too narrow for all."""
    worded = len(marks)
    while worded and sum(_mark_widths(marks, worded)) > width:
        worded -= 1
    for place, (mark, wide) in enumerate(zip(marks, _mark_widths(marks, worded), strict=True)):
        area = QRectF(left, top, wide - tokens.SPACE_S, _chip_height())
        at = left + _CHIP_EDGE + mark_icon() + 4
        shown = mark.status in LOUD and place < worded
        yield MarkBox(area, mark, _chip_word(mark.word, at, top) if shown else None)
        left += wide


def _mark_widths(marks: Sequence[GateMark], worded: int) -> list[float]:
    metrics = QFontMetricsF(_chip_font())
    quiet = mark_icon() + tick() + tokens.SPACE_S
    bare = mark_icon() + 2 * _CHIP_EDGE + tokens.SPACE_S
    return [
        quiet
        if mark.status not in LOUD
        else bare + (metrics.horizontalAdvance(mark.word) + 5 if place < worded else 0)
        for place, mark in enumerate(marks)
    ]


def _chip_word(word: str, left: float, top: float, ink: str = "surface", high: float = 0) -> Words:
    height = QFontMetricsF(_chip_font()).height()
    return prepared(word, _chip_font(), ink, left, top + ((high or _chip_height()) - height) / 2)


def _chip_height() -> int:
    return scaled(_CHIP)


def _chip_font() -> QFont:
    return fonts.font(tokens.SIZE_SMALL, QFont.Weight.DemiBold)


def prepared(
    text: str, font: QFont, ink: str, left: float, top: float, *, width: float = -1
) -> Words:
    """Plain text always; with a width it wraps, between letters where there is no space."""
    words = QStaticText(text)
    words.setTextFormat(Qt.TextFormat.PlainText)
    wrapping = QTextOption()
    wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    words.setTextOption(wrapping)
    words.setTextWidth(width)
    words.prepare(QTransform(), font)
    return Words(QPointF(left, top), words, font, ink)
