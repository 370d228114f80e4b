"""Who is ready, who is not, why, and what to do next: computed on read from the evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clinicdesk.desk import Work
from clinicdesk.evaluations.queries import signed_notes
from clinicdesk.evaluations.rules import Note, imaging_objections
from clinicdesk.holds.queries import HoldFacts, clocks_of
from clinicdesk.policy import Due, candidacy, readiness_policy
from clinicdesk.readiness.rules import (
    Escort,
    EscortKind,
    Gate,
    GateKey,
    Readiness,
    blood_thinner_gate,
    driver_gate,
    due_instants,
    evaluation_gate,
    overall,
)
from clinicdesk.readiness.tables import EscortRow
from clinicdesk.record.queries import Chart, charts
from clinicdesk.scheduling.queries import BookingFacts, Moved, booking, day
from clinicdesk.scheduling.tables import Booking
from clinicdesk.staff.queries import clinic


@dataclass(frozen=True)
class BookingEvidence:
    """Everything recorded that the gates and the pre-op sheet of a booking rest on."""

    booking: BookingFacts
    chart: Chart
    note: Note | None
    holds: tuple[HoldFacts, ...]
    escort: Escort | None


@dataclass(frozen=True)
class BookingReadiness:
    """A booking's gates, what they add up to, and the evidence behind them."""

    booking: BookingFacts
    gates: tuple[Gate, ...]
    overall: Readiness
    escort: Escort | None
    holds: tuple[HoldFacts, ...]


def readiness(work: Work, booking_id: int) -> BookingReadiness:
    """The readiness of one booking."""
    return readiness_of(work, [booking(work, booking_id)])[0]


def readiness_of_day(work: Work, on: date) -> tuple[BookingReadiness, ...]:
    """The readiness of a day's bookings, by start."""
    return readiness_of(work, day(work, on).bookings)


def readiness_of(work: Work, bookings: Sequence[BookingFacts]) -> tuple[BookingReadiness, ...]:
    """The readiness of several bookings, in a constant number of statements."""
    if not bookings:
        return ()
    zone = clinic(work).zone
    supplied = [gates(work, bookings) for gates in work.wiring.gates]
    return tuple(
        _judged(work, zone, found, [by_booking[found.booking.id] for by_booking in supplied])
        for found in evidence_of(work, bookings)
    )


def evidence_of(work: Work, bookings: Sequence[BookingFacts]) -> tuple[BookingEvidence, ...]:
    """The evidence of several bookings, in a constant number of statements."""
    charted = charts(work, [facts.patient.id for facts in bookings])
    holds = clocks_of(work, bookings)
    escorts = escorts_of(work, bookings)
    notes = signed_notes(work, [facts.case_id for facts in bookings])
    return tuple(
        BookingEvidence(
            facts,
            charted[facts.patient.id],
            notes[facts.case_id].note if facts.case_id in notes else None,
            holds[facts.id],
            escorts.get(facts.id),
        )
        for facts in bookings
    )


def _judged(
    work: Work, zone: ZoneInfo, found: BookingEvidence, supplied: Sequence[Gate]
) -> BookingReadiness:
    facts, note = found.booking, found.note
    on = facts.starts_at.astimezone(zone).date()
    months = candidacy().imaging_max_age_months
    imaging = imaging_objections(note.imaging_date, on, months) if note else []
    clocks = [hold.clock for hold in found.holds]
    gates = (
        evaluation_gate(note.decision if note else None, imaging, _due(GateKey.EVALUATION)),
        blood_thinner_gate(found.chart.takes_thinner, clocks, _due(GateKey.BLOOD_THINNER)),
        driver_gate(found.escort, facts.sedation, _due(GateKey.DRIVER)),
        *supplied,
    )
    due_at = due_instants(facts.starts_at, facts.arrives_at, zone)
    whole = overall(gates, due_at, work.now)
    return BookingReadiness(facts, gates, whole, found.escort, found.holds)


def escorts_of(work: Work, bookings: Sequence[BookingFacts]) -> Mapping[int, Escort]:
    """The newest word on the way home of each booking."""
    rows = work.session.scalars(
        select(EscortRow)
        .where(EscortRow.booking_id.in_([facts.id for facts in bookings]))
        .order_by(EscortRow.id)
    )
    return {row.booking_id: escort_in(row) for row in rows}


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


def driver_undone(work: Work, moved: Moved) -> list[str]:
    """What a moved booking undoes: a driver who agreed to another time."""
    named = work.session.scalar(select(EscortRow.id).filter_by(booking_id=moved.old_id).limit(1))
    return ["readiness.driver_again"] if named else []


def _due(key: GateKey) -> Due:
    return readiness_policy().gates[key].due
