"""Which sheets a booking's patient holds, and whether they still agree with the schedule."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.patients.queries import PatientFacts, name_of
from clinicdesk.patients.similar import are_alike, form_of
from clinicdesk.patients.tables import Patient
from clinicdesk.policy import readiness_policy
from clinicdesk.procedure_day.queries import procedure_done
from clinicdesk.readiness.queries import BookingEvidence, evidence_of, readiness_of
from clinicdesk.readiness.rules import Gate, GateKey, GateState, PacketState, packet_gate
from clinicdesk.scheduling.name_alerts import Namesake
from clinicdesk.scheduling.queries import BookingFacts, Moved, booking, day
from clinicdesk.scheduling.tables import Booking
from clinicdesk.sheets.content import code_of
from clinicdesk.sheets.day_list import DayList, compose_day, stamped
from clinicdesk.sheets.facts import Facts, printed_fields
from clinicdesk.sheets.gathering import discharge_facts, discharges_facts, pre_op_facts
from clinicdesk.sheets.rules import SheetKind, stale
from clinicdesk.sheets.tables import IssuedSheet
from clinicdesk.staff.queries import clinic
from clinicdesk.staff.tables import StaffMember

_RECENT = 50  # sheets of the whole clinic: who printed none of them did not just print


@dataclass(frozen=True)
class SheetStatus:
    """The newest sheet of a kind in the patient's hands; the empty one when there is none.

    `current_code` is the paper code of a sheet made now, "" while none can be made.
    """

    kind: SheetKind
    state: PacketState
    stale_fields: tuple[str, ...] = ()
    paper_code: str = ""
    issued_by: str = ""
    issued_at: datetime | None = None
    current_code: str = ""


def packet(work: Work, booking_id: int) -> tuple[SheetStatus, ...]:
    """Both sheets of a booking's case."""
    facts = booking(work, booking_id)
    pre_op = pre_op_facts(work, evidence_of(work, [facts]))
    current: dict[SheetKind, Facts] = {SheetKind.PRE_OP: pre_op[facts.id]}
    if procedure_done(work, booking_id) is not None:
        current[SheetKind.DISCHARGE] = discharge_facts(work, facts)
    return tuple(
        _status(_newest(work, [facts], kind).get(facts.case_id), kind, facts, current.get(kind))
        for kind in SheetKind
    )


def day_list(work: Work, on: date) -> DayList:
    """A day's schedule as the staff would print it now, with who makes it when."""
    site, view = clinic(work), day(work, on)
    rooms = [room.name for room in view.rooms]
    listed = compose_day(
        site.name, on, rooms, readiness_of(work, view.bookings), site.zone, work.now
    )
    return stamped(listed, work.now, work.actor.name, site.zone)


def sheet_namesakes(work: Work, booking_id: int) -> tuple[Namesake, ...]:
    """Whose sheet this one could be taken for: who is about that day, and who was printed last."""
    facts = booking(work, booking_id)
    return tuple(dict.fromkeys((*facts.namesakes, *printed_before(work, facts.patient))))


def printed_before(work: Work, patient: PatientFacts) -> tuple[Namesake, ...]:
    """Whose sheet the same person printed last, when that name is similar to this patient's."""
    newest = select(func.max(IssuedSheet.id)).scalar_subquery()
    row = work.session.execute(
        select(Patient, Booking.starts_at)
        .join(Case, Case.patient_id == Patient.id)
        .join(Booking, Booking.case_id == Case.id)
        .join(IssuedSheet, IssuedSheet.booking_id == Booking.id)
        .where(IssuedSheet.issued_by == work.actor.id, IssuedSheet.id > newest - _RECENT)
        .order_by(IssuedSheet.id.desc())
        .limit(1)
    ).first()
    if row is None or row.Patient.id == patient.id:
        return ()
    last = name_of(row.Patient)
    if not are_alike(form_of(last), form_of(patient.name)):
        return ()
    return (Namesake(row.Patient.id, last, row.Patient.birth_date, row.starts_at),)


def packet_gates(work: Work, evidence: Sequence[BookingEvidence]) -> Mapping[int, Gate]:
    """The packet gate of each booking: is the pre-op sheet printed, and does it still agree."""
    bookings = [found.booking for found in evidence]
    newest = _newest(work, bookings, SheetKind.PRE_OP)
    current = pre_op_facts(work, [one for one in evidence if one.booking.case_id in newest])
    due = readiness_policy().gates[GateKey.PACKET].due
    gates = {}
    for facts in bookings:
        sheet = newest.get(facts.case_id)
        status = _status(sheet, SheetKind.PRE_OP, facts, current.get(facts.id))
        gates[facts.id] = packet_gate(status.state, status.stale_fields, due)
    return gates


def discharge_sheets(work: Work, evidence: Sequence[BookingEvidence]) -> Mapping[int, PacketState]:
    """Whether each booking's discharge sheet was printed and still agrees (RULE-45).

    A constant number of statements for any number of bookings.
    """
    kind = SheetKind.DISCHARGE
    bookings = [found.booking for found in evidence]
    newest = _newest(work, bookings, kind)
    current = discharges_facts(work, [one for one in evidence if one.booking.case_id in newest])
    return {
        facts.id: _status(newest.get(facts.case_id), kind, facts, current.get(facts.id)).state
        for facts in bookings
    }


def sheet_undone(work: Work, moved: Moved) -> list[str]:
    """What a moved booking undoes: the sheet in the patient's hands."""
    gate = packet_gates(work, evidence_of(work, [moved.new]))[moved.new.id]
    return ["sheets.sheet_again"] if gate.state is GateState.NEEDS_ACTION else []


def _newest(
    work: Work, bookings: Sequence[BookingFacts], kind: SheetKind
) -> dict[int, tuple[IssuedSheet, str]]:
    """The newest issued sheet of each case, also one issued for a booking that has moved since."""
    rows = work.session.execute(
        select(Booking.case_id, IssuedSheet, StaffMember.name)
        .join(Booking, Booking.id == IssuedSheet.booking_id)
        .join(StaffMember, StaffMember.id == IssuedSheet.issued_by)
        .where(Booking.case_id.in_([facts.case_id for facts in bookings]), IssuedSheet.kind == kind)
        .order_by(IssuedSheet.id)
    )
    return {case_id: (sheet, issued_by) for case_id, sheet, issued_by in rows}


def _status(
    found: tuple[IssuedSheet, str] | None,
    kind: SheetKind,
    booked: BookingFacts,
    current: Facts | None,
) -> SheetStatus:
    """What the newest sheet is worth now; one of an earlier booking was taken back for the move."""
    code = code_of(current) if current else ""
    if found is None:
        return SheetStatus(kind, PacketState.NOT_PRINTED, current_code=code)
    sheet, issued_by = found
    changed = stale(json.loads(sheet.fields), printed_fields(current) if current else {})
    if not changed and sheet.booking_id != booked.id:
        changed = ("booking",)
    return SheetStatus(
        kind,
        PacketState.OUT_OF_DATE if changed else PacketState.CURRENT,
        changed,
        sheet.paper_code,
        issued_by,
        sheet.issued_at,
        code,
    )
