"""The day as it is worked: arrows and letters while it has the focus, mouse and drag."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ui.scheduling.cards import BookingCard
from ui.scheduling.day_contents import Proposed
from ui.scheduling.day_cursor import DayPlaces, Place
from ui.scheduling.day_picture import HOW_TO_BOOK, DayPicture, Ghost

Key = Qt.Key


@dataclass(frozen=True)
class _Pressed:
    """Where the mouse went down: on a card, so many px below its top."""

    at: QPointF
    card: BookingCard | None
    grip: float = 0


class DayCanvas(DayPicture):
    """Instants are aware UTC. A drop is only a wish: who shows the day asks the core.

    One Tab stop. Arrows go from booking to booking and over free steps of the grid. Enter and a
    click point at a place in time for whoever is being booked; B begins another booking there.
    """

    slot_wanted = Signal(object, int)
    book_wanted = Signal(object, int)
    booking_opened = Signal(int)
    booking_dropped = Signal(int, object, int)
    move_wanted = Signal(int)
    week_stepped = Signal(int)
    today_wanted = Signal()
    date_wanted = Signal()
    cursor_moved = Signal(QRect)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(now, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._pressed: _Pressed | None = None
        self._keys: dict[int, Callable[[], object]] = {
            Key.Key_Up: lambda: self._walk(lambda at: self._places.down(at, -1)),
            Key.Key_Down: lambda: self._walk(lambda at: self._places.down(at, 1)),
            Key.Key_Left: lambda: self._walk(lambda at: self._places.across(at, -1)),
            Key.Key_Right: lambda: self._walk(lambda at: self._places.across(at, 1)),
            Key.Key_Home: lambda: self._walk(lambda at: self._places.end(at, last=False)),
            Key.Key_End: lambda: self._walk(lambda at: self._places.end(at, last=True)),
            Key.Key_PageUp: lambda: self.week_stepped.emit(-1),
            Key.Key_PageDown: lambda: self.week_stepped.emit(1),
            Key.Key_T: self.today_wanted.emit,
            Key.Key_G: self.date_wanted.emit,
            Key.Key_B: lambda: self._point(self.book_wanted),
            Key.Key_M: self._move,
            Key.Key_Return: self._open,
            Key.Key_Enter: self._open,
        }

    def select(self, booking_id: int | None, *, reveal: bool = False) -> None:
        """Outline a booking, or none; the cursor goes to it, and with `reveal` the view too."""
        self.selected = booking_id
        place = self._places.place_of(booking_id) if self.contents and booking_id else None
        self._go(place or self.cursor_place, reveal=reveal and place is not None)

    def propose(self, proposed: Proposed | None) -> None:
        """Outline the place in time that is being chosen, and bring it into view; or none."""
        if proposed != self.proposed:
            self.proposed = proposed
            self.reveal_proposed()
            self.update()

    def reveal_proposed(self) -> None:
        """Bring the place that is being chosen into view, if it is on this day."""
        area = self.proposed_area()
        if area:
            self.cursor_moved.emit(area.toAlignedRect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        act = self._keys.get(event.key()) if plain and self.contents else None
        if self.ghost and event.key() == Key.Key_Escape:
            self._drop_ghost()
        elif act:
            act()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # A click must not make the day scroll away under the mouse.
        self._tell(reveal=event.reason() != Qt.FocusReason.MouseFocusReason)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """Where the cursor is: a scroll area keeps that in view when the focus comes and goes."""
        if query == Qt.InputMethodQuery.ImCursorRectangle and self.contents and self.cursor_place:
            return self.area_of(self.cursor_place).toAlignedRect()
        return super().inputMethodQuery(query)

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
        grip = at.y() - self.card_area(card.id).y() if card else 0
        self._pressed = _Pressed(at, card, grip)
        place = self._places.place_of(card.id) if card else self._place_at(at)
        self._go(place or self.cursor_place, reveal=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed and self._pressed.card and event.buttons():
            self._drag(self._pressed, self._pressed.card, event.position())
        else:
            self._hover(self.card_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, ghost = self._pressed, self.ghost
        self._drop_ghost()
        if ghost:
            self._drop(ghost)
        elif pressed and pressed.card and self.card_at(event.position()) == pressed.card:
            self.booking_opened.emit(pressed.card.id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._is_free(event.position()):
            self._go(self._place_at(event.position()), reveal=False)
            self._point(self.slot_wanted)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    @property
    def _places(self) -> DayPlaces:
        return self.contents.places

    def _walk(self, way: Callable[[Place], Place]) -> None:
        if self.cursor_place:
            self._go(way(self.cursor_place))

    def _go(self, place: Place | None, *, reveal: bool = True) -> None:
        self.cursor_place = place
        self.update()
        self._tell(reveal=reveal)

    def _tell(self, *, reveal: bool) -> None:
        """Show the place to the eye and to the screen reader."""
        if self.contents is None or self.cursor_place is None:
            return
        if reveal:
            self.cursor_moved.emit(self.area_of(self.cursor_place).toAlignedRect())
        current = next((at for at, item in enumerate(self.spoken()) if item.current), None)
        if current is not None and self.hasFocus():
            self.tell_focus(current)

    def _point(self, wanted: SignalInstance) -> None:
        """At the free step under the cursor, or after the bookings from the one under it on."""
        if self.cursor_place is None:
            return
        minute = self._places.free_from(self.cursor_place)
        room = self.contents.rooms[self.cursor_place.column].id
        wanted.emit(self.geometry_now.instant(minute), room)

    def _open(self) -> None:
        booking_id = self.booking_at_cursor()
        if booking_id is None:
            self._point(self.slot_wanted)
        else:
            self.booking_opened.emit(booking_id)

    def _move(self) -> None:
        card = self.card(self.booking_at_cursor())
        if card and card.movable:
            self.move_wanted.emit(card.id)

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

    def _hover(self, card: BookingCard | None) -> None:
        hovered = card.id if card else None
        if hovered != self.hovered:
            self.hovered = hovered
            shape = Qt.CursorShape.PointingHandCursor if card else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def _drag(self, pressed: _Pressed, card: BookingCard, at: QPointF) -> None:
        far = (at - pressed.at).manhattanLength() >= QApplication.startDragDistance()
        column = self.geometry_now.column_at(at.x())
        if not card.movable or not (far or self.ghost) or column is None:
            return
        step = self.contents.grid_minutes
        half_a_step = self.geometry_now.y(step) / 2
        minute = self.geometry_now.minute_at(at.y() - pressed.grip + half_a_step, step)
        self.ghost = Ghost(card, Place(column, minute))
        self.cursor_moved.emit(QRect(at.toPoint(), at.toPoint()).adjusted(0, -20, 0, 20))
        self.update()

    def _drop_ghost(self) -> None:
        self._pressed = self.ghost = None
        self.update()

    def _drop(self, ghost: Ghost) -> None:
        block = self.contents.blocks[ghost.card.id]
        if ghost.place != Place(block.column, block.start):
            room = self.contents.rooms[ghost.place.column].id
            start = self.geometry_now.instant(ghost.place.minute)
            self.booking_dropped.emit(ghost.card.id, start, room)


def _as_plain(text: str) -> str:
    """Tooltips guess whether a text is markup; a name must never be read as such."""
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>")
