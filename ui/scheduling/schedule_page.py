"""The schedule: the day by rooms, and beside it who waits, a booking, or the booking panel."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.readiness.queries import BookingReadiness, readiness_of_day
from clinicdesk.scheduling import queries
from clinicdesk.scheduling.queries import BookingFacts, Choices, DayView, Waiting
from ui.kit.announce import announce
from ui.kit.away import Away
from ui.kit.page import Page
from ui.scheduling.booking_details import Below, BookingDetails
from ui.scheduling.booking_panel import BookingPanel
from ui.scheduling.day_contents import contents_of
from ui.scheduling.day_grid import DayGrid
from ui.scheduling.go_to_date import GoToDate
from ui.scheduling.schedule_header import EmptyDay, ScheduleHeader
from ui.scheduling.side_panel import Panel, SidePanel
from ui.scheduling.wording import not_connected
from ui.session import Session

Details = Callable[[Session, int], Below]
_TOPICS = (topics.SCHEDULE, topics.READINESS, topics.SHEETS, topics.PATIENTS, topics.POLICY)


class SchedulePage(Page):
    """`details` makes, for a booking's id, what its panel shows under its head.

    `done` carries a sentence about what was done, `chart_wanted` a patient's id.
    """

    done = Signal(str)
    chart_wanted = Signal(int)

    def __init__(self, session: Session, details: Details, parent: QWidget | None = None) -> None:
        super().__init__(session.background, _TOPICS, parent)
        self._session, self._details = session, details
        self._day = session.today()
        self._offered: Choices | None = None
        self._waiting: tuple[Waiting, ...] = ()
        self._view: DayView | None = None
        self._selected: int | None = None
        self._shown_at: datetime | None = None
        self.header = ScheduleHeader()
        self.away = Away(session.background)
        self.empty = EmptyDay()
        self.grid = DayGrid(session.now)
        self.canvas = self.grid.canvas
        self.side = SidePanel()
        self.to_schedule = self.side.waiting
        self.go_to = GoToDate(session.today, self)
        self._arrange()
        self._connect()

    @property
    def panel(self) -> Panel | None:
        """What stands beside the day in the place of who waits."""
        return self.side.panel

    def reload(self) -> None:
        background = self._session.background
        self._say_how_old()
        background.read(self, queries.choices, then=self._take_choices)
        background.read(self, queries.to_schedule, then=self._take_waiting)
        background.read(self, queries.day, self._day, then=self._take_day)
        background.read(self, readiness_of_day, self._day, then=self._show)

    def show_day(self, day: date) -> None:
        """Go to a day."""
        self._day = day
        self._stale = True
        self._refresh()

    def open_booking(self, booking_id: int) -> None:
        """Show a booking of the day on screen in the panel."""
        booking = self._booking(booking_id)
        if booking is None:
            return
        below = self._details(self._session, booking_id)
        panel = BookingDetails(self._session, booking, below)
        panel.move_wanted.connect(self.move)
        panel.chart_wanted.connect(self.chart_wanted)
        panel.closed.connect(self._close)
        below.chart_wanted.connect(self.chart_wanted)
        self._selected = booking_id
        self._put(panel)

    def book(
        self, case_id: int | None = None, start: datetime | None = None, room_id: int | None = None
    ) -> None:
        """Open the booking panel, for a waiting case and a place in time if they are known."""
        if self._offered is None:
            return
        panel = self.side.kept((case_id or 0, 0, 0)) or self.side.open_for(case_id)
        if panel is None:
            panel = BookingPanel(self._session, self._offered, waiting=self._waiting)
            self._watch(panel)
        self._open(panel, None)
        if start is not None and start > self._session.now():
            panel.take_slot(start, room_id)
        if case_id is not None and panel.about is None:
            panel.choose_case(case_id)
        panel.enter()

    def book_patient(self, patient_id: int) -> None:
        """Open the booking panel for a patient at the openings; for who does not wait, none."""

        def begin(waiting: tuple[Waiting, ...]) -> None:
            self._take_waiting(waiting)
            case_id = next((one.case_id for one in waiting if one.patient.id == patient_id), None)
            if case_id is not None:
                self._put(None)
                self.book(case_id)
                self.side.enter_openings()

        self._session.background.read(self, queries.to_schedule, then=begin)

    def move(
        self, booking_id: int, start: datetime | None = None, room_id: int | None = None
    ) -> None:
        """Open the panel that moves a booking of the day on screen, to a place if it is known."""
        booking = self._booking(booking_id)
        if self._offered is None or booking is None:
            return
        panel = self.side.kept((booking.case_id, booking.id, booking.lock_version))
        if panel is None:
            panel = BookingPanel(self._session, self._offered, moving=booking)
            self._watch(panel)
        self._open(panel, booking_id)
        if start is not None:
            panel.take_slot(start, room_id)
        panel.enter(ready=start is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.panel is not None:
            self._close()
        else:
            super().keyPressEvent(event)

    def _take_choices(self, offered: Choices) -> None:
        self._offered = offered

    def _take_waiting(self, waiting: tuple[Waiting, ...]) -> None:
        self._waiting = waiting
        self.to_schedule.show_waiting(waiting, self._session)

    def _take_day(self, view: DayView) -> None:
        self._view = view

    def _show(self, readiness: tuple[BookingReadiness, ...]) -> None:
        """Paint the day; an answer about a day that was left meanwhile is not shown."""
        view, offered = self._view, self._offered
        if view is None or offered is None or view.day != self._day:
            return
        session, before = self._session, self.canvas.contents
        contents = contents_of(view, readiness, offered, session.zone, session.now())
        self.grid.show_day(contents)
        self._shown_at = session.local(session.now())
        self._say_how_old()
        self.header.show_day(contents)
        self.empty.show_day(contents)
        self._show_selected()
        if before and before.day != contents.day:
            announce(self, f"{messages.long_day(contents.day)}, {len(contents.cards)} booked")

    def _say_how_old(self) -> None:
        shown = self.canvas.contents
        self.away.say(not_connected(self._day, shown.day if shown else None, self._shown_at))

    def _show_selected(self) -> None:
        """The panel follows the day: a booking that is gone from it has no panel any more."""
        booking = self._booking(self._selected)
        self._selected = booking.id if booking else None
        shown = self.panel.booking.id if isinstance(self.panel, BookingDetails) else None
        if isinstance(self.panel, BookingDetails) and booking and booking.id == shown:
            self.panel.show_status(booking)
        elif booking and self.panel is None:
            self.open_booking(booking.id)
        elif shown is not None:
            self._put(None)
        came = self._selected not in (None, shown) and not isinstance(self.panel, BookingPanel)
        self.canvas.select(self._selected, reveal=came)

    def _booking(self, booking_id: int | None) -> BookingFacts | None:
        bookings = self._view.bookings if self._view else ()
        return next((one for one in bookings if one.id == booking_id), None)

    def _watch(self, panel: BookingPanel) -> None:
        panel.done.connect(self.done)
        panel.booked.connect(partial(self._booked, panel))
        panel.closed.connect(self._close)
        panel.placed.connect(self._follow)
        panel.outdated.connect(self.reload)
        panel.case_chosen.connect(partial(self._take_up, panel))

    def _open(self, panel: BookingPanel, booking_id: int | None) -> None:
        self._selected = booking_id
        self._put(panel)
        panel.take_up()
        self.canvas.select(booking_id)

    def _take_up(self, panel: BookingPanel) -> None:
        """Whoever chooses a patient again finds what was typed for them before."""
        about, proposed = panel.about, panel.proposed()
        if about and self.side.kept(about):
            self.book(about[0], *((proposed.start, proposed.room_id) if proposed else ()))

    def _booked(self, panel: BookingPanel, booking_id: int, start: datetime) -> None:
        """Go where the booking is now; the news of the change brings the day itself."""
        self._selected = booking_id
        self._day = self._session.local(start).date()
        self._put(None)
        self.side.drop(panel)
        self.canvas.setFocus()

    def _put(self, panel: Panel | None) -> None:
        self.side.put(panel)
        self._follow()

    def _follow(self) -> None:
        """The day on screen is the one the booking panel speaks of, with its place on it."""
        panel = self.panel
        if not isinstance(panel, BookingPanel):
            self.canvas.propose(None)
            return
        self.canvas.propose(panel.proposed())
        if panel.day and panel.day != self._day:
            self.show_day(panel.day)

    def _close(self) -> None:
        self._selected = None
        self._put(None)
        self.canvas.select(None)
        self.canvas.setFocus()

    def _begin(self, start: datetime | None = None, room_id: int | None = None) -> None:
        """Another booking begins: it never goes on with the patient chosen in the open panel."""
        if isinstance(self.panel, BookingPanel) and self.panel.about:
            self._put(None)
        self.book(None, start, room_id)

    def _slot_wanted(self, start: datetime, room_id: int) -> None:
        """A free place was pointed at: the open booking panel takes it, or a new one opens."""
        if isinstance(self.panel, BookingPanel):
            self.panel.take_slot(start, room_id)
            self.panel.enter(ready=True)
        else:
            self.book(start=start, room_id=room_id)

    def _opened(self, booking_id: int) -> None:
        self.open_booking(booking_id)
        self.canvas.select(booking_id)

    def _step(self, days: int) -> None:
        self.show_day(self._day + timedelta(days=days))

    def _connect(self) -> None:
        canvas, header = self.canvas, self.header
        canvas.slot_wanted.connect(self._slot_wanted)
        canvas.book_wanted.connect(self._begin)
        canvas.booking_opened.connect(self._opened)
        canvas.booking_dropped.connect(self.move)
        canvas.move_wanted.connect(self.move)
        canvas.week_stepped.connect(lambda weeks: self._step(7 * weeks))
        header.stepped.connect(self._step)
        for where in (canvas, header):
            where.today_wanted.connect(lambda: self.show_day(self._session.today()))
            where.date_wanted.connect(lambda: self.go_to.open_below(header.date))
        header.book_wanted.connect(self._begin)
        self.empty.book_wanted.connect(self._begin)
        self.to_schedule.place_wanted.connect(self.book)
        self.go_to.chosen.connect(self.show_day)
        self.go_to.chosen.connect(lambda _: self.canvas.setFocus())
        self.go_to.left.connect(self.canvas.setFocus)

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.empty)
        left.addWidget(self.grid, 1)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addLayout(left, 1)
        below.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.away)
        column.addLayout(below, 1)
