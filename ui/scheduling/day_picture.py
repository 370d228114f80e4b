"""The painted day or week: columns side by side, time downward. Input comes on top."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, QTimer
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from ui.kit import fonts, theme, tokens
from ui.kit.focus_ring import paints_own_focus
from ui.kit.painting import LEVEL, canvas, plate, write
from ui.kit.spoken_list import SpokenItem, SpokenList, install
from ui.scheduling import day_ground
from ui.scheduling.card_painting import CardPainter
from ui.scheduling.cards import BookingCard
from ui.scheduling.day_contents import DayContents, Proposed
from ui.scheduling.day_cursor import Block, Place
from ui.scheduling.day_geometry import AXIS, HOUR, NARROWEST, NARROWEST_IN_WEEK, DayGeometry
from ui.scheduling.gestures import Ghost, objection
from ui.scheduling.place_painting import paint_place

_MINUTE_MS = 60_000
_RING = 2
HOW_TO_BOOK = "Double-click or B to book"


class DayPicture(SpokenList):
    """`now` gives the present instant, aware. Nothing is painted before `show_day`.

    `hovered` is the booking under the pointer, `ghost` a card on its way to another place.
    """

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        install()
        paints_own_focus(self)
        self._now = now
        self._cards = CardPainter()
        self._hour = 0
        self.contents: DayContents | None = None
        self.cursor_place: Place | None = None
        self.selected: int | None = None
        self.hovered: int | None = None
        self.ghost: Ghost | None = None
        self._geometry: DayGeometry | None = None
        self._areas: dict[int, QRectF] = {}
        self.proposed: Proposed | None = None
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self.update)
        self._minute.start()
        theme.follow(self, DayPicture._dress)

    def show_day(self, contents: DayContents) -> None:
        """Replace the whole picture; the cursor stays on its booking or at its time."""
        kept = self.booking_at_cursor()
        at = self.cursor_place if contents.shows_same(self.contents) else None
        self.contents, self.ghost, self.hovered = contents, None, None
        self._cards.is_brief = contents.is_week
        self._cards.forget()
        self.setAccessibleName(f"Schedule, {contents.title}")
        self._take_size()
        places = contents.places
        same = places.place_of(kept) if kept is not None else None
        nearest = places.nearest(at.column, at.minute) if at else None
        self.cursor_place = same or nearest or places.first()
        self.update()

    @property
    def geometry_now(self) -> DayGeometry:
        """Where time lies at the present width; there must be a day."""
        assert self.contents is not None
        if self._geometry is None:
            self._geometry = self.contents.geometry(self.width(), self._hour)
        return self._geometry

    def block_at_cursor(self) -> Block | None:
        return self.contents.places.block_at(self.cursor_place) if self.contents else None

    def booking_at_cursor(self) -> int | None:
        block = self.block_at_cursor()
        return block.booking_id if block else None

    def card(self, booking_id: int | None) -> BookingCard | None:
        return self.contents.cards_by_id.get(booking_id) if self.contents else None

    def card_at(self, point: QPointF) -> BookingCard | None:
        """The card under a point of the widget."""
        if self.contents is None:
            return None
        around = self._blocks_in(QRectF(point.x(), point.y(), 0, 0))
        at = next((block.booking_id for block, area in around if area.contains(point)), None)
        return self.card(at)

    def card_area(self, booking_id: int) -> QRectF:
        """Where a card lies on the widget."""
        assert self.contents is not None
        if not self._areas:
            geometry = self.geometry_now
            blocks = self.contents.blocks.values()
            self._areas = {
                one.booking_id: geometry.block(one.column, one.start, one.end) for one in blocks
            }
        return QRectF(self._areas[booking_id])

    def area_of(self, place: Place) -> QRectF:
        """What the cursor surrounds there: a booking or a free step."""
        assert self.contents is not None
        block = self.contents.places.block_at(place)
        end = block.end if block else place.minute + self.contents.grid_minutes
        return self.geometry_now.block(place.column, place.minute, end)

    def proposed_area(self) -> QRectF | None:
        """Where the place lies that is being chosen, over all rooms while it may be in any."""
        place, contents = self.proposed, self.contents
        if place is None or contents is None:
            return None
        geometry = self.geometry_now
        columns = contents.columns_of(self._day_of(place), place.room_id)
        if not columns:
            return None
        start = geometry.minute_of(place.start, columns[0])
        areas = [geometry.block(column, start, start + place.minutes) for column in columns]
        return areas[0].united(areas[-1])

    def spoken(self) -> list[SpokenItem]:
        """The bookings by start, then the free step the cursor stands on."""
        if self.contents is None:
            return []
        current = self.booking_at_cursor()
        items = [
            SpokenItem(
                card.spoken, _whole(self.card_area(card.id)), card.id == current, self._is_on(card)
            )
            for card in self.contents.cards
        ]
        if current is None and self.cursor_place:
            area = _whole(self.area_of(self.cursor_place))
            items.append(SpokenItem(self._free_step(self.cursor_place), area, True, False))
        return items

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.contents is None:
            return
        with canvas(self) as painter:
            painter.setClipRect(event.rect())
            self._paint_under(painter, QRectF(event.rect()))
            proposed = self.proposed_area()
            if proposed:
                self._paint_proposed(painter, proposed)
            self._paint_cards(painter, QRectF(event.rect()))
            if proposed:
                plate(painter, proposed, "", "accent", width=_RING)
            self._paint_cursor(painter)
            if self.ghost:
                self._paint_ghost(painter, self.ghost)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget_places()
        if event.size().width() != event.oldSize().width():
            self._cards.forget()
            self._take_height()

    def _forget_places(self) -> None:
        self._geometry, self._areas = None, {}

    def _dress(self) -> None:
        self._cards.forget()
        self._take_size()
        self.update()

    def _take_size(self) -> None:
        if self.contents is not None:
            least = NARROWEST_IN_WEEK if self.contents.is_week else NARROWEST
            rooms = len(self.contents.rooms)
            self.setMinimumWidth(theme.scaled(AXIS) + theme.scaled(least) * rooms)
            self._take_height()

    def _take_height(self) -> None:
        """Hours as high as the shortest booking with the longest name needs them."""
        if self.contents is None:
            return
        wide = self.contents.geometry(self.width()).block(0, 0, 60).width()
        blocks, least = self.contents.blocks, self._cards.least_height
        needed = [
            ceil((least(card, wide) + 2) * 60 / max(block.end - block.start, 1))
            for card in self.contents.cards
            if (block := blocks[card.id])
        ]
        self._hour = max(theme.scaled(HOUR), *needed, 0)
        self._forget_places()
        self.setFixedHeight(self.geometry_now.height)

    def _is_on(self, card: BookingCard) -> bool:
        return card.id == self.selected

    def _free_step(self, place: Place) -> str:
        assert self.contents is not None
        room = self.contents.rooms[place.column]
        wall = self.geometry_now.wall(place.minute, place.column)
        day = f"{messages.near_day(room.day)}, " if self.contents.is_week else ""
        return f"{day}{messages.clock(wall)}, {room.name}, free"

    def _paint_under(self, painter: QPainter, seen: QRectF) -> None:
        geometry, contents = self.geometry_now, self.contents
        assert contents is not None
        now = self._now()
        day = now.astimezone(contents.zone).date()
        today = contents.columns_of(day, None)
        day_ground.paint_ground(painter, geometry, contents, day)
        for block, _ in self._blocks_in(seen):
            day_ground.paint_turnover(painter, geometry, block)
        day_ground.name_closed(painter, geometry, contents)
        if today:
            minute = geometry.minute_of(now, today[0])
            day_ground.paint_now(painter, geometry, minute, today)

    def _blocks_in(self, seen: QRectF) -> Iterator[tuple[Block, QRectF]]:
        """The bookings in a part of the canvas, with their turnover: a frame looks at no others."""
        assert self.contents is not None
        geometry, top = self.geometry_now, seen.top()
        below, bottom = geometry.y(self.contents.turnover), seen.bottom()
        for column in geometry.columns_in(seen.left(), seen.right()):
            for block in self.contents.by_column[column]:
                area = self.card_area(block.booking_id)
                if area.bottom() + below >= top and area.top() <= bottom:
                    yield block, area

    def _paint_cards(self, painter: QPainter, seen: QRectF) -> None:
        assert self.contents is not None
        for block, area in self._blocks_in(seen):
            card = self.contents.cards_by_id[block.booking_id]
            self._cards.paint(painter, card, area, hovered=card.id == self.hovered)
            if card.id == self.selected:
                plate(painter, area, "", "accent", width=_RING)

    def _paint_cursor(self, painter: QPainter) -> None:
        if not self.hasFocus() or self.cursor_place is None:
            return
        area = self.area_of(self.cursor_place)
        if self.booking_at_cursor() is not None:
            inside = area.adjusted(_RING + 1, _RING + 1, -_RING - 1, -_RING - 1)
            plate(painter, inside, "", "focus", radius=tokens.RADIUS_CHIP, width=_RING)
            return
        plate(painter, area, "accent_soft", "focus", radius=tokens.RADIUS_CHIP, width=_RING)
        font = fonts.font(tokens.SIZE_SMALL, QFont.Weight.DemiBold)
        painter.setFont(font)
        at = self.cursor_place
        time = messages.clock(self.geometry_now.wall(at.minute, at.column))
        words, room = f"{time} · {HOW_TO_BOOK}", area.adjusted(12, 0, -12, 0)
        fits = QFontMetricsF(font).horizontalAdvance(words) <= room.width()
        write(painter, room, words if fits else time, "accent_text", LEVEL)

    def _day_of(self, place: Proposed) -> date:
        assert self.contents is not None
        return place.start.astimezone(self.contents.zone).date()

    def _paint_proposed(self, painter: QPainter, area: QRectF) -> None:
        """Under the cards: what lies in its way stays readable."""
        place, contents = self.proposed, self.contents
        assert place is not None
        assert contents is not None
        [column, *_] = contents.columns_of(self._day_of(place), place.room_id)
        start = self.geometry_now.minute_of(place.start, column)
        at = Place(column, start)
        paint_place(painter, self.geometry_now, area, at, place.minutes, place.name)

    def _paint_ghost(self, painter: QPainter, ghost: Ghost) -> None:
        assert self.contents is not None
        why = objection(ghost, self.contents, self._now())
        name, area, geometry = ghost.card.name, self.ghost_area(), self.geometry_now
        paint_place(
            painter, geometry, area, ghost.place, ghost.minutes, name, outlined=True, refused=why
        )

    def ghost_area(self) -> QRectF:
        """Where the card on its way would lie; empty without one."""
        if self.ghost is None:
            return QRectF()
        place = self.ghost.place
        end = place.minute + self.ghost.minutes
        return self.geometry_now.block(place.column, place.minute, end)


def _whole(area: QRectF) -> QRect:
    return area.toAlignedRect()
