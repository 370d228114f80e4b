"""What the clock computes with and only clinicians record: terms and laboratory values."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clinicdesk.errors import Reason, Refused
from clinicdesk.holds.actions import OfDrug, SetHoldTerms, set_hold_terms
from clinicdesk.holds.queries import HoldFacts
from clinicdesk.holds.rules import Interval, terms_fields
from clinicdesk.policy import DrugRow, HoldUnit
from clinicdesk.record.actions import RecordLab, record_lab
from clinicdesk.record.rules import LAB_PLACES, LabKind, LabValue
from ui.holds.hold_form import HoldForm, given
from ui.holds.hold_words import INDICATIONS, UNITS, interval
from ui.kit.forms import ChoiceField, ComboField, NumberField
from ui.session import Session

_WRITTEN = re.compile(rf"\d+(\.\d{{1,{LAB_PLACES}}})?")


class TermsForm(HoldForm):
    """Why the drug is taken, or an interval in place of the table's."""

    title = "Terms"
    action = staticmethod(set_hold_terms)
    asked_by = ("holds.physician_must_set", "holds.indication_missing")

    def __init__(self, session: Session, drug: OfDrug, row: DrugRow) -> None:
        super().__init__(session, drug)
        self.indication = ChoiceField("Taken for", INDICATIONS)
        self.value = NumberField("Hold for", least=1, most=2000, width=72)
        self.unit = ComboField("Counted in", UNITS, width=150)
        if row.by_indication:
            self.add(self.indication)
        self.add(self.value, self.unit, checked=[self.value])
        self.contested = {
            "indication": self.indication,
            "hold_for": self.value,
            "counted_in": self.unit,
        }

    def summary(self, hold: HoldFacts) -> str:
        plan = hold.plan
        words = dict(INDICATIONS)
        parts = [words[plan.indication] if plan.indication else ""]
        if plan.physician_interval:
            parts.append(interval(plan.physician_interval))
        return " · ".join(filter(None, parts))

    def fill(self, hold: HoldFacts) -> None:
        own = hold.plan.physician_interval
        self.indication.set_value(hold.plan.indication)
        self.value.set_value(own.value if own else None)
        self.unit.set_value(own.unit if own else None)

    def request(self) -> Any:
        indication = self.indication.value()
        own = _interval(self.value.value(), self.unit.value())
        if indication is None and own is None:
            raise Refused(Reason("holds.terms_missing"))
        before = self.began
        return SetHoldTerms(
            drug=self.drug,
            indication=indication,
            interval=own,
            began_indication=before["indication"],
            began_interval=_interval(before["hold_for"], before["counted_in"]),
        )

    def recorded(self, hold: HoldFacts) -> Mapping[str, Any]:
        return terms_fields(hold.plan.indication, hold.plan.physician_interval)

    def worded(self, name: str, value: Any) -> str:
        words = {"indication": dict(INDICATIONS), "counted_in": dict(UNITS)}.get(name, {})
        return words.get(value) or super().worded(name, value)


def _interval(value: Decimal | None, unit: HoldUnit | None) -> Interval | None:
    """Raises Refused for half an interval."""
    if value is None and unit is None:
        return None
    if value is None or unit is None:
        raise Refused(Reason("holds.interval_incomplete"))
    return Interval(value=int(value), unit=unit)


class LabField(NumberField):
    """A laboratory value; what cannot be read is answered with how it is written."""

    def objection(self) -> str:
        typed = self.input.text().strip()
        if typed and not _WRITTEN.fullmatch(typed):
            return f"{self.name} needs a number with at most two decimals, like 1.25."
        return super().objection()


class LabForm(HoldForm):
    """A laboratory value and when its sample was taken."""

    kind: LabKind
    unit = ""
    plausible: tuple[Decimal, Decimal]
    action = staticmethod(record_lab)

    def __init__(self, session: Session, drug: OfDrug, patient_id: int) -> None:
        super().__init__(session, drug)
        self._patient_id = patient_id
        least, most = self.plausible
        self.value = LabField(
            self.title, least=least, most=most, places=LAB_PLACES, suffix=self.unit, width=72
        )
        self.add(self.value, checked=[self.value])
        self.taken = self.add_moment("Sample taken on", "At")

    def summary(self, hold: HoldFacts) -> str:
        known = self.known(hold)
        if known is None:
            return ""
        return (
            f"{known.value.normalize():f} {self.unit}".strip() + f" · {self.told(known.taken_at)}"
        )

    def known(self, hold: HoldFacts) -> LabValue | None:
        """The newest value."""
        raise NotImplementedError

    def fill(self, hold: HoldFacts) -> None:
        """A new value is a new sample; the recorded one stands above the form."""
        self.value.set_value(None)
        self.taken.set_value(None)

    def request(self) -> Any:
        value = self.value.value()
        if value is None:
            raise Refused(Reason("holds.lab_missing"))
        return RecordLab(
            patient_id=self._patient_id,
            kind=self.kind,
            value=value,
            taken_at=given(self.taken.value(), "lab_when"),
        )


class CreatinineForm(LabForm):
    """The creatinine clearance in mL/min (RULE-27)."""

    title = "Creatinine clearance"
    unit = "mL/min"
    kind = LabKind.CREATININE_CLEARANCE
    plausible = (Decimal(1), Decimal(250))
    asked_by = ("holds.crcl_missing", "holds.crcl_old")

    def known(self, hold: HoldFacts) -> LabValue | None:
        return hold.plan.creatinine_clearance


class InrForm(LabForm):
    """The INR before a warfarin patient's procedure (RULE-28)."""

    title = "INR"
    kind = LabKind.INR
    plausible = (Decimal("0.5"), Decimal(20))
    asked_by = ("holds.inr_missing",)

    def known(self, hold: HoldFacts) -> LabValue | None:
        return hold.plan.inr
