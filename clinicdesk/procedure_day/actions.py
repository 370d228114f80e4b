"""The steps of the day, and recording what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

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
from clinicdesk.procedure_day.board import board_rows
from clinicdesk.procedure_day.queries import procedure_form
from clinicdesk.procedure_day.rules import (
    Closure,
    ProcedureFacts,
    RestartDecision,
    Step,
    objections_to_record,
)
from clinicdesk.procedure_day.steps import (
    IDENTIFIED,
    STATUSES,
    WAY,
    may_take,
    objections_to_step,
    objections_to_taking_back,
)
from clinicdesk.procedure_day.tables import DayStep, LevelDone, ProcedureRecord, RestartOrder
from clinicdesk.scheduling.queries import BookingFacts, live_booking
from clinicdesk.scheduling.rules import BookingState, Sedation
from clinicdesk.scheduling.tables import Booking
from clinicdesk.staff.passwords import Proof, check_proof
from clinicdesk.staff.queries import clinic

_WAY = (CaseStatus.CHECKED_IN, CaseStatus.PRE_OP, CaseStatus.IN_PROCEDURE, CaseStatus.RECOVERY)


@dataclass(frozen=True, kw_only=True)
class TakeStep:
    """A step of a booking's day that was reached; `at` is when, without it now.

    Checking in and discharging name the patient that somebody made sure of.
    """

    booking_id: int
    step: Step
    verified: Verification | None = None
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TakeBackStep:
    """A step that was taken in error."""

    booking_id: int
    step: Step


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


def take_step(work: Work, request: TakeStep) -> int:
    """Take a step of the day and move the case along; answers the step's id.

    Refused out of turn or out of time, while a gate that is due stands open (RULE-19), without two
    identifiers at check-in and discharge (RULE-18), and without order, adult and current sheet at
    discharge (RULE-44, RULE-45).
    """
    facts, zone = live_booking(work, request.booking_id, done=True), clinic(work).zone
    patient, step = facts.patient, request.step
    _refuse_by_role(work, step)
    if step in IDENTIFIED:
        day = facts.starts_at.astimezone(zone).date()
        refuse_unverified(work, request.verified, patient.id, patient.birth_date, day)
    [row] = board_rows(work, [facts])
    at = request.at or work.now
    refuse_if(objections_to_step(step, row.judged(at, work.now, zone)))
    if before := _counted(work, facts, step):
        _end(work, before)  # the mark of a driver in whose place another one was named
    taken = DayStep(booking_id=facts.id, step=step, at=at, recorded_by=work.actor.id)
    work.session.add(taken)
    _go_on(work, facts, STATUSES[step], BookingState.DONE if step is Step.DONE else None)
    return taken.id


def take_back_step(work: Work, request: TakeBackStep) -> None:
    """Take back a step that was taken in error; its row stays and counts no more.

    Refused while a later step or the record of the procedure rests on it.
    """
    facts, step = live_booking(work, request.booking_id, done=True), request.step
    _refuse_by_role(work, step)
    [row] = board_rows(work, [facts])
    taken = {one: found.at for one, found in row.steps.items()}
    refuse_if(objections_to_taking_back(step, taken, recorded=row.is_recorded))
    stored = _counted(work, facts, step)
    assert stored is not None
    _end(work, stored)
    way = tuple(reversed(_before(step))) if STATUSES[step] else ()
    _go_on(work, facts, way, BookingState.BOOKED if step is Step.DONE else None)


def _counted(work: Work, facts: BookingFacts, step: Step) -> DayStep | None:
    counted = select(DayStep).filter_by(booking_id=facts.id, step=step, taken_back_at=None)
    return work.session.scalar(counted)


def _end(work: Work, step: DayStep) -> None:
    step.taken_back_at, step.taken_back_by = work.now, work.actor.id
    work.session.flush()


def _refuse_by_role(work: Work, step: Step) -> None:
    if not may_take(step, work.actor.roles):
        raise Refused(Reason("procedure_day.step_needs_nurse"))


def _before(step: Step) -> tuple[CaseStatus, ...]:
    """Where the case was before a step, and what the step led through but for its end."""
    earlier = WAY[WAY.index(step) - 1] if step is not WAY[0] else None
    since = STATUSES[earlier][-1] if earlier else CaseStatus.SCHEDULED
    return (since, *STATUSES[step][:-1])


def _go_on(
    work: Work, facts: BookingFacts, way: Sequence[CaseStatus], state: BookingState | None
) -> None:
    """The case and the booking follow the step."""
    move_case(work, work.session.get_one(Case, facts.case_id), *way)
    if state:
        work.session.get_one(Booking, facts.id).state = state
    work.session.flush()
    work.touch(topics.SCHEDULE, topics.READINESS, patient_id=facts.patient.id)


def record_procedure(work: Work, request: RecordProcedure) -> int:
    """Store the procedure, the restart orders and the discharge order; answers the record's id.

    Refused while anything is missing (RULE-31, RULE-39) or nobody made sure whose it is (RULE-18).
    Takes the case to recovery, with whatever step of the day nobody had taken before. No open gate
    keeps anybody from recording what took place.
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
    # Before its first step the case is at none of these.
    gone = _WAY.index(case.status) + 1 if case.status in _WAY else 0
    move_case(work, case, *_WAY[gone:])
    work.session.flush()
