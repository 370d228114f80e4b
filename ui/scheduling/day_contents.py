"""A day, or the days of a week, as the canvas is given it: columns, and bookings in minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from clinicdesk import messages
from clinicdesk.readiness.queries import BookingReadiness
from clinicdesk.scheduling.queries import BookingFacts, Choice, Choices, DayView, WeekView
from clinicdesk.scheduling.rules import Span
from ui.kit.theme import scaled
from ui.scheduling.cards import BookingCard, card_of, in_week
from ui.scheduling.day_cursor import Block, DayPlaces, Stretch
from ui.scheduling.day_geometry import AXIS, HOUR, DayGeometry
from ui.scheduling.wording import short_names, week_title

_WORKING_DAYS = 5


@dataclass(frozen=True)
class RoomColumn:
    """A room on a day, how many bookings it has then, and who works in it."""

    id: int
    name: str
    booked: int
    physicians: str
    day: date
    open_spans: tuple[Span, ...] = ()
    nurses: str = ""
    short: str = ""


@dataclass(frozen=True)
class Proposed:
    """The place in time that is being chosen: aware UTC, minutes; without a room, in any."""

    start: datetime
    minutes: int
    room_id: int | None
    name: str


@dataclass(frozen=True)
class DayContents:
    """Columns from the left and cards by start; minutes. In a week the rooms stand day by day.

    `day` is the day that was asked for; `next_booked` the next one with a booking, known when this
    one has none.
    """

    day: date
    zone: ZoneInfo
    rooms: tuple[RoomColumn, ...]
    cards: tuple[BookingCard, ...]
    grid_minutes: int
    turnover: int
    is_week: bool = False
    next_booked: date | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The days on screen, from the left."""
        return tuple(dict.fromkeys(room.day for room in self.rooms))

    def fullness(self, day: date) -> float:
        """The share of a day's open room time that is booked, turnover included: 0 to 1."""
        columns = self.columns_of(day, None)
        opened = sum(end - start for at in columns for start, end in self.opened[at])
        blocks = [one for at in columns for one in self.by_column[at]]
        booked = sum(one.free_from - one.start for one in blocks)
        return min(booked / opened, 1) if opened else float(bool(blocks))

    @property
    def is_open(self) -> bool:
        """Whether the clinic opens at all on what is on screen."""
        return any(room.open_spans for room in self.rooms)

    @property
    def title(self) -> str:
        """`Tuesday, January 12, 2027`, or `January 11 – 15, 2027` for a week."""
        of_week = self.is_week and self.rooms
        return week_title(self.days) if of_week else messages.long_day(self.day)

    @property
    def short_title(self) -> str:
        """`Tue, Jan 12, 2027`, where there is little room; a week's title is short."""
        return "" if self.is_week else messages.day(self.day)

    def shows_same(self, other: "DayContents | None") -> bool:
        """Whether both show the same days in the same way."""
        return other is not None and (self.days, self.is_week) == (other.days, other.is_week)

    @cached_property
    def opened(self) -> tuple[tuple[Stretch, ...], ...]:
        """The opening hours of each column, in its minutes."""
        geometry = self.geometry(0)
        return tuple(
            tuple(
                (geometry.minute_of(span.start, at), geometry.minute_of(span.end, at))
                for span in room.open_spans
            )
            for at, room in enumerate(self.rooms)
        )

    @cached_property
    def blocks(self) -> dict[int, Block]:
        """Where each booking lies, by booking id."""
        geometry = self.geometry(0)
        columns = {(room.day, room.id): place for place, room in enumerate(self.rooms)}
        found = {}
        for card in self.cards:
            column = columns[card.starts_at.astimezone(self.zone).date(), card.room_id]
            start = geometry.minute_of(card.starts_at, column)
            end = geometry.minute_of(card.ends_at, column)
            found[card.id] = Block(card.id, column, start, end, end + self.turnover)
        return found

    @cached_property
    def by_column(self) -> tuple[tuple[Block, ...], ...]:
        """The bookings of each column."""
        found: list[list[Block]] = [[] for _ in range(self.geometry(0).columns)]
        for block in self.blocks.values():
            found[block.column].append(block)
        return tuple(map(tuple, found))

    @cached_property
    def cards_by_id(self) -> dict[int | None, BookingCard]:
        """Each card by its booking."""
        return {card.id: card for card in self.cards}

    @cached_property
    def places(self) -> DayPlaces:
        """Where the cursor can stand."""
        return DayPlaces(tuple(self.blocks.values()), self.opened, self.grid_minutes)

    def columns_of(self, day: date, room_id: int | None) -> list[int]:
        """Where a room stands on a day; without a room, all of the day's columns."""
        return [
            at
            for at, room in enumerate(self.rooms)
            if room.day == day and room_id in (None, room.id)
        ]

    def geometry(self, width: float, hour: int = 0) -> DayGeometry:
        """The columns drawn this wide, with hours this high in px; 0 is their least height."""
        high, axis = hour or scaled(HOUR), scaled(AXIS)
        if self.is_week and self.rooms:
            days = [room.day for room in self.rooms]
            return DayGeometry.of_days(days, self.zone, width, high, axis)
        columns = max(len(self.rooms), 1)  # without rooms the hours still stand beside one
        return DayGeometry.of_day(self.day, self.zone, columns, width, high, axis)


