"""Choosing a place in time for a patient: fields, openings, who it is, and what a refusal says."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.readiness.queries import bookable_window
from clinicdesk.readiness.window import Window
from clinicdesk.scheduling.actions.book import Booked
from clinicdesk.scheduling.queries import Choices, FreeOpening
from ui.kit.buttons import bind, primary
from ui.kit.error_summary import ErrorSummary
from ui.kit.panel import DetailPanel
from ui.kit.privacy import shown_name
from ui.scheduling.booking_form import BookingForm
from ui.scheduling.booking_verify import BookingVerify
from ui.scheduling.day_contents import Proposed
from ui.scheduling.openings import Openings
from ui.scheduling.safe_date import SafeDate
from ui.session import Session

_WIDTH = 380
_AGAIN = "Press Ctrl+Enter once more, or tick that this length is meant."


class PlacePanel(DetailPanel):
    """What booking and moving share: whoever shows more puts it into `body` and `footer`.

    `placed` is emitted when the place in time may be another one.
    """

    placed = Signal()

    def __init__(self, session: Session, offered: Choices, title: str, verb: str) -> None:
        super().__init__(title, width=_WIDTH)
        self._session = session
        self._case_id: int | None = None
        self._patient: PatientFacts | None = None
        self.summary = ErrorSummary()
        self.form = BookingForm(session, offered)
        self.safe = SafeDate(session.zone)
        self.openings = Openings(session)
        self.verify = BookingVerify(session)
        self.book = primary(verb, "calendar-plus")
        self.book.setEnabled(False)
        self.form.add_on_top(self.safe)
        bind(self.book, "Ctrl+Return", self)
        self.book.clicked.connect(self.commit)
        self.verify.went_on.connect(self.commit)
        for changed in (self.form.edited, self.form.placed):
            changed.connect(self.follow)
        self.form.edited.connect(self.forget_refusal)
        self.form.search_wanted.connect(self.search)
        self.form.placed.connect(self.placed)
        self.openings.taken.connect(self._take)
        session.background.failed.connect(self.ready_again)

    @property
    def day(self) -> date | None:
        """The day in the date field, once it is one."""
        return self.form.slot.date.value()

    def proposed(self) -> Proposed | None:
        """The place in time that the fields name, once they name one."""
        start, minutes = self.form.slot.known_start(), self.form.length.value()
        if start is None or minutes is None:
            return None
        name = shown_name(self._patient.name) if self._patient else ""
        return Proposed(start, minutes, self.form.slot.room_id, name)

    def take_slot(self, start: datetime, room_id: int | None) -> None:
        """Fill in a place that was pointed at on the day; the physician stays."""
        slot = self.form.slot
        slot.show_slot(start, room_id, slot.physician_id)
        self.note()
        self.take_up()

    def take_up(self) -> None:
        """Go on with what was typed; what was said and free before may not be so any more."""
        self.forget_refusal()
        self.search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A number that no field wants for itself picks an opening."""
        if not self.openings.list.pick_by(event):
            super().keyPressEvent(event)

    def enter(self, *, ready: bool = False) -> None:
        """Put the focus where work goes on; `ready` when only verifying and the commit are."""
        raise NotImplementedError

    def note(self) -> None:
        """Something in the fields is not saved."""
        raise NotImplementedError

    def commit(self) -> None:
        """Ask for the place, once somebody made sure whose it is."""
        raise NotImplementedError

    def told(self, booked: Booked, start: datetime) -> None:
        """It is done."""
        raise NotImplementedError

    def follow(self) -> None:
        """The fields name another place."""
        self.verify.follow(self.form.slot.known_start())

    def search(self) -> None:
        """Look for the openings of what the fields say."""
        earliest = self.openings.safe.earliest if self.openings.safe else None
        first = self._session.local(earliest.at).date() if earliest else None
        sought = self.form.search(first)
        self.openings.look(self._case_id, sought, self.form.procedure.value())

    def look_at_window(self) -> None:
        """Find out from when this case may be booked, and the openings from there on."""

        def show(window: Window) -> None:
            self.safe.show_window(window)
            self.openings.mark_by(window)
            self.search()

        self._session.background.read(self, bookable_window, self._case_id, then=show)

    def send(self, action: Callable[..., Booked], request: Any, start: datetime) -> None:
        """Ask the core; until it answers, the same is not asked for twice."""
        self.summary.clear()
        self.book.setEnabled(False)
        self._session.background.change(
            self,
            action,
            request,
            then=lambda booked: self.told(booked, start),
            refused=self.refuse,
        )

    def refuse(self, reasons: tuple[Reason, ...]) -> None:
        """Say why and what is free instead; nothing that was typed goes away."""
        self.ready_again()
        if self.verify.refused(reasons):
            return
        sentences = [messages.sentence(reason, self._session.zone) for reason in reasons]
        for reason in reasons:
            if reason.code == "scheduling.taken":
                self._show_alternatives(reason)
            elif reason.code == "scheduling.just_taken":
                self.search()
            elif reason.code == "scheduling.unusual_length":
                self.form.length.warn()
                sentences.append(_AGAIN)
        self.summary.show_sentences(sentences)

    def forget_refusal(self) -> None:
        """What was refused is not what the fields say now."""
        self.summary.clear()
        if self.body.indexOf(self.openings) < self.body.indexOf(self.form):
            self.body.insertWidget(self.body.indexOf(self.form) + 1, self.openings)
            self.search()

    def ready_again(self, *_: object) -> None:
        self.book.setEnabled(self._case_id is not None)

    def _take(self, opening: FreeOpening) -> None:
        self.form.slot.show_slot(opening.starts_at, opening.room_id, opening.physician_id)
        self.note()
        self.forget_refusal()
        self.enter(ready=True)

    def _show_alternatives(self, taken: Reason) -> None:
        """Right under the refusal: further down they would be out of sight."""
        self.openings.show_openings(self.form.alternatives(taken.facts), "Next &openings")
        self.body.insertWidget(self.body.indexOf(self.summary) + 1, self.openings)
