"""A booking with whom and where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased, selectinload

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.evaluations.queries import levels_by_case
from clinicdesk.patients.queries import PatientFacts, facts
from clinicdesk.patients.tables import Patient
from clinicdesk.scheduling.name_alerts import Namesake, around
from clinicdesk.scheduling.rules import BookingState, Part, Sedation
from clinicdesk.scheduling.tables import Booking, Occupancy, Resource
from clinicdesk.staff.queries import clinic


@dataclass(frozen=True)
class BookingFacts:
    """A booking with whom and where; instants aware UTC.

    `namesakes` are patients with a similar name about the same day, for who is shown a booking.
    """

    id: int
    lock_version: int
    case_id: int
    patient: PatientFacts
    state: BookingState
    status: CaseStatus
    starts_at: datetime
    ends_at: datetime
    arrives_at: datetime
    home_at: datetime
    minutes: int
    sedation: Sedation
    room_id: int
    room: str
    physician_id: int | None
    physician: str
    levels: tuple[str, ...]
    namesakes: tuple[Namesake, ...] = ()
    nurse: str = ""


@dataclass(frozen=True)
class Moved:
    """A booking and its new place, taken or only planned; the wired consequences judge it."""

    old: BookingFacts
    new: BookingFacts


def booking(work: Work, booking_id: int) -> BookingFacts:
    """One booking, also one that was moved. Raises LookupError for an unknown id."""
    [found] = with_namesakes(work, [_one(work, booking_id)])
    return found


def live_booking(work: Work, booking_id: int, *, done: bool = False) -> BookingFacts:
    """A booking that evidence may still be recorded for; with `done`, also one that took place.

    Raises Refused for one that somebody moved or cancelled meanwhile.
    """
    found = _one(work, booking_id)
    counts = {BookingState.BOOKED, BookingState.DONE} if done else {BookingState.BOOKED}
    if found.state not in counts:
        raise Refused(Reason("scheduling.booking_moved"))
    return found


def current_booking(work: Work, case_id: int) -> BookingFacts | None:
    """The booking that counts for a case, or None."""
    return next(iter(found_bookings(work, Booking.case_id == case_id)), None)


def booking_of_patient(work: Work, patient_id: int) -> BookingFacts | None:
    """The booking that is to come for a patient, else the newest that counts, or None."""
    found = found_bookings(work, Case.patient_id == patient_id)
    newest = sorted(found, key=lambda one: (one.state is BookingState.BOOKED, one.id))[-1:]
    return next(iter(with_namesakes(work, newest)), None)


def found_bookings(
    work: Work, *where: ColumnElement[bool], any_state: bool = False
) -> Sequence[BookingFacts]:
    in_room, present = aliased(Occupancy), aliased(Occupancy)
    treating, helping = aliased(Occupancy), aliased(Occupancy)
    room, physician, nurse = aliased(Resource), aliased(Resource), aliased(Resource)
    chosen = (
        select(Booking, Case, Patient, present, room, physician.id, physician.name, nurse.name)
        .join(Case, Case.id == Booking.case_id)
        .join(Patient, Patient.id == Case.patient_id)
        .join(present, _plays(present, Part.PATIENT))
        .join(in_room, _plays(in_room, Part.ROOM))
        .join(room, room.id == in_room.resource_id)
        .outerjoin(treating, _plays(treating, Part.PHYSICIAN))
        .outerjoin(physician, physician.id == treating.resource_id)
        .outerjoin(helping, _plays(helping, Part.NURSE))
        .outerjoin(nurse, nurse.id == helping.resource_id)
        .options(selectinload(Patient.phones))
        .where(*where)
        .order_by(Booking.starts_at, Booking.id)
    )
    if not any_state:
        chosen = chosen.where(Booking.state.in_((BookingState.BOOKED, BookingState.DONE)))
    rows = work.session.execute(chosen).all()
    levels = levels_by_case(work, [case.id for _, case, *_ in rows])
    return [_facts(*row, levels.get(row[1].id, ())) for row in rows]


def with_namesakes(work: Work, booked: Sequence[BookingFacts]) -> tuple[BookingFacts, ...]:
    """The bookings with whoever has a similar name around their day."""
    zone = clinic(work).zone
    keyed = [((one.patient.id, one.starts_at.astimezone(zone).date()), one) for one in booked]
    found = around(work, {key: one.patient.name for key, one in keyed})
    return tuple(replace(one, namesakes=found.get(key, ())) for key, one in keyed)


def _one(work: Work, booking_id: int) -> BookingFacts:
    found = found_bookings(work, Booking.id == booking_id, any_state=True)
    if not found:
        raise LookupError("no such booking")
    return found[0]


def _plays(occupancy: type[Occupancy], part: Part) -> ColumnElement[bool]:
    return (occupancy.booking_id == Booking.id) & (occupancy.part == part)


def _facts(
    row: Booking,
    case: Case,
    patient: Patient,
    present: Occupancy,
    room: Resource,
    physician_id: int | None,
    physician: str | None,
    nurse: str | None,
    levels: tuple[str, ...],
) -> BookingFacts:
    return BookingFacts(
        id=row.id,
        lock_version=row.lock_version,
        case_id=case.id,
        patient=facts(patient),
        state=row.state,
        status=case.status,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        arrives_at=present.starts_at,
        home_at=present.ends_at,
        minutes=(row.ends_at - row.starts_at) // timedelta(minutes=1),
        sedation=row.sedation,
        room_id=room.id,
        room=room.name,
        physician_id=physician_id,
        physician=physician or "",
        levels=levels,
        nurse=nurse or "",
    )
