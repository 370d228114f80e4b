"""The board of a day: a lane for each stage, a card for each patient, and the keys that act."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import preferences
from ui.kit import theme, tokens
from ui.kit.labels import Label, Look
from ui.kit.painting import canvas, plate
from ui.kit.regions import mark_region
from ui.procedure_day.board_card import BoardCard
from ui.procedure_day.board_words import LANES, CardWords

Key = Qt.Key
_LANE_WIDTH = 148


class Board(QScrollArea):
    """One stop of Tab: arrows go from card to card, other keys act on the card in hand.

    `on_card` holds what keys do, as functions of the booking's id; letters wait for whoever
    switched them off. `chosen` carries the booking whose card is in hand now.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.on_card: Mapping[Key, Callable[[int], object]] = {}
        self.cards: dict[int, BoardCard] = {}
        self._in_hand = 0
        self.lanes = {stage: _Lane(words) for stage, words in LANES.items()}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Patients of the day")
        mark_region(self)
        inner = QWidget()
        inner.setObjectName("scrolled")
        row = QHBoxLayout(inner)
        row.setContentsMargins(*(tokens.SPACE_L,) * 4)
        row.setSpacing(tokens.SPACE_M)
        for lane in self.lanes.values():
            row.addWidget(lane, 1)
        self.setWidget(inner)
        self.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)

    @property
    def current(self) -> int:
        """The booking whose card is in hand, 0 without one."""
        return self._in_hand

    def show_cards(self, cards: Sequence[CardWords]) -> None:
        """Show the day, by start; a card stays under the focus wherever its patient went."""
        # Another lane is another parent, and Qt takes the focus from whatever changes that.
        had_focus = any(card.hasFocus() for card in self.cards.values())
        gone = self.cards.keys() - {words.booking_id for words in cards}
        for booking_id in gone:
            self.cards.pop(booking_id).deleteLater()
        for words in cards:
            self._card(words).show_words(words)
        for stage, lane in self.lanes.items():
            lane.show_cards([self.cards[one.booking_id] for one in cards if one.stage is stage])
        if self._in_hand not in self.cards:
            self._in_hand = 0
        if not self._in_hand and cards:
            self.take_in_hand(cards[0].booking_id)
        if had_focus:
            self.enter()

    def take_in_hand(self, booking_id: int, *, focus: bool = False) -> None:
        """Make this card the one that keys act on."""
        changed, self._in_hand = booking_id != self._in_hand, booking_id
        for one, card in self.cards.items():
            card.take_in_hand(one == booking_id)
        card = self.cards[booking_id]
        if focus:
            card.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(card, 0, tokens.SPACE_L)
        if changed:
            self.chosen.emit(booking_id)

    def enter(self) -> None:
        """Put the focus on the card in hand."""
        if self._in_hand:
            self.take_in_hand(self._in_hand, focus=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._in_hand:
            self.ensureWidgetVisible(self.cards[self._in_hand], 0, tokens.SPACE_L)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        act = self.on_card.get(key)
        if held or not self._in_hand:
            event.ignore()
        elif key in _ARROWS:
            self._go(key)
        elif act and (preferences.letters() or key in _NO_LETTERS):
            act(self._in_hand)
        else:
            event.ignore()

    def _go(self, key: Key) -> None:
        target = _ARROWS[key]([lane.cards for lane in self.lanes.values()], self._place())
        if target is not None:
            self.take_in_hand(target.words.booking_id, focus=True)

    def _place(self) -> tuple[int, int]:
        card = self.cards[self._in_hand]
        columns = [lane.cards for lane in self.lanes.values()]
        column = next(at for at, cards in enumerate(columns) if card in cards)
        return column, columns[column].index(card)

    def _card(self, words: CardWords) -> BoardCard:
        if words.booking_id not in self.cards:
            card = self.cards[words.booking_id] = BoardCard(words)
            card.clicked.connect(
                lambda _=False, one=words.booking_id: self.take_in_hand(one, focus=True)
            )
        return self.cards[words.booking_id]


Columns = Sequence[Sequence[BoardCard]]


def _down(columns: Columns, place: tuple[int, int], step: int = 1) -> BoardCard | None:
    cards, row = columns[place[0]], place[1] + step
    return cards[row] if 0 <= row < len(cards) else None


def _up(columns: Columns, place: tuple[int, int]) -> BoardCard | None:
    return _down(columns, place, -1)


def _across(columns: Columns, place: tuple[int, int], step: int) -> BoardCard | None:
    """The card at the same height in the next lane that has any."""
    at = place[0] + step
    while 0 <= at < len(columns) and not columns[at]:
        at += step
    if not 0 <= at < len(columns):
        return None
    return columns[at][min(place[1], len(columns[at]) - 1)]


_ARROWS: Mapping[Key, Callable[[Columns, tuple[int, int]], BoardCard | None]] = {
    Key.Key_Down: _down,
    Key.Key_Up: _up,
    Key.Key_Right: lambda columns, place: _across(columns, place, 1),
    Key.Key_Left: lambda columns, place: _across(columns, place, -1),
    Key.Key_Home: lambda columns, place: columns[place[0]][0],
    Key.Key_End: lambda columns, place: columns[place[0]][-1],
}
_NO_LETTERS = (Key.Key_Return, Key.Key_Enter, Key.Key_Backspace)


class _Lane(QWidget):
    """A stage with its patients; nobody in it is said as well."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self._head = Label("", Look.STRONG)
        self.cards: list[BoardCard] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(tokens.SPACE_S)
        theme.follow(self, lambda it: it.setMinimumWidth(theme.scaled(_LANE_WIDTH)))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(tokens.SPACE_S,) * 4)
        column.setSpacing(tokens.SPACE_S)
        column.addWidget(self._head)
        column.addLayout(self._column)
        column.addStretch(1)

    def show_cards(self, cards: Sequence[BoardCard]) -> None:
        """Put these cards into the lane, in this order."""
        self._head.setText(f"{self._words}  {len(cards)}")
        self.setAccessibleName(f"{self._words}, {len(cards)}")
        if [*cards] == self.cards:
            return
        self.cards = [*cards]
        for place, card in enumerate(cards):
            self._column.insertWidget(place, card)
            card.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        with canvas(self) as painter:
            plate(painter, self.rect(), "sunken", radius=tokens.RADIUS_CARD)
