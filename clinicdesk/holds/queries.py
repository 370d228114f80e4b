"""The hold clocks of bookings, computed from the evidence each time they are looked at."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clinicdesk.desk import Work
from clinicdesk.errors import Reason
from clinicdesk.holds.rules import (
    Clearance,
    ClearanceDecision,
    HoldClock,
    HoldPlan,
    HoldState,
    Interval,
    clock,
)
from clinicdesk.holds.tables import ClearanceRow, HoldRow, LastDoseRow, PolicyVersion
from clinicdesk.policy import (
    UNLISTED,
    DrugRow,
    DrugTable,
    drug_table,
    fingerprint,
    read_row,
    read_table,
)
from clinicdesk.record.queries import Chart, Medicine, charts
from clinicdesk.record.rules import LabKind
from clinicdesk.scheduling.queries import BookingFacts, Moved, booking
from clinicdesk.staff.queries import clinic
from clinicdesk.staff.tables import StaffMember

Row = TypeVar("Row", ClearanceRow, LastDoseRow)


@dataclass(frozen=True)
class PolicyFacts:
    """The drug table in force and whether a physician signed this very text."""

    table: DrugTable
    sha256: str
    signed_by: str
    signed_at: datetime | None


@dataclass(frozen=True)
class HoldFacts:
    """One drug before one booking: what was recorded, and what the clock says of it.

    `hold_id` is None until the first evidence is recorded. `drug_key` names the drug in its case;
    `medicine` is every line of the medicine list that holds it, `medication_ids` their ids.
    """

    hold_id: int | None
    drug_key: str
    medication_ids: tuple[int, ...]
    medicine: str
    plan: HoldPlan
    clock: HoldClock


def policy_in_force(work: Work) -> PolicyFacts:
    """The shipped table; unsigned until a physician signed exactly this text."""
    table = drug_table()
    sha256 = fingerprint(table)
    signed = work.session.execute(
        select(PolicyVersion.signed_at, StaffMember.name)
        .join(StaffMember, StaffMember.id == PolicyVersion.signed_by)
        .where(PolicyVersion.sha256 == sha256)
    ).first()
    return PolicyFacts(
        table, sha256, signed.name if signed else "", signed.signed_at if signed else None
    )


def hold_clocks(work: Work, booking_id: int) -> tuple[HoldFacts, ...]:
    """Every drug of the booking's patient that must be held."""
    facts = booking(work, booking_id)
    return clocks_of(work, [facts])[facts.id]


def clocks_of(
    work: Work, bookings: Sequence[BookingFacts], charted: Mapping[int, Chart] | None = None
) -> Mapping[int, tuple[HoldFacts, ...]]:
    """The hold clocks by booking id, in a constant number of statements.

    `charted` are the patients' charts, where somebody read them already.
    """
    starts = [
        _Start(facts.id, facts.case_id, facts.patient.id, facts.starts_at) for facts in bookings
    ]
    evidence = _evidence(work, starts, charted)
    return {start.booking_id: _holds(evidence, start) for start in starts}


def holds_of_case(
    work: Work, case_id: int, patient_id: int, booking_id: int = 0
) -> tuple[HoldFacts, ...]:
    """The hold clocks of a case for a start now; doses count that were told for this booking."""
    start = _Start(booking_id, case_id, patient_id, work.now)
    return _holds(_evidence(work, [start]), start)


def _drugs(chart: Chart) -> Mapping[str, list[Medicine]]:
    """The medicines by the drug they hold; two that the table does not know stay apart."""
    found: dict[str, list[Medicine]] = defaultdict(list)
    for medicine in chart.thinners:
        for key in medicine.drug_keys:
            found[f"{key}:{medicine.id}" if key == UNLISTED else key].append(medicine)
    return found


@dataclass(frozen=True)
class _Start:
    """What the drugs of a case are held for."""

    booking_id: int
    case_id: int
    patient_id: int
    at: datetime


@dataclass(frozen=True)
class _Policy:
    table: DrugTable
    signed: bool


@dataclass(frozen=True)
class _Evidence:
    now: datetime
    zone: ZoneInfo
    charts: Mapping[int, Chart]
    in_force: _Policy
    policies: Mapping[int, _Policy]
    holds: Mapping[tuple[int, str], HoldRow]
    clearances: Mapping[int, list[ClearanceRow]]
    doses: Mapping[int, list[LastDoseRow]]


def _evidence(
    work: Work, starts: Sequence[_Start], charted: Mapping[int, Chart] | None = None
) -> _Evidence:
    rows = work.session.scalars(
        select(HoldRow).where(HoldRow.case_id.in_([start.case_id for start in starts]))
    ).all()
    ids = [row.id for row in rows]
    in_force = policy_in_force(work)
    return _Evidence(
        work.now,
        clinic(work).zone,
        charted or charts(work, [start.patient_id for start in starts]),
        _Policy(in_force.table, in_force.signed_at is not None),
        _policies(work, {row.policy_version_id for row in rows}),
        {(row.case_id, row.drug_key): row for row in rows},
        _by_hold(work, ClearanceRow, ids),
        _by_hold(work, LastDoseRow, ids),
    )


