"""Taking back a change of the schedule: a new event that makes the old rows count again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from clinicdesk.cases.actions import put_back
from clinicdesk.cases.rules import CaseStatus
from clinicdesk.cases.tables import Case
from clinicdesk.desk import Work
from clinicdesk.errors import Reason, Refused
from clinicdesk.history import Change
from clinicdesk.scheduling.actions.settling import settle
from clinicdesk.scheduling.actions.undo_refusals import refuse_undo
from clinicdesk.scheduling.queries.placing import whose
from clinicdesk.scheduling.rules import BookingState, Cause
from clinicdesk.scheduling.tables import Booking, Occupancy
from clinicdesk.scheduling.undoing import Written, written

Row = Booking | Occupancy | Case
Rows = Sequence[tuple[Written, Row]]

_TABLES: dict[str, type[Any]] = {"booking": Booking, "occupancy": Occupancy, "mild_case": Case}
_CHOICES = {"state": BookingState, "cause": Cause, "status": CaseStatus}


@dataclass(frozen=True)
class UndoChange:
    """Which change is taken back, by its id in the history; that of an undo makes it done again."""

    change_id: int


@dataclass(frozen=True)
class TakenBack:
    """What counts for the case now: this booking, or none. A redo is asked for by `change_id`."""

    case_id: int
    booking_id: int | None
    starts_at: datetime | None
    change_id: int


def undo_change(work: Work, request: UndoChange) -> TakenBack:
    """Take back a booking, a move, a cancel, or an undo, done today by whomever.

    The old booking counts again under its own id, with all that was confirmed for it; the new one
    is undone. Refused when something rests on the change by now: another change of the booking, a
    step of the case, anything recorded for it, or its old place given away.
    """
    change = work.session.get(Change, request.change_id)
    if change is None or change.action not in work.wiring.undoable:
        raise Refused(Reason("scheduling.nothing_to_undo"))
    rows = list(_rows(work, written(change.body)))
    bookings = _bookings(work, rows)
    case, patient = whose(work, bookings[0].case_id)
    refuse_undo(work, change, rows, bookings, (case, patient))
    for only_other_room in {*bookings} - {row for _, row in rows}:
        # The row keeps its columns and still gets a new version: an older view must not move it.
        flag_modified(only_other_room, "reason")
    # What becomes free is free before anything is taken: the database looks at every row.
    for taking in (False, True):
        for one, row in rows:
            if one.takes is taking:
                _write(work, one, row)
        settle(work, case)
    counts = next((one for one in bookings if one.state is BookingState.BOOKED), None)
    start = counts.starts_at if counts else None
    return TakenBack(case.id, counts.id if counts else None, start, work.change_id)


def _rows(work: Work, changed: Sequence[Written]) -> Iterator[tuple[Written, Row]]:
    """The rows as they are now, in one statement for each table."""
    for name, table in _TABLES.items():
        wanted = {one.id: one for one in changed if one.table == name}
        found = work.session.scalars(select(table).where(table.id.in_(wanted)).order_by(table.id))
        yield from ((wanted[row.id], row) for row in found)


def _bookings(work: Work, rows: Rows) -> Sequence[Booking]:
    """The bookings that the change was about, also one that only got another room.

    Raises Refused when there is none.
    """
    of_rows = {row.booking_id for _, row in rows if isinstance(row, Occupancy)}
    found = work.session.scalars(
        select(Booking).where(Booking.id.in_(of_rows)).order_by(Booking.id)
    ).all()
    if not found:
        raise Refused(Reason("scheduling.nothing_to_undo"))
    return found


def _write(work: Work, one: Written, row: Row) -> None:
    if isinstance(row, Case):
        put_back(work, row, CaseStatus(one.before["status"]))
        return
    for name, value in one.before.items():
        choice = _CHOICES.get(name)
        setattr(row, name, choice(value) if choice and value is not None else value)
