"""One day as the canvas is given it, and its bookings as minutes of that day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from clinicdesk.readiness.queries import BookingReadiness
from clinicdesk.scheduling.queries import BookingFacts, Choices, DayView
from clinicdesk.scheduling.rules import Span
from ui.scheduling.cards import BookingCard, card_of
from ui.scheduling.day_cursor import Block, DayPlaces
from ui.scheduling.day_geometry import HOUR, DayGeometry


@dataclass(frozen=True)
class RoomColumn:
    """A room, how many bookings it has that day, and their physicians."""

    id: int
    name: str
    booked: int
    physicians: str


@dataclass(frozen=True)
class Proposed:
    """The place in time that is being chosen: aware UTC, minutes; without a room, in any."""

    start: datetime
    minutes: int
    room_id: int | None
    name: str


@dataclass(frozen=True)
class DayContents:
    """Rooms from the left, opening hours in order and cards by start; minutes."""

    day: date
    zone: ZoneInfo
    rooms: tuple[RoomColumn, ...]
    open_spans: tuple[Span, ...]
    cards: tuple[BookingCard, ...]
    grid_minutes: int
    turnover: int

    @cached_property
    def opened(self) -> tuple[tuple[int, int], ...]:
        """The opening hours in minutes of the day."""
        minute_of = self.geometry(0).minute_of
        return tuple((minute_of(span.start), minute_of(span.end)) for span in self.open_spans)

    @cached_property
    def blocks(self) -> dict[int, Block]:
        """Where each booking lies, by booking id."""
        minute_of = self.geometry(0).minute_of
        columns = {room.id: place for place, room in enumerate(self.rooms)}
        return {
            card.id: Block(
                card.id,
                columns[card.room_id],
                minute_of(card.starts_at),
                end := minute_of(card.ends_at),
                end + self.turnover,
            )
            for card in self.cards
        }

    @cached_property
    def places(self) -> DayPlaces:
        """Where the cursor can stand."""
        blocks = tuple(self.blocks.values())
        return DayPlaces(len(self.rooms), blocks, self.opened, self.grid_minutes)

    def geometry(self, width: float, hour: int = HOUR) -> DayGeometry:
        """The day drawn this wide, with hours this high, in px."""
        return DayGeometry(self.day, self.zone, len(self.rooms), width, hour)


def contents_of(
    view: DayView,
    readiness: Iterable[BookingReadiness],
    offered: Choices,
    zone: ZoneInfo,
    now: datetime,
) -> DayContents:
    """The day worded; `now` decides which gates count."""
    gates = {item.booking.id: item for item in readiness}
    return DayContents(
        day=view.day,
        zone=zone,
        rooms=tuple(_rooms(view)),
        open_spans=view.open_spans,
        cards=tuple(card_of(one, gates.get(one.id), zone, now) for one in view.bookings),
        grid_minutes=offered.grid_minutes,
        turnover=offered.turnover,
    )


def _rooms(view: DayView) -> list[RoomColumn]:
    """A room that was taken out of use keeps its column while it has bookings."""
    names = {room.id: room.name for room in view.rooms}
    names |= {booking.room_id: booking.room for booking in view.bookings}
    return [
        _column(room_id, name, [one for one in view.bookings if one.room_id == room_id])
        for room_id, name in names.items()
    ]


def _column(room_id: int, name: str, bookings: Sequence[BookingFacts]) -> RoomColumn:
    physicians = dict.fromkeys(one.physician for one in bookings if one.physician)
    return RoomColumn(room_id, name, len(bookings), " / ".join(physicians))