def _policies(work: Work, ids: Collection[int]) -> Mapping[int, _Policy]:
    """The tables that holds were opened under; what was signed later does not sign them."""
    versions = work.session.scalars(select(PolicyVersion).where(PolicyVersion.id.in_(ids)))
    return {row.id: _Policy(read_table(row.text), row.signed_at is not None) for row in versions}


def _by_hold(work: Work, kind: type[Row], ids: Collection[int]) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in work.session.scalars(select(kind).where(kind.hold_id.in_(ids)).order_by(kind.id)):
        found[row.hold_id].append(row)
    return found


def _holds(evidence: _Evidence, start: _Start) -> tuple[HoldFacts, ...]:
    drugs = _drugs(evidence.charts[start.patient_id])
    return tuple(_hold(evidence, start, key, medicines) for key, medicines in drugs.items())


def _hold(evidence: _Evidence, start: _Start, key: str, medicines: Sequence[Medicine]) -> HoldFacts:
    hold = evidence.holds.get((start.case_id, key))
    plan = _plan(evidence, start, hold, key, medicines)
    return HoldFacts(
        hold_id=hold.id if hold else None,
        drug_key=key,
        medication_ids=tuple(medicine.id for medicine in medicines),
        medicine=", ".join(medicine.name for medicine in medicines),
        plan=plan,
        clock=clock(plan),
    )


def _plan(
    evidence: _Evidence,
    start: _Start,
    hold: HoldRow | None,
    key: str,
    medicines: Sequence[Medicine],
) -> HoldPlan:
    chart = evidence.charts[start.patient_id]
    policy = evidence.policies[hold.policy_version_id] if hold else evidence.in_force
    row = _row(policy.table, hold, key, medicines[0].name)
    clearances = evidence.clearances.get(hold.id, []) if hold else []
    doses = evidence.doses.get(hold.id, []) if hold else []
    told = [dose.taken_at for dose in doses if dose.booking_id == start.booking_id]
    return HoldPlan(
        row=row,
        citation=policy.table.citation(row),
        start=start.at,
        zone=evidence.zone,
        now=evidence.now,
        policy_signed=policy.signed,
        dose_times=_dose_times(medicines),
        clearance=_clearance(clearances[-1]) if clearances else None,
        last_dose=told[-1] if told else None,
        creatinine_clearance=chart.newest(LabKind.CREATININE_CLEARANCE),
        inr=chart.newest(LabKind.INR),
        indication=hold.indication if hold else None,
        physician_interval=_interval(hold),
    )


def _row(table: DrugTable, hold: HoldRow | None, key: str, medicine: str) -> DrugRow:
    return read_row(hold.copied_row) if hold else table.row_of(key.partition(":")[0], medicine)


def _dose_times(medicines: Sequence[Medicine]) -> tuple[time, ...]:
    """When the drug is taken, whichever of its lines says so."""
    return tuple(sorted({at for medicine in medicines for at in medicine.dose_times}))


def _interval(hold: HoldRow | None) -> Interval | None:
    if hold is None or hold.interval_value is None or hold.interval_unit is None:
        return None
    return Interval(value=hold.interval_value, unit=hold.interval_unit)


def _clearance(row: ClearanceRow) -> Clearance:
    return Clearance(
        prescriber=row.prescriber,
        decided_at=row.decided_at,
        method=row.method,
        spoke_with=row.spoke_with,
        decision=row.decision,
        cleared_from=row.cleared_from,
        cleared_to=row.cleared_to,
    )


def hold_undone(work: Work, moved: Moved) -> list[str]:
    """What a moved booking undoes: the last dose told for it, and a clearance it outgrew."""
    told = work.session.scalar(select(LastDoseRow.id).filter_by(booking_id=moved.old.id).limit(1))
    undone = ["holds.last_dose_again"] if told else []
    outgrown = [
        hold
        for hold in clocks_of(work, [moved.new])[moved.new.id]
        if hold.plan.clearance and hold.clock.state is HoldState.NEEDS_CLEARANCE
    ]
    return undone + (["holds.clearance_again"] if outgrown else [])


def restart_missing(work: Work, case_id: int, restart: str) -> list[Reason]:
    """Why a case may not lose its booking yet: a drug may be off, and nobody decided (RULE-36)."""
    drugs = [] if restart.strip() else _off(work, case_id)
    return [Reason("holds.restart_missing", {"drugs": ", ".join(drugs)})] if drugs else []


def _off(work: Work, case_id: int) -> list[str]:
    """The drugs that the prescriber said to stop, or whose last dose somebody told, by name."""
    holds = work.session.scalars(select(HoldRow).filter_by(case_id=case_id)).all()
    ids = [row.id for row in holds]
    told = _by_hold(work, LastDoseRow, ids)
    cleared = _by_hold(work, ClearanceRow, ids)
    stops = {ClearanceDecision.HOLD, ClearanceDecision.BRIDGE}
    stopped = {key for key, answers in cleared.items() if answers[-1].decision in stops}
    return [read_row(row.copied_row).name for row in holds if row.id in stopped | {*told}]
