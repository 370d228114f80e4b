"""Taking the steps of a patient's day, and taking them back: what is asked and what is told."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk import messages
from clinicdesk.errors import Reason
from clinicdesk.procedure_day.actions import TakeBackStep, TakeStep, take_back_step, take_step
from clinicdesk.procedure_day.board import BoardRow
from clinicdesk.procedure_day.rules import Step
from clinicdesk.procedure_day.steps import (
    IDENTIFIED,
    SHOWN,
    gates_in_the_way,
    objections_to_step,
)
from clinicdesk.readiness.overrides import gate_reasons
from clinicdesk.readiness.rules import Gate
from ui.kit.privacy import shown_name
from ui.procedure_day.gate_dialog import GateDialog
from ui.procedure_day.step_panel import READINESS, StepPanel, driver_gate_of
from ui.session import Session

_ORDER = (Step.ARRIVED, Step.DRIVER_HERE, Step.IN_PROCEDURE, Step.DONE, Step.DISCHARGED)
ReadAgain = Callable[[int, Callable[[BoardRow], None]], None]


class Stepping(StepPanel):
    """The panel beside the board, and what it does with its patient.

    `did` carries what was done, how it is taken back and how it is done again, each an action and
    its request; `told` other news, `chart_wanted` a patient and a tab, `left` that the keys go back
    to the board. `read_again` gives the newest row of a booking.
    """

    did = Signal(str, object, object)
    told = Signal(str)
    chart_wanted = Signal(int, str)
    left = Signal()

    def __init__(self, session: Session, read_again: ReadAgain) -> None:
        super().__init__(session)
        self._session, self._read_again = session, read_again
        self.dialog: GateDialog | None = None
        self.wanted.connect(lambda: self._take(self.row, self.step))
        self.closed.connect(self.put_away)
        self.exemption_wanted.connect(self._ask_exemption)
        self.place_wanted.connect(lambda tab: self.open_chart(self.row, tab))
        self.hide()

    def start(self, row: BoardRow, step: Step) -> None:
        """What speaks against it is said first, an open gate interrupts; then two identifiers are
        asked beside the board, and the rest is done.
        """
        now, in_the_way = self._session.now(), gates_in_the_way(step, row.readiness.gates)
        objections = objections_to_step(step, row.judged(now, now, self._session.zone))
        if objections and in_the_way and objections[0] == gate_reasons(in_the_way[0])[0]:
            self._interrupt(row, step, in_the_way[0])
        elif objections:
            self.say_why_not(row, step, objections)
        elif step in IDENTIFIED:
            self.show()
            self.begin(row, step)
        else:
            self._take(row, step)

    def say_why_not(self, row: BoardRow, step: Step, reasons: Sequence[Reason]) -> None:
        """What has to be done before this step."""
        if self.isHidden() or self.step is not step or self.row is not row:
            self.show_row(row, step)
            self.show()
        self.refuse(reasons)

    def take_back(self, row: BoardRow) -> None:
        """Take the last step back."""
        taken = sorted(row.steps, key=lambda step: (row.steps[step].at, _ORDER.index(step)))
        if taken:
            self._undo(row, taken[-1])
        else:
            self.told.emit("There is no step to take back.")

    def open_chart(self, row: BoardRow, tab: str = "") -> None:
        """Go to the patient's chart."""
        self.chart_wanted.emit(row.booking.patient.id, tab)

    def follow(self, booking_id: int) -> None:
        """Another patient is in hand: what was begun for the one before is put away."""
        if self.row and self.row.booking.id != booking_id:
            self.hide()

    def put_away(self) -> None:
        """Close the panel; the keys go back to the board."""
        focus = QApplication.focusWidget()
        had_focus = self.isVisible() and (focus is None or self.isAncestorOf(focus))
        self.hide()
        if had_focus:
            self.left.emit()

    def _ask_exemption(self) -> None:
        """A physician's order, with the reason; then the discharge begins anew (RULE-21)."""
        gate = driver_gate_of(self.row)
        if gate:
            self._interrupt(self.row, Step.DISCHARGED, gate)

    def _interrupt(self, row: BoardRow, step: Step, gate: Gate) -> None:
        window: QWidget = self.window()
        self.dialog = GateDialog(self._session, row, gate, window)
        self.dialog.passed.connect(
            lambda: self._read_again(row.booking.id, partial(self.start, step=step))
        )
        self.dialog.settle_wanted.connect(partial(self.open_chart, row, READINESS.tab))
        self.dialog.rejected.connect(self.left)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _forget(self) -> None:
        self.dialog = None

    def _take(self, row: BoardRow, step: Step) -> None:
        request = TakeStep(
            booking_id=row.booking.id,
            step=step,
            verified=self.verify.verification if step in IDENTIFIED else None,
        )
        self._session.background.change(
            self,
            take_step,
            request,
            then=lambda _: self._taken(row, request),
            refused=partial(self.say_why_not, row, step),
        )

    def _taken(self, row: BoardRow, request: TakeStep) -> None:
        self.put_away()
        back = TakeBackStep(booking_id=request.booking_id, step=request.step)
        words = f"{SHOWN[request.step]}: {shown_name(row.booking.patient.name)}"
        self.did.emit(words, (take_back_step, back), (take_step, request))

    def _undo(self, row: BoardRow, step: Step) -> None:
        def refused(reasons: Sequence[Reason]) -> None:
            self.told.emit(messages.sentence(reasons[0], self._session.zone))

        def done(_: object) -> None:
            self.put_away()
            self.told.emit(f"Taken back: {SHOWN[step].lower()}.")

        request = TakeBackStep(booking_id=row.booking.id, step=step)
        self._session.background.change(self, take_back_step, request, then=done, refused=refused)
