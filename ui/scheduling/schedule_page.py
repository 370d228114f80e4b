"""The schedule: a day by rooms, a week, or the day as a list; beside it what is worked on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.readiness.queries import BookingReadiness, readiness_of_day, readiness_of_week
from clinicdesk.scheduling import queries
from clinicdesk.scheduling.queries import Choices, DayView, WeekView
from ui.kit import privacy
from ui.kit.announce import announce
from ui.kit.away import Away
from ui.kit.beside import Beside
from ui.kit.command import Command
from ui.kit.stops import enter
from ui.scheduling.day_contents import DayContents, contents_of, week_of
from ui.scheduling.schedule_header import LIST, WEEK
from ui.scheduling.schedule_panels import Details
from ui.scheduling.schedule_ways import ScheduleWays
from ui.scheduling.wording import not_connected
from ui.session import Session

MakePaper = Callable[[Session, date], QWidget]
_NOT_PRIVATE = "The paper has whole names. Press F9 to leave the privacy view, then Ctrl+P."


class SchedulePage(ScheduleWays):
    """Reads what is asked for and shows it.

    `paper` makes, for a day, what shows it printed; it tells `closed`.
    """

    def __init__(
        self,
        session: Session,
        details: Details,
        parent: QWidget | None = None,
        *,
        paper: MakePaper | None = None,
    ) -> None:
        super().__init__(session, details, parent)
        self._make_paper = paper
        self.paper: QWidget | None = None
        self._shown_at: datetime | None = None
        self._readiness: tuple[BookingReadiness, ...] = ()
        self.away = Away(session.background)
        self._arrange()
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self._work)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.print_day)

    def reload(self) -> None:
        of_week = self.view == WEEK
        self._say_how_old()
        self.read(queries.choices, then=self._take_choices)
        self.read(queries.to_schedule, then=self._take_waiting)
        view, readiness = (
            (queries.week, readiness_of_week) if of_week else (queries.day, readiness_of_day)
        )
        self.read(view, self._day, then=self._take_view)
        self.read(readiness, self._day, then=self._show)

    def show_day(self, day: date) -> None:
        """Go to a day, in a week to the one that holds it."""
        self._day = day
        self._stale = True
        self._refresh()

    def show_names(self) -> None:
        """In the privacy view no panel of one patient is left open, and no paper with names."""
        if privacy.is_on() and self.paper is not None:
            self._close_paper()
        if privacy.is_on() and self.panel is not None:
            self._selected = None
            self._put(None)
        self._take_waiting(self._waiting)
        self._show(self._readiness)

    def print_day(self) -> None:
        """Show the day as it would be printed, over everything else; it names everybody in full."""
        if self._make_paper is None or self.paper is not None:
            return
        if privacy.is_on():
            self.say(_NOT_PRIVATE)
            return
        self.paper = paper = self._make_paper(self._session, self._day)
        paper.closed.connect(self._close_paper)
        self._work.hide()
        self._column.addWidget(paper)
        paper.show()
        enter(paper)

    def commands(self) -> list[Command]:
        """What can be done with the schedule."""
        printed = Command("schedule.print", "Print this day", self.print_day, "Ctrl+P", "Print")
        return [*super().commands(), *([printed] if self._make_paper else [])]

    def _close_paper(self) -> None:
        if self.paper is not None:
            self.paper.hide()
            self.paper.deleteLater()
            self.paper = None
        self._work.show()
        self.enter()

    def _take_choices(self, offered: Choices) -> None:
        self._offered = offered

    def _take_view(self, view: DayView | WeekView) -> None:
        self._view = view

    def _show(self, readiness: tuple[BookingReadiness, ...]) -> None:
        """Paint what was asked for; an answer about what was left meanwhile is not shown."""
        self._readiness = readiness
        contents = self._contents(readiness)
        if contents is None or self._view is None:
            return
        session, before = self._session, self.canvas.contents
        self.grid.show_day(contents)
        if self.view == LIST:
            self.table.show_day(contents, self._view.bookings, session.today())
        self._shown_at = session.local(session.now())
        self._say_how_old()
        self.header.show_day(contents)
        self.empty.show_day(contents)
        self._show_selected()
        if before and not contents.shows_same(before):
            announce(self, f"{contents.title}, {len(contents.cards)} booked")

    def _contents(self, readiness: tuple[BookingReadiness, ...]) -> DayContents | None:
        view, offered, session = self._view, self._offered, self._session
        if view is None or offered is None:
            return None
        about = readiness, offered, session.zone, session.now()
        if isinstance(view, WeekView):
            is_asked = self.view == WEEK and view.monday == _monday(self._day)
            return week_of(self._day, view, *about) if is_asked else None
        is_asked = self.view != WEEK and view.day == self._day
        return contents_of(view, *about) if is_asked else None

    def _say_how_old(self) -> None:
        shown = self.canvas.contents
        self.away.say(not_connected(self._day, shown.day if shown else None, self._shown_at))

    def _arrange(self) -> None:
        contents = QWidget()
        left = QVBoxLayout(contents)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.empty)
        left.addWidget(self.views, 1)
        self.beside = beside = Beside(contents, self.side, rests=True)
        self.side.filled.connect(lambda is_filled: beside.open() if is_filled else beside.fold())
        self.canvas.cursor_moved.connect(beside.keep_clear)
        self._work = QWidget()
        self._column = QVBoxLayout(self)
        column = QVBoxLayout(self._work)
        for layout in (self._column, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self._column.addWidget(self._work)
        column.addWidget(self.header)
        column.addWidget(self.away)
        column.addWidget(beside, 1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
