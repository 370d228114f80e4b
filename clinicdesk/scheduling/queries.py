"""What the schedule shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased, selectinload

from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.evaluations.queries import levels_by_case
from clinicdesk.patients.queries import PatientFacts, facts, name_of
from clinicdesk.patients.tables import Patient
from clinicdesk.scheduling.availability import free_from, open_spans, supply
from clinicdesk.scheduling.name_alerts import Namesake, around, day_of_care
from clinicdesk.scheduling.rules import BookingState, Part, Sedation, Span, day_span
from clinicdesk.scheduling.tables import Booking, Occupancy, Resource
from clinicdesk.staff.queries import clinic, local_day


@dataclass(frozen=True)
class Choice:
    """A resource to choose from."""

    id: int
    name: str


@dataclass(frozen=True)
class Choices:
    """What a booking panel offers; minutes."""

    rooms: tuple[Choice, ...]
    physicians: tuple[Choice, ...]
    usual_minutes: tuple[int, ...]
    grid_minutes: int
    arrival_lead: int
    turnover: int


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


@dataclass(frozen=True)
class DayView:
    """One day of the schedule: its columns, its open hours and its bookings by start."""

    day: date
    rooms: tuple[Choice, ...]
    physicians: tuple[Choice, ...]
    open_spans: tuple[Span, ...]
    bookings: tuple[BookingFacts, ...]


@dataclass(frozen=True)
class FreeOpening:
    """A proposed place in time."""

    starts_at: datetime
    room_id: int
    room: str
    physician_id: int | None
    physician: str


@dataclass(frozen=True)
class Moved:
    """A booking that took another's place; what the wired consequences are asked about."""

    old_id: int
    new_id: int


@dataclass(frozen=True)
class Waiting:
    """An approved case without a booking; `namesakes` wait too, or are booked around today."""

    case_id: int
    patient: PatientFacts
    levels: tuple[str, ...]
    namesakes: tuple[Namesake, ...] = ()


def choices(work: Work) -> Choices:
    """Rooms, physicians and lengths."""
    stock = supply(work)
    return Choices(
        tuple(Choice(one, stock.names[one]) for one in stock.pools[Part.ROOM]),
        tuple(Choice(one, stock.names[one]) for one in stock.pools[Part.PHYSICIAN]),
        stock.usual_minutes,
        stock.grid_minutes,
        stock.requirement(Part.PATIENT).before,
        stock.requirement(Part.ROOM).after,
    )


def day(work: Work, on: date) -> DayView:
    """Everything the day view paints."""
    whole = day_span(on, clinic(work).zone)
    offered = choices(work)
    booked = _bookings(work, Booking.starts_at >= whole.start, Booking.starts_at < whole.end)
    return DayView(
        on,
        offered.rooms,
        offered.physicians,
        open_spans(work, on),
        _with_namesakes(work, booked),
    )


def booking(work: Work, booking_id: int) -> BookingFacts:
    """One booking, also one that was moved. Raises LookupError for an unknown id."""
    [found] = _with_namesakes(work, [_one(work, booking_id)])
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
    return next(iter(_bookings(work, Booking.case_id == case_id)), None)


def booking_of_patient(work: Work, patient_id: int) -> BookingFacts | None:
    """The booking that is to come for a patient, else the newest that counts, or None."""
    found = _bookings(work, Case.patient_id == patient_id)
    newest = sorted(found, key=lambda one: (one.state is BookingState.BOOKED, one.id))[-1:]
    return next(iter(_with_namesakes(work, newest)), None)


def to_schedule(work: Work) -> tuple[Waiting, ...]:
    """Approved cases waiting for a place, the longest waiting first."""
    rows = work.session.execute(
        select(Case, Patient)
        .join(Patient, Patient.id == Case.patient_id)
        .options(selectinload(Patient.phones))
        .where(Case.status == CaseStatus.APPROVED)
        .order_by(Case.id)
    )
    waiting = rows.all()
    levels = levels_by_case(work, [case.id for case, _ in waiting])
    today = local_day(work)
    names = around(work, {(row.id, today): name_of(row) for _, row in waiting}, waiting=True)
    return tuple(
        Waiting(case.id, facts(row), levels.get(case.id, ()), names.get((row.id, today), ()))
        for case, row in waiting
    )


def name_alerts(work: Work, patient_id: int, on: date | None = None) -> tuple[Namesake, ...]:
    """Whoever has a similar name around the day, without one around the patient's next booking.

    Without either, around today. While the patient waits for a date, who else waits counts too.
    """
    name = name_of(work.session.get_one(Patient, patient_id))
    next_day, waits = day_of_care(work, patient_id)
    key = (patient_id, on or next_day)
    return around(work, {key: name}, waiting=waits).get(key, ())


def free_openings(
    work: Work, case_id: int, minutes: int, from_day: date, n: int = 9
) -> tuple[FreeOpening, ...]:
    """The next openings for a case from a local day on; its own booking counts as free."""
    stock = supply(work)
    case = work.session.get_one(Case, case_id)
    own = current_booking(work, case_id)
    found = free_from(
        work,
        stock,
        minutes=minutes,
        not_before=day_span(from_day, clinic(work).zone).start,
        n=n,
        patient_resource=work.session.scalar(
            select(Resource.id).filter_by(patient_id=case.patient_id)
        ),
        ignoring=own.id if own else None,
    )
    return tuple(
        FreeOpening(
            opening.start,
            opening.chosen[Part.ROOM],
            stock.names[opening.chosen[Part.ROOM]],
            opening.chosen.get(Part.PHYSICIAN),
            stock.names.get(opening.chosen.get(Part.PHYSICIAN, 0), ""),
        )
        for opening in found
    )


def _one(work: Work, booking_id: int) -> BookingFacts:
    found = _bookings(work, Booking.id == booking_id, any_state=True)
    if not found:
        raise LookupError("no such booking")
    return found[0]


def _with_namesakes(work: Work, booked: Sequence[BookingFacts]) -> tuple[BookingFacts, ...]:
    """The bookings with whoever has a similar name around their day."""
    zone = clinic(work).zone
    keyed = [((one.patient.id, one.starts_at.astimezone(zone).date()), one) for one in booked]
    found = around(work, {key: one.patient.name for key, one in keyed})
    return tuple(replace(one, namesakes=found.get(key, ())) for key, one in keyed)


def _bookings(
    work: Work, *where: ColumnElement[bool], any_state: bool = False
) -> Sequence[BookingFacts]:
    in_room, present, treating = aliased(Occupancy), aliased(Occupancy), aliased(Occupancy)
    room, physician = aliased(Resource), aliased(Resource)
    chosen = (
        select(Booking, Case, Patient, present, room, physician.id, physician.name)
        .join(Case, Case.id == Booking.case_id)
        .join(Patient, Patient.id == Case.patient_id)
        .join(present, _plays(present, Part.PATIENT))
        .join(in_room, _plays(in_room, Part.ROOM))
        .join(room, room.id == in_room.resource_id)
        .outerjoin(treating, _plays(treating, Part.PHYSICIAN))
        .outerjoin(physician, physician.id == treating.resource_id)
        .options(selectinload(Patient.phones))
        .where(*where)
        .order_by(Booking.starts_at, Booking.id)
    )
    if not any_state:
        chosen = chosen.where(Booking.state.in_((BookingState.BOOKED, BookingState.DONE)))
    rows = work.session.execute(chosen).all()
    levels = levels_by_case(work, [case.id for _, case, *_ in rows])
    return [_facts(*row, levels.get(row[1].id, ())) for row in rows]


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
    )
