"""The days of the schedule, and what can be chosen on them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from clinicdesk.desk import Work
from clinicdesk.scheduling.availability import open_spans, spans_of_days, supply
from clinicdesk.scheduling.queries.bookings import BookingFacts, found_bookings, with_namesakes
from clinicdesk.scheduling.rules import BookingState, Part, Span, day_span
from clinicdesk.scheduling.tables import Booking
from clinicdesk.staff.queries import clinic


@dataclass(frozen=True)
class Choice:
    """A resource to choose from."""

    id: int
    name: str


@dataclass(frozen=True)
class Choices:
    """What a booking panel offers; minutes."""

    rooms: tuple[Choice, ...]
    physicians: tuple[Choice, ...]
    usual_minutes: tuple[int, ...]
    grid_minutes: int
    arrival_lead: int
    turnover: int
    procedures: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class DayView:
    """One day of the schedule: its columns, its open hours and its bookings by start.

    `next_booked` is the first later day with a booking, looked for when this one has none.
    """

    day: date
    rooms: tuple[Choice, ...]
    physicians: tuple[Choice, ...]
    open_spans: tuple[Span, ...]
    bookings: tuple[BookingFacts, ...]
    next_booked: date | None = None


@dataclass(frozen=True)
class WeekView:
    """Monday to Sunday: the open hours of each day, and the week's bookings by start."""

    days: tuple[tuple[date, tuple[Span, ...]], ...]
    rooms: tuple[Choice, ...]
    bookings: tuple[BookingFacts, ...]

    @property
    def monday(self) -> date:
        """The first of the days."""
        return self.days[0][0]


def choices(work: Work) -> Choices:
    """Procedures, rooms, physicians and lengths."""
    stock = supply(work)
    return Choices(
        tuple(Choice(one, stock.names[one]) for one in stock.pools[Part.ROOM]),
        tuple(Choice(one, stock.names[one]) for one in stock.pools[Part.PHYSICIAN]),
        stock.usual_minutes,
        stock.grid_minutes,
        stock.requirement(Part.PATIENT).before,
        stock.requirement(Part.ROOM).after,
        tuple(Choice(one, name) for one, name in stock.procedures.items()),
    )


def day(work: Work, on: date) -> DayView:
    """Everything the day view paints."""
    zone = clinic(work).zone
    whole = day_span(on, zone)
    offered = choices(work)
    booked = found_bookings(work, Booking.starts_at >= whole.start, Booking.starts_at < whole.end)
    return DayView(
        on,
        offered.rooms,
        offered.physicians,
        open_spans(work, on),
        with_namesakes(work, booked),
        None if booked else next_booked(work, whole.end, zone),
    )


def week(work: Work, on: date) -> WeekView:
    """Everything the week view paints: the week of this day, its bookings in one statement."""
    zone = clinic(work).zone
    monday = on - timedelta(days=on.weekday())
    days = [monday + timedelta(days=later) for later in range(7)]
    start, end = day_span(days[0], zone).start, day_span(days[-1], zone).end
    booked = found_bookings(work, Booking.starts_at >= start, Booking.starts_at < end)
    opened = spans_of_days(work, days)
    return WeekView(
        tuple((one, opened[one]) for one in days),
        choices(work).rooms,
        with_namesakes(work, booked),
    )


def next_booked(work: Work, after: datetime, zone: ZoneInfo) -> date | None:
    """The first local day with a booking that starts at this instant or later."""
    first = work.session.scalar(
        select(func.min(Booking.starts_at)).where(
            Booking.starts_at >= after, Booking.state == BookingState.BOOKED
        )
    )
    return first.astimezone(zone).date() if first else None
