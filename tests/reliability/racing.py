"""What one process of a race does. Its processes import it, so it holds no test."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from uuid import uuid4

from sqlalchemy import Engine, insert, update
from sqlalchemy.exc import DBAPIError

from clinicdesk.database import open_engine, writing
from clinicdesk.desk import Desk
from clinicdesk.errors import Refused
from clinicdesk.messages import sentence
from clinicdesk.opening import open_desk
from clinicdesk.scheduling.actions.book import (
    Booked,
    BookSlot,
    MoveBooking,
    book_slot,
    move_booking,
)
from clinicdesk.scheduling.actions.undo import UndoChange, undo_change
from clinicdesk.scheduling.queries import booking
from clinicdesk.scheduling.rules import Part, Sedation
from clinicdesk.scheduling.tables import Occupancy
from tests.builders.clinic import COORDINATOR, actor
from tests.builders.patients import of_case, sure_of
from tests.builders.times import ZONE, at

FIRST = at("2027-01-12 07:00")
WEEKDAYS = (0, 1, 2, 3, 6, 7, 8, 9, 10)
_MOVES, _SLIPS = 0.3, 0.5
_PATIENCE = 120


class _Line:
    """Where the processes wait for each other."""

    barrier: Barrier


def line_up(barrier: Barrier) -> None:
    """Called once in every process."""
    _Line.barrier = barrier


def standing() -> datetime:
    """The clock of a race stands still."""
    return datetime(2026, 11, 23, 16, tzinfo=UTC)


def race_for_room(url: str, room_id: int, case_ids: Sequence[int], seed: int) -> list[str]:
    """Book each case into one room at a random time, or move one of one's own, or move it and take
    that back; how each ended.
    """
    choice = random.Random(seed)
    desk, mine = open_desk(url, clock=standing), list[int]()
    try:
        _Line.barrier.wait(_PATIENCE)
        return [_tried(desk, room_id, case_id, mine, choice) for case_id in case_ids]
    finally:
        desk.close()


def _tried(desk: Desk, room_id: int, case_id: int, mine: list[int], choice: random.Random) -> str:
    who, moves = actor(desk, COORDINATOR), bool(mine) and choice.random() < _MOVES
    place = {
        "starts_at": FIRST + timedelta(days=choice.choice(WEEKDAYS), minutes=_quarter(choice, 33)),
        "minutes": choice.choice((45, 60)),
        "sedation": Sedation.MODERATE,
        "room_id": room_id,
    }
    try:
        if moves:
            old = desk.read(who, booking, mine.pop(choice.randrange(len(mine))))
            mine.append(old.id)
            sure = sure_of(old.patient)
            request = MoveBooking(
                booking_id=old.id, verified=sure, lock_version=old.lock_version, **place
            )
            moved = desk.change(who, move_booking, request, uuid4()).answer
            mine[-1] = moved.booking_id
            if choice.random() < _SLIPS:
                return _undone(desk, moved, mine)
        else:
            request = BookSlot(case_id=case_id, verified=of_case(desk, case_id), **place)
            mine.append(desk.change(who, book_slot, request, uuid4()).answer.booking_id)
    except Refused as refusal:
        return "refused: " + " ".join(sentence(reason, ZONE) for reason in refusal.reasons)
    except Exception as error:  # noqa: BLE001 - anything else is what the race looks for
        return f"unexplained: {type(error).__name__}"
    return "moved" if moves else "booked"


def _undone(desk: Desk, moved: Booked, mine: list[int]) -> str:
    """Take the move back at once, unless somebody has the old place already."""
    try:
        undo = UndoChange(moved.change_id)
        back = desk.change(actor(desk, COORDINATOR), undo_change, undo, uuid4()).answer
    except Refused:
        return "moved"
    mine[-1] = back.booking_id
    return "moved and undone"


def _quarter(choice: random.Random, most: int) -> int:
    return 15 * choice.randrange(most)


def race_past_the_desk(
    url: str, resource_id: int, booking_id: int, tries: int, seed: int
) -> list[str]:
    """Put rows in one room at random times, move and reinstate them; how each try ended."""
    choice, engine = random.Random(seed), open_engine(url)
    mine: list[int] = []
    try:
        _Line.barrier.wait(_PATIENCE)
        return [_written(engine, resource_id, booking_id, mine, choice) for _ in range(tries)]
    finally:
        engine.dispose()


def _written(
    engine: Engine, resource_id: int, booking_id: int, mine: list[int], choice: random.Random
) -> str:
    start = FIRST + timedelta(days=choice.randrange(7), minutes=_quarter(choice, 90))
    row = _row(resource_id, booking_id, start, timedelta(minutes=choice.choice((45, 60))))
    try:
        with writing(engine).begin() as connection:
            if not mine or choice.random() > _MOVES:
                placed = insert(Occupancy).values(row).returning(Occupancy.id)
                mine.append(connection.execute(placed).scalar_one())
                return "inserted"
            mine_now = update(Occupancy).where(Occupancy.id == choice.choice(mine))
            if choice.random() > _MOVES:
                connection.execute(mine_now.values(active=choice.random() > _MOVES))
            else:
                connection.execute(mine_now.values(**row))
            return "updated"
    except DBAPIError as error:
        said = str(error.orig)
        if "taken" in said:
            return "taken"
        return "busy" if "locked" in said or "deadlock" in said else f"unexplained: {said}"


def _row(
    resource_id: int, booking_id: int, start: datetime, length: timedelta
) -> dict[str, object]:
    return {
        "resource_id": resource_id,
        "booking_id": booking_id,
        "part": Part.ROOM,
        "starts_at": start,
        "ends_at": start + length,
        "active": True,
    }
