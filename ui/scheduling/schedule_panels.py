"""What stands beside the schedule: who waits, a booking, or the panel that books or moves."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk import topics
from clinicdesk.scheduling import queries
from clinicdesk.scheduling.actions.undo import TakenBack
from clinicdesk.scheduling.queries import BookingFacts, Choices, DayView, Waiting, WeekView
from ui.kit.page import Page
from ui.scheduling.booking_details import Below, BookingDetails
from ui.scheduling.booking_panel import BookingPanel
from ui.scheduling.cancel_panel import CancelPanel, may_be_cancelled
from ui.scheduling.day_grid import DayGrid
from ui.scheduling.moving import Moving
from ui.scheduling.side_panel import Panel, SidePanel
from ui.session import Session

Details = Callable[[Session, int], Below]
_TOPICS = (topics.SCHEDULE, topics.READINESS, topics.SHEETS, topics.PATIENTS, topics.POLICY)


class SchedulePanels(Page):
    """`details` makes, for a booking's id, what its panel shows under its head.

    `done` carries a sentence for who works here, `did` what was done and can be taken back, a
    Done, and `chart_wanted` a patient's id. Which day is on
    screen is the page's matter: it has `show_day`.
    """

    doing = "Reading the schedule"

    done = Signal(str)
    did = Signal(object)
    chart_wanted = Signal(int)
    check_in_wanted = Signal(int)
    packet_wanted = Signal(int)

    def __init__(self, session: Session, details: Details, parent: QWidget | None = None) -> None:
        super().__init__(session.background, _TOPICS, parent)
        self._session, self._details = session, details
        self._day = session.today()
        self._offered: Choices | None = None
        self._waiting: tuple[Waiting, ...] = ()
        self._view: DayView | WeekView | None = None
        self._selected: int | None = None
        self.grid = DayGrid(session.now)
        self.canvas = self.grid.canvas
        self.side = SidePanel()
        self.to_schedule = self.side.waiting
        self.moving = Moving(session, self)
        self.moving.did.connect(self.did)
        self.moving.moved.connect(self._go_with)
        self.moving.asks.connect(self.move)

    def show_day(self, day: date) -> None:
        """Go to a day."""
        raise NotImplementedError

    def enter(self) -> None:
        """Put the focus on the day, the week or the list."""
        raise NotImplementedError

    def select(self, booking_id: int | None, *, reveal: bool = False) -> None:
        """Mark a booking, or none."""
        raise NotImplementedError

    @property
    def panel(self) -> Panel | None:
        """What stands beside the day in the place of who waits."""
        return self.side.panel

    def open_booking(self, booking_id: int) -> None:
        """Show a booking of the day on screen in the panel."""
        booking = self._booking(booking_id)
        if booking is None:
            return
        below = self._details(self._session, booking_id)
        panel = BookingDetails(self._session, booking, below)
        panel.move_wanted.connect(self.move)
        panel.cancel_wanted.connect(self.cancel)
        panel.chart_wanted.connect(self.chart_wanted)
        panel.check_in_wanted.connect(self.check_in_wanted)
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

    def book_patient(self, patient_id: int = 0, line: str = "") -> None:
        """Open the booking panel for a patient at the openings, or with a line typed elsewhere.

        For a patient who does not wait, none.
        """

        def begin(waiting: tuple[Waiting, ...]) -> None:
            self._take_waiting(waiting)
            case_id = next((one.case_id for one in waiting if one.patient.id == patient_id), None)
            if line or case_id is not None:
                self._put(None)
                self.book(case_id)
                self.side.enter_openings(line)

        self.read(queries.to_schedule, then=begin)

    def move(
        self,
        booking_id: int,
        start: datetime | None = None,
        room_id: int | None = None,
        minutes: int | None = None,
    ) -> None:
        """Open the panel that moves a booking on screen, to a place and length if they are known.

        Nothing is moved before somebody made sure whose booking it is.
        """
        panel = self._moving(booking_id)
        if panel is None:
            return
        if minutes is not None:
            panel.form.length.set_value(minutes)
        if start is not None:
            panel.take_slot(start, room_id)
        panel.enter(ready=start is not None)

    def propose(self, booking_id: int, start: datetime, room_id: int | None, minutes: int) -> None:
        """A booking was drawn to another place: moved at once where nothing is lost by it.

        While its panel is open, it is drawn there.
        """
        booking = self._booking(booking_id)
        if isinstance(self.panel, BookingPanel):
            self.move(booking_id, start, room_id, minutes)
        elif booking is not None:
            self.moving.propose(booking, start, minutes, room_id)

    def cancel(self, booking_id: int) -> None:
        """Open the panel that cancels a booking on screen, unless its day has gone too far."""
        booking = self._booking(booking_id)
        if booking is None or not may_be_cancelled(booking):
            return
        panel = CancelPanel(self._session, booking)
        panel.did.connect(self.did)
        panel.cancelled.connect(self._close)
        panel.closed.connect(lambda: self._opened(booking_id))
        self._selected = booking_id
        self._put(panel)
        self.select(booking_id)
        panel.enter()

    def _moving(self, booking_id: int) -> BookingPanel | None:
        """The panel that moves this booking, open beside the day; None for one that is gone."""
        booking = self._booking(booking_id)
        if self._offered is None or booking is None:
            return None
        panel = self.side.typed_for((booking.case_id, booking.id, booking.lock_version))
        if panel is None:
            panel = BookingPanel(self._session, self._offered, moving=booking)
            self._watch(panel)
        self._open(panel, booking_id)
        return panel

    def _pick_opening(self, number: int) -> None:
        """An opening of the panel beside the day, counted from 1."""
        if isinstance(self.panel, BookingPanel):
            self.panel.openings.list.pick(number - 1)

    def _find_slot(self) -> None:
        """The next openings: of whoever is being booked or moved, else of whom is chosen next."""
        if isinstance(self.panel, BookingPanel) and self.panel.about:
            self.side.enter_openings()
        else:
            self._begin()

    def _take_waiting(self, waiting: tuple[Waiting, ...]) -> None:
        self._waiting = waiting
        self.to_schedule.show_waiting(waiting, self._session)

    def _booking(self, booking_id: int | None) -> BookingFacts | None:
        bookings = self._view.bookings if self._view else ()
        return next((one for one in bookings if one.id == booking_id), None)

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
        self.select(self._selected, reveal=came)

    def _watch(self, panel: BookingPanel) -> None:
        panel.done.connect(self.did)
        panel.booked.connect(partial(self._booked, panel))
        panel.closed.connect(self._close)
        panel.placed.connect(self._follow)
        panel.outdated.connect(self.reload)
        panel.case_chosen.connect(partial(self._take_up, panel))

    def _open(self, panel: BookingPanel, booking_id: int | None) -> None:
        self._selected = booking_id
        self._put(panel)
        panel.take_up()
        self.select(booking_id)

    def _take_up(self, panel: BookingPanel) -> None:
        """Whoever chooses a patient again finds what was typed for them before."""
        kept, proposed = self.side.kept(panel.about or (0, 0, 0)), panel.proposed()
        if kept and panel.about:
            self.book(panel.about[0], *((proposed.start, proposed.room_id) if proposed else ()))
            if panel.line_read:
                kept.line.show_line(panel.line.field.value())
                kept.take_line(panel.line_read)

    def _booked(self, panel: BookingPanel, booking_id: int, start: datetime) -> None:
        self._go_with(booking_id, start)
        self.side.drop(panel)
        self.enter()

    def _go_with(self, booking_id: int, start: datetime) -> None:
        """Go where the booking is now; the news of the change brings the day itself."""
        self._selected = booking_id
        self._day = self._session.local(start).date()
        self._put(None)

    def go_where(self, counts: TakenBack) -> None:
        """Something was taken back: go where the booking is now; without one, its panel goes."""
        self._selected = counts.booking_id
        if counts.starts_at:
            self._day = self._session.local(counts.starts_at).date()
        if not isinstance(self.panel, BookingPanel):
            self._put(None)
        self.reload()

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
        if panel.day and panel.day not in self._shown_days():
            self.show_day(panel.day)

    def _shown_days(self) -> tuple[date, ...]:
        contents = self.canvas.contents
        return (self._day,) if contents is None or not contents.is_week else contents.days

    def _close(self) -> None:
        self._selected = None
        self._put(None)
        self.select(None)
        self.enter()

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
        self.select(booking_id)
