"""Who is ready, who is not, why, and what to do next: computed on read from the evidence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.evaluations.queries import imaging_date, signed_notes
from clinicdesk.evaluations.rules import Note, imaging_objections
from clinicdesk.holds.queries import HoldFacts, clocks_of, holds_of_case
from clinicdesk.policy import Due, candidacy, readiness_policy
from clinicdesk.readiness.overrides import let_pass
from clinicdesk.readiness.rules import (
    Escort,
    EscortKind,
    Gate,
    GateKey,
    Override,
    Readiness,
    blood_thinner_gate,
    driver_gate,
    due_instants,
    evaluation_gate,
    overall,
)
from clinicdesk.readiness.tables import EscortRow, GateOverride
from clinicdesk.readiness.window import Window, bookable
from clinicdesk.record.queries import Chart, charts
from clinicdesk.scheduling.queries import (
    BookingFacts,
    Moved,
    booking,
    current_booking,
    day,
    week,
)
from clinicdesk.scheduling.tables import Booking
from clinicdesk.staff.queries import clinic
from clinicdesk.staff.tables import StaffMember


@dataclass(frozen=True)
class BookingEvidence:
    """Everything recorded that the gates and the pre-op sheet of a booking rest on."""

    booking: BookingFacts
    chart: Chart
    note: Note | None
    holds: tuple[HoldFacts, ...]
    escort: Escort | None
    escort_since: datetime | None


@dataclass(frozen=True)
class BookingReadiness:
    """A booking's gates, what they add up to, and the evidence behind them.

    `escort_since` is when this person was named first, instead of another one.
    """

    booking: BookingFacts
    gates: tuple[Gate, ...]
    overall: Readiness
    escort: Escort | None
    holds: tuple[HoldFacts, ...]
    escort_since: datetime | None = None


def readiness(work: Work, booking_id: int) -> BookingReadiness:
    """The readiness of one booking."""
    return readiness_of(work, [booking(work, booking_id)])[0]


def readiness_of_day(work: Work, on: date) -> tuple[BookingReadiness, ...]:
    """The readiness of a day's bookings, by start."""
    return readiness_of(work, day(work, on).bookings)


def readiness_of_week(work: Work, on: date) -> tuple[BookingReadiness, ...]:
    """The readiness of the bookings of a day's week, by start."""
    return readiness_of(work, week(work, on).bookings)


def bookable_window(work: Work, case_id: int) -> Window:
    """When a case may be booked, or its booking moved to; what is not known yet says so."""
    case = work.session.get_one(Case, case_id)
    own = current_booking(work, case_id)
    holds = holds_of_case(work, case_id, case.patient_id, own.id if own else 0)
    return bookable(
        charts(work, [case.patient_id])[case.patient_id].takes_thinner,
        [hold.plan for hold in holds],
        imaging_date(work, case_id),
        candidacy().imaging_max_age_months,
        clinic(work).zone,
    )


def readiness_of(work: Work, bookings: Sequence[BookingFacts]) -> tuple[BookingReadiness, ...]:
    """The readiness of several bookings, in a constant number of statements."""
    return judged(work, evidence_of(work, bookings)) if bookings else ()


def judged(work: Work, evidence: Sequence[BookingEvidence]) -> tuple[BookingReadiness, ...]:
    """The readiness of bookings whose evidence was gathered."""
    zone = clinic(work).zone
    supplied = [gates(work, evidence) for gates in work.wiring.gates]
    let = _overrides(work, [found.booking.id for found in evidence])
    return tuple(
        _judged(
            work,
            zone,
            found,
            [by_booking[found.booking.id] for by_booking in supplied],
            let[found.booking.id],
        )
        for found in evidence
    )


def evidence_of(work: Work, bookings: Sequence[BookingFacts]) -> tuple[BookingEvidence, ...]:
    """The evidence of several bookings, in a constant number of statements."""
    charted = charts(work, [facts.patient.id for facts in bookings])
    holds = clocks_of(work, bookings, charted)
    escorts = _escorts(work, bookings)
    notes = signed_notes(work, [facts.case_id for facts in bookings])
    return tuple(
        BookingEvidence(
            facts,
            charted[facts.patient.id],
            notes[facts.case_id].note if facts.case_id in notes else None,
            holds[facts.id],
            *escorts.get(facts.id, (None, None)),
        )
        for facts in bookings
    )


Overrides = Mapping[GateKey, Sequence[Override]]


