"""What is to be recorded on the day, and what was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from clinicdesk.desk import Work
from clinicdesk.evaluations.queries import signed_note
from clinicdesk.evaluations.rules import Level, Side
from clinicdesk.holds.queries import HoldFacts, hold_clocks
from clinicdesk.holds.rules import ClearanceDecision, restart_suggestion
from clinicdesk.holds.tables import HoldRow
from clinicdesk.policy import DrugRow, read_row
from clinicdesk.procedure_day.rules import Closure, RestartDecision
from clinicdesk.procedure_day.tables import ProcedureRecord, RestartOrder
from clinicdesk.scheduling.queries import BookingFacts, booking
from clinicdesk.scheduling.rules import Sedation
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


def procedure_form(work: Work, booking_id: int) -> ProcedureForm:
    """The day's record of one booking."""
    facts = booking(work, booking_id)
    signed = signed_note(work, facts.case_id)
    held = [drug for hold in hold_clocks(work, booking_id) if (drug := _held(hold))]
    planned = signed.note.levels if signed else ()
    return ProcedureForm(facts, planned, tuple(held), procedure_done(work, booking_id))


def procedure_done(work: Work, booking_id: int) -> ProcedureDone | None:
    """The record, or None before it was made."""
    found = work.session.execute(
        select(ProcedureRecord, StaffMember.name)
        .join(StaffMember, StaffMember.id == ProcedureRecord.discharge_ordered_by)
        .where(ProcedureRecord.booking_id == booking_id)
    ).first()
    if found is None:
        return None
    row, ordered_by = found
    orders = work.session.execute(
        select(RestartOrder, HoldRow)
        .join(HoldRow, HoldRow.id == RestartOrder.hold_id)
        .where(RestartOrder.booking_id == booking_id)
        .order_by(RestartOrder.id)
    ).all()
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
