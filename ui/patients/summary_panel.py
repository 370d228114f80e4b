"""The first tab of a chart: where the patient is on the way, what comes next, what is known."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import messages, topics
from clinicdesk.cases.actions import open_case
from clinicdesk.cases.queries import CaseFacts, current_case
from clinicdesk.cases.rules import OVER, CaseStatus
from clinicdesk.errors import Reason
from clinicdesk.intake.queries import IntakeFacts, intake
from clinicdesk.patients.queries import PatientFacts, patient
from clinicdesk.record.queries import Chart, chart
from clinicdesk.record.rules import LabKind, LabValue
from ui.kit import tokens
from ui.kit.buttons import secondary
from ui.kit.card import Card
from ui.kit.chips import Chip
from ui.kit.labels import Label, Look
from ui.kit.page import Page
from ui.kit.scrolling import scrolled
from ui.kit.tokens import Status
from ui.patients import words
from ui.patients.allergies_card import AllergiesCard
from ui.patients.medicines_card import MedicinesCard
from ui.patients.pathway import place
from ui.patients.pathway_line import PathwayLine
from ui.patients.thinner_question import ThinnerQuestion
from ui.session import Session

_LABS = {
    LabKind.INR: "INR {value}",
    LabKind.CREATININE_CLEARANCE: "Creatinine clearance {value} mL/min",
}


class SummaryPanel(Page):
    """Shows; most of what is to be done is done on the other tabs."""

    def __init__(self, session: Session, patient_id: int) -> None:
        super().__init__(session.background, {topics.patient(patient_id)})
        self._session = session
        self._patient_id = patient_id
        self._intake: IntakeFacts | None = None
        self.line = PathwayLine()
        self._aside = Chip(Status.ATTN, "")
        self.next_step = Label("", Look.STRONG, wrap=True)
        self.new_case = secondary("Start a &new case")
        self.new_case.clicked.connect(lambda _: self._start_case())
        self.thinner = ThinnerQuestion(session, patient_id)
        self.medicines = MedicinesCard(session, patient_id)
        self.allergies = AllergiesCard(session)
        self.labs = _Facts("Laboratory values")
        self.phones = _Facts("Phone")
        self._arrange()

    def reload(self) -> None:
        read = self._session.background.read
        read(self, intake, self._patient_id, then=self._show_intake)
        read(self, current_case, self._patient_id, then=self._show_case)
        read(self, chart, self._patient_id, then=self._show_record)
        read(self, patient, self._patient_id, then=self._show_patient)

    def _show_intake(self, facts: IntakeFacts | None) -> None:
        """Comes first: the case and the record are shown in its light."""
        self._intake = facts
        self.thinner.show_intake(closed=self._intake_is_closed())

    def _intake_is_closed(self) -> bool:
        return self._intake is not None and self._intake.closed_at is not None

    def _show_case(self, case: CaseFacts | None) -> None:
        here = place(case.status if case else None)
        self.line.show_place(here)
        self._aside.show_chip(Status.ATTN, here.aside)
        self._aside.setVisible(bool(here.aside))
        step = str(case.status) if case else "none"
        if step == CaseStatus.INTAKE and self._intake_is_closed():
            step = "intake_done"
        self.next_step.setText(messages.sentence(Reason(f"patients.next_{step}")))
        self.new_case.setVisible(case is not None and case.status in OVER)

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
        self.phones.show_lines([facts.phone] if facts.phone else [])
        if facts.deceased_on:
            died = Reason("patients.next_deceased", {"day": facts.deceased_on})
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
        way.body.addWidget(self.new_case, 0, Qt.AlignmentFlag.AlignLeft)
        facts = QHBoxLayout()
        facts.setSpacing(tokens.SPACE_L)
        for cards in ((self.thinner, self.medicines, self.labs), (self.allergies, self.phones)):
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


class _Facts(Card):
    """A card with one fact per line."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._lines = Label("", wrap=True)
        self.body.addWidget(self._lines)
        self.show_lines([])

    @property
    def text(self) -> str:
        return self._lines.text()

    def show_lines(self, lines: list[str]) -> None:
        self._lines.setText("\n".join(lines) or words.NOT_RECORDED)
