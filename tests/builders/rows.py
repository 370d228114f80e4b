"""The database as it lies there, without the desk: every row, and plain SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Executable, event, make_url, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from clinicdesk.database import Base, open_engine
from clinicdesk.history import Change
from tests.postgres import OWNER


def as_owner(url: str) -> str:
    """The same database as its owner, whom a server's rights do not bind."""
    parts = make_url(url)
    owned = parts.set(username=OWNER) if parts.get_backend_name() == "postgresql" else parts
    return owned.render_as_string(hide_password=False)


@contextmanager
def plain_sql(url: str) -> Iterator[Connection]:
    """A connection with the rights the program itself has; commits at the end."""
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def rows(url: str) -> Iterator[Session]:
    """A session past every action, for rows that no action makes yet; commits at the end."""
    with plain_sql(url) as connection, Session(connection) as session:
        yield session
        session.flush()


def contents(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with plain_sql(url) as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in Base.metadata.sorted_tables
        }


def history(url: str) -> list[Change]:
    """The change table, oldest first."""
    with rows(url) as session:
        found = list(session.scalars(select(Change).order_by(Change.id)))
        session.expunge_all()
    return found


def database_refuses(url: str, statement: str | Executable, **values: object) -> str:
    """What the database itself says to plain SQL, "" when it lets it pass."""
    written = text(statement) if isinstance(statement, str) else statement
    try:
        with plain_sql(url) as connection:
            connection.execute(written, values or None)
    except DBAPIError as error:
        return str(error.orig)
    return ""


@contextmanager
def counted(engine: Engine, happening: str = "before_cursor_execute") -> Iterator[list[str]]:
    """The statements (or another engine event) that happen meanwhile."""
    seen: list[str] = []

    def note(*details: Any) -> None:
        seen.append(str(details[2]) if happening == "before_cursor_execute" else happening)

    event.listen(engine, happening, note)
    try:
        yield seen
    finally:
        event.remove(engine, happening, note)
