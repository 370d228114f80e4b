"""The painted week and day: one frame of each, a day switched, and the week laid out anew."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from statistics import median
from time import perf_counter, thread_time
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from bench.clinics import NOW, Clinics
from bench.measuring import p95, title, verdict
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.patients.rules import PersonName, Sex
from clinicdesk.scheduling.queries import BookingFacts, Choice, Choices, WeekView
from clinicdesk.scheduling.rules import BookingState, Sedation, Span, local_instant
from ui.kit import theme
from ui.scheduling.day_contents import DayContents, week_of
from ui.scheduling.day_grid import DayGrid

ZONE = ZoneInfo("America/Los_Angeles")
MONDAY = date(2026, 11, 16)
MOST_MS, FRAMES, SWITCHES = 16.7, 60, 10
WINDOW = (1356, 782)
ROOMS, STEP = 8, 30

Frame = tuple[float, float]
"""Milliseconds that it took, and what the window's thread worked."""

FAMILIES = ("Holloway", "Nakagawa", "Petrakis", "Fitzgerald", "Castellanos", "Brandt", "Tran")


def run(_: Clinics) -> None:
    """Print frames of weeks of several sizes; no database is needed."""
    application = QApplication.instance() or QApplication([])
    theme.apply(application)
    title(f"The painted week, window {WINDOW[0]} x {WINDOW[1]} (ms; target: p95 at most {MOST_MS})")
    for bookings in (100, 300, 1_000):
        _measure(bookings)


def _measure(bookings: int) -> None:
    contents = a_week(bookings)
    grid = DayGrid(lambda: NOW)
    grid.resize(*WINDOW)
    grid.show()
    begun = perf_counter()
    grid.show_day(contents)
    QApplication.processEvents()
    first = (perf_counter() - begun) * 1000
    canvas = grid.canvas
    seen = QPixmap(grid.size())
    whole = QPixmap(canvas.size())
    print(f"{bookings:6,} bookings in {len(contents.rooms)} columns, {canvas.width()} px wide")
    _tell("one frame, what is seen", _times(lambda: grid.render(seen), FRAMES), judged=True)
    _tell("all of the canvas at once", _times(lambda: canvas.render(whole, QPoint()), FRAMES))
    _tell("shown again after a change", _times(lambda: _again(grid, contents), SWITCHES))
    print(f"    {'shown first, with its layout':28} {first:6.1f}")
    grid.close()


def _again(grid: DayGrid, contents: DayContents) -> None:
    grid.show_day(contents)
    QApplication.processEvents()


def _times(act: Callable[[], object], rounds: int) -> list[Frame]:
    times = []
    for _ in range(rounds):
        begun, worked = perf_counter(), thread_time()
        act()
        times.append(((perf_counter() - begun) * 1000, (thread_time() - worked) * 1000))
    return times


def _tell(what: str, frames: list[Frame], *, judged: bool = False) -> None:
    times, own = zip(*frames, strict=True)
    told = f"p50 {median(times):6.1f}  p95 {p95(times):6.1f}  max {max(times):6.1f}"
    judgement = f"  {verdict(p95(times), MOST_MS)}" if judged else ""
    print(f"    {what:28} {told}{judgement};  CPU p50 {median(own):.1f}, p95 {p95(own):.1f}")


def a_week(bookings: int) -> DayContents:
    """Rooms that work from 6 AM on, every half hour, until there are so many bookings."""
    rooms = tuple(Choice(100 + at, f"Procedure Room {at + 1}") for at in range(ROOMS))
    days = [MONDAY + timedelta(days=at) for at in range(5)]
    places = [
        (day, room, minute)
        for minute in range(6 * 60, 19 * 60, STEP)
        for day in days
        for room in rooms
    ]
    booked = [_booking(at, *place) for at, place in enumerate(places[:bookings])]
    opened = [(day, (Span(_at(day, 6 * 60), _at(day, 19 * 60)),)) for day in days]
    closed = [(MONDAY + timedelta(days=at), ()) for at in (5, 6)]
    view = WeekView((*opened, *closed), rooms, tuple(booked))
    offered = Choices(rooms, (), (45, 60), 15, 60, 15)
    return week_of(MONDAY, view, (), offered, ZONE, NOW)


def _booking(serial: int, day: date, room: Choice, minute: int) -> BookingFacts:
    start = _at(day, minute)
    name = PersonName(FAMILIES[serial % len(FAMILIES)], "Rosa")
    patient = PatientFacts(serial, name, date(1951, 3, 14), Sex.FEMALE, "102-9813", "", None)
    end = start + timedelta(minutes=STEP)
    return BookingFacts(
        id=serial + 1,
        lock_version=1,
        case_id=serial,
        patient=patient,
        state=BookingState.BOOKED,
        status=CaseStatus.SCHEDULED,
        starts_at=start,
        ends_at=end,
        arrives_at=start - timedelta(hours=1),
        home_at=end + timedelta(hours=1),
        minutes=STEP,
        sedation=Sedation.MODERATE,
        room_id=room.id,
        room=room.name,
        physician_id=None,
        physician="",
        levels=("L4–L5 both sides",),
    )


def _at(day: date, minute: int) -> datetime:
    return local_instant(day, time(minute // 60, minute % 60), ZONE)
