"""What the database itself refuses to plain SQL, and what the app's role may not even try.

Each guard is shown by its absence: without it the same statement passes and does the harm.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Update, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from clinicdesk import grants, guards
from clinicdesk.database import Base
from clinicdesk.desk import Desk
from clinicdesk.evaluations.tables import Evaluation, EvaluationLevel
from clinicdesk.procedure_day.actions import record_procedure
from clinicdesk.record.rules import LabKind
from clinicdesk.scheduling.rules import Part
from clinicdesk.scheduling.tables import Occupancy
from clinicdesk.sheets.rules import SheetKind
from tests.builders.clinic import PHYSICIAN
from tests.builders.evidence import (
    a_lab,
    clear,
    name_driver,
    print_sheet,
    sign_hold_table,
    tell_last_dose,
)
from tests.builders.gestures import do
from tests.builders.patients import Made, a_booked_case
from tests.builders.procedures import as_done
from tests.builders.rows import as_owner, contents, database_refuses, plain_sql, rows
from tests.builders.times import at
from tests.conftest import Clock

TEN = at("2027-01-12 10:00")
HOUR = timedelta(hours=1)


@pytest.fixture
def done(desk: Desk, clock: Clock) -> Made:
    """A case whose way has left a row in every guarded table."""
    clock.now = at("2027-01-11 08:00")
    sign_hold_table(desk)
    made = a_booked_case(desk, TEN, ["Eliquis 5 mg"])
    a_lab(desk, made.patient_id, LabKind.CREATININE_CLEARANCE, "70", clock.now)
    clear(desk, made.booking_id)
    tell_last_dose(desk, made.booking_id, at("2027-01-09 08:00"))
    name_driver(desk, made.booking_id)
    clock.now = at("2027-01-12 12:00")
    do(desk, PHYSICIAN, record_procedure, as_done(desk, made.booking_id))
    print_sheet(desk, made.booking_id, SheetKind.DISCHARGE)
    return made


EVIDENCE = (
    "change clearance escort issued_sheet last_dose level_done procedure_record restart_order"
    " sheet_file"
)
GUARDED = {
    **dict.fromkeys(EVIDENCE.split(), "append only"),
    "evaluation": "signed note",
    "evaluation_level": "signed note",
    "policy_version": "signed policy",
}


def touched(name: str) -> Update:
    """The statement that sets every column of a table to what it is."""
    table = Base.metadata.tables[name]
    return update(table).values({column.name: column for column in table.columns})


def test_evidence_and_signed_rows_are_neither_changed_nor_deleted(done: Made, url: str):
    before = contents(url)
    assert {table for table in GUARDED if not before[table]} == set()

    said = {
        table: [
            database_refuses(as_owner(url), each)
            for each in (touched(table), delete(Base.metadata.tables[table]))
        ]
        for table in GUARDED
    }

    unguarded = {
        table for table, words in said.items() if not all(GUARDED[table] in one for one in words)
    }
    assert unguarded == set()
    assert contents(url) == before


def test_without_its_trigger_the_same_statement_passes(done: Made, url: str):
    with plain_sql(as_owner(url)) as owner:
        for table in GUARDED:
            for statement in _drops(owner.dialect.name, table):
                owner.exec_driver_sql(statement)

    assert {database_refuses(as_owner(url), touched(table)) for table in GUARDED} == {""}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_nothing_guarded_is_replaced_by_another_program(done: Made, url: str):
    """INSERT OR REPLACE, on a connection that knows none of our settings."""
    before = contents(url)
    said = {}
    for table in GUARDED:
        columns = ", ".join(Base.metadata.tables[table].columns.keys())
        again = f"INSERT OR REPLACE INTO {table} SELECT {columns} FROM {table}"  # noqa: S608
        with plain_sql(url) as connection:
            connection.connection.cursor().execute("PRAGMA recursive_triggers = OFF")
            with pytest.raises(DBAPIError) as refusal:
                connection.exec_driver_sql(again)
            connection.rollback()
        said[table] = str(refusal.value.orig)

    assert {table for table, words in said.items() if GUARDED[table] not in words} == set()
    assert contents(url) == before


def _drops(dialect: str, table: str) -> Iterator[str]:
    suffixes = ("guard", "new") if table == "evaluation_level" else ("guard",)
    for suffix in suffixes:
        if dialect == "postgresql":
            yield f"DROP TRIGGER {table}_{suffix} ON {table}"
        else:
            yield f"DROP TRIGGER {table}_update_{suffix}"


def test_a_signed_note_takes_no_other_level_and_a_draft_is_still_free(done: Made, url: str):
    level = insert(EvaluationLevel).values(evaluation_id=1, level="l3_l4", side="left")
    with rows(url) as session:
        draft = Evaluation(case_id=done.case_id, author_id=1, decision="candidate")
        draft.levels = [EvaluationLevel(level="l3_l4", side="left")]
        session.add(draft)
        session.flush()
        of_draft = update(EvaluationLevel).where(EvaluationLevel.evaluation_id == draft.id)
        edited = update(Evaluation).where(Evaluation.id == draft.id).values(impression="other")

    assert "signed note" in database_refuses(url, level)
    assert "signed note" in database_refuses(url, of_draft.values(evaluation_id=1))
    assert database_refuses(url, of_draft.values(side="right")) == ""
    assert database_refuses(url, edited) == ""


@dataclass(frozen=True)
class Place:
    """A taken hour of a room, and another booking to be put beside it."""

    room: int
    booking_id: int
    taken_id: int


@pytest.fixture
def place(desk: Desk, url: str) -> Place:
    booking_id = a_booked_case(desk, TEN).booking_id
    with rows(url) as session:
        room = session.scalars(
            select(Occupancy).filter_by(booking_id=booking_id, part=Part.ROOM)
        ).one()
        return Place(room.resource_id, booking_id, room.id)


def occupancy(place: Place, minutes: int, **given: object) -> dict[str, object]:
    """An hour that starts so many minutes after ten; the room is taken from 10:00 to 11:15."""
    start = TEN + timedelta(minutes=minutes)
    row = {
        "resource_id": place.room,
        "booking_id": place.booking_id,
        "part": Part.ROOM,
        "starts_at": start,
        "ends_at": start + HOUR,
        "active": True,
    }
    return {**row, **given}


def test_an_insert_that_overlaps_is_refused_and_back_to_back_is_not(place: Place, url: str):
    taken = {-59: True, 0: True, 15: True, 74: True, -60: False, 75: False}

    found = {
        minutes: bool(database_refuses(url, insert(Occupancy).values(occupancy(place, minutes))))
        for minutes in taken
    }

    assert found == taken
    around = occupancy(place, -60, ends_at=TEN + 3 * HOUR)
    assert database_refuses(url, insert(Occupancy).values(around))


def test_updates_that_overlap_are_refused(place: Place, url: str):
    other = insert(Occupancy).values(occupancy(place, 300)).returning(Occupancy.id)
    asleep = insert(Occupancy).values(occupancy(place, 15, active=False)).returning(Occupancy.id)
    with plain_sql(url) as connection:
        moved, woken = connection.scalar(other), connection.scalar(asleep)

    def change(row_id: int, **values: object) -> str:
        return database_refuses(url, update(Occupancy).where(Occupancy.id == row_id).values(values))

    assert change(moved, starts_at=TEN, ends_at=TEN + HOUR)
    assert change(woken, active=True)
    assert change(moved, starts_at=TEN + 4 * HOUR) == ""
    assert change(place.taken_id, ends_at=TEN + 2 * HOUR) == ""


def test_other_resources_and_inactive_rows_block_nobody_and_none_lasts_a_day(
    place: Place, url: str
):
    elsewhere = insert(Occupancy).values(occupancy(place, 0, resource_id=place.room + 1))
    history = insert(Occupancy).values(occupancy(place, 0, active=False))

    assert [database_refuses(url, one) for one in (elsewhere, history)] == ["", ""]

    def lasting(hours: int) -> str:
        end = TEN + timedelta(hours=10 + hours, microseconds=1)
        row = occupancy(place, 600, resource_id=place.room + 1, ends_at=end)
        return database_refuses(url, insert(Occupancy).values(row))

    assert "longest" in lasting(12)
    assert "ends_after_start" in lasting(-1)
    assert lasting(11) == ""


@pytest.mark.parametrize("event", ["insert", "update"])
def test_without_the_overlap_guard_the_room_is_taken_twice(place: Place, url: str, event: str):
    with plain_sql(url) as connection:
        asleep = insert(Occupancy).values(occupancy(place, 15, active=False))
        woken = connection.scalar(asleep.returning(Occupancy.id))
    probe = {
        "insert": insert(Occupancy).values(occupancy(place, 15)),
        "update": update(Occupancy).where(Occupancy.id == woken).values(active=True),
    }[event]
    assert database_refuses(url, probe)
    with plain_sql(as_owner(url)) as owner:
        sqlite = owner.dialect.name == "sqlite"
        owner.exec_driver_sql(
            f"DROP TRIGGER occupancy_{event}_guard"
            if sqlite
            else "ALTER TABLE occupancy DROP CONSTRAINT occupancy_taken_once"
        )

    assert database_refuses(url, probe) == ""


def test_installing_the_guards_again_changes_nothing(place: Place, url: str):
    with plain_sql(as_owner(url)) as owner:
        guards.install(owner)

    assert database_refuses(url, insert(Occupancy).values(occupancy(place, 0)))


def test_the_apps_role_on_a_server_owns_nothing(postgresql_url: str):
    tries = (
        "DELETE FROM patient",
        "TRUNCATE patient",
        "DROP TABLE patient",
        "DROP TRIGGER change_guard ON change",
        "ALTER TABLE evaluation DISABLE TRIGGER ALL",
        "ALTER TABLE occupancy DROP CONSTRAINT occupancy_taken_once",
        "CREATE TABLE mine (id int)",
        "CREATE OR REPLACE FUNCTION change_guard() RETURNS trigger LANGUAGE plpgsql AS ''",
        "UPDATE change SET actor_id = 1",
        "UPDATE alembic_version SET version_num = 'x'",
        "SET ROLE clinicdesk_owner",
        "SET session_replication_role = replica",
    )

    said = {each: database_refuses(postgresql_url, each) for each in tries}

    allowed = {each for each, words in said.items() if not re.search("denied|must be owner", words)}
    assert allowed == set()


def test_the_apps_role_deletes_only_what_can_be_made_anew(postgresql_url: str):
    with plain_sql(postgresql_url) as connection:
        granted = connection.execute(
            text(
                "SELECT table_name, privilege_type FROM information_schema.table_privileges"
                " WHERE table_schema = 'public' AND privilege_type IN ('DELETE', 'TRUNCATE')"
            )
        ).all()
    assert {(table, verb) for table, verb in granted} == {
        (table, "DELETE") for table in grants.DERIVED
    }
