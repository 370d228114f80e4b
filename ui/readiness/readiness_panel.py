"""The readiness of one booking: its gates, and under each open one the way to settle it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.contacts.queries import Contacts, contacts
from clinicdesk.policy import Due
from clinicdesk.readiness.queries import BookingReadiness, earlier_driver, readiness
from clinicdesk.readiness.rules import PASSED, Escort, Gate, GateKey, GateState, due_instants
from clinicdesk.scheduling.rules import BookingState
from ui.kit import tokens
from ui.kit.chips import Chip
from ui.kit.labels import Label, Look
from ui.kit.page import Page
from ui.kit.tokens import Status
from ui.readiness.drawer import Drawer, Editor
from ui.readiness.driver_editor import DriverEditor
from ui.readiness.gate_row import LOUD, GateRow
from ui.readiness.gate_words import LINKS, line, status_of
from ui.session import Session

HoldEditors = Callable[[Session, int], Editor]
_TOPICS = (topics.READINESS, topics.SCHEDULE, topics.SHEETS, topics.POLICY)


class ReadinessPanel(Page):
    """A column for a side panel or a card. `hold_editor` makes the blood-thinner editor.

    `sheets_wanted` and `chart_wanted` carry the patient's id.
    """

    doing = "Reading the readiness"

    sheets_wanted = Signal(int)
    chart_wanted = Signal(int)

    def __init__(
        self,
        session: Session,
        booking_id: int,
        *,
        hold_editor: HoldEditors,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session.background, _TOPICS, parent)
        self._session, self._booking_id = session, booking_id
        self._facts: BookingReadiness | None = None
        self._earlier: Escort | None = None
        self._saved = False
        self._count = Label("", Look.SMALL_STRONG)
        self._done = Chip(Status.DONE, "Procedure done")
        self.rows = {key: GateRow(key) for key in GateKey}
        self.drawers = {key: Drawer() for key in GateKey}
        self._driver = DriverEditor(session, booking_id)
        self._driver.saved.connect(self._note_saved)
        self.drawers[GateKey.DRIVER].take(self._driver)
        self.drawers[GateKey.BLOOD_THINNER].take(hold_editor(session, booking_id))
        for key, row in self.rows.items():
            row.wanted.connect(lambda key=key: self._act(key))
        self.drawers[GateKey.BLOOD_THINNER].chart.clicked.connect(self._open_chart)
        self._arrange()

    @property
    def is_done(self) -> bool:
        """Whether the panel only says that the procedure is done."""
        return not self._done.isHidden()

    @property
    def count(self) -> str:
        """How many gates are ready, in words."""
        return self._count.text()

    def reload(self) -> None:
        self.read(earlier_driver, self._booking_id, then=self._keep_earlier)
        self.read(readiness, self._booking_id, then=self._show)

    def _keep_earlier(self, earlier: Escort | None) -> None:
        self._earlier = earlier

    def open(self, key: GateKey) -> None:
        """Open one gate's editor and close the others; the focus goes into it."""
        if self.is_done and key is not GateKey.DRIVER:
            return
        for other, drawer in self.drawers.items():
            drawer.open(other is key)
        self._show_gates()
        editor = self.drawers[key].editor
        if editor:
            editor.enter()

    def _arrange(self) -> None:
        heading = QHBoxLayout()
        heading.setContentsMargins(0, 0, tokens.SPACE_S, 0)
        heading.addWidget(Label("Readiness", Look.SUBTITLE), 1)
        heading.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_S + 2)
        column.addLayout(heading)
        column.addWidget(self._done, 0, Qt.AlignmentFlag.AlignLeft)
        self._done.hide()
        for key, row in self.rows.items():
            row.hide()
            column.addWidget(row)
            column.addWidget(self.drawers[key])

    def _show(self, facts: BookingReadiness) -> None:
        if self._facts is None:
            patient_id = facts.booking.patient.id
            self.read(contacts, patient_id, then=self._offer_people)
        self._facts = facts
        self._driver.show_escort(facts.escort, self._earlier)
        if facts.booking.state is BookingState.DONE:
            self._show_done(facts)
            return
        self._show_gates()
        if self._saved:
            self._saved = False
            self._close_settled()

    def _offer_people(self, known: Contacts) -> None:
        self._driver.known.offer([one.contact for one in known.people])

    def _show_done(self, facts: BookingReadiness) -> None:
        """After the procedure there is nothing left to get ready but the way home."""
        here = facts.booking.status is CaseStatus.RECOVERY
        if here:
            self._show_gates()
        for key in GateKey:
            if not (here and key is GateKey.DRIVER):
                self.rows[key].hide()
                self.drawers[key].hide()
        self._count.hide()
        self._done.show()

    def _show_gates(self) -> None:
        if self._facts is None:
            return
        due_at, shown = self._due_at(), {gate.key for gate in self._facts.gates}
        for gate in self._facts.gates:
            self._show_gate(gate, due_at)
        for key, row in self.rows.items():
            row.setVisible(key in shown)
        counted = [g for g in self._facts.gates if g.state is not GateState.NOT_APPLICABLE]
        ready = sum(gate.state is GateState.READY for gate in counted)
        self._count.setText(f"{ready} of {len(counted)} ready")

    def _show_gate(self, gate: Gate, due_at: Mapping[Due, datetime]) -> None:
        drawer, status = self.drawers[gate.key], status_of(gate, due_at, self._session.now())
        words = line(gate, due_at, self._session, self._about(gate))
        self.rows[gate.key].show_gate(status, words, link=self._link(gate), is_open=drawer.is_open)
        sentences = self._sentences(gate, loud=status in LOUD)
        in_chart = bool(sentences) and gate.key is GateKey.BLOOD_THINNER and drawer.is_open
        drawer.say(sentences, in_chart=in_chart)

    def _about(self, gate: Gate) -> str:
        if gate.key is GateKey.BLOOD_THINNER:
            return ", ".join(hold.plan.row.name for hold in self._facts.holds)
        if gate.key is GateKey.DRIVER and gate.state is GateState.READY:
            return messages.sentence(gate.reasons[0])
        return ""

    def _sentences(self, gate: Gate, *, loud: bool) -> list[str]:
        """What to do, or who let it pass; what the editors of the drugs say is not said twice."""
        if gate.override:
            return [messages.sentence(gate.reasons[0], self._session.zone)]
        is_open = self.drawers[gate.key].is_open
        if gate.state in PASSED or not (loud or is_open):
            return []
        if gate.key is GateKey.DRIVER and gate.state is GateState.NOT_ASKED and not is_open:
            return []
        reasons = [reason for reason in gate.reasons if not reason.code.startswith("holds.")]
        return [messages.sentence(reason, self._session.zone) for reason in reasons]

    def _link(self, gate: Gate) -> str:
        if gate.state is GateState.NOT_APPLICABLE:
            return ""
        if self._in_chart(gate.key):
            return "Chart"
        if gate.state is GateState.READY:
            return "" if gate.key is GateKey.PACKET else "Change"
        return LINKS[gate.key]

    def _in_chart(self, key: GateKey) -> bool:
        """The note is signed in the chart, and a blood thinner is asked for and named there."""
        unnamed = key is GateKey.BLOOD_THINNER and not self._facts.holds
        return key is GateKey.EVALUATION or unnamed

    def _act(self, key: GateKey) -> None:
        if key is GateKey.PACKET:
            self.sheets_wanted.emit(self._facts.booking.patient.id)
        elif self._in_chart(key):
            self._open_chart()
        elif self.drawers[key].is_open:
            self.drawers[key].open(False)
            self._show_gates()
        else:
            self.open(key)

    def _open_chart(self) -> None:
        self.chart_wanted.emit(self._facts.booking.patient.id)

    def _note_saved(self) -> None:
        """After a driver is saved, the next news of the gates closes the editor."""
        self._saved = True

    def _close_settled(self) -> None:
        """The focus stays at the gate that was saved; whose turn is next, the list says."""
        states = {gate.key: gate.state for gate in self._facts.gates}
        if states.get(GateKey.DRIVER) not in PASSED:
            return
        # First the focus, then the drawer: Qt would scroll on to the next field it can find.
        self.rows[GateKey.DRIVER].link.setFocus()
        self.drawers[GateKey.DRIVER].open(False)
        self._show_gates()

    def _due_at(self) -> Mapping[Due, datetime]:
        booking = self._facts.booking
        return due_instants(booking.starts_at, booking.arrives_at, self._session.zone)
