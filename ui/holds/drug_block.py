"""One drug before one booking: what the clock says, why, from where, and the evidence."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.holds.actions import OfDrug
from clinicdesk.holds.queries import HoldFacts
from clinicdesk.policy import DrugRow
from ui.holds import hold_words
from ui.holds.clinical_forms import CreatinineForm, InrForm, TermsForm
from ui.holds.evidence_forms import ClearanceForm, DoseTimesForm, LastDoseForm
from ui.holds.hold_form import HoldForm
from ui.holds.section import Section
from ui.kit import tokens
from ui.kit.chips import Chip
from ui.kit.emptying import empty
from ui.kit.flow import Flow
from ui.kit.labels import Label, Look
from ui.kit.tokens import Status
from ui.session import Session


class DrugBlock(QWidget):
    """`wanted` carries the section that a person wants to open or close."""

    wanted = Signal(object)
    saved = Signal()

    def __init__(self, session: Session, drug: OfDrug, row: DrugRow, patient_id: int) -> None:
        super().__init__()
        self._zone = session.zone
        self._name = Label(hold_words.drug(row), Look.STRONG, wrap=True)
        self._listed = Label("", Look.HINT, wrap=True)
        self._state = Chip(Status.WAIT, "")
        self._draft = Chip(Status.WAIT, "DRAFT", "pencil")
        self._why = Label("", Look.SMALL, wrap=True)
        self._clock = QGridLayout()
        self._citation = Label("", Look.HINT, wrap=True)
        self.sections = [Section(form) for form in _forms(session, drug, row, patient_id)]
        for section in self.sections:
            section.wanted.connect(lambda one=section: self.wanted.emit(one))
            section.form.saved.connect(self.saved)
        self._arrange()

    @property
    def state(self) -> str:
        """The clock's state in words."""
        return self._state.text

    @property
    def is_draft(self) -> bool:
        return not self._draft.isHidden()

    @property
    def why(self) -> str:
        """What is open, one sentence to a line."""
        return self._why.text()

    @property
    def citation(self) -> str:
        return self._citation.text()

    @property
    def clock(self) -> dict[str, str]:
        """The clock's facts by label."""
        words = [self._clock.itemAt(at).widget().text() for at in range(self._clock.count())]
        return dict(zip(words[::2], words[1::2], strict=True))

    def show_hold(self, hold: HoldFacts) -> None:
        """Show the clock and its evidence; what somebody is just typing stays."""
        clock = hold.clock
        status = hold_words.status_of(clock.state)
        self._listed.setText(f"On the medicine list as {hold.medicine}")
        self._state.show_chip(status, hold_words.state_words(clock.state))
        self._draft.setVisible(clock.draft)
        self._why.setText("\n".join(messages.sentence(one, self._zone) for one in clock.reasons))
        self._show_clock(hold_words.clock_lines(clock, self._zone))
        self._citation.setText(f"Source: {clock.citation}")
        for section in self.sections:
            section.show_hold(hold)

    def next_section(self) -> Section | None:
        """The first section that a reason asks for and this person may fill."""
        return next((one for one in self.sections if one.is_asked and one.allowed), None)

    def _show_clock(self, lines: list[tuple[str, str]]) -> None:
        empty(self._clock)
        for at, (label, value) in enumerate(lines):
            self._clock.addWidget(Label(label, Look.SMALL), at, 0, Qt.AlignmentFlag.AlignTop)
            self._clock.addWidget(Label(value, Look.SMALL_STRONG, wrap=True), at, 1)

    def _arrange(self) -> None:
        chips = QWidget()
        flow = Flow(tokens.SPACE_S, tokens.SPACE_XS, chips)
        flow.addWidget(self._state)
        flow.addWidget(self._draft)
        self._clock.setHorizontalSpacing(tokens.SPACE_M)
        self._clock.setVerticalSpacing(tokens.SPACE_HAIR)
        self._clock.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_S)
        for part in (self._name, self._listed, chips, self._why):
            column.addWidget(part)
        column.addLayout(self._clock)
        for section in self.sections:
            column.addWidget(section)
        column.addWidget(self._citation)


def _forms(session: Session, drug: OfDrug, row: DrugRow, patient_id: int) -> Iterator[HoldForm]:
    """In the order of work: what the clock counts with, the prescriber's answer, the proof."""
    if row.always_physician or row.by_indication:
        yield TermsForm(session, drug, row)
    if row.creatinine_clearance:
        yield CreatinineForm(session, drug, patient_id)
    yield DoseTimesForm(session, drug)
    yield ClearanceForm(session, drug)
    yield LastDoseForm(session, drug)
    if row.inr:
        yield InrForm(session, drug, patient_id)