def _judged(
    work: Work,
    zone: ZoneInfo,
    found: BookingEvidence,
    supplied: Sequence[Gate],
    overrides: Overrides,
) -> BookingReadiness:
    facts, note = found.booking, found.note
    on = facts.starts_at.astimezone(zone).date()
    months = candidacy().imaging_max_age_months
    imaging = imaging_objections(note.imaging_date, on, months) if note else []
    clocks = [hold.clock for hold in found.holds]
    judged = (
        evaluation_gate(note.decision if note else None, imaging, _due(GateKey.EVALUATION)),
        blood_thinner_gate(found.chart.takes_thinner, clocks, _due(GateKey.BLOOD_THINNER)),
        driver_gate(found.escort, facts.sedation, _due(GateKey.DRIVER)),
        *supplied,
    )
    gates = tuple(let_pass(gate, overrides.get(gate.key, ())) for gate in judged)
    due_at = due_instants(facts.starts_at, facts.arrives_at, zone)
    whole = overall(gates, due_at, work.now)
    return BookingReadiness(facts, gates, whole, found.escort, found.holds, found.escort_since)


def _overrides(work: Work, booking_ids: Sequence[int]) -> Mapping[int, Overrides]:
    """What a physician let pass of each booking; a move leaves it behind (RULE-34)."""
    found: dict[int, dict[GateKey, list[Override]]] = defaultdict(lambda: defaultdict(list))
    rows = work.session.execute(
        select(GateOverride, StaffMember.name)
        .join(StaffMember, StaffMember.id == GateOverride.physician_id)
        .where(GateOverride.booking_id.in_(booking_ids))
        .order_by(GateOverride.id)
    )
    for row, physician in rows:
        covered = frozenset(row.covers.splitlines())
        override = Override(physician, row.reason, row.rule, row.at, covered)
        found[row.booking_id][row.gate].append(override)
    return found


def escorts_of(work: Work, bookings: Sequence[BookingFacts]) -> Mapping[int, Escort]:
    """The newest word on the way home of each booking."""
    return {booking_id: escort for booking_id, (escort, _) in _escorts(work, bookings).items()}


def _escorts(work: Work, bookings: Sequence[BookingFacts]) -> Mapping[int, tuple[Escort, datetime]]:
    """The newest word of each booking, and since when it has been this person."""
    rows = work.session.scalars(
        select(EscortRow)
        .where(EscortRow.booking_id.in_([facts.id for facts in bookings]))
        .order_by(EscortRow.id)
    )
    found: dict[int, tuple[Escort, datetime]] = {}
    for row in rows:
        escort, since = escort_in(row), row.recorded_at
        if row.booking_id in found:
            before, earlier = found[row.booking_id]
            since = earlier if (before.kind, before.name) == (row.kind, row.name) else since
        found[row.booking_id] = escort, since
    return found


def escort_in(row: EscortRow) -> Escort:
    """What a row says."""
    return Escort(
        kind=row.kind,
        name=row.name,
        relationship=row.relationship,
        phone=row.phone,
        is_adult=row.is_adult,
        has_agreed=row.has_agreed,
    )


def earlier_driver(work: Work, booking_id: int) -> Escort | None:
    """The adult named last for an earlier booking of the same case, who has yet to agree anew."""
    facts = booking(work, booking_id)
    row = work.session.scalar(
        select(EscortRow)
        .join(Booking, Booking.id == EscortRow.booking_id)
        .where(Booking.case_id == facts.case_id, Booking.id < booking_id)
        .order_by(EscortRow.id.desc())
        .limit(1)
    )
    if row is None or row.kind is not EscortKind.RESPONSIBLE_ADULT:
        return None
    return replace(escort_in(row), has_agreed=None)


def override_undone(work: Work, moved: Moved) -> list[str]:
    """What a moved booking undoes: a physician's word that a gate of the earlier one be passed."""
    given = work.session.scalar(select(GateOverride.id).filter_by(booking_id=moved.old.id).limit(1))
    return ["readiness.override_again"] if given else []


def driver_undone(work: Work, moved: Moved) -> list[str]:
    """What a moved booking undoes: a driver who agreed to another time."""
    named = work.session.scalar(select(EscortRow.id).filter_by(booking_id=moved.old.id).limit(1))
    return ["readiness.driver_again"] if named else []


def _due(key: GateKey) -> Due:
    return readiness_policy().gates[key].due
