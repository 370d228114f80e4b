"""The day's bookings as they stand: the steps that were taken, by whom, and what is still open."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import aliased

from clinicdesk.desk import Work
from clinicdesk.errors import Reason
from clinicdesk.holds.rules import clock
from clinicdesk.procedure_day.rules import Step
from clinicdesk.procedure_day.steps import DayFacts
from clinicdesk.procedure_day.tables import DayStep, ProcedureRecord
from clinicdesk.readiness.overrides import covers
from clinicdesk.readiness.queries import BookingReadiness, evidence_of, judged
from clinicdesk.readiness.rules import GateKey, PacketState
from clinicdesk.scheduling.queries import BookingFacts
from clinicdesk.scheduling.rules import Sedation
from clinicdesk.staff.tables import StaffMember

_TOO_SOON = ("holds.too_late", "holds.inr_missing")


@dataclass(frozen=True)
class Taken:
    """A step that counts: when it was, aware, and who said so."""

    at: datetime
    by: str


@dataclass(frozen=True)
class BoardRow:
    """One booking of the day; `sheet` is the discharge sheet.

    `sedation_given` is None until the procedure is recorded, which orders the discharge.
    """

    booking: BookingFacts
    readiness: BookingReadiness
    steps: Mapping[Step, Taken]
    sedation_given: Sedation | None
    sheet: PacketState

    @property
    def is_recorded(self) -> bool:
        """Whether the physician recorded the procedure and ordered the discharge."""
        return self.sedation_given is not None

    def judged(self, at: datetime, now: datetime, zone: ZoneInfo) -> DayFacts:
        """What the rules look at for a step at `at`."""
        driver = next((g for g in self.readiness.gates if g.key is GateKey.DRIVER), None)
        return DayFacts(
            taken={step: taken.at for step, taken in self.steps.items()},
            at=at,
            now=now,
            booked_day=self.booking.starts_at.astimezone(zone).date(),
            zone=zone,
            gates=self.readiness.gates,
            too_soon=self._too_soon(at),
            recorded=self.is_recorded,
            sedation_given=self.sedation_given,
            escort=self.readiness.escort,
            exempted_at=driver.override.at if driver and driver.override else None,
            sheet=self.sheet,
        )

    def _too_soon(self, at: datetime) -> list[Reason]:
        """What a start at `at` leaves too short, though the booked one was judged (RULE-26, 28)."""
        clocks = [clock(replace(one.plan, start=at, now=at)) for one in self.readiness.holds]
        found = [one for item in clocks for one in item.reasons if one.code in _TOO_SOON]
        let = [g.override for g in self.readiness.gates if g.key is GateKey.BLOOD_THINNER]
        known = frozenset().union(*(one.covers for one in let if one))
        return [reason for reason in found if not covers([reason]) <= known]


@dataclass(frozen=True)
class Board:
    """A day of the clinic; `next_day` is the next one with a booking, where this has none."""

    day: date
    rows: tuple[BoardRow, ...]
    next_day: date | None = None


def board_rows(work: Work, bookings: Sequence[BookingFacts]) -> tuple[BoardRow, ...]:
    """The rows of these bookings, in a constant number of statements."""
    if not bookings:
        return ()
    evidence = evidence_of(work, bookings)
    ready = {found.booking.id: found for found in judged(work, evidence)}
    steps, given = _steps(work, [facts.id for facts in bookings])
    sheets: dict[int, PacketState] = {}
    for ask in work.wiring.discharge_sheets:
        sheets |= ask(work, evidence)
    return tuple(
        BoardRow(
            facts,
            ready[facts.id],
            _without_another_driver(steps[facts.id], ready[facts.id].escort_since),
            given.get(facts.id),
            sheets.get(facts.id, PacketState.NOT_PRINTED),
        )
        for facts in bookings
    )


def _without_another_driver(
    steps: Mapping[Step, Taken], since: datetime | None
) -> Mapping[Step, Taken]:
    """Who was here before another adult was named is not the one who takes the patient home."""
    here = steps.get(Step.DRIVER_HERE)
    if here is None or since is None or here.at >= since or Step.DISCHARGED in steps:
        return steps
    return {step: taken for step, taken in steps.items() if step is not Step.DRIVER_HERE}


def _steps(
    work: Work, booking_ids: Sequence[int]
) -> tuple[Mapping[int, Mapping[Step, Taken]], Mapping[int, Sedation]]:
    """The steps that count by booking, and the sedation given where it is recorded.

    A record says that its patient was there, went in and came out: who skipped the steps took
    them with it.
    """
    steps: dict[int, dict[Step, Taken]] = defaultdict(dict)
    given: dict[int, Sedation] = {}
    person = aliased(StaffMember)
    for record, by in work.session.execute(
        select(ProcedureRecord, person.name)
        .join(person, person.id == ProcedureRecord.recorded_by)
        .where(ProcedureRecord.booking_id.in_(booking_ids))
    ):
        given[record.booking_id] = record.sedation
        begun = Taken(record.started_at, by)
        steps[record.booking_id] |= {
            Step.ARRIVED: begun,
            Step.IN_PROCEDURE: begun,
            Step.DONE: Taken(record.ended_at, by),
        }
    for row, by in work.session.execute(
        select(DayStep, person.name)
        .join(person, person.id == DayStep.recorded_by)
        .where(DayStep.booking_id.in_(booking_ids), DayStep.taken_back_at.is_(None))
    ):
        steps[row.booking_id][row.step] = Taken(row.at, by)
    return steps, given
