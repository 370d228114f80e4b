"""Cancels a booking: why, in a few words, and what becomes of the case and of a stopped drug."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from clinicdesk import messages
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.errors import Reason
from clinicdesk.holds.queries import HoldFacts, hold_clocks
from clinicdesk.holds.rules import ClearanceDecision
from clinicdesk.scheduling.actions.cancel import CancelBooking, Cancelled, cancel_booking
from clinicdesk.scheduling.queries import BookingFacts
from clinicdesk.scheduling.queries import booking as booking_now
from clinicdesk.scheduling.rules import BookingState
from ui.form_draft import FormDraft
from ui.kit.buttons import bind, primary
from ui.kit.forms import CheckField, ErrorSummary, TextField
from ui.kit.labels import Label, Look
from ui.kit.name_alert import similar_names
from ui.kit.panel import DetailPanel
from ui.kit.privacy import shown_name
from ui.kit.verify_strip import VerifyStrip, whose
from ui.scheduling.booking_request import Done
from ui.scheduling.causes import CauseList
from ui.scheduling.patient_lines import PatientLines
from ui.scheduling.wording import procedure
from ui.session import Session

_CHOOSE = "Choose the cause: 1 to 9, or the arrows."
_RESTART = "holds.restart_missing"
_STOPS = (ClearanceDecision.HOLD, ClearanceDecision.BRIDGE)
_CHANGED = "desk.changed_meanwhile"
_BEFORE = (CaseStatus.SCHEDULED, CaseStatus.CHECKED_IN, CaseStatus.PRE_OP)
_LONGEST = 90


class CancelPanel(DetailPanel):
    """`did` carries a Done, `cancelled` that the panel has nothing left to do."""

    did = Signal(object)
    cancelled = Signal()

    def __init__(self, session: Session, booking: BookingFacts) -> None:
        super().__init__("Cancel procedure")
        self._session, self.booking = session, booking
        self.summary = ErrorSummary()
        self._place = Label("", Look.SMALL, wrap=True)
        self.causes = CauseList()
        self.words = TextField("&In words")
        self.restart = TextField("&Restart of the blood thinner")
        self.over = CheckField("Not &wanted any more: close the case")
        self.verify = VerifyStrip()
        self.cancel = primary("Cancel procedure", "x")
        self._arrange(PatientLines(session, booking.patient))
        self._show(booking)
        self._draft = FormDraft(session.drafts, "scheduling.cancel_booking", self._fields())
        self.body.insertWidget(0, self._draft.strip)
        self._connect()
        self._draft.begin(record=booking.id, lock_version=booking.lock_version)
        session.background.read(self, hold_clocks, booking.id, then=self._ask_restart)

    @property
    def about(self) -> int:
        """The booking that would be cancelled."""
        return self.booking.id

    def enter(self) -> None:
        """Put the focus where the cause is chosen."""
        self.causes.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A number that no field wants for itself is a cause."""
        if not self.causes.pick_by(event):
            super().keyPressEvent(event)

    def _show(self, now: BookingFacts) -> None:
        """Say whose it is, and when and where it is now; somebody else may have changed that."""
        self.booking, zone = now, self._session.zone
        when, what = messages.moment(now.starts_at, zone), procedure(now.levels)
        self._place.setText(f"{what}\n{when} · {now.room}")
        names = similar_names(now.namesakes, zone)
        self.verify.show_whose(whose(now.patient, self._session.today(), what, when), names)

    def _fields(self) -> tuple[object, ...]:
        return (self.causes, self.words, self.restart, self.over)

    def _connect(self) -> None:
        bind(self.cancel, "Ctrl+Return", self)
        self.cancel.clicked.connect(self._commit)
        self.verify.went_on.connect(self._commit)
        self.causes.picked.connect(lambda _: self._go_on())
        for field in self._fields():
            field.edited.connect(self.summary.clear)
        self._session.background.failed.connect(lambda _: self.cancel.setEnabled(True))

    def _go_on(self) -> None:
        """From the cause to what is still open: the drug, or who it is."""
        following = self.verify if self.restart.isHidden() else self.restart
        following.setFocus(Qt.FocusReason.TabFocusReason)

    def _ask_restart(self, holds: tuple[HoldFacts, ...]) -> None:
        """A drug that may be off already must not stay off because nothing is booked."""
        off = [hold.plan.row.name for hold in holds if _may_be_off(hold)]
        if off:
            facts = {"drugs": ", ".join(off)}
            self.restart.set_hint(messages.sentence(Reason(_RESTART, facts)))
            self.restart.show()

    def _commit(self) -> None:
        cause = self.causes.value()
        if cause is None:
            self.summary.show_sentences([_CHOOSE])
        elif not self.verify.is_missing():
            self.summary.clear()
            self.cancel.setEnabled(False)
            request = CancelBooking(
                booking_id=self.booking.id,
                lock_version=self.booking.lock_version,
                verified=self.verify.verification,
                cause=cause,
                reason=self.words.value(),
                restart=self.restart.value(),
                and_close=bool(self.over.value()),
            )
            self._session.background.change(
                self, cancel_booking, request, then=self._tell, refused=self._refuse
            )

    def _tell(self, answer: Cancelled) -> None:
        self._draft.done()
        name = shown_name(self.booking.patient.name)
        when = messages.moment(self.booking.starts_at, self._session.zone)
        self.did.emit(Done(answer, f"Cancelled {name} on {when}"))
        self.cancelled.emit()

    def _refuse(self, reasons: tuple[Reason, ...]) -> None:
        """Say why; nothing that was chosen goes away."""
        self.cancel.setEnabled(True)
        if self.verify.refused(reasons):
            return
        if reasons[0].code == _RESTART:
            self.restart.show()
        if reasons[0].code == _CHANGED:
            self._session.background.read(self, booking_now, self.booking.id, then=self._show)
        self.summary.show_reasons(reasons, self._session.zone)

    def _arrange(self, patient: PatientLines) -> None:
        self.words.input.setMaxLength(_LONGEST)
        self.restart.input.setMaxLength(_LONGEST)
        heading = Label("&Cause", Look.FIELD)
        heading.setBuddy(self.causes)
        about = (self.summary, patient, self._place, heading)
        for part in (*about, self.causes, self.words, self.restart):
            self.body.addWidget(part)
        self.body.addWidget(self.over)
        self.restart.hide()
        commit = QVBoxLayout()
        commit.addWidget(self.verify)
        commit.addWidget(self.cancel)
        self.footer.addLayout(commit, 1)


def may_be_cancelled(booking: BookingFacts) -> bool:
    """Whether the procedure has not begun."""
    return booking.state is BookingState.BOOKED and booking.status in _BEFORE


def _may_be_off(hold: HoldFacts) -> bool:
    plan = hold.plan
    cleared = plan.clearance is not None and plan.clearance.decision in _STOPS
    return cleared or plan.last_dose is not None
