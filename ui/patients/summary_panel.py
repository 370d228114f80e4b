"""The first tab of a chart: where the patient is on the way, what comes next, what is known."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from clinicdesk import messages, topics
from clinicdesk.cases.actions import open_case
from clinicdesk.cases.queries import CaseFacts, current_case
from clinicdesk.cases.rules import OVER
from clinicdesk.contacts.queries import Contacts, contacts
from clinicdesk.errors import Reason
from clinicdesk.intake.queries import IntakeFacts, intake
from clinicdesk.patients.queries import PatientFacts, patient
from clinicdesk.readiness.queries import BookingReadiness, readiness
from clinicdesk.record.queries import Chart, chart, conditions
from clinicdesk.record.rules import LabKind, LabValue
from clinicdesk.scheduling.queries import BookingFacts, booking_of_patient
from clinicdesk.scheduling.rules import BookingState
from ui.kit import tokens
from ui.kit.buttons import secondary
from ui.kit.card import Card
from ui.kit.chips import Chip
from ui.kit.labels import Label, Look
from ui.kit.page import Page
from ui.kit.scrolling import scrolled
from ui.kit.tokens import Status
from ui.patients import contact_words
from ui.patients.allergies_card import AllergiesCard
from ui.patients.conditions_card import ConditionsCard
from ui.patients.facts_card import FactsCard
from ui.patients.items_card import ItemsCard
from ui.patients.medicines_card import MedicinesCard
from ui.patients.next_step import next_step
from ui.patients.open_items import DETAILS, OpenItem, open_items
from ui.patients.pathway import place
from ui.patients.pathway_line import PathwayLine
from ui.patients.thinner_question import ThinnerQuestion
from ui.session import Session

_LABS = {
    LabKind.INR: "INR {value}",
    LabKind.CREATININE_CLEARANCE: "Creatinine clearance {value} mL/min",
}


_TOPICS = {topics.READINESS, topics.SCHEDULE, topics.SHEETS}


class SummaryPanel(Page):
    """Shows; most of what is to be done is done on the other tabs.

    `place_wanted` carries the label of a tab and the section on it, "" for its beginning.
    """

    doing = "Reading the summary"

    place_wanted = Signal(str, str)

    def __init__(self, session: Session, patient_id: int) -> None:
        super().__init__(session.background, {topics.patient(patient_id), *_TOPICS})
        self._session = session
        self._patient_id = patient_id
        self._intake: IntakeFacts | None = None
        self._case: CaseFacts | None = None
        self._known: Contacts | None = None
        self._ready: BookingReadiness | None = None
        self._has_died = False
        self.line = PathwayLine()
        self._aside = Chip(Status.ATTN, "")
        self.next_step = Label("", Look.STRONG, wrap=True)
        self.next_date = Label("", wrap=True)
        self.new_case = secondary("Start a &new case")
        self.new_case.clicked.connect(lambda _: self._start_case())
        self.thinner = ThinnerQuestion(session, patient_id)
        self.medicines = MedicinesCard(session, patient_id)
        self.allergies = AllergiesCard(session)
        self.conditions = ConditionsCard(session)
        self.labs = FactsCard("Laboratory values")
        self.todo = ItemsCard()
        self.reach = FactsCard("Contact details", editable=True)
        self.people = FactsCard("People", editable=True)
        self.payer = FactsCard("Coverage", editable=True)
        self.todo.chosen.connect(self._go)
        cards = {"reach": self.reach, "people": self.people, "payer": self.payer}
        for section, card in cards.items():
            card.edit_wanted.connect(
                lambda section=section: self.place_wanted.emit(DETAILS, section)
            )
        self._arrange()

    def reload(self) -> None:
        self.read(intake, self._patient_id, then=self._show_intake)
        self.read(current_case, self._patient_id, then=self._show_case)
        self.read(chart, self._patient_id, then=self._show_record)
        self.read(patient, self._patient_id, then=self._show_patient)
        self.read(booking_of_patient, self._patient_id, then=self._show_booking)
        self.read(contacts, self._patient_id, then=self._show_contacts)
        self.read(conditions, self._patient_id, then=self.conditions.show_record)

    def _show_intake(self, facts: IntakeFacts | None) -> None:
        """Comes first: the case and the record are shown in its light."""
        self._intake = facts
        self.thinner.show_intake(closed=self._intake_is_closed())

    def _intake_is_closed(self) -> bool:
        return self._intake is not None and self._intake.closed_at is not None

    def _show_booking(self, found: BookingFacts | None) -> None:
        """When and where; what that day still needs stays on screen until it is read again."""
        if found is None:
            self._ready = None
            self._show_next()
            self.next_date.setText("No date yet.")
            self._show_items()
            return
        when = messages.moment(found.starts_at, self._session.zone)
        said = "Procedure done" if found.state is BookingState.DONE else "Next date"
        parts = (f"{said}: {when}", found.room, found.physician)
        self.next_date.setText(" · ".join(filter(None, parts)))
        self.read(readiness, found.id, then=self._show_readiness)

    def _show_readiness(self, ready: BookingReadiness) -> None:
        self._ready = ready
        self._show_next()
        self._show_items()

    def _show_contacts(self, known: Contacts) -> None:
        self._known = known
        self.reach.show_lines(contact_words.reach(known))
        self.reach.notice.say(contact_words.language_notes(known))
        self.people.show_lines(contact_words.people(known), contact_words.NOBODY)
        self.payer.show_lines(contact_words.payer(known.payer), contact_words.NO_PAYER)
        self.payer.notice.show_warning(known.coverage_warning)
        self._show_items()

    def _show_items(self) -> None:
        if self._known is None:
            return
        items = open_items(
            self._case,
            self._known,
            self._ready,
            intake_closed=self._intake_is_closed(),
            now=self._session.now(),
            zone=self._session.zone,
        )
        self.todo.show_items([] if self._has_died else items)

    def _go(self, item: OpenItem) -> None:
        self.place_wanted.emit(item.tab, item.section)

    def _show_case(self, case: CaseFacts | None) -> None:
        self._case = case
        here = place(case.status if case else None)
        self.line.show_place(here)
        self._aside.show_chip(Status.ATTN, here.aside)
        self._aside.setVisible(bool(here.aside))
        self._show_next()
        self.new_case.setVisible(case is not None and case.status in OVER)

    def _show_next(self) -> None:
        """Of somebody who has died, that is said instead."""
        if self._has_died:
            return
        step = next_step(
            self._case,
            self._ready,
            intake_closed=self._intake_is_closed(),
            now=self._session.now(),
            zone=self._session.zone,
        )
        self.next_step.setText(messages.sentence(step, self._session.zone))

    def _start_case(self) -> None:
        self._session.background.change(
            self, open_case, self._patient_id, then=lambda _: None, refused=self._refused
        )

    def _refused(self, reasons: Sequence[Reason]) -> None:
        self.next_step.setText(messages.sentence(reasons[0], self._session.zone))

    def _show_record(self, record: Chart) -> None:
        self.medicines.show_record(record, self._intake)
        self.allergies.show_record(record, self._intake)
        self.thinner.show_answer(record.takes_thinner)
        self.labs.show_lines([self._lab(value) for value in record.labs])

    def _show_patient(self, facts: PatientFacts) -> None:
        self._has_died = facts.has_died
        self._show_next()
        if facts.has_died:
            died = Reason("patients.next_deceased", {"day": facts.deceased_on})
            if facts.deceased_on is None:
                died = Reason("patients.next_deceased_some_day")
            self.next_step.setText(messages.sentence(died))
            self.new_case.hide()

    def _lab(self, value: LabValue) -> str:
        said = _LABS[value.kind].format(value=f"{value.value:f}")
        return f"{said} · {messages.moment(value.taken_at, self._session.zone)}"

    def _arrange(self) -> None:
        way = Card("Pathway")
        way.heading.addWidget(self._aside)
        way.body.addWidget(self.line)
        way.body.addWidget(self.next_step)
        way.body.addWidget(self.next_date)
        way.body.addWidget(self.new_case, 0, Qt.AlignmentFlag.AlignLeft)
        facts = QHBoxLayout()
        facts.setSpacing(tokens.SPACE_L)
        left = (self.todo, self.thinner, self.medicines, self.allergies)
        right = (self.reach, self.people, self.payer)
        for cards in ((*left, self.conditions, self.labs), right):
            side = QVBoxLayout()
            side.setSpacing(tokens.SPACE_L)
            for card in cards:
                side.addWidget(card)
            side.addStretch(1)
            facts.addLayout(side, 1)
        column = QVBoxLayout()
        column.setContentsMargins(tokens.SPACE_XL, 20, tokens.SPACE_XL, tokens.SPACE_XL)
        column.setSpacing(tokens.SPACE_L)
        column.addWidget(way)
        column.addLayout(facts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(column))
