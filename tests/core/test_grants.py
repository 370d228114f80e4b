"""R-08 on a server: what a real login of the app's role can do with each table, and no more."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from clinicdesk import grants, upgrade, wiring
from clinicdesk.database import Base, open_engine
from tests.builders.rows import as_owner
from tests.promises import promise

FORBIDDEN = "42501"
# No row, so that only the right is asked for.
VERBS = {
    "SELECT": "SELECT 1 FROM {table} LIMIT 0",
    "INSERT": "INSERT INTO {table} SELECT * FROM {table} LIMIT 0",
    "UPDATE": "UPDATE {table} SET {column} = {column} WHERE false",
    "DELETE": "DELETE FROM {table} WHERE false",
    "TRUNCATE": "TRUNCATE {table} CASCADE",
    "TRIGGER": "CREATE TRIGGER sneaks BEFORE INSERT ON {table} EXECUTE FUNCTION change_guard()",
    "ALTER": "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "DROP": "DROP TABLE {table}",
}
ESCAPES = (
    "SET ROLE clinicdesk_owner",
    "SET SESSION AUTHORIZATION clinicdesk_owner",
    "SET session_replication_role = replica",
    "ALTER ROLE clinicdesk_app SUPERUSER",
    "ALTER ROLE CURRENT_USER CREATEROLE",
    "CREATE ROLE sneak SUPERUSER",
    "GRANT clinicdesk_owner TO CURRENT_USER",
    "ALTER DEFAULT PRIVILEGES FOR ROLE clinicdesk_owner GRANT ALL ON TABLES TO PUBLIC",
    "CREATE TABLE sneak (a int)",
    "CREATE SCHEMA sneak",
    "CREATE VIEW sneak AS SELECT 1",
    "CREATE FUNCTION sneak() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION change_guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "DROP FUNCTION change_guard() CASCADE",
    "ALTER FUNCTION change_guard() RENAME TO sneak",
    "DROP TRIGGER change_guard ON change",
    "ALTER TABLE change DISABLE TRIGGER change_guard",
    "ALTER TABLE change OWNER TO CURRENT_USER",
    "ALTER TABLE occupancy DROP CONSTRAINT occupancy_overlap",
    "CREATE RULE sneak AS ON INSERT TO change DO INSTEAD NOTHING",
    "CREATE EXTENSION pg_stat_statements",
    "CREATE PUBLICATION sneak FOR TABLE change",
    "COPY change TO PROGRAM 'cat'",
    "COPY change TO '/tmp/sneak'",
    "COPY staff_member FROM '/etc/passwd'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT * FROM pg_authid",
    "SELECT pg_reload_conf()",
    "SELECT set_config('session_preload_libraries', 'sneak', false)",
    "ALTER DATABASE postgres SET row_security = off",
    "CREATE FUNCTION sneak() RETURNS int LANGUAGE c AS 'sneak'",
    "DELETE FROM change",
    "UPDATE change SET actor_id = 1",
    "UPDATE schema_version SET current = 1",
    "INSERT INTO alembic_version VALUES ('9999')",
)


@pytest.fixture
def login(postgresql_url: str) -> Iterator[Engine]:
    """The app's role, really signed in."""
    wiring.load_tables()
    engine = open_engine(postgresql_url)
    yield engine
    engine.dispose()


def expected(table: str) -> set[str]:
    """What the one table of rights says."""
    added = {"INSERT"} if table in (*grants.ADDED, *grants.EDITED) else set()
    derived = {"INSERT", "DELETE"} if table in grants.DERIVED else set()
    return {"SELECT"} | added | derived | ({"UPDATE"} if table in grants.EDITED else set())


def allowed(connection: Connection, table: str) -> set[str]:
    """The verbs that the server lets through."""
    column = inspect(connection).get_columns(table)[0]["name"]
    return {
        verb
        for verb, statement in VERBS.items()
        if answer(connection, statement.format(table=table, column=column)) != FORBIDDEN
    }


def answer(connection: Connection, statement: str) -> str:
    """The server's code for its refusal, "" when it carries the statement out; nothing stays."""
    attempt = connection.begin_nested()
    try:
        connection.execute(text(statement))
    except DBAPIError as error:
        return error.orig.sqlstate
    finally:
        attempt.rollback()
    return ""


def found_on(engine: Engine) -> dict[str, set[str]]:
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        return {table: allowed(connection, table) for table in tables}


@promise(
    "R-08",
    "on a server the database refuses the app's login what the program never does",
    every={"ways out": len(ESCAPES)},
    stress={"ways out": len(ESCAPES)},
    mutant="one right more for the app's login",
)
def test_the_login_can_do_with_each_table_what_the_program_does_and_no_more(
    login: Engine, sizes: dict[str, int], shown: Callable[[str], None]
):
    """`pytest tests/core/test_grants.py -k right_more` sees the mutant."""
    found = found_on(login)
    with login.connect() as connection:
        answers = {way: answer(connection, way) for way in ESCAPES}

    assert found == {table: expected(table) for table in found}
    assert {*Base.metadata.tables} <= {*found}
    assert {way: code for way, code in answers.items() if code != FORBIDDEN} == {}
    assert len(answers) == sizes["ways out"]
    shown(f"{len(found)} tables x {len(VERBS)} verbs as granted, {len(ESCAPES)} ways out refused")


@pytest.mark.parametrize("more", ["UPDATE", "DELETE", "TRUNCATE"])
def test_one_right_more_is_noticed(login: Engine, postgresql_url: str, more: str):
    """The mutant: the history can be changed, or emptied."""
    owner = open_engine(as_owner(postgresql_url))
    with owner.begin() as connection:
        connection.execute(text(f"GRANT {more} ON change TO {upgrade.APP_ROLE}"))
    owner.dispose()

    wrong = {table for table, verbs in found_on(login).items() if verbs != expected(table)}

    assert wrong == {"change"}


def test_every_table_has_its_rights_and_every_right_its_table():
    wiring.load_tables()
    tables = {*Base.metadata.tables} - {"schema_version"}

    assert {*grants.ADDED, *grants.EDITED, *grants.DERIVED} == tables
    listed = [*grants.ADDED, *grants.EDITED, *grants.DERIVED]
    assert len(listed) == len({*listed})
