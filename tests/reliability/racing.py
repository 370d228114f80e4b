"""What one process of a race does. Spawned processes import it, so it holds no test."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from uuid import uuid4

from sqlalchemy import Engine, Select, func, insert, select
from sqlalchemy.exc import DBAPIError

from clinicdesk.database import open_engine
from clinicdesk.desk import Desk
from clinicdesk.errors import Refused
from clinicdesk.messages import sentence
from clinicdesk.opening import open_desk
from clinicdesk.scheduling.actions.book import BookSlot, book_slot
from clinicdesk.scheduling.rules import Part, Sedation
from clinicdesk.scheduling.tables import Occupancy
from tests.builders.clinic import COORDINATOR, actor
from tests.builders.times import ZONE, at

HOUR = timedelta(hours=1)
FIRST = at("2027-01-12 07:00")
_PATIENCE = 60


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
    """Try to book each case into one room at a random time of a week; how each try ended."""
    choice = random.Random(seed)
    desk = open_desk(url, clock=standing)
    try:
        _Line.barrier.wait(_PATIENCE)
        return [_tried(desk, room_id, case_id, choice) for case_id in case_ids]
    finally:
        desk.close()


def _tried(desk: Desk, room_id: int, case_id: int, choice: random.Random) -> str:
    start = FIRST + timedelta(days=choice.randrange(3), minutes=15 * choice.randrange(33))
    slot = BookSlot(
        case_id=case_id,
        starts_at=start,
        minutes=60,
        sedation=Sedation.MODERATE,
        room_id=room_id,
    )
    try:
        desk.change(actor(desk, COORDINATOR), book_slot, slot, uuid4())
    except Refused as refusal:
        return "refused: " + " ".join(sentence(reason, ZONE) for reason in refusal.reasons)
    except Exception as error:  # noqa: BLE001 - anything else is what the race looks for
        return f"unexplained: {type(error).__name__}"
    return "booked"


def race_past_the_desk(url: str, resource_id: int, booking_id: int, rounds: int) -> int:
    """Look whether an hour is free, wait until everybody looked, then insert; how often it went."""
    engine = open_engine(url)
    try:
        return sum(
            _looked_and_inserted(engine, resource_id, booking_id, FIRST + 2 * HOUR * number)
            for number in range(rounds)
        )
    finally:
        engine.dispose()


def _looked_and_inserted(
    engine: Engine, resource_id: int, booking_id: int, start: datetime
) -> bool:
    with engine.connect() as connection:
        free = not connection.scalar(_taken(resource_id, start))
    _Line.barrier.wait(_PATIENCE)
    if not free:
        return False
    try:
        with engine.begin() as connection:
            connection.execute(insert(Occupancy).values(_row(resource_id, booking_id, start)))
    except DBAPIError:
        return False
    return True


def _taken(resource_id: int, start: datetime) -> Select[int]:
    return select(func.count()).where(
        Occupancy.resource_id == resource_id,
        Occupancy.starts_at < start + HOUR,
        Occupancy.ends_at > start,
    )


def _row(resource_id: int, booking_id: int, start: datetime) -> dict[str, object]:
    return {
        "resource_id": resource_id,
        "booking_id": booking_id,
        "part": Part.ROOM,
        "starts_at": start,
        "ends_at": start + HOUR,
        "active": True,
    }
