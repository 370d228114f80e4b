"""What gets recorded between booking and procedure, made through the program's own actions."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.holds.actions import (
    OfDrug,
    RecordClearance,
    RecordLastDose,
    SignPolicy,
    record_clearance,
    record_last_dose,
    sign_policy,
)
from clinicdesk.holds.queries import HoldFacts, hold_clocks, policy_in_force
from clinicdesk.holds.rules import ClearanceDecision
from clinicdesk.readiness.actions import NameEscort, name_escort
from clinicdesk.readiness.queries import readiness
from clinicdesk.readiness.rules import Escort, EscortKind, Gate, GateKey
from clinicdesk.record.actions import (
    MarkThinner,
    RecordLab,
    StrikeMedicine,
    mark_thinner,
    record_lab,
    strike_medicine,
)
from clinicdesk.record.queries import chart
from clinicdesk.record.rules import LabKind
from clinicdesk.scheduling.queries import booking
from clinicdesk.sheets.actions import IssueSheet, PreviewSheet, issue_sheet, preview_sheet
from clinicdesk.sheets.queries import SheetStatus, packet
from clinicdesk.sheets.rules import SheetKind
from tests.builders.clinic import COORDINATOR, NURSE, PHYSICIAN, actor, proof
from tests.builders.gestures import ask, do
from tests.builders.patients import sure_of

PDF = b"%PDF-1.7 drawn elsewhere"


def sign_hold_table(desk: Desk) -> None:
    """The physician signs the hold table in force."""
    shown = ask(desk, PHYSICIAN, policy_in_force)
    signed = SignPolicy(sha256=shown.sha256, proof=proof(actor(desk, PHYSICIAN)))
    do(desk, PHYSICIAN, sign_policy, signed)


def a_lab(desk: Desk, patient_id: int, kind: LabKind, value: str, taken_at: datetime) -> None:
    """A laboratory value, as the nurse records it."""
    lab = RecordLab(patient_id=patient_id, kind=kind, value=Decimal(value), taken_at=taken_at)
    do(desk, NURSE, record_lab, lab)


def hold(desk: Desk, booking_id: int) -> HoldFacts:
    """The only hold-table drug of a booking."""
    [only] = ask(desk, COORDINATOR, hold_clocks, booking_id)
    found: HoldFacts = only
    return found


def of_drug(desk: Desk, booking_id: int) -> OfDrug:
    """That drug, as a request names it."""
    return _named(booking_id, hold(desk, booking_id))


def _named(booking_id: int, found: HoldFacts) -> OfDrug:
    return OfDrug(booking_id=booking_id, drug_key=found.drug_key)


def an_answer(desk: Desk, booking_id: int, **given: Any) -> RecordClearance:
    """The prescriber's answer on the first drug: hold it, given just now, unless said otherwise."""
    found = ask(desk, COORDINATOR, hold_clocks, booking_id)[0]
    answer = {
        "drug": _named(booking_id, found),
        "prescriber": "Dr. A. Reyes",
        "method": "phone",
        "spoke_with": "nurse Lee",
        "decision": ClearanceDecision.HOLD,
        "decided_at": found.plan.now,
    }
    return RecordClearance(**{**answer, **given})


def clear(desk: Desk, booking_id: int, **given: Any) -> None:
    """Record the prescriber's answer; only a physician takes the risk of going on."""
    answer = an_answer(desk, booking_id, **given)
    who = PHYSICIAN if answer.decision is ClearanceDecision.CONTINUE else COORDINATOR
    do(desk, who, record_clearance, answer)


def tell_last_dose(desk: Desk, booking_id: int, taken_at: datetime) -> None:
    """Record the last dose that the patient says was taken."""
    told = RecordLastDose(
        drug=of_drug(desk, booking_id), taken_at=taken_at, stated_by="the patient"
    )
    do(desk, COORDINATOR, record_last_dose, told)


def mark(desk: Desk, patient_id: int, name: str) -> None:
    """Mark a medicine as a blood thinner that the hold table does not know."""
    medicines = ask(desk, NURSE, chart, patient_id).medicines
    [found] = [medicine for medicine in medicines if medicine.name == name]
    do(desk, NURSE, mark_thinner, MarkThinner(medication_id=found.id))


def strike_all(desk: Desk, patient_id: int) -> None:
    """Strike every medicine of a patient out, as the nurse does."""
    for medicine in ask(desk, NURSE, chart, patient_id).medicines:
        strike = StrikeMedicine(medication_id=medicine.id, reason="another patient's list")
        do(desk, NURSE, strike_medicine, strike)


def a_driver(**given: Any) -> Escort:
    """The patient's daughter, who is an adult and agreed."""
    escort = {
        "kind": EscortKind.RESPONSIBLE_ADULT,
        "name": "Ana Martinez",
        "relationship": "daughter",
        "phone": "707 555 0172",
        "is_adult": True,
        "has_agreed": True,
    }
    return Escort(**{**escort, **given})


def name_driver(desk: Desk, booking_id: int, **given: Any) -> None:
    """Record who takes the patient home, knowing who was named before."""
    known = ask(desk, COORDINATOR, readiness, booking_id).escort
    request = NameEscort(booking_id=booking_id, escort=a_driver(**given), began=known)
    do(desk, COORDINATOR, name_escort, request)


def a_print(desk: Desk, booking_id: int, kind: SheetKind = SheetKind.PRE_OP) -> IssueSheet:
    """A sheet as previewed now, drawn and about to be printed."""
    preview = PreviewSheet(booking_id=booking_id, kind=kind)
    code = do(desk, COORDINATOR, preview_sheet, preview).paper_code
    return IssueSheet(
        booking_id=booking_id,
        verified=sure_of(ask(desk, COORDINATOR, booking, booking_id).patient),
        kind=kind,
        paper_code=code,
        renderer="test",
        pdf=PDF,
    )


def print_sheet(desk: Desk, booking_id: int, kind: SheetKind = SheetKind.PRE_OP) -> int:
    """Preview and issue a sheet; the id of what was issued."""
    issued: int = do(desk, COORDINATOR, issue_sheet, a_print(desk, booking_id, kind))
    return issued


def sheet(desk: Desk, booking_id: int, kind: SheetKind = SheetKind.PRE_OP) -> SheetStatus:
    """Where one of a booking's sheets stands."""
    return next(one for one in ask(desk, COORDINATOR, packet, booking_id) if one.kind is kind)


def gate(desk: Desk, booking_id: int, key: GateKey) -> Gate:
    """One gate of a booking."""
    gates = ask(desk, COORDINATOR, readiness, booking_id).gates
    return next(one for one in gates if one.key is key)
