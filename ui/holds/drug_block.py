"""One drug before one booking: what the clock says, why, from where, and the evidence."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clinicdesk import messages
from clinicdesk.holds.actions import OfDrug
from clinicdesk.holds.queries import HoldFacts
from clinicdesk.policy import DrugRow, permissions
from clinicdesk.record.rules import LabKind, LabValue
from ui.holds import evidence_forms as forms
from ui.holds import hold_words
from ui.holds.section import Section
from ui.kit import tokens
from ui.kit.chips import Chip
from ui.kit.flow import Flow
from ui.kit.labels import Label, Look
from ui.kit.tokens import Status
from ui.session import Session

TERMS, CLEARANCE_RATE, TIMES, ANSWER, LAST_DOSE, INR = (
    "terms crcl times clearance last_dose inr".split()
)
_ASKED_FOR = {
    "holds.physician_must_set": TERMS,
    "holds.indication_missing": TERMS,
    "holds.crcl_missing": CLEARANCE_RATE,
    "holds.crcl_old": CLEARANCE_RATE,
    "holds.dose_times_missing": TIMES,
    "holds.no_clearance": ANSWER,
    "holds.clearance_outside": ANSWER,
    "holds.last_dose_missing": LAST_DOSE,
    "holds.inr_missing": INR,
}


class DrugBlock(QWidget):
    """`wanted` carries the key of the section that a person wants to open or close."""

    wanted = Signal(str)
    saved = Signal()

    def __init__(self, session: Session, booking_id: int, patient_id: int, hold: HoldFacts) -> None:
        super().__init__()
        self._session = session
        self.sections = self._sections(booking_id, patient_id, hold)
        self._name = Label("", Look.STRONG, wrap=True)
        self._listed = Label("", Look.HINT, wrap=True)
        self._state = Chip(Status.WAIT, "")
        self._draft = Chip(Status.WAIT, "DRAFT", "pencil")
        self._why = Label("", Look.SMALL, wrap=True)
        self._clock = QGridLayout()
        self._citation = Label("", Look.HINT, wrap=True)
        self._arrange()
        for key, section in self.sections.items():
            section.wanted.connect(lambda key=key: self.wanted.emit(key))
            section.form.saved.connect(self.saved)

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
    def clock(self) -> dict[str, str]:
        """The clock's facts by label."""
        labels = [self._clock.itemAt(at).widget().text() for at in range(self._clock.count())]
        return dict(zip(labels[::2], labels[1::2], strict=True))

    def show_hold(self, hold: HoldFacts) -> None:
        """Show the clock and its evidence; what somebody is just typing stays."""
        clock, zone = hold.clock, self._session.zone
        self._name.setText(hold_words.drug(clock.row))
        self._listed.setText(f"On the medicine list as {hold.medicine}")
        status = hold_words.status_of(clock.state)
        self._state.show_chip(status, hold_words.state_words(clock.state))
        self._draft.setVisible(clock.draft)
        self._why.setText("\n".join(messages.sentence(one, zone) for one in clock.reasons))
        self._show_clock(hold_words.clock_lines(clock, zone))
        self._citation.setText(f"Source: {clock.citation}" if clock.citation else "")
        for key, section in self.sections.items():
            asked = key in self._asked_for(hold)
            section.show_hold(hold, self._summary(key, hold), is_wanted=asked)

    def next_section(self, hold: HoldFacts) -> str:
        """The first section that a reason asks for and this person may fill; "" for none."""
        asked = self._asked_for(hold)
        ready = (key for key, one in self.sections.items() if key in asked and one.allowed)
        return next(ready, "")

    def open(self, wanted: str) -> None:
        """Open one section and close the others; "" closes all."""
        for key, section in self.sections.items():
            section.open(key == wanted)

    def _asked_for(self, hold: HoldFacts) -> set[str]:
        return {_ASKED_FOR.get(reason.code, "") for reason in hold.clock.reasons}

    def _sections(self, booking_id: int, patient_id: int, hold: HoldFacts) -> dict[str, Section]:
        """In the order of work: what the clock needs to count, then the answers, then the proof."""
        session, row = self._session, hold.plan.row
        drug = OfDrug(
            booking_id=booking_id, medication_id=hold.medication_id, drug_key=hold.drug_key
        )
        set_terms, record_lab = self._who("holds.set_hold_terms"), self._who("record.record_lab")
        made = {}
        if row.always_physician or row.by_indication:
            form = forms.TermsForm(session, drug, row)
            made[TERMS] = Section("Set by the physician", form, set_terms)
        if row.creatinine_clearance:
            form = forms.LabForm(session, drug, LabKind.CREATININE_CLEARANCE, patient_id)
            made[CLEARANCE_RATE] = Section("Creatinine clearance", form, record_lab)
        made[TIMES] = Section("Dose times", forms.DoseTimesForm(session, drug))
        made[ANSWER] = Section("Prescriber’s answer", forms.ClearanceForm(session, drug))
        made[LAST_DOSE] = Section("Last dose taken", forms.LastDoseForm(session, drug))
        if row.inr:
            form = forms.LabForm(session, drug, LabKind.INR, patient_id)
            made[INR] = Section("INR", form, record_lab)
        return made

    def _who(self, action: str) -> str:
        """Who records this, when the person at work may not."""
        allowed = permissions()[action]
        if self._session.may(*allowed):
            return ""
        return f"A {' or '.join(sorted(allowed))} records this."

    def _summary(self, key: str, hold: HoldFacts) -> str:
        plan, zone = hold.plan, self._session.zone
        match key:
            case "terms":
                return _terms(hold)
            case "crcl":
                return self._lab(plan.creatinine_clearance, " mL/min")
            case "inr":
                return self._lab(plan.inr, "")
            case "times":
                return ", ".join(map(messages.clock, plan.dose_times))
            case "last_dose":
                return messages.moment(plan.last_dose, zone) if plan.last_dose else ""
            case _:
                return self._clearance(hold)

    def _lab(self, value: LabValue | None, unit: str) -> str:
        if value is None:
            return ""
        return f"{value.value:f}{unit} · {messages.moment(value.taken_at, self._session.zone)}"

    def _clearance(self, hold: HoldFacts) -> str:
        answer = hold.plan.clearance
        if answer is None:
            return ""
        when = messages.moment(answer.decided_at, self._session.zone)
        return (
            f"{answer.decision.capitalize()} · {answer.prescriber}, {answer.method.lower()}, "
            f"spoke with {answer.spoke_with} · {when}"
        )

    def _show_clock(self, lines: list[tuple[str, str]]) -> None:
        while item := self._clock.takeAt(0):
            item.widget().hide()
            item.widget().deleteLater()
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
        for section in self.sections.values():
            column.addWidget(section)
        column.addWidget(self._citation)


def _terms(hold: HoldFacts) -> str:
    plan = hold.plan
    words = dict(hold_words.INDICATIONS)
    parts = [words[plan.indication] if plan.indication else ""]
    if plan.physician_interval:
        parts.append(hold_words.interval(plan.physician_interval))
    elif plan.row.hold and plan.row.always_physician:
        parts.append(f"The source says {hold_words.interval(plan.row.hold)}")
    return " · ".join(filter(None, parts))
