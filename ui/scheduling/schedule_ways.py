"""The ways over the schedule: to other days and views, and what letters and commands do on it."""

from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.kit.announce import announce
from ui.kit.command import Command
from ui.scheduling.booking_details import commands_on
from ui.scheduling.day_list import DayTable
from ui.scheduling.go_to_date import GoToDate
from ui.scheduling.schedule_header import DAY, LIST, VIEWS, WEEK, EmptyDay, ScheduleHeader
from ui.scheduling.schedule_panels import Details, SchedulePanels
from ui.session import Session

Key = Qt.Key
_WEEK, _MENU = 7, "Schedule"


class ScheduleWays(SchedulePanels):
    """`view` is one of the header's VIEWS."""

    def __init__(self, session: Session, details: Details, parent: QWidget | None = None) -> None:
        super().__init__(session, details, parent)
        self.view = DAY
        self.header = ScheduleHeader()
        self.empty = EmptyDay()
        self.table = DayTable()
        self.go_to = GoToDate(session.today, self)
        self.views = QStackedWidget()
        self.views.addWidget(self.grid)
        self.views.addWidget(self.table)
        self._connect()
        self._bind_letters()
        self.header.show_view(self.view)

    def show_view(self, view: str) -> None:
        """Show the day, the week or the list: one of the header's VIEWS."""
        self.view = view
        self.header.show_view(view)
        self.views.setCurrentWidget(self.table if view == LIST else self.grid)
        self.side.show_waiting(shown=view == DAY)
        self.show_day(self._day)
        self.enter()

    def enter(self) -> None:
        """Put the focus on the day, the week or the list."""
        front = self.table if self.view == LIST else self.canvas
        front.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def select(self, booking_id: int | None, *, reveal: bool = False) -> None:
        """Mark a booking in every view, or none."""
        self.canvas.select(booking_id, reveal=reveal)
        self.table.select(booking_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.panel is not None:
            self._close()
        else:
            super().keyPressEvent(event)

    def commands(self) -> list[Command]:
        """What can be done with the schedule."""
        show = "schedule.show_"
        here = self._selected or (self.canvas.booking_at_cursor() if self.view != LIST else None)
        return [
            Command("schedule.book", "Book procedure", self._begin, "B", _MENU),
            *commands_on(self._booking(here), self.move, self.cancel),
            Command("schedule.find_slot", "Find slot", self._find_slot, "", _MENU),
            Command("schedule.today", "Go to today", self._today, "T", _MENU),
            Command("schedule.go_to", "Go to date", self._go_to, "G", _MENU),
            *(
                Command(f"{show}{view.lower()}", f"{view} view", partial(self.show_view, view), key)
                for view, key in zip(VIEWS, "DWL", strict=True)
            ),
        ]

    def _step(self, steps: int) -> None:
        self.show_day(self._day + timedelta(days=steps * (_WEEK if self.view == WEEK else 1)))

    def _step_weeks(self, weeks: int) -> None:
        self.show_day(self._day + timedelta(days=_WEEK * weeks))

    def _today(self) -> None:
        self.show_day(self._session.today())

    def _go_to(self) -> None:
        self.go_to.open_below(self.header.date)

    def _take_in_hand(self, booking_id: int) -> None:
        """M on the canvas: its openings stand beside the day, and the arrows move the booking."""
        if self._moving(booking_id) is None:
            self.canvas.let_go()

    def say(self, words: str) -> None:
        """Tell whoever works here, at once."""
        announce(self, words, urgent=True)
        self.done.emit(words)

    def _bind_letters(self) -> None:
        """What the letters do, the same on the canvas and in the list."""
        anywhere = {
            Key.Key_D: lambda: self.show_view(DAY),
            Key.Key_W: lambda: self.show_view(WEEK),
            Key.Key_L: lambda: self.show_view(LIST),
        }
        self.canvas.keys.update(anywhere)
        self.table.keys = anywhere | {
            Key.Key_PageUp: lambda: self._step_weeks(-1),
            Key.Key_PageDown: lambda: self._step_weeks(1),
            Key.Key_T: self._today,
            Key.Key_G: self._go_to,
            Key.Key_B: self._begin,
        }
        self.table.on_booking[Key.Key_M] = self._move_listed
        for where in (self.canvas, self.table):
            where.on_booking[Key.Key_X] = self.cancel
            where.on_booking[Key.Key_A] = self._check_in
            where.on_booking[Key.Key_P] = self._packet

    def _packet(self, booking_id: int) -> None:
        booking = self._booking(booking_id)
        if booking:
            self.packet_wanted.emit(booking.patient.id)

    def _check_in(self, booking_id: int) -> None:
        booking = self._booking(booking_id)
        if booking and self._session.local(booking.starts_at).date() == self._session.today():
            self.check_in_wanted.emit(booking.patient.id)

    def _move_listed(self, booking_id: int) -> None:
        card = self.canvas.card(booking_id)
        if card and card.movable:
            self.move(booking_id)

    def _connect(self) -> None:
        canvas, header = self.canvas, self.header
        canvas.slot_wanted.connect(self._slot_wanted)
        canvas.book_wanted.connect(self._begin)
        for where in (canvas, self.table):
            where.booking_opened.connect(self._opened)
        canvas.booking_dropped.connect(self.propose)
        canvas.drop_refused.connect(self.say)
        canvas.move_wanted.connect(self._take_in_hand)
        canvas.opening_wanted.connect(self._pick_opening)
        canvas.week_stepped.connect(self._step_weeks)
        header.stepped.connect(self._step)
        header.view_wanted.connect(self.show_view)
        header.slot_wanted.connect(self._find_slot)
        for where in (canvas, header):
            where.today_wanted.connect(self._today)
            where.date_wanted.connect(self._go_to)
        header.book_wanted.connect(self._begin)
        self.empty.book_wanted.connect(self._begin)
        self.empty.day_wanted.connect(self.show_day)
        self.to_schedule.place_wanted.connect(self.book)
        self.go_to.chosen.connect(self.show_day)
        self.go_to.chosen.connect(lambda _: self.enter())
        self.go_to.left.connect(self.enter)
