"""Recording what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clinicdesk import topics
from clinicdesk.cases.actions import move_case
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused, refuse_if
from clinicdesk.evaluations.rules import Level, Side
from clinicdesk.holds.actions import open_hold
from clinicdesk.holds.queries import hold_clocks
from clinicdesk.patients.verification import Verification, refuse_unverified
from clinicdesk.procedure_day.queries import procedure_form
from clinicdesk.procedure_day.rules import (
    Closure,
    ProcedureFacts,
    RestartDecision,
    objections_to_record,
)
from clinicdesk.procedure_day.tables import LevelDone, ProcedureRecord, RestartOrder
from clinicdesk.scheduling.queries import BookingFacts, live_booking
from clinicdesk.scheduling.rules import BookingState, Sedation
from clinicdesk.scheduling.tables import Booking
from clinicdesk.staff.passwords import Proof, check_proof
from clinicdesk.staff.queries import clinic


@dataclass(frozen=True, kw_only=True)
class RecordProcedure:
    """The procedure as done and the discharge order, signed with the physician's password."""

    booking_id: int
    verified: Verification | None
    start: datetime | None
    end: datetime | None
    levels: tuple[tuple[Level, Side], ...]
    sedation: Sedation | None
    closure: Closure | None
    hemostasis: bool | None
    restarts: tuple[RestartDecision, ...]
    proof: Proof


def record_procedure(work: Work, request: RecordProcedure) -> int:
    """Store the procedure, the restart orders and the discharge order; answers the record's id.

    Refused while anything is missing (RULE-31, RULE-39) or nobody made sure whose it is (RULE-18).
    Takes the case to recovery: until the day board exists, the steps of the day before it are
    taken here, one by one.
    """
    check_proof(request.proof, work.actor)
    facts, zone = live_booking(work, request.booking_id, done=True), clinic(work).zone
    patient, day = facts.patient, facts.starts_at.astimezone(zone).date()
    refuse_unverified(work, request.verified, patient.id, patient.birth_date, day)
    form = procedure_form(work, request.booking_id)
    if form.done is not None:
        raise Refused(Reason("procedure_day.recorded_already"))
    refuse_if(
        objections_to_record(
            ProcedureFacts(
                start=request.start,
                end=request.end,
                recorded_at=work.now,
                booked_day=day,
                zone=zone,
                levels=request.levels,
                sedation=request.sedation,
                closure=request.closure,
                hemostasis=request.hemostasis,
                held={drug.drug_key: drug.name for drug in form.held},
                restarts=request.restarts,
            )
        )
    )
    record = ProcedureRecord(
        booking_id=request.booking_id,
        started_at=request.start,
        ended_at=request.end,
        sedation=request.sedation,
        closure=request.closure,
        hemostasis=request.hemostasis,
        recorded_by=work.actor.id,
        recorded_at=work.now,
        discharge_ordered_by=work.actor.id,
        discharge_ordered_at=work.now,
        levels=[LevelDone(level=level, side=side) for level, side in request.levels],
    )
    work.session.add(record)
    work.session.add_all(_restart_orders(work, request.restarts, facts))
    _finish_booking(work, request.booking_id)
    work.touch(topics.SCHEDULE, topics.SHEETS, patient_id=facts.patient.id)
    return record.id


def _restart_orders(
    work: Work, restarts: Sequence[RestartDecision], facts: BookingFacts
) -> list[RestartOrder]:
    """One order for each decision; a drug that nobody held before gets its hold now."""
    drugs = {found.drug_key: found for found in hold_clocks(work, facts.id)}
    return [
        RestartOrder(
            hold_id=open_hold(work, facts, drugs[decision.drug_key]).id,
            booking_id=facts.id,
            decision=decision.restart,
            restart_at=decision.at,
            ordered_by=work.actor.id,
            ordered_at=work.now,
        )
        for decision in restarts
    ]


def _finish_booking(work: Work, booking_id: int) -> None:
    booking = work.session.get_one(Booking, booking_id)
    booking.state = BookingState.DONE
    case = work.session.get_one(Case, booking.case_id)
    way = (CaseStatus.CHECKED_IN, CaseStatus.PRE_OP, CaseStatus.IN_PROCEDURE, CaseStatus.RECOVERY)
    move_case(work, case, *way)
    work.session.flush()
