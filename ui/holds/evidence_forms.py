"""The prescriber's answer, the dose times and the last dose: what anybody at the desk records."""

from collections.abc import Mapping
from typing import Any

from clinicdesk import messages
from clinicdesk.errors import Reason, refuse_if
from clinicdesk.holds.actions import (
    OfDrug,
    RecordClearance,
    RecordLastDose,
    record_clearance,
    record_last_dose,
)
from clinicdesk.holds.queries import HoldFacts
from clinicdesk.holds.rules import ClearanceDecision, untold
from clinicdesk.record.actions import SetDoseTimes, set_dose_times
from clinicdesk.text import text_objections
from ui.holds.dose_times_field import DoseTimesField
from ui.holds.hold_form import HoldForm, given
from ui.kit.forms import ChoiceField, TextField
from ui.session import Session

_METHODS = [(word, word) for word in ("Phone", "Fax", "Portal", "In person")]
_DECISIONS = [(decision, decision.capitalize()) for decision in ClearanceDecision]
_LONGEST = 100
_TOLD_BY = [(word, word) for word in ("Patient", "Family", "Caregiver")]


class DoseTimesForm(HoldForm):
    """At which times of day the drug is taken."""

    title = "Dose times"
    action = staticmethod(set_dose_times)
    asked_by = ("holds.dose_times_missing",)

    def __init__(self, session: Session, drug: OfDrug) -> None:
        super().__init__(session, drug)
        self._medication_ids: tuple[int, ...] = ()
        self.times = DoseTimesField("Taken at", hint="Such as 8 AM, 8 PM")
        self.add(self.times, checked=[self.times])
        self.contested = {"dose_times": self.times}

    def show_hold(self, hold: HoldFacts) -> None:
        self._medication_ids = hold.medication_ids
        super().show_hold(hold)

    def summary(self, hold: HoldFacts) -> str:
        return ", ".join(map(messages.clock, hold.plan.dose_times))

    def fill(self, hold: HoldFacts) -> None:
        self.times.set_value(hold.plan.dose_times)

    def request(self) -> Any:
        return SetDoseTimes(
            medication_ids=self._medication_ids,
            dose_times=self.times.value(),
            began=self.began["dose_times"] or (),
        )

    def recorded(self, hold: HoldFacts) -> Mapping[str, Any]:
        return {"dose_times": hold.plan.dose_times}

    def worded(self, name: str, value: Any) -> str:
        return ", ".join(map(messages.clock, value or ())) or super().worded(name, value)


class ClearanceForm(HoldForm):
    """The prescriber's answer: who, how, spoke with whom, what, when."""

    title = "Clearance"
    action = staticmethod(record_clearance)
    asked_by = ("holds.no_clearance", "holds.clearance_outside")

    def __init__(self, session: Session, drug: OfDrug) -> None:
        super().__init__(session, drug)
        self.prescriber = TextField("Prescriber")
        self.method = ChoiceField("Reached by", _METHODS)
        self.spoke_with = TextField("Spoke with")
        self.decision = ChoiceField("Decision", _DECISIONS)
        for field in (self.prescriber, self.method, self.spoke_with, self.decision):
            self.add(field)
        self.decided = self.add_moment("Decided on", "At")

    def summary(self, hold: HoldFacts) -> str:
        answer = hold.plan.clearance
        if answer is None:
            return ""
        return (
            f"{answer.decision.capitalize()} · {answer.prescriber}, {answer.method.lower()}, "
            f"spoke with {answer.spoke_with} · {self.told(answer.decided_at)}"
        )

    def fill(self, hold: HoldFacts) -> None:
        """Only the prescriber is kept of an earlier answer: the rest is asked again."""
        earlier = hold.plan.clearance
        self.prescriber.set_value(earlier.prescriber if earlier else "")
        self.method.set_value(None)
        self.spoke_with.set_value("")
        self.decision.set_value(None)
        self.decided.set_value(self.session.now())

    def request(self) -> Any:
        decision, decided_at = self.decision.value(), self.decided.value()
        told = {
            "prescriber": self.prescriber.value(),
            "method": self.method.value() or "",
            "spoke_with": self.spoke_with.value(),
        }
        objections = untold(**told)
        for field in (self.prescriber, self.spoke_with):
            objections += text_objections(field.name, field.value(), _LONGEST)
        if decision is None:
            objections.append(Reason("holds.decision_missing"))
        if decided_at is None:
            objections.append(Reason("holds.decided_missing"))
        refuse_if(objections)
        return RecordClearance(drug=self.drug, decision=decision, decided_at=decided_at, **told)


class LastDoseForm(HoldForm):
    """The last dose really taken, as the patient says."""

    title = "Last dose"
    action = staticmethod(record_last_dose)
    asked_by = ("holds.last_dose_missing", "holds.last_dose_open")

    def __init__(self, session: Session, drug: OfDrug) -> None:
        super().__init__(session, drug)
        self.taken = self.add_moment("Taken on", "At")
        self.stated_by = ChoiceField("Said by", _TOLD_BY)
        self.add(self.stated_by)

    def summary(self, hold: HoldFacts) -> str:
        return self.told(hold.plan.last_dose)

    def fill(self, hold: HoldFacts) -> None:
        self.taken.set_value(hold.plan.last_dose)
        self.stated_by.set_value(None)

    def request(self) -> Any:
        return RecordLastDose(
            drug=self.drug,
            taken_at=given(self.taken.value(), "last_dose_when"),
            stated_by=self.stated_by.value() or "",
        )
