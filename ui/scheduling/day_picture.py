"""The painted day: rooms side by side, time downward. It shows and names; input comes on top."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, QTimer
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from clinicdesk import messages
from ui.kit import fonts, tokens
from ui.kit.focus_ring import paints_own_focus
from ui.kit.painting import LEVEL, canvas, plate, write
from ui.scheduling import day_ground
from ui.scheduling.card_layout import least_height
from ui.scheduling.card_painting import CardPainter
from ui.scheduling.cards import BookingCard
from ui.scheduling.day_accessible import SpokenItem, SpokenList, install
from ui.scheduling.day_contents import DayContents, Proposed
from ui.scheduling.day_cursor import Block, Place
from ui.scheduling.day_geometry import AXIS, HOUR, NARROWEST, DayGeometry
from ui.scheduling.wording import clock_range

_MINUTE_MS = 60_000
_RING = 2
HOW_TO_BOOK = "Double-click or B to book"


@dataclass(frozen=True)
class Ghost:
    """A card on its way to another place."""

    card: BookingCard
    place: Place


class DayPicture(SpokenList):
    """`now` gives the present instant, aware. Nothing is painted before `show_day`."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        install()
        paints_own_focus(self)
        self._now = now
        self._cards = CardPainter()
        self._hour = HOUR
        self.contents: DayContents | None = None
        self.cursor_place: Place | None = None
        self.selected: int | None = None
        self.hovered: int | None = None
        self.ghost: Ghost | None = None
        self.proposed: Proposed | None = None
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self.update)
        self._minute.start()

    def show_day(self, contents: DayContents) -> None:
        """Replace the whole picture; the cursor stays on its booking or at its time."""
        kept = self.booking_at_cursor()
        new_day = self.contents is None or self.contents.day != contents.day
        at = None if new_day else self.cursor_place
        self.contents, self.ghost, self.hovered = contents, None, None
        self._cards.forget()
        self.setAccessibleName(f"Schedule, {messages.long_day(contents.day)}")
        self.setMinimumWidth(AXIS + NARROWEST * len(contents.rooms))
        self._take_height()
        places = contents.places
        same = places.place_of(kept) if kept is not None else None
        nearest = places.nearest(at.column, at.minute) if at else None
        self.cursor_place = same or nearest or places.first()
        self.update()

    @property
    def geometry_now(self) -> DayGeometry:
        """Where time lies at the present width; there must be a day."""
        assert self.contents is not None
        return self.contents.geometry(self.width(), self._hour)

    def block_at_cursor(self) -> Block | None:
        return self.contents.places.block_at(self.cursor_place) if self.contents else None

    def booking_at_cursor(self) -> int | None:
        block = self.block_at_cursor()
        return block.booking_id if block else None

    def card(self, booking_id: int | None) -> BookingCard | None:
        cards = self.contents.cards if self.contents else ()
        return next((card for card in cards if card.id == booking_id), None)

    def card_at(self, point: QPointF) -> BookingCard | None:
        """The card under a point of the widget."""
        cards = self.contents.cards if self.contents else ()
        return next((card for card in cards if self.card_area(card.id).contains(point)), None)

    def card_area(self, booking_id: int) -> QRectF:
        assert self.contents is not None
        block = self.contents.blocks[booking_id]
        return self.geometry_now.block(block.column, block.start, block.end)

    def area_of(self, place: Place) -> QRectF:
        """What the cursor surrounds there: a booking or a free step."""
        assert self.contents is not None
        block = self.contents.places.block_at(place)
        end = block.end if block else place.minute + self.contents.grid_minutes
        return self.geometry_now.block(place.column, place.minute, end)

    def proposed_area(self) -> QRectF | None:
        """Where the place lies that is being chosen, over all rooms while it may be in any."""
        place, contents = self.proposed, self.contents
        if place is None or contents is None or self._day_of(place) != contents.day:
            return None
        geometry = self.geometry_now
        start = geometry.minute_of(place.start)
        areas = [
            geometry.block(column, start, start + place.minutes)
            for column, room in enumerate(contents.rooms)
            if place.room_id in (None, room.id)
        ]
        return areas[0].united(areas[-1]) if areas else None

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
            self._paint_under(painter)
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
        self._cards.forget()
        self._take_height()

    def _take_height(self) -> None:
        """Hours as high as the shortest booking with the longest name needs them."""
        if self.contents is None:
            return
        wide = self.contents.geometry(self.width()).block(0, 0, 60).width()
        blocks = self.contents.blocks
        needed = [
            ceil((least_height(card, wide) + 2) * 60 / max(block.end - block.start, 1))
            for card in self.contents.cards
            if (block := blocks[card.id])
        ]
        self._hour = max(HOUR, *needed, 0)
        self.setFixedHeight(self.geometry_now.height)

    def _is_on(self, card: BookingCard) -> bool:
        return card.id == self.selected

    def _free_step(self, place: Place) -> str:
        assert self.contents is not None
        room = self.contents.rooms[place.column].name
        return f"{messages.clock(self.geometry_now.wall(place.minute))}, {room}, free"

    def _paint_under(self, painter: QPainter) -> None:
        geometry, contents = self.geometry_now, self.contents
        assert contents is not None
        closed = day_ground.closed_stretches(contents.opened, geometry.minutes)
        day_ground.paint_ground(painter, geometry, closed)
        for block in contents.blocks.values():
            day_ground.paint_turnover(painter, geometry, block)
        day_ground.name_closed(painter, geometry, closed)
        now = self._now()
        if now.astimezone(contents.zone).date() == contents.day:
            day_ground.paint_now(painter, geometry, geometry.minute_of(now))

    def _paint_cards(self, painter: QPainter, seen: QRectF) -> None:
        assert self.contents is not None
        for card in self.contents.cards:
            area = self.card_area(card.id)
            if area.intersects(seen):
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
        time = messages.clock(self.geometry_now.wall(self.cursor_place.minute))
        words, room = f"{time} · {HOW_TO_BOOK}", area.adjusted(12, 0, -12, 0)
        fits = QFontMetricsF(font).horizontalAdvance(words) <= room.width()
        write(painter, room, words if fits else time, "accent_text", LEVEL)

    def _day_of(self, place: Proposed) -> date:
        assert self.contents is not None
        return place.start.astimezone(self.contents.zone).date()

    def _paint_proposed(self, painter: QPainter, area: QRectF) -> None:
        """Under the cards: what lies in its way stays readable."""
        assert self.proposed is not None
        start = self.geometry_now.minute_of(self.proposed.start)
        plate(painter, area, "accent_soft")
        self._write_place(painter, area, start, self.proposed.minutes, self.proposed.name)

    def _paint_ghost(self, painter: QPainter, ghost: Ghost) -> None:
        geometry, start = self.geometry_now, ghost.place.minute
        minutes = (ghost.card.ends_at - ghost.card.starts_at).seconds // 60
        area = geometry.block(ghost.place.column, start, start + minutes)
        plate(painter, area, "accent_soft", "accent", width=_RING)
        self._write_place(painter, area, start, minutes, ghost.card.name)

    def _write_place(
        self, painter: QPainter, area: QRectF, start: int, minutes: int, name: str
    ) -> None:
        geometry = self.geometry_now
        painter.setFont(fonts.font(weight=QFont.Weight.DemiBold))
        times = clock_range(geometry.wall(start), geometry.wall(start + minutes))
        write(painter, area.adjusted(12, 6, 0, 0), f"{times}\n{name}", "accent_text", 0)


def _whole(area: QRectF) -> QRect:
    return area.toAlignedRect()
