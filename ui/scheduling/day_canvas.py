"""The day as it is worked by keys: arrows and letters while it has the focus."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from ui.kit.announce import announce
from ui.preferences import may_act
from ui.scheduling.day_contents import DayContents, Proposed
from ui.scheduling.day_cursor import Place
from ui.scheduling.day_hand import DayHand
from ui.scheduling.gestures import Ghost, is_moved, lengthened, nudged, objection
from ui.scheduling.pick_list import typed_digit
from ui.scheduling.wording import full_range

Key = Qt.Key
_ELSEWHERE = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
_UNMOVED = "This is where it is now. Arrows move it, Shift and arrows change its length."


class DayCanvas(DayHand):
    """One Tab stop. Arrows go from booking to booking and over free steps of the grid. Enter and a
    click point at a place in time for whoever is being booked; B begins another booking there.

    M takes the booking in hand: arrows move it by a step or a room, Shift with them, + and - change
    its length, a digit picks an opening, Enter wishes for the place, Esc puts it back.
    `keys` holds what each key does, `on_booking` the letters that act on the booking under the
    cursor, as functions of its id.
    """

    book_wanted = Signal(object, int)
    move_wanted = Signal(int)
    opening_wanted = Signal(int)
    week_stepped = Signal(int)
    today_wanted = Signal()
    date_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(now, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.on_booking: dict[int, Callable[[int], object]] = {}
        self.keys: dict[int, Callable[[], object]] = {
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
            Key.Key_B: lambda: self.point(self.book_wanted),
            Key.Key_M: self._take_in_hand,
            Key.Key_Return: self._open,
            Key.Key_Enter: self._open,
        }
        self._carrying: dict[int, Callable[[Ghost], Ghost]] = {
            Key.Key_Up: lambda ghost: nudged(ghost, self.contents, steps=-1),
            Key.Key_Down: lambda ghost: nudged(ghost, self.contents, steps=1),
            Key.Key_Left: lambda ghost: nudged(ghost, self.contents, columns=-1),
            Key.Key_Right: lambda ghost: nudged(ghost, self.contents, columns=1),
            Key.Key_Plus: lambda ghost: lengthened(ghost, self.contents, 1),
            Key.Key_Minus: lambda ghost: lengthened(ghost, self.contents, -1),
        }

    def select(self, booking_id: int | None, *, reveal: bool = False) -> None:
        """Outline a booking, or none; the cursor goes to it, and with `reveal` the view too."""
        self.selected = booking_id
        place = self._places.place_of(booking_id) if self.contents and booking_id else None
        self.stand(place or self.cursor_place, reveal=reveal and place is not None)

    def show_day(self, contents: DayContents) -> None:
        """What is in hand stays so while its booking is still where it was."""
        held, before = self.ghost, self.contents
        super().show_day(contents)
        if held and before and contents.shows_same(before):
            unmoved = before.blocks[held.card.id] == contents.blocks.get(held.card.id)
            self.ghost = held if unmoved else None

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
        if not (self.ghost and self._carry(event)) and not self._act(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # A click must not make the day scroll away under the mouse.
        self._tell(reveal=event.reason() != Qt.FocusReason.MouseFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Who goes on in the panel puts the card in hand back; another window changes nothing."""
        super().focusOutEvent(event)
        if self.ghost and not self.is_dragging and event.reason() not in _ELSEWHERE:
            self.let_go()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """Where the cursor is: a scroll area keeps that in view when the focus comes and goes."""
        if query == Qt.InputMethodQuery.ImCursorRectangle and self.contents and self.cursor_place:
            return self.area_of(self.cursor_place).toAlignedRect()
        return super().inputMethodQuery(query)

    def stand(self, place: Place | None, *, reveal: bool = True) -> None:
        """Put the cursor there, and say so."""
        self.cursor_place = place
        self.update()
        self._tell(reveal=reveal)

    def point(self, wanted: SignalInstance) -> None:
        """At the free step under the cursor, or after the bookings from the one under it on."""
        if self.cursor_place is None:
            return
        minute, column = self._places.free_from(self.cursor_place), self.cursor_place.column
        wanted.emit(self.geometry_now.instant(minute, column), self.contents.rooms[column].id)

    def _act(self, event: QKeyEvent) -> bool:
        """Whether the key does something here."""
        if not _is_plain(event) or self.contents is None or not may_act(event.key()):
            return False
        act, booking_id = self.keys.get(event.key()), self.booking_at_cursor()
        on_booking = self.on_booking.get(event.key())
        if act:
            act()
        elif on_booking and booking_id is not None:
            on_booking(booking_id)
        return bool(act or on_booking)

    def _carry(self, event: QKeyEvent) -> bool:
        """Whether the key is for the card in hand."""
        ghost, key = self.ghost, event.key()
        digit = typed_digit(event)
        if key == Key.Key_Escape:
            was_drag = self.is_dragging
            self.let_go()
            return was_drag  # what was taken by M is given up together with its panel
        if key in (Key.Key_Return, Key.Key_Enter):
            self._wish(ghost)
        elif digit and digit != "0":
            self.let_go()
            self.opening_wanted.emit(int(digit))
        elif way := self._way(event):
            self._show_ghost(way(ghost))
        else:
            return _is_plain(event)  # other letters wait until nothing is in hand
        return True

    def _way(self, event: QKeyEvent) -> Callable[[Ghost], Ghost] | None:
        key = event.key()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            longer = {Key.Key_Down: Key.Key_Plus, Key.Key_Up: Key.Key_Minus}
            return self._carrying.get(longer.get(key, key if key == Key.Key_Plus else 0))
        plain = _is_plain(event) or key in (Key.Key_Plus, Key.Key_Minus)
        return self._carrying.get(Key.Key_Plus if key == Key.Key_Equal else key) if plain else None

    def _take_in_hand(self) -> None:
        card = self.card(self.booking_at_cursor())
        if card and card.movable:
            block = self.contents.blocks[card.id]
            self.ghost = Ghost(card, Place(block.column, block.start), block.end - block.start)
            self.update()
            self.move_wanted.emit(card.id)

    def _show_ghost(self, ghost: Ghost) -> None:
        """Where the card in hand would go, to the eye and to the ear."""
        self.ghost = ghost
        self.update()
        self.cursor_moved.emit(self.ghost_area().toAlignedRect())
        announce(self, self._where(ghost))

    def _where(self, ghost: Ghost) -> str:
        place, room = ghost.place, self.contents.rooms[ghost.place.column]
        start, end = (
            self.geometry_now.wall(minute, place.column)
            for minute in (place.minute, place.minute + ghost.minutes)
        )
        why = objection(ghost, self.contents, self._now())
        day = messages.near_day(room.day) if self.contents.is_week else ""
        return ", ".join(filter(None, (day, full_range(start, end), room.name, why)))

    def _wish(self, ghost: Ghost) -> None:
        if not is_moved(ghost, self.contents):
            announce(self, _UNMOVED)
        elif self.drop(ghost):
            self.let_go()

    def _walk(self, way: Callable[[Place], Place]) -> None:
        if self.cursor_place:
            self.stand(way(self.cursor_place))

    def _tell(self, *, reveal: bool) -> None:
        """Show the place to the eye and to the screen reader."""
        if self.contents is None or self.cursor_place is None:
            return
        if reveal:
            self.cursor_moved.emit(self.area_of(self.cursor_place).toAlignedRect())
        if not self.hasFocus():
            return
        # The bookings come first among what is spoken, then the free step under the cursor.
        spoken, booking_id = [*self.contents.cards_by_id], self.booking_at_cursor()
        self.tell_focus(len(spoken) if booking_id is None else spoken.index(booking_id))

    def _open(self) -> None:
        booking_id = self.booking_at_cursor()
        if booking_id is None:
            self.point(self.slot_wanted)
        else:
            self.booking_opened.emit(booking_id)


def _is_plain(event: QKeyEvent) -> bool:
    return event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )
