"""The forms of the evidence that a hold clock needs, one small form for each kind."""

from datetime import datetime
from typing import Any

from clinicdesk.errors import Reason, Refused
from clinicdesk.holds.actions import (
    OfDrug,
    RecordClearance,
    RecordLastDose,
    SetHoldTerms,
    record_clearance,
    record_last_dose,
    set_hold_terms,
)
from clinicdesk.holds.queries import HoldFacts
from clinicdesk.holds.rules import ClearanceDecision, Interval
from clinicdesk.policy import DrugRow
from clinicdesk.record.actions import RecordLab, SetDoseTimes, record_lab, set_dose_times
from clinicdesk.record.rules import LabKind
from ui.holds.dose_times_field import DoseTimesField
from ui.holds.hold_form import HoldForm
from ui.holds.hold_words import INDICATIONS, UNITS
from ui.holds.moment_field import MomentField
from ui.kit.forms import ChoiceField, ComboField, NumberField, TextField
from ui.session import Session

_METHODS = [(word, word) for word in ("Phone", "Fax", "Portal", "In person")]
_DECISIONS = [(decision, decision.capitalize()) for decision in ClearanceDecision]
_TOLD_BY = [(word, word) for word in ("Patient", "Family", "Caregiver")]


def _moment(session: Session, day: str, time: str) -> MomentField:
    return MomentField(day, time, today=session.today, zone=session.zone)


def _given(instant: datetime | None, code: str) -> datetime:
    if instant is None:
        raise Refused(Reason(f"holds.{code}"))
    return instant


class DoseTimesForm(HoldForm):
    """At which times of day the drug is taken."""

    def __init__(self, session: Session, drug: OfDrug) -> None:
        super().__init__(session, drug, "Save dose times")
        self.times = DoseTimesField("Taken at", hint="Such as 8 AM, 8 PM")
        self.add(self.times, checked=[self.times])

    def fill(self, hold: HoldFacts) -> None:
        self.times.set_value(hold.plan.dose_times)

    def request(self) -> tuple[Any, Any]:
        medication_id, times = self.drug.medication_id, self.times.value()
        return set_dose_times, SetDoseTimes(medication_id=medication_id, dose_times=times)


class TermsForm(HoldForm):
    """What only a physician may set: why the drug is taken, or its interval."""

    def __init__(self, session: Session, drug: OfDrug, row: DrugRow) -> None:
        super().__init__(session, drug, "Save terms")
        self.indication = ChoiceField("Why it is taken", INDICATIONS)
        self.value = NumberField("Hold for", least=1, most=2000, width=72)
        self.unit = ComboField("Counted as", UNITS)
        if row.by_indication:
            self.add(self.indication)
        self.add(self.value, self.unit, checked=[self.value])

    def fill(self, hold: HoldFacts) -> None:
        own = hold.plan.physician_interval
        self.indication.set_value(hold.plan.indication)
        self.value.set_value(own.value if own else None)
        self.unit.set_value(own.unit if own else None)

    def request(self) -> tuple[Any, Any]:
        indication, interval = self.indication.value(), self._interval()
        if indication is None and interval is None:
            raise Refused(Reason("holds.terms_missing"))
        return set_hold_terms, SetHoldTerms(
            drug=self.drug, indication=indication, interval=interval
        )

    def _interval(self) -> Interval | None:
        value, unit = self.value.value(), self.unit.value()
        if value is None and unit is None:
            return None
        if value is None or unit is None:
            raise Refused(Reason("holds.interval_incomplete"))
        return Interval(value=int(value), unit=unit)


class LabForm(HoldForm):
    """A laboratory value and when its sample was taken."""

    _WORDS = {
        LabKind.CREATININE_CLEARANCE: ("Creatinine clearance", "mL/min", 1),
        LabKind.INR: ("INR", "", 2),
    }

    def __init__(self, session: Session, drug: OfDrug, kind: LabKind, patient_id: int) -> None:
        label, unit, places = self._WORDS[kind]
        super().__init__(session, drug, f"Save {label if kind is LabKind.INR else label.lower()}")
        self._kind, self._patient_id = kind, patient_id
        self.value = NumberField(label, most=999, places=places, suffix=unit, width=72)
        self.taken = _moment(session, "Sample taken on", "at")
        self.add(self.value, checked=[self.value])
        self.add(self.taken, checked=[self.taken.day, self.taken.time])

    def fill(self, hold: HoldFacts) -> None:
        """A new value is a new sample: the recorded one is shown above the form."""
        self.value.set_value(None)
        self.taken.set_value(None)

    def request(self) -> tuple[Any, Any]:
        value = self.value.value()
        taken_at = _given(self.taken.value(), "lab_missing")
        if value is None:
            raise Refused(Reason("holds.lab_missing"))
        return record_lab, RecordLab(
            patient_id=self._patient_id, kind=self._kind, value=value, taken_at=taken_at
        )


class ClearanceForm(HoldForm):
    """The prescriber's answer: who, how, spoke with whom, what, when."""

    def __init__(self, session: Session, drug: OfDrug) -> None:
        super().__init__(session, drug, "Save clearance")
        self.prescriber = TextField("Prescriber")
        self.method = ChoiceField("Reached by", _METHODS)
        self.spoke_with = TextField("Spoke with")
        self.decision = ChoiceField("Decision", _DECISIONS)
        self.decided = _moment(session, "Decided on", "at")
        self.add(self.prescriber)
        self.add(self.method)
        self.add(self.spoke_with)
        self.add(self.decision)
        self.add(self.decided, checked=[self.decided.day, self.decided.time])

    def fill(self, hold: HoldFacts) -> None:
        """Only the prescriber is kept of an earlier answer: the rest is asked again."""
        earlier = hold.plan.clearance
        self.prescriber.set_value(earlier.prescriber if earlier else "")
        self.method.set_value(None)
        self.spoke_with.set_value("")
        self.decision.set_value(None)
        self.decided.set_value(self.session.now())

    def request(self) -> tuple[Any, Any]:
        decision = self.decision.value()
        if decision is None:
            raise Refused(Reason("holds.decision_missing"))
        return record_clearance, RecordClearance(
            drug=self.drug,
            prescriber=self.prescriber.value(),
            method=self.method.value() or "",
            spoke_with=self.spoke_with.value(),
            decision=decision,
            decided_at=_given(self.decided.value(), "decided_missing"),
        )


class LastDoseForm(HoldForm):
    """The last dose really taken, as the patient says."""

    def __init__(self, session: Session, drug: OfDrug) -> None:
        super().__init__(session, drug, "Save last dose")
        self.taken = _moment(session, "Last dose on", "at")
        self.stated_by = ChoiceField("Said by", _TOLD_BY)
        self.add(self.taken, checked=[self.taken.day, self.taken.time])
        self.add(self.stated_by)

    def fill(self, hold: HoldFacts) -> None:
        self.taken.set_value(hold.plan.last_dose)
        self.stated_by.set_value(None)

    def request(self) -> tuple[Any, Any]:
        return record_last_dose, RecordLastDose(
            drug=self.drug,
            taken_at=_given(self.taken.value(), "last_dose_when"),
            stated_by=self.stated_by.value() or "",
        )
