"""R-10: whoever alters the history past the program is found, and the first bad row is named."""

import hashlib
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, literal_column, update
from sqlalchemy.orm import Session

from clinicdesk import history
from clinicdesk.database import open_engine
from clinicdesk.desk import Desk
from clinicdesk.history import GENESIS, Break, Change, Fault, Link, Verified, head, stored, verify
from tests.builders.patients import a_booked_case, a_patient
from tests.builders.rows import as_owner
from tests.builders.times import at
from tests.promises import promise
from tests.reliability.tampering import (
    COLUMNS,
    SEEN_BY_AN_ANCHOR,
    SEEN_BY_THE_CHAIN,
    Attack,
    Row,
    attempted,
    move_a_character,
    rows_of,
)

SAYS = "Every edit, deletion, insertion and rewriting of the history is found"
Shown = Callable[[str], None]


@pytest.fixture
def long_history(desk: Desk, url: str) -> Iterator[Engine]:
    """A database with some thirty changes of different kinds, as its owner opens it."""
    a_booked_case(desk, at("2027-01-12 10:00"), ["Eliquis 5 mg"])
    for number in range(14):
        a_patient(desk, family=f"Ñandú {number}")
    engine = open_engine(as_owner(url))
    yield engine
    engine.dispose()


def seen_after(
    engine: Engine, attack: Attack, chance: random.Random, *, anchored: bool, times: int = 1
) -> Iterator[tuple[Verified, int]]:
    """What verification says after an attack, and the row at which the chain broke.

    Each time the history is as it was: a savepoint takes back what the time before did.
    """
    with attempted(engine) as connection:
        anchor, rows = _newest(connection) if anchored else None, rows_of(connection)
        for _ in range(times):
            with connection.begin_nested() as attempt:
                broken_at = attack(connection, [*rows], chance)
                with Session(connection, join_transaction_mode="rollback_only") as session:
                    yield verify(stored(session), anchor=anchor), broken_at
                attempt.rollback()


def _newest(connection: Connection) -> Link | None:
    with Session(connection, join_transaction_mode="rollback_only") as session:
        return head(session)


@promise(
    "R-10", SAYS, every={"trials": 200}, stress={"trials": 2000}, mutant="a chain without anchors"
)
def test_every_attack_is_found(
    long_history: Engine, sizes: dict[str, int], seed: int, shown: Shown
):
    """The mutant is a test of its own: `pytest -k without_an_anchor`."""
    chance, trials, missed, misnamed = random.Random(seed), 0, [], []
    for attack in (*SEEN_BY_THE_CHAIN, *SEEN_BY_AN_ANCHOR):
        anchored, times = attack in SEEN_BY_AN_ANCHOR, sizes["trials"]
        tried = seen_after(long_history, attack, chance, anchored=anchored, times=times)
        for seen, broken_at in tried:
            trials += 1
            if seen.broken is None:
                missed.append(attack.__name__)
            elif seen.broken.id != broken_at:
                misnamed.append((attack.__name__, seen.broken, broken_at))

    assert (missed, misnamed) == ([], [])
    attacks = len(SEEN_BY_THE_CHAIN) + len(SEEN_BY_AN_ANCHOR)
    assert trials == attacks * sizes["trials"]
    shown(f"{attacks} attacks x {sizes['trials']} trials: all found, the first bad row named")


def test_a_value_that_cannot_be_read_is_an_edit_like_any_other(long_history: Engine):
    def unreadable(connection: Connection, rows: list[Row], chance: random.Random) -> int:
        moment = "'infinity'" if connection.dialect.name == "postgresql" else str(9 * 10**18)
        row_id: int = chance.choice(rows)["id"]
        at, of_row = literal_column(moment), Change.id == row_id
        connection.execute(update(Change).where(of_row).values(at=at))
        return row_id

    for number in range(3):
        chance = random.Random(number)
        [(seen, row_id)] = seen_after(long_history, unreadable, chance, anchored=False)
        assert seen.broken == Break(row_id, Fault.EDITED)


@pytest.mark.parametrize("attack", SEEN_BY_AN_ANCHOR)
def test_without_an_anchor_they_are_missed(long_history: Engine, attack: Attack):
    """The mutant: what R-10 would be without anything kept outside the database."""
    tried = seen_after(long_history, attack, random.Random(1), anchored=False, times=5)

    assert [seen.broken for seen, _ in tried] == [None] * 5


def test_with_fields_written_together_a_moved_character_is_missed(
    long_history: Engine, monkeypatch: pytest.MonkeyPatch
):
    """The mutant: a hash over fields that nothing separates."""

    def together(fields: Iterable[Any]) -> str:
        return hashlib.sha256("".join(map(str, fields)).encode()).hexdigest()

    assert _after_a_moved_character(long_history).broken
    monkeypatch.setattr(history, "_digest", together)
    assert _after_a_moved_character(long_history).broken is None


def _after_a_moved_character(engine: Engine) -> Verified:
    """A chain made by the digest in force, then a character moved in one row."""
    with attempted(engine) as connection:
        move_a_character(connection, rows_of(connection), random.Random(3))
        moved = {row["id"]: row for row in rows_of(connection)}
    with attempted(engine) as connection:
        rows = rows_of(connection)
    previous, chain = GENESIS.hash, []
    for row in rows:
        whole = [*(row[name] for name in COLUMNS[:-2]), previous]
        previous = history._digest(whole)
        changed = [*(moved[row["id"]][name] for name in COLUMNS[:-2]), whole[-1]]
        chain.append((*changed, previous))
    return verify(chain)


def chain_of(*contents: str) -> list[list[Any]]:
    """Rows of a chain, of which only id, one text and the two hashes matter here."""
    rows: list[list[Any]] = []
    end = GENESIS
    for content in contents:
        row: list[Any] = [end.id + 1, content, end.hash]
        end = Link(end.id + 1, history._digest(row))
        rows.append([*row, end.hash])
    return rows


def found(rows: Sequence[Sequence[Any]], **more: Any) -> tuple[int, Fault] | None:
    broken = verify(rows, **more).broken
    return (broken.id, broken.fault) if broken else None


def test_what_is_wrong_is_named():
    whole = chain_of("a", "b", "c", "d")
    edited = [[*whole[0]], [2, "B", *whole[1][2:]], *whole[2:]]
    parted = chain_of("x", "b", "c", "d")

    assert found(whole) is None
    assert found(edited) == (2, Fault.EDITED)
    assert found([whole[0], *parted[1:]]) == (2, Fault.PARTED)
    assert found([whole[0], *whole[2:]]) == (3, Fault.MISSING)
    assert found([*whole[:2], whole[1], *whole[2:]]) == (2, Fault.REPEATED)
    assert found(whole[:2], anchor=Link(4, whole[3][-1])) == (4, Fault.SHORT)
    assert found(parted, anchor=Link(4, whole[3][-1])) == (4, Fault.OTHER)


def test_it_begins_anywhere():
    whole = chain_of("a", "b", "c", "d")
    start = Link(2, whole[1][-1])

    assert verify(whole[2:], start) == Verified(2, Link(4, whole[3][-1]))
    assert verify([], start) == Verified(0, start)
    assert found(whole[2:], start=Link(2, "another")) == (3, Fault.PARTED)
