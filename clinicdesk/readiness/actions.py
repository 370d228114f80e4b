"""Confirming what a booking needs."""

from dataclasses import dataclass

from clinicdesk import topics
from clinicdesk.desk import Work
from clinicdesk.patients.rules import read_phone
from clinicdesk.readiness.queries import escort_in, escorts_of
from clinicdesk.readiness.rules import Escort, escort_fields
from clinicdesk.readiness.tables import EscortRow
from clinicdesk.scheduling.queries import booking, live_booking
from clinicdesk.staff.savers import refuse_conflict


@dataclass(frozen=True, kw_only=True)
class NameEscort:
    """What was said about the way home after one booking, and what was recorded before."""

    booking_id: int
    escort: Escort
    began: Escort | None = None


def open_case_panel(work: Work, booking_id: int) -> None:
    """The recorded view of a booking's case beside the day: no news for any screen."""
    work.patient_id = booking(work, booking_id).patient.id


def name_escort(work: Work, request: NameEscort) -> int:
    """Record who takes the patient home; answers the row's id. The gate judges it (RULE-21).

    Refused when somebody else named a driver meanwhile.
    """
    facts = live_booking(work, request.booking_id)
    escort = request.escort
    phone = read_phone(escort.phone)
    row = EscortRow(
        booking_id=facts.id,
        kind=escort.kind,
        name=escort.name.strip(),
        relationship=escort.relationship.strip(),
        phone=phone.shown if phone else escort.phone.strip(),
        is_adult=escort.is_adult,
        has_agreed=escort.has_agreed,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    refuse_conflict(
        work,
        facts.patient.id,
        "escort",
        began=escort_fields(request.began),
        saved=escort_fields(escorts_of(work, [facts]).get(facts.id)),
        typed=escort_fields(escort_in(row)),
    )
    work.session.add(row)
    work.session.flush()
    work.touch(topics.READINESS, topics.SHEETS, patient_id=facts.patient.id)
    return row.id
