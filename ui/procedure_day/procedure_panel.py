"""The chart's tab about the day: the physician records what was done and orders the discharge."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.errors import Refused, refuse_if
from clinicdesk.patients.verification import Verification
from clinicdesk.procedure_day.actions import RecordProcedure, record_procedure
from clinicdesk.procedure_day.queries import HeldDrug, ProcedureForm, procedure_form
from clinicdesk.procedure_day.rules import ProcedureFacts, objections_to_record
from clinicdesk.readiness.queries import BookingReadiness, readiness
from clinicdesk.readiness.rules import PASSED, Gate
from clinicdesk.staff.passwords import Proof
from clinicdesk.staff.queries import Person, people
from clinicdesk.staff.rules import Role
from ui.form_draft import FormDraft
from ui.kit import tokens
from ui.kit.card import Card
from ui.kit.empty import Empty
from ui.kit.forms import check
from ui.kit.page import Page
from ui.kit.scrolling import scrolled
from ui.procedure_day.done_card import DoneCard
from ui.procedure_day.order_card import OrderCard
from ui.procedure_day.restart_row import RestartRow
from ui.procedure_day.summary_card import SummaryCard
from ui.session import Session

_TOPICS = (topics.SCHEDULE, topics.READINESS, topics.SHEETS)


class ProcedurePanel(Page):
    """A form until the procedure is recorded, then its record; others read who can record it."""

    doing = "Reading the procedure"

    def __init__(self, session: Session, booking_id: int, parent: QWidget | None = None) -> None:
        super().__init__(session.background, _TOPICS, parent)
        self._session, self._booking_id = session, booking_id
        self._may_record = session.may(record_procedure)
        self._form: ProcedureForm | None = None
        self.done = DoneCard(session.zone)
        self.restarts: dict[str, RestartRow] = {}
        self.order = OrderCard(session, self)
        self.summary = SummaryCard(session)
        self._held = Card("Blood thinners after the procedure")
        self._who = Empty("", "stethoscope")
        self._draft = FormDraft(
            session.drafts, "procedure_day.record_procedure", self.done.fields, booking_id
        )
        self._arrange()
        self.done.edited.connect(self._offer_restarts)
        self.order.asked.connect(self._ask)

    @property
    def who(self) -> str:
        """Who can record the procedure, for those who cannot; "" when that does not matter."""
        return "" if self._who.isHidden() else self._who.sentence

    def reload(self) -> None:
        self.read(procedure_form, self._booking_id, then=self._show)
        self.read(readiness, self._booking_id, then=self._warn)
        if not self._may_record:
            self.read(people, Role.PHYSICIAN, then=self._name_physicians)

    def _show(self, form: ProcedureForm) -> None:
        self._form = form
        recording = form.done is None and self._may_record
        for part in (self.done, self.order):
            part.setVisible(recording)
        self._held.setVisible(recording and bool(form.held))
        nothing_yet = form.done is None and not self._may_record
        self._who.setVisible(nothing_yet)
        self._work.setHidden(nothing_yet)
        self.summary.setVisible(form.done is not None)
        if form.done:
            self.summary.show_done(form.done)
        elif recording:
            self._show_form(form)

    def _show_form(self, form: ProcedureForm) -> None:
        self.order.show_booking(form.booking)
        if not self._draft.is_edited:
            self.done.show_plan(form)
        held = {drug.drug_key: drug for drug in form.held}
        for key in self.restarts.keys() - held.keys():
            self.restarts.pop(key).deleteLater()
        for key in held.keys() - self.restarts.keys():
            self.restarts[key] = self._restart_row(held[key])
        self._order_tabs()
        if not self._draft.is_edited:
            self._draft.begin()
        self._offer_restarts()

    def _restart_row(self, drug: HeldDrug) -> RestartRow:
        row = RestartRow(self._session, drug)
        row.edited.connect(self._offer_restarts)
        self._draft.watch(row)
        self._held.body.addWidget(row)
        return row

    def _order_tabs(self) -> None:
        """The restarts come after what was done, however late they are known."""
        rows = self.restarts.values()
        stops = [self.done.closure, *(stop for row in rows for stop in row.stops())]
        for stop in stops:
            # Qt orders only what takes the focus itself, not what hands it on to its control.
            stop.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    def _warn(self, facts: BookingReadiness) -> None:
        open_gates = [one for one in facts.gates if one.override or one.state not in PASSED]
        lines = ["Readiness is still open:", *map(self._worded, open_gates)]
        self.order.open_gates.show_lines(lines if open_gates else [])

    def _worded(self, gate: Gate) -> str:
        title = gate.key.replace("_", " ").capitalize()
        return f"{title}: {messages.sentence(gate.summary, self._session.zone)}"

    def _name_physicians(self, physicians: tuple[Person, ...]) -> None:
        names = ", ".join(person.name for person in physicians)
        words = "A physician records the procedure and orders the discharge"
        self._who.set_sentence(f"{words}: {names}." if names else f"{words}.")

    def _offer_restarts(self) -> None:
        try:
            end = self.done.end()
        except Refused:
            end = None
        for row in self.restarts.values():
            row.offer(end, bleeding_stopped=self.done.bleeding_stopped.value())

    def _ask(self) -> None:
        fields = [field for row in self.restarts.values() for field in row.checked()]
        unread = check(*self.done.checked(), *fields)
        self.order.errors.show_sentences(unread)
        if unread or self._form is None:
            return
        try:
            facts = self._facts(self._form)
            refuse_if(objections_to_record(facts))
        except Refused as refusal:
            self.order.refuse(refusal.reasons)
            return
        self.order.prove(partial(self._record, facts))

    def _record(self, facts: ProcedureFacts, proof: Proof) -> None:
        self._session.background.change(
            self,
            record_procedure,
            _request(self._booking_id, self.order.verify.verification, facts, proof),
            then=self._recorded,
            refused=self.order.refuse,
        )

    def _facts(self, form: ProcedureForm) -> ProcedureFacts:
        """What is about to be signed. Raises Refused for a time that cannot be."""
        decisions = (row.value() for row in self.restarts.values())
        return ProcedureFacts(
            start=self.done.start(),
            end=self.done.end(),
            recorded_at=self._session.now(),
            booked_day=self._session.local(form.booking.starts_at).date(),
            zone=self._session.zone,
            levels=self.done.levels_done(),
            sedation=self.done.sedation.value(),
            closure=self.done.closure.value(),
            hemostasis=self.done.bleeding_stopped.value(),
            held={drug.drug_key: drug.name for drug in form.held},
            restarts=tuple(decision for decision in decisions if decision),
        )

    def _recorded(self, _: int) -> None:
        self._draft.done()
        self.order.ready_again()

    def _arrange(self) -> None:
        contents = QVBoxLayout()
        contents.setContentsMargins(*(tokens.SPACE_XL,) * 4)
        contents.setSpacing(tokens.SPACE_L)
        contents.addWidget(self._draft.strip)
        for part in (self.done, self._held, self.order, self.summary):
            part.hide()
            contents.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._work = scrolled(contents)
        for part in (self._work, self._who):
            column.addWidget(part)
        self._who.hide()


def _request(
    booking_id: int, verified: Verification | None, facts: ProcedureFacts, proof: Proof
) -> RecordProcedure:
    return RecordProcedure(
        booking_id=booking_id,
        verified=verified,
        start=facts.start,
        end=facts.end,
        levels=facts.levels,
        sedation=facts.sedation,
        closure=facts.closure,
        hemostasis=facts.hemostasis,
        restarts=facts.restarts,
        proof=proof,
    )
