"""Books a waiting case or moves a booking: docked beside the day, never over it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from clinicdesk import messages
from clinicdesk.errors import Reason, Refused
from clinicdesk.patients.queries import PatientFacts
from clinicdesk.scheduling.actions.book import Booked
from clinicdesk.scheduling.queries import (
    BookingFacts,
    Choices,
    FreeOpening,
    Waiting,
    current_booking,
)
from ui.form_draft import FormDraft
from ui.kit.buttons import bind, primary
from ui.kit.conflict_card import CONFLICT
from ui.kit.error_summary import ErrorSummary
from ui.kit.panel import DetailPanel
from ui.scheduling.booking_form import BookingForm
from ui.scheduling.booking_request import answered, asked
from ui.scheduling.booking_verify import BookingVerify
from ui.scheduling.case_picker import CasePicker
from ui.scheduling.day_contents import Proposed
from ui.scheduling.move_conflict import MoveConflict
from ui.scheduling.openings import Openings
from ui.scheduling.patient_to_book import PatientToBook
from ui.scheduling.wording import procedure
from ui.session import Session

_WIDTH = 380
_AGAIN = "Press Ctrl+Enter once more, or tick that this length is meant."
_UNCHANGED = "Choose another time, room, physician, length or sedation; this is where it is now."

About = tuple[int, int, int]
"""The case, and the booking that is moved with its version, or zeros."""


class BookingPanel(DetailPanel):
    """With `moving`, that booking is moved; otherwise one of `waiting` is booked.

    `done` carries a sentence about what was done, `booked` the id and start of the booking that
    now counts, `placed` when the place in time may be another one, `outdated` when the day is.
    """

    done = Signal(str)
    booked = Signal(int, object)
    case_chosen = Signal()
    placed = Signal()
    outdated = Signal()

    def __init__(
        self,
        session: Session,
        offered: Choices,
        *,
        waiting: Sequence[Waiting] = (),
        moving: BookingFacts | None = None,
    ) -> None:
        super().__init__("Move procedure" if moving else "Book procedure", width=_WIDTH)
        self._session, self._moving = session, moving
        self._waiting = {one.case_id: one for one in waiting}
        self._case_id: int | None = None
        self._patient: PatientFacts | None = None
        self.summary = ErrorSummary()
        self.picker = CasePicker(session, waiting)
        self.form = BookingForm(session, offered)
        kind = "scheduling.move_booking" if moving else "scheduling.book_slot"
        self._draft = FormDraft(session.drafts, kind, self.form.fields)
        self.conflict = MoveConflict(session, offered, self.form, self._draft.note)
        self.openings = Openings(session)
        self.verify = BookingVerify(session)
        self.book = primary("Move" if moving else "Book", "calendar-plus")
        self._connect()
        above = (self._draft.strip, self.summary, self.conflict)
        for part in (*above, self.picker, self.form, self.openings):
            self.body.addWidget(part)
        commit = QVBoxLayout()
        commit.addWidget(self.verify)
        commit.addWidget(self.book)
        self.footer.addLayout(commit, 1)
        self.form.hide()
        self.openings.hide()
        self.book.setEnabled(False)
        if moving:
            self.form.show_booking(moving)
            self._begin(moving.case_id, moving)

    @property
    def about(self) -> About | None:
        """What is typed in here is about this; None before a patient is chosen."""
        if self._case_id is None:
            return None
        old = self._moving
        return (self._case_id, old.id, old.lock_version) if old else (self._case_id, 0, 0)

    @property
    def moves(self) -> bool:
        """Whether a booking is moved, not made."""
        return self._moving is not None

    @property
    def day(self) -> date | None:
        """The day in the date field, once it is one."""
        return self.form.slot.date.value()

    def proposed(self) -> Proposed | None:
        """The place in time that the fields name, once they name one."""
        start, minutes = self.form.slot.known_start(), self.form.length.value()
        if start is None or minutes is None:
            return None
        name = self._patient.name.on_screen if self._patient else ""
        return Proposed(start, minutes, self.form.slot.room_id, name)

    def choose_case(self, case_id: int) -> None:
        """Book this waiting case; one that waits no longer is not chosen."""
        one = self._waiting.get(case_id)
        if one:
            self._begin(case_id, one)

    def take_slot(self, start: datetime, room_id: int | None) -> None:
        """Fill in a place that was pointed at on the day; the physician stays."""
        slot = self.form.slot
        slot.show_slot(start, room_id, slot.physician_id)
        self._draft.note()
        self.take_up()

    def take_up(self) -> None:
        """Go on with what was typed; what was said and free before may not be so any more."""
        self._forget_refusal()
        self._search()

    def enter(self, *, ready: bool = False) -> None:
        """Put the focus where work goes on; `ready` when only verifying and the commit are."""
        if self._case_id is None:
            first = self.picker
        elif ready:
            first = self.book if self.verify.verification else self.verify
        else:
            first = self.openings.list if self._moving else self.form.length
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A number that no field wants for itself picks an opening."""
        if not self.openings.list.pick_by(event):
            super().keyPressEvent(event)

    def _connect(self) -> None:
        bind(self.book, "Ctrl+Return", self)
        self.book.clicked.connect(self._commit)
        self.verify.went_on.connect(self._commit)
        self.picker.picked.connect(self._picked)
        self.form.edited.connect(self._forget_refusal)
        for changed in (self.form.edited, self.form.placed):
            changed.connect(self._follow)
        self.form.search_wanted.connect(self._search)
        self.form.placed.connect(self.placed)
        self.openings.taken.connect(self._take)
        self._session.background.failed.connect(self._ready_again)

    def _picked(self, case_id: int) -> None:
        self.choose_case(case_id)
        self.enter()
        self.case_chosen.emit()

    def _take(self, opening: FreeOpening) -> None:
        self.form.slot.show_slot(opening.starts_at, opening.room_id, opening.physician_id)
        self._draft.note()
        self._forget_refusal()
        self.enter(ready=True)

    def _follow(self) -> None:
        self.verify.follow(self.form.slot.known_start())

    def _begin(self, case_id: int, one: Waiting | BookingFacts) -> None:
        self._case_id, self._patient = case_id, one.patient
        patient = PatientToBook(self._session, one.patient, procedure(one.levels))
        self.verify.similar.connect(patient.alert.show_names)
        self.head.addWidget(patient.alerts)
        self.body.insertWidget(1, patient)
        self.verify.begin(one.patient, one.levels, one.namesakes)
        self._follow()
        self._bring_back(case_id)
        self.picker.hide()
        self.form.show()
        self.openings.show()
        self.book.setEnabled(True)
        self._search()
        self.placed.emit()

    def _bring_back(self, case_id: int) -> None:
        """What was typed for them before, but for a place that was just pointed at."""
        slot, old = self.form.slot, self._moving
        pointed = (slot.known_start(), slot.room_id, slot.physician_id)
        version = old.lock_version if old else 0
        self._draft.begin(record=old.id if old else case_id, lock_version=version)
        if pointed[0] and not old:
            slot.show_slot(*pointed)
            self._draft.note()

    def _search(self) -> None:
        self.openings.look(self._case_id, self.form.search())

    def _commit(self) -> None:
        sentences = self.form.objections()
        if sentences:
            self.summary.show_sentences(sentences)
            return
        try:
            place = self.form.place()
        except Refused as refusal:
            self._refuse(refusal.reasons)
            return
        if self._moving and self.form.is_where(self._moving):
            self.summary.show_sentences([_UNCHANGED])
        elif not self.verify.is_missing():
            place["verified"] = self.verify.verification
            self._send(*asked(self._case_id, self._moving, place))

    def _send(self, action: Callable[..., Booked], request: Any) -> None:
        self.summary.clear()
        self.book.setEnabled(False)
        self._session.background.change(
            self,
            action,
            request,
            then=lambda booked: self._tell(booked, request.starts_at),
            refused=self._refuse,
        )

    def _tell(self, booked: Booked, start: datetime) -> None:
        assert self._patient is not None
        self._draft.done()
        self.verify.forget()
        name, zone = self._patient.name.on_screen, self._session.zone
        self.done.emit(answered(name, booked, start, zone, moved=self.moves))
        self.booked.emit(booked.booking_id, start)

    def _refuse(self, reasons: tuple[Reason, ...]) -> None:
        """Say why and what is free instead; nothing that was typed goes away."""
        self._ready_again()
        if self.verify.refused(reasons):
            return
        if reasons[0].code == CONFLICT:
            meet = partial(self._meet, reasons[0])
            self._session.background.read(self, current_booking, self._case_id, then=meet)
            return
        sentences = [messages.sentence(reason, self._session.zone) for reason in reasons]
        for reason in reasons:
            if reason.code == "scheduling.taken":
                self._show_alternatives(reason)
            elif reason.code == "scheduling.just_taken":
                self._search()
            elif reason.code == "scheduling.unusual_length":
                self.form.length.warn()
                sentences.append(_AGAIN)
        self.summary.show_sentences(sentences)

    def _meet(self, conflict: Reason, now: BookingFacts) -> None:
        """Somebody else moved it: ask whose place counts, and move it from theirs on."""
        began, self._moving = self._moving, now
        self.conflict.meet(conflict, began, now)
        self.outdated.emit()

    def _show_alternatives(self, taken: Reason) -> None:
        """Right under the refusal: further down they would be out of sight."""
        self.openings.show_openings(self.form.alternatives(taken.facts), "Next &openings")
        self.body.insertWidget(self.body.indexOf(self.summary) + 1, self.openings)

    def _forget_refusal(self) -> None:
        """What was refused is not what the fields say now."""
        self.summary.clear()
        if self.body.indexOf(self.openings) < self.body.indexOf(self.form):
            self.body.addWidget(self.openings)
            self._search()

    def _ready_again(self, *_: object) -> None:
        self.book.setEnabled(self._case_id is not None)
