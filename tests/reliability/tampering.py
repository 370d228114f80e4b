"""What somebody with every right on the database can do to the table `change`, past the program.

Each attack gets a connection without guards and the rows; it answers the id at which the chain
cannot hold any more.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from clinicdesk import guards, history
from clinicdesk.database import open_engine
from clinicdesk.history import GENESIS, Change
from tests.builders.rows import as_owner

TABLE = Change.__table__
COLUMNS = [*history._CHAINED, "hash"]
_TEXTS = "request_id db_user workstation action topics body answer prev hash".split()
_NEIGHBOURS = (("db_user", "workstation"), ("action", "topics"), ("topics", "body"))
_LONGEST_TAIL = 19

Row = dict[str, Any]
Attack = Callable[[Connection, list[Row], random.Random], int]


@contextmanager
def tampered(url: str) -> Iterator[Connection]:
    """A connection as the server's owner, without guards; what was done is undone at the end."""
    engine = open_engine(as_owner(url))
    try:
        with attempted(engine) as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def attempted(engine: Engine) -> Iterator[Connection]:
    """The same where many follow each other: a connection for each is slow on a busy machine."""
    with engine.connect() as connection, connection.begin() as attempt:
        _unguard(connection)
        yield connection
        attempt.rollback()


def write_for_good(url: str, rows: list[Row]) -> None:
    """Leave the table with these rows, and the guards in place again."""
    engine = open_engine(as_owner(url))
    with engine.begin() as connection:
        _unguard(connection)
        connection.execute(delete(TABLE))
        connection.execute(insert(TABLE), rows)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE change ENABLE TRIGGER USER")
        guards.install(connection)
    engine.dispose()


def rows_of(connection: Connection) -> list[Row]:
    found = connection.execute(select(TABLE).order_by(TABLE.c.id))
    return [dict(row) for row in found.mappings()]


def chained(row: Row, previous: str) -> Row:
    """The row as the program's own algorithm would have written it after another one."""
    linked = {**row, "prev": previous}
    return {**linked, "hash": history.link(Change(**linked))}


def _unguard(owner: Connection) -> None:
    if owner.dialect.name == "postgresql":
        owner.exec_driver_sql("ALTER TABLE change DISABLE TRIGGER USER")
        return
    for event in ("update_guard", "delete_guard", "insert_replace"):
        owner.exec_driver_sql(f"DROP TRIGGER change_{event}")


def _set(connection: Connection, row_id: int, **values: object) -> None:
    connection.execute(update(TABLE).where(TABLE.c.id == row_id).values(values))


def _replace(connection: Connection, rows: Sequence[Row]) -> None:
    first, last = rows[0]["id"], rows[-1]["id"]
    connection.execute(delete(TABLE).where(TABLE.c.id.between(first, last)))
    connection.execute(insert(TABLE), rows)


def edit_a_field(connection: Connection, rows: list[Row], chance: random.Random) -> int:
    row, column = chance.choice(rows), chance.choice(["actor_id", "patient_id", *_TEXTS])
    old = row[column]
    new = f"{old}x"[-64:] if isinstance(old, str) else (old or 0) + 1
    _set(connection, row["id"], **{column: new})
    return int(row["id"])


def swap_rows(connection: Connection, rows: list[Row], chance: random.Random) -> int:
    one, other = sorted(chance.sample(range(len(rows)), 2))
    first, second = rows[one], rows[other]
    connection.execute(delete(TABLE).where(TABLE.c.id.in_([first["id"], second["id"]])))
    swapped = [{**second, "id": first["id"]}, {**first, "id": second["id"]}]
    connection.execute(insert(TABLE), swapped)
    return int(first["id"])


def delete_a_row(connection: Connection, rows: list[Row], chance: random.Random) -> int:
    row = chance.choice(rows[:-1])
    connection.execute(delete(TABLE).where(TABLE.c.id == row["id"]))
    return int(row["id"]) + 1


def move_a_character(connection: Connection, rows: list[Row], chance: random.Random) -> int:
    """From the end of a field to the beginning of the next: written together they read the same."""
    row, (left, right) = chance.choice(rows), chance.choice(_NEIGHBOURS)
    if not row[left]:
        left, right = _NEIGHBOURS[0]
    moved = {left: row[left][:-1], right: row[left][-1] + row[right]}
    _set(connection, row["id"], **moved)
    return int(row["id"])


def clear_the_hash_and_edit(connection: Connection, rows: list[Row], chance: random.Random) -> int:
    row = chance.choice(rows)
    _set(connection, row["id"], hash="", actor_id=row["actor_id"] + 1)
    return int(row["id"])


def insert_a_forged_row(connection: Connection, rows: list[Row], chance: random.Random) -> int:
    """Well made itself: it fits the row before it, and the rows after it move up by one."""
    place = chance.randrange(len(rows) - 1)
    before, after = rows[place], rows[place + 1 :]
    forged = chained(
        {**before, "id": before["id"] + 1, "request_id": f"forged {place}"}, before["hash"]
    )
    _replace(connection, [*after])
    connection.execute(delete(TABLE).where(TABLE.c.id > before["id"]))
    moved = [{**row, "id": row["id"] + 1} for row in after]
    connection.execute(insert(TABLE), [forged, *moved])
    return int(before["id"]) + 2


def cut_off_the_tail(connection: Connection, rows: list[Row], chance: random.Random) -> int:
    cut = chance.randint(1, _LONGEST_TAIL)
    connection.execute(delete(TABLE).where(TABLE.c.id > rows[-1]["id"] - cut))
    return int(rows[-1]["id"])


def rewrite_everything(connection: Connection, rows: list[Row], chance: random.Random) -> int:
    """From some row on, another actor, and every hash computed anew as the program does."""
    place = chance.randrange(len(rows))
    rows[place] = {**rows[place], "actor_id": rows[place]["actor_id"] + 1}
    previous = rows[place - 1]["hash"] if place else GENESIS.hash
    for number in range(place, len(rows)):
        rows[number] = chained(rows[number], previous)
        previous = rows[number]["hash"]
    _replace(connection, rows[place:])
    return int(rows[-1]["id"])


SEEN_BY_THE_CHAIN: tuple[Attack, ...] = (
    edit_a_field,
    swap_rows,
    delete_a_row,
    move_a_character,
    clear_the_hash_and_edit,
    insert_a_forged_row,
)
SEEN_BY_AN_ANCHOR: tuple[Attack, ...] = (cut_off_the_tail, rewrite_everything)
