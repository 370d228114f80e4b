"""Books a waiting case or moves a booking: docked beside the day, never over it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout

from clinicdesk.errors import Reason, Refused
from clinicdesk.scheduling.actions.book import Booked
from clinicdesk.scheduling.one_line import Reading
from clinicdesk.scheduling.queries import BookingFacts, Choices, Waiting, current_booking
from ui.form_draft import FormDraft
from ui.kit.conflict_card import CONFLICT
from ui.kit.privacy import shown_name
from ui.scheduling.booking_request import Asked, Place, done, to_book, to_move
from ui.scheduling.call_fields import CallFields
from ui.scheduling.case_picker import CasePicker
from ui.scheduling.causes import CauseFields
from ui.scheduling.impact_card import ImpactCard
from ui.scheduling.line_field import LineField
from ui.scheduling.move_conflict import MoveConflict
from ui.scheduling.patient_to_book import PatientToBook
from ui.scheduling.place_panel import PlacePanel
from ui.scheduling.wording import procedure
from ui.session import Session

_UNCHANGED = "Choose another time, room, physician, length or sedation; this is where it is now."

About = tuple[int, int, int]
"""The case, and the booking that is moved with its version, or zeros."""


class BookingPanel(PlacePanel):
    """With `moving`, that booking is moved; otherwise one of `waiting` is booked.

    `done` carries what was done, a Done, `booked` the id and start of the booking that
    now counts, `placed` when the place in time may be another one, `outdated` when the day is.
    """

    done = Signal(object)
    booked = Signal(int, object)
    case_chosen = Signal()
    outdated = Signal()

    def __init__(
        self,
        session: Session,
        offered: Choices,
        *,
        waiting: Sequence[Waiting] = (),
        moving: BookingFacts | None = None,
    ) -> None:
        title, verb = ("Move procedure", "Move") if moving else ("Book procedure", "Book")
        super().__init__(session, offered, title, verb)
        self._moving = moving
        self._waiting = {one.case_id: one for one in waiting}
        self.line_read: Reading | None = None
        self.picker = CasePicker(session, waiting)
        self.line = LineField(session, offered, self.form.length.value)
        self.call = CallFields()
        self.why, self.impact = CauseFields(), ImpactCard(session)
        kind = "scheduling.move_booking" if moving else "scheduling.book_slot"
        more = self.why.fields if moving else (self.line.field, *self.call.fields)
        self._draft = FormDraft(session.drafts, kind, (*self.form.fields, *more))
        self.conflict = MoveConflict(session, offered, self.form, self.note)
        self.line.offer(waiting)
        self._connect()
        self._arrange()
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

    def choose_case(self, case_id: int) -> None:
        """Book this waiting case; one that waits no longer is not chosen."""
        one = self._waiting.get(case_id)
        if one:
            self._begin(case_id, one)

    def enter(self, *, ready: bool = False) -> None:
        """Put the focus where work goes on; `ready` when only verifying and the commit are."""
        if self._case_id is None:
            first = self.picker
        elif ready:
            first = self.book if self.verify.verification else self.verify
        else:
            first = self.openings.list if self._moving else self.form.length
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def note(self) -> None:
        self._draft.note()

    def follow(self) -> None:
        super().follow()
        if self._moving:
            whole = self.form.slot.known_start() and self.form.length.value()
            self.impact.look(self._moving.id, self.form.place() if whole else None)

    def commit(self) -> None:
        sentences = [*self.form.objections(), *([] if self._moving else self.call.objections())]
        if sentences:
            self.summary.show_sentences(sentences)
            return
        try:
            place = self.form.place()
        except Refused as refusal:
            self.refuse(refusal.reasons)
            return
        if self._moving and self.form.is_where(self._moving):
            self.summary.show_sentences([_UNCHANGED])
        elif not self.verify.is_missing():
            place["verified"] = self.verify.verification
            self.send(*self._asked(place), place["starts_at"])

    def told(self, booked: Booked, start: datetime) -> None:
        assert self._patient is not None
        self._draft.done()
        self.verify.forget()
        name, zone = shown_name(self._patient.name), self._session.zone
        self.done.emit(done(name, booked, start, zone, moved=self.moves))
        self.booked.emit(booked.booking_id, start)

    def refuse(self, reasons: tuple[Reason, ...]) -> None:
        if reasons[0].code != CONFLICT:
            super().refuse(reasons)
        elif self._moving:
            self.ready_again()
            meet = partial(self._meet, reasons[0])
            self._session.background.read(self, current_booking, self._case_id, then=meet)
        else:
            super().refuse(tuple(map(self.call.meet, reasons)))

    def take_line(self, reading: Reading) -> None:
        """Fill in what a line says; a whole one goes on to making sure whose booking it is.

        Of several patients whom its words fit, somebody chooses: never the first.
        """
        self.line_read = reading
        if self._case_id is None and len(reading.patients) != 1:
            self.picker.offer({one.id for one in reading.patients})
            return
        if self._case_id is None:
            typed = self.line.field.value()
            self.choose_case(reading.patients[0].id)
            self.line.show_line(typed)
            self.case_chosen.emit()
        self._go_on()

    def _picked(self, case_id: int) -> None:
        self.choose_case(case_id)
        self.case_chosen.emit()
        self._go_on()

    def _go_on(self) -> None:
        """A patient is chosen: fill in the line that waits for it, if one does."""
        reading, self.line_read = self.line_read, None
        if self.isHidden():  # what was typed for them before came in this one's place
            return
        if reading is None:
            self.enter()
            return
        self.form.take(reading)
        self.line.fold()
        self.note()
        self.take_up()
        if self.form.slot.known_start():
            self.commit()
        else:
            self.openings.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _begin(self, case_id: int, one: Waiting | BookingFacts) -> None:
        self._case_id, self._patient = case_id, one.patient
        about = procedure(one.levels) if self._moving else ""
        shown = PatientToBook(self._session, one.patient, about)
        self.verify.similar.connect(shown.alert.show_names)
        self.head.addWidget(shown.alerts)
        self.body.insertWidget(1, shown)
        self.verify.begin(one.patient, one.levels, one.namesakes)
        self.form.show_levels(one.levels)
        self.call.begin(one.patient)
        self.line.offer([self._waiting[case_id]] if case_id in self._waiting else (), one.patient)
        self.follow()
        self._bring_back(case_id)
        for part in (self.form, self.openings):
            part.show()
        if self.isAncestorOf(QApplication.focusWidget() or self.window()):
            self.enter()  # what has the focus is never hidden: Qt would pass it on by itself
        self.picker.hide()
        self.line.setVisible(bool(self.line.field.value()) and not self._moving)
        self.call.setVisible(not self._moving)
        self.book.setEnabled(True)
        self.look_at_window()
        self.placed.emit()

    def _bring_back(self, case_id: int) -> None:
        """What was typed for them before, but for a place that was just pointed at."""
        slot, old = self.form.slot, self._moving
        pointed = (slot.known_start(), slot.room_id, slot.physician_id)
        version = old.lock_version if old else 0
        self._draft.begin(record=old.id if old else case_id, lock_version=version)
        if pointed[0] and not old:
            slot.show_slot(*pointed)
            self.note()

    def _asked(self, place: Place) -> Asked:
        if self._moving:
            return to_move(self._moving, {**place, **self.why.asked()})
        assert self._case_id is not None
        slot = {**place, "procedure_type_id": self.form.procedure.value()}
        return to_book(self._case_id, slot, self.call.escort(), self.call.other_language())

    def _meet(self, conflict: Reason, now: BookingFacts) -> None:
        """Somebody else moved it: ask whose place counts, and move it from theirs on."""
        began, self._moving = self._moving, now
        self.conflict.meet(conflict, began, now)
        self.outdated.emit()

    def _connect(self) -> None:
        self.picker.picked.connect(self._picked)
        self.line.taken.connect(self.take_line)
        for field in self.call.fields:
            field.edited.connect(self.summary.clear)

    def _arrange(self) -> None:
        new = not self._moving
        above = (self._draft.strip, self.summary, self.conflict, self.line, self.picker)
        for part in (*above, self.form, self.why, self.openings, self.call):
            self.body.addWidget(part)
        for part in (self.form, self.openings, self.call):
            part.hide()
        self.why.setVisible(not new)
        self.line.setVisible(new)
        commit = QVBoxLayout()
        for part in (self.impact, self.verify, self.book):
            commit.addWidget(part)
        self.footer.addLayout(commit, 1)
