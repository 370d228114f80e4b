"""The painted day under the hand: hover, tooltips, a click, and a card that is drawn elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ui.scheduling.cards import BookingCard
from ui.scheduling.day_cursor import DayPlaces, Place
from ui.scheduling.day_picture import HOW_TO_BOOK, DayPicture
from ui.scheduling.gestures import Ghost, Grip, dragged, grip_at, is_moved, objection

Shape = Qt.CursorShape


@dataclass(frozen=True)
class _Pressed:
    """Where the mouse went down, and the card there with the part that is held."""

    at: QPointF
    card: BookingCard | None
    grip: Grip = Grip.WHOLE


class DayHand(DayPicture):
    """A drop is only a wish: who shows the day asks the core. Instants are aware UTC.

    `booking_dropped` carries id, start, room and minutes; `drop_refused` why a drop is none.
    """

    slot_wanted = Signal(object, int)
    booking_opened = Signal(int)
    booking_dropped = Signal(int, object, int, int)
    drop_refused = Signal(str)
    dragged_to = Signal(QPoint)
    cursor_moved = Signal(QRect)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(now, parent)
        self.setMouseTracking(True)
        self._pressed: _Pressed | None = None

    @property
    def is_dragging(self) -> bool:
        """Whether the hand holds a card on its way."""
        return self._pressed is not None and self.ghost is not None

    def drag_to(self, point: QPoint) -> None:
        """The held card follows the hand, which stands still while the day scrolls under it."""
        if self._pressed and self._pressed.card:
            self._drag(self._pressed, self._pressed.card, QPointF(point))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.contents is None:
            return
        at = event.position()
        card = self.card_at(at)
        grip = grip_at(self.card_area(card.id), at.y()) if card else Grip.WHOLE
        self._pressed, self.ghost = _Pressed(at, card, grip), None
        place = self._places.place_of(card.id) if card else self._place_at(at)
        self.stand(place or self.cursor_place, reveal=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed and self._pressed.card and event.buttons():
            self._drag(self._pressed, self._pressed.card, event.position())
            if self.is_dragging:
                self.dragged_to.emit(event.position().toPoint())
        else:
            self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, ghost = self._pressed, self.ghost if self.is_dragging else None
        if pressed:
            self.let_go()
        if ghost:
            self.drop(ghost)
        elif pressed and pressed.card and self.card_at(event.position()) == pressed.card:
            self.booking_opened.emit(pressed.card.id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._is_free(event.position()):
            self.stand(self._place_at(event.position()), reveal=False)
            self.point(self.slot_wanted)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def stand(self, place: Place | None, *, reveal: bool = True) -> None:
        """Put the cursor there."""
        raise NotImplementedError

    def point(self, wanted: Signal) -> None:
        """Tell the free place under the cursor."""
        raise NotImplementedError

    def let_go(self) -> None:
        """Nothing is held any more: a card on its way is back where it was."""
        self._pressed = self.ghost = None
        self.update()

    def drop(self, ghost: Ghost) -> bool:
        """Wish for the ghost's place; whether it can be one. What stands in the way is told."""
        if not is_moved(ghost, self.contents):
            return False
        why = objection(ghost, self.contents, self._now())
        if why:
            self.drop_refused.emit(f"{ghost.card.name} stays where it was. {why}.")
            return False
        column = ghost.place.column
        start = self.geometry_now.instant(ghost.place.minute, column)
        room = self.contents.rooms[column].id
        self.booking_dropped.emit(ghost.card.id, start, room, ghost.minutes)
        return True

    @property
    def _places(self) -> DayPlaces:
        return self.contents.places

    def _place_at(self, point: QPointF) -> Place | None:
        column = self.geometry_now.column_at(point.x())
        minute = self.geometry_now.minute_at(point.y(), 1)
        return None if column is None else self._places.nearest(column, minute)

    def _is_free(self, point: QPointF) -> bool:
        """Whether something can be booked at a point."""
        column = self.geometry_now.column_at(point.x()) if self.contents else None
        if column is None or self.card_at(point):
            return False
        return self._places.is_free(column, self.geometry_now.minute_at(point.y(), 1))

    def _tip(self, point: QPointF) -> str:
        card = self.card_at(point)
        if card:
            return _as_plain(card.tooltip)
        return HOW_TO_BOOK if self._is_free(point) else ""

    def _hover(self, point: QPointF | None) -> None:
        card = self.card_at(point) if point is not None else None
        is_edge = (
            point is not None
            and card is not None
            and card.movable
            and grip_at(self.card_area(card.id), point.y()) is not Grip.WHOLE
        )
        over_card = Shape.SizeVerCursor if is_edge else Shape.PointingHandCursor
        self.setCursor(over_card if card else Shape.ArrowCursor)
        hovered = card.id if card else None
        if hovered != self.hovered:
            for one in filter(None, (self.card(self.hovered), card)):
                self.update(self.card_area(one.id).toAlignedRect().adjusted(-1, -1, 1, 1))
            self.hovered = hovered

    def _drag(self, pressed: _Pressed, card: BookingCard, at: QPointF) -> None:
        far = (at - pressed.at).manhattanLength() >= QApplication.startDragDistance()
        geometry = self.geometry_now
        column = geometry.column_at(at.x())
        if not card.movable or not (far or self.ghost) or column is None:
            return
        block, moved = self.contents.blocks[card.id], (at.y() - pressed.at.y()) * 60 / geometry.hour
        ghost = dragged(card, block, pressed.grip, moved, column, self.contents.grid_minutes)
        if ghost != self.ghost:
            self.ghost = ghost
            self.update()


def _as_plain(text: str) -> str:
    """Tooltips guess whether a text is markup; a name must never be read as such."""
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>")
