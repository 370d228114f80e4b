"""Today: who is expected, who is here and how far, and the keys that move a patient on."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.errors import Reason
from clinicdesk.procedure_day import queries
from clinicdesk.procedure_day.board import Board as Day
from clinicdesk.procedure_day.board import BoardRow
from clinicdesk.procedure_day.rules import Step
from clinicdesk.procedure_day.stages import Stage, stage_of
from clinicdesk.procedure_day.steps import WAY, next_step
from ui.kit import privacy
from ui.kit.beside import Beside
from ui.kit.chips import Chip
from ui.kit.command import Command
from ui.kit.empty import Empty
from ui.kit.labels import Label, Look
from ui.kit.page import Page
from ui.kit.page_header import PageHeader
from ui.kit.privacy import shown_name
from ui.kit.stops import enter
from ui.kit.tokens import Status
from ui.procedure_day.board import Board
from ui.procedure_day.board_words import LANES, card_words, totals
from ui.procedure_day.discharge_sheet import DischargeSheet, Sheets
from ui.procedure_day.stepping import Stepping
from ui.session import Session

Key = Qt.Key
_A_MINUTE = 60_000
_DOCKS_FROM = 1200  # the lanes grow narrower, and nobody is hidden behind the panel
_TOPICS = (topics.SCHEDULE, topics.READINESS, topics.SHEETS, topics.PATIENTS, topics.POLICY)


class TodayPage(Page):
    """`chart_wanted` carries a patient and a tab, `did` and `told` what Stepping says of them.

    `sheets` makes what prints the sheets of a booking.
    """

    doing = "Reading the day"

    chart_wanted = Signal(int, str)
    did = Signal(str, object, object)
    told = Signal(str)

    def __init__(
        self,
        session: Session,
        sheets: Sheets,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session.background, _TOPICS, parent)
        self._session = session
        self._rows: dict[int, BoardRow] = {}
        self._patient_wanted = 0
        self.header = PageHeader("Today")
        self.day = Label("", Look.QUIET)
        self.late = Chip(Status.ATTN, "", "clock")
        self.over = Chip(Status.ATTN, "", "clock")
        self.board = Board()
        self.panel = Stepping(session, self._read_again)
        self.sheet = DischargeSheet(session, sheets)
        self.empty = Empty("", "calendar")
        self.views = QStackedWidget()
        self._minute = QTimer(self, interval=_A_MINUTE)
        self._arrange()
        self._connect()

    def reload(self) -> None:
        self.read(queries.today, self._session.today(), then=self._show)

    def enter(self) -> None:
        """Put the focus where work on the day begins."""
        if self.views.currentWidget() is self.sheet:
            self.sheet.enter()
        elif self.panel.isVisible():
            enter(self.panel)
        else:
            self.board.enter()

    def show_names(self) -> None:
        """In the privacy view no panel or sheet of one patient is left open."""
        if privacy.is_on() and self.panel.isVisible():
            self.panel.put_away()
        if privacy.is_on() and self.views.currentWidget() is self.sheet:
            self._leave_sheet()
        self._word_again()

    def commands(self) -> Sequence[Command]:
        """What can be done with the patient in hand."""
        booking_id = self.board.current
        row = self._rows.get(booking_id)
        if row is None or self.views.currentWidget() is not self._day_view:
            return ()
        step = next_step(row.steps)
        offered = {
            "check_in": ("Check in", "A", self._check_in, step is Step.ARRIVED),
            "move_on": (f"Move on: {_TO[step]}", "Enter", self._move_on, step in WAY[1:]),
            "driver": ("Driver here", "D", self._driver, Step.DRIVER_HERE not in row.steps),
            "sheet": ("Discharge sheet", "P", self._print, row.is_recorded),
            "back": ("Take back the last step", "U", self._take_back, bool(row.steps)),
            "chart": ("Open the chart", "C", self._chart, True),
        }
        return [
            Command(f"today.{key}", words, partial(act, booking_id), keys, "Patient")
            for key, (words, keys, act, is_offered) in offered.items()
            if is_offered
        ]

    def check_in(self, patient_id: int) -> None:
        """Check a patient in who is booked today; says so where nobody of that name is."""
        self._patient_wanted = patient_id
        self._stale = True
        self._refresh()

    def _show(self, day: Day) -> None:
        self._rows = {row.booking.id: row for row in day.rows}
        local = self._session.local(self._session.now())
        self.day.setText(messages.long_day(local.date()))
        self.empty.set_sentence(_nobody(day))
        self._word_again()
        if self.views.currentWidget() is not self.sheet:
            self.views.setCurrentWidget(self._day_view if day.rows else self.empty)
        if self._patient_wanted:
            self._begin_wanted()

    def _word_again(self) -> None:
        """The same day a minute later, or with initials for names."""
        now, zone = self._session.now(), self._session.zone
        self.board.show_cards([card_words(row, zone, now) for row in self._rows.values()])
        found = totals([*self._rows.values()], now)
        for chip, words in ((self.late, "late"), (self.over, "over time")):
            number = found["late" if chip is self.late else "over"]
            chip.show_chip(Status.ATTN, f"{number} {words}", "clock")
            chip.setVisible(bool(number))

    def _look_again(self) -> None:
        """Minutes pass, gates come due, and others work on the same day elsewhere."""
        if self.isVisible():
            self.reload()

    def _begin_wanted(self) -> None:
        wanted, self._patient_wanted = self._patient_wanted, 0
        mine = [row for row in self._rows.values() if row.booking.patient.id == wanted]
        if not mine:
            self.told.emit("This patient is not booked today.")
            return
        booking_id = mine[0].booking.id
        self.views.setCurrentWidget(self._day_view)
        self.board.take_in_hand(booking_id, focus=True)
        self._check_in(booking_id)

    def _check_in(self, booking_id: int) -> None:
        row = self._rows[booking_id]
        if Step.ARRIVED in row.steps:
            self._say_where(row)
        else:
            self.panel.start(row, Step.ARRIVED)

    def _move_on(self, booking_id: int) -> None:
        row = self._rows[booking_id]
        step = next_step(row.steps)
        if step is None:
            self._say_where(row)
        else:
            self.panel.start(row, step)

    def _read_again(self, booking_id: int, then: Callable[[BoardRow], None]) -> None:
        def show(day: Day) -> None:
            self._show(day)
            if booking_id in self._rows:
                then(self._rows[booking_id])

        self.read(queries.today, self._session.today(), then=show)

    def _take_back(self, booking_id: int) -> None:
        self.panel.take_back(self._rows[booking_id])

    def _driver(self, booking_id: int) -> None:
        self.panel.start(self._rows[booking_id], Step.DRIVER_HERE)

    def _print(self, booking_id: int) -> None:
        row = self._rows[booking_id]
        if not row.is_recorded:
            missing = [Reason("procedure_day.not_recorded")]
            self.panel.say_why_not(row, Step.DISCHARGED, missing)
            return
        self.views.setCurrentWidget(self.sheet)
        self.sheet.show_for(booking_id)

    def _chart(self, booking_id: int) -> None:
        self.panel.open_chart(self._rows[booking_id])

    def _say_where(self, row: BoardRow) -> None:
        words = f"{shown_name(row.booking.patient.name)}: {LANES[stage_of(row.steps)].lower()}."
        self.told.emit(words)

    def _leave_sheet(self) -> None:
        self.views.setCurrentWidget(self._day_view)
        self.board.enter()

    def _connect(self) -> None:
        self.board.on_card = {
            Key.Key_Return: self._move_on,
            Key.Key_Enter: self._move_on,
            Key.Key_Backspace: self._take_back,
            Key.Key_A: self._check_in,
            Key.Key_D: self._driver,
            Key.Key_P: self._print,
            Key.Key_U: self._take_back,
            Key.Key_C: self._chart,
        }
        self.board.chosen.connect(self.panel.follow)
        self.panel.did.connect(self.did)
        self.panel.told.connect(self.told)
        self.panel.chart_wanted.connect(self.chart_wanted)
        self.panel.left.connect(self.board.enter)
        self.sheet.closed.connect(self._leave_sheet)
        self._minute.timeout.connect(self._look_again)
        self._minute.start()

    def _arrange(self) -> None:
        for part in (self.day, self.late, self.over):
            self.header.add(part)
        self._day_view = Beside(self.board, self.panel, docks_from=_DOCKS_FROM)
        for view in (self._day_view, self.empty, self.sheet):
            self.views.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.age_strip(self._session))
        column.addWidget(self.views, 1)


_TO = {
    None: "",
    Step.ARRIVED: LANES[Stage.ARRIVED].lower(),
    Step.IN_PROCEDURE: LANES[Stage.IN_PROCEDURE].lower(),
    Step.DONE: LANES[Stage.RECOVERY].lower(),
    Step.DISCHARGED: LANES[Stage.DISCHARGED].lower(),
}


def _nobody(day: Day) -> str:
    if day.next_day is None:
        return "No procedures today, and none booked after it."
    return f"No procedures today. Next booked day: {messages.day(day.next_day)}."