def contents_of(
    view: DayView,
    readiness: Iterable[BookingReadiness],
    offered: Choices,
    zone: ZoneInfo,
    now: datetime,
) -> DayContents:
    """The day worded; `now` decides which gates count."""
    return DayContents(
        day=view.day,
        zone=zone,
        rooms=tuple(_rooms(view.rooms, view.day, view.open_spans, view.bookings)),
        cards=_cards(view.bookings, readiness, zone, now),
        grid_minutes=offered.grid_minutes,
        turnover=offered.turnover,
        next_booked=view.next_booked,
    )


def week_of(
    day: date,
    view: WeekView,
    readiness: Iterable[BookingReadiness],
    offered: Choices,
    zone: ZoneInfo,
    now: datetime,
) -> DayContents:
    """The week of a day: Monday to Friday, and a weekend day that is open or booked."""
    by_day = {on: [one for one in view.bookings if _day_of(one, zone) == on] for on, _ in view.days}
    shown = [
        (on, spans)
        for on, spans in view.days
        if on.weekday() < _WORKING_DAYS or spans or by_day[on]
    ]
    named = [Choice(one.room_id, one.room) for one in view.bookings]
    rooms = [*dict.fromkeys([*view.rooms, *named])]
    columns = [room for on, spans in shown for room in _rooms(rooms, on, spans, by_day[on])]
    return DayContents(
        day=day,
        zone=zone,
        rooms=tuple(columns),
        cards=_cards(view.bookings, readiness, zone, now, with_day=True),
        grid_minutes=offered.grid_minutes,
        turnover=offered.turnover,
        is_week=True,
    )


def _cards(
    bookings: Iterable[BookingFacts],
    readiness: Iterable[BookingReadiness],
    zone: ZoneInfo,
    now: datetime,
    *,
    with_day: bool = False,
) -> tuple[BookingCard, ...]:
    gates = {item.booking.id: item for item in readiness}
    cards = [card_of(one, gates.get(one.id), zone, now) for one in bookings]
    return tuple(in_week(card, zone) if with_day else card for card in cards)


def _day_of(booking: BookingFacts, zone: ZoneInfo) -> date:
    return booking.starts_at.astimezone(zone).date()


def _rooms(
    rooms: Iterable[Choice], day: date, spans: tuple[Span, ...], bookings: Sequence[BookingFacts]
) -> list[RoomColumn]:
    """A room that was taken out of use keeps its column while it has bookings."""
    names = {room.id: room.name for room in rooms}
    names |= {booking.room_id: booking.room for booking in bookings}
    short = dict(zip(names, short_names([*names.values()]), strict=True))
    columns = [
        _column(room_id, name, day, spans, [one for one in bookings if one.room_id == room_id])
        for room_id, name in names.items()
    ]
    return [replace(room, short=short[room.id]) for room in columns]


def _column(
    room_id: int, name: str, day: date, spans: tuple[Span, ...], bookings: Sequence[BookingFacts]
) -> RoomColumn:
    physicians = dict.fromkeys(one.physician for one in bookings if one.physician)
    nurses = dict.fromkeys(one.nurse for one in bookings if one.nurse)
    staff = " / ".join(physicians), " / ".join(nurses)
    return RoomColumn(room_id, name, len(bookings), staff[0], day, spans, staff[1])
