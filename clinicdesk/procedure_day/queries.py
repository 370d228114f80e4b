"""What is to be recorded on the day, and what was."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from clinicdesk.desk import Work
from clinicdesk.evaluations.queries import signed_note
from clinicdesk.evaluations.rules import Level, Side
from clinicdesk.holds.queries import HoldFacts, hold_clocks
from clinicdesk.holds.rules import ClearanceDecision, restart_suggestion
from clinicdesk.holds.tables import HoldRow
from clinicdesk.policy import DrugRow, read_row
from clinicdesk.procedure_day.board import Board, board_rows
from clinicdesk.procedure_day.rules import Closure, RestartDecision, Step
from clinicdesk.procedure_day.stages import stage_limits
from clinicdesk.procedure_day.tables import DayStep, ProcedureRecord, RestartOrder
from clinicdesk.scheduling.queries import BookingFacts, booking
from clinicdesk.scheduling.queries.bookings import found_bookings, with_namesakes
from clinicdesk.scheduling.queries.days import next_booked
from clinicdesk.scheduling.rules import BookingState, Part, Sedation, day_span
from clinicdesk.scheduling.tables import Booking, Occupancy
from clinicdesk.staff.queries import clinic, local_day
from clinicdesk.staff.tables import StaffMember


@dataclass(frozen=True)
class HeldDrug:
    """A drug that needs a restart decision; `row` suggests one through `restart_suggestion`."""

    drug_key: str
    name: str
    row: DrugRow

    def suggestion(self, end: datetime, *, hemostasis: bool | None) -> datetime | None:
        """What the policy suggests to the physician, or None (RULE-31)."""
        return restart_suggestion(self.row, end, hemostasis=hemostasis)


@dataclass(frozen=True)
class ProcedureDone:
    """The procedure as recorded; `drugs` are the rows of `restarts`, by drug key."""

    start: datetime
    end: datetime
    levels: tuple[tuple[Level, Side], ...]
    sedation: Sedation
    closure: Closure
    hemostasis: bool
    restarts: tuple[RestartDecision, ...]
    drugs: Mapping[str, DrugRow]
    ordered_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class ProcedureForm:
    """What the "Procedure done" panel shows: the plan, the held drugs, and the record once made."""

    booking: BookingFacts
    planned: tuple[tuple[Level, Side], ...]
    held: tuple[HeldDrug, ...]
    done: ProcedureDone | None


def today(work: Work, on: date) -> Board:
    """The bookings of a local day by start, in a constant number of statements.

    Before them whoever was checked in on an earlier day and was not taken home yet.
    """
    zone = clinic(work).zone
    whole = day_span(on, zone)
    that_day = and_(Booking.starts_at >= whole.start, Booking.starts_at < whole.end)
    left = _not_home(work, whole.start)
    found = found_bookings(work, or_(that_day, Booking.id.in_(left)) if left else that_day)
    rows = board_rows(work, with_namesakes(work, found))
    return Board(on, rows, None if rows else next_booked(work, whole.end, zone))


def _not_home(work: Work, before: datetime) -> Sequence[int]:
    """Whom the board of an earlier day still holds, by booking."""
    home = aliased(DayStep)
    went = exists().where(
        home.booking_id == DayStep.booking_id,
        home.step == Step.DISCHARGED,
        home.taken_back_at.is_(None),
    )
    came = (
        select(Booking.id)
        .join(DayStep, DayStep.booking_id == Booking.id)
        .where(
            Booking.starts_at < before,
            DayStep.step == Step.ARRIVED,
            DayStep.taken_back_at.is_(None),
            ~went,
        )
    )
    return work.session.scalars(came).all()


def count_late(work: Work) -> int:
    """How many of today's patients should have come longer ago than the board lets pass."""
    whole = day_span(local_day(work), clinic(work).zone)
    came = select(DayStep.id).where(
        DayStep.booking_id == Booking.id,
        DayStep.step == Step.ARRIVED,
        DayStep.taken_back_at.is_(None),
    )
    late = work.now - timedelta(minutes=stage_limits().late + 1)
    expected = (
        select(func.count())
        .select_from(Booking)
        .join(Occupancy, Occupancy.booking_id == Booking.id)
        .where(
            Booking.state == BookingState.BOOKED,
            Booking.starts_at >= whole.start,
            Booking.starts_at < whole.end,
            Occupancy.part == Part.PATIENT,
            Occupancy.starts_at <= late,
            ~came.exists(),
        )
    )
    return work.session.scalar(expected) or 0


def procedure_form(work: Work, booking_id: int) -> ProcedureForm:
    """The day's record of one booking."""
    facts = booking(work, booking_id)
    signed = signed_note(work, facts.case_id)
    held = [drug for hold in hold_clocks(work, booking_id) if (drug := _held(hold))]
    planned = signed.note.levels if signed else ()
    return ProcedureForm(facts, planned, tuple(held), procedure_done(work, booking_id))


def procedure_done(work: Work, booking_id: int) -> ProcedureDone | None:
    """The record, or None before it was made."""
    return procedures_done(work, [booking_id]).get(booking_id)


def procedures_done(work: Work, booking_ids: Collection[int]) -> Mapping[int, ProcedureDone]:
    """The records by booking id, in a constant number of statements."""
    rows = work.session.execute(
        select(ProcedureRecord, StaffMember.name)
        .join(StaffMember, StaffMember.id == ProcedureRecord.discharge_ordered_by)
        .options(selectinload(ProcedureRecord.levels))
        .where(ProcedureRecord.booking_id.in_(booking_ids))
    ).all()
    orders: dict[int, list[_Ordered]] = defaultdict(list)
    for order, hold in work.session.execute(
        select(RestartOrder, HoldRow)
        .join(HoldRow, HoldRow.id == RestartOrder.hold_id)
        .where(RestartOrder.booking_id.in_(booking_ids))
        .order_by(RestartOrder.id)
    ):
        orders[order.booking_id].append((order, hold))
    return {row.booking_id: _done(row, by, orders[row.booking_id]) for row, by in rows}


_Ordered = tuple[RestartOrder, HoldRow]


def _done(row: ProcedureRecord, ordered_by: str, orders: Sequence[_Ordered]) -> ProcedureDone:
    return ProcedureDone(
        row.started_at,
        row.ended_at,
        tuple((item.level, item.side) for item in row.levels),
        row.sedation,
        row.closure,
        row.hemostasis,
        tuple(
            RestartDecision(hold.drug_key, order.decision, order.restart_at)
            for order, hold in orders
        ),
        {hold.drug_key: read_row(hold.copied_row) for _, hold in orders},
        ordered_by,
        row.recorded_at,
    )


def _held(hold: HoldFacts) -> HeldDrug | None:
    """The drug, cleared or not, unless the prescriber said to go on taking it."""
    clearance = hold.plan.clearance
    goes_on = clearance is not None and clearance.decision is ClearanceDecision.CONTINUE
    if goes_on:
        return None
    return HeldDrug(hold.drug_key, hold.plan.row.name, hold.plan.row)
