"""The start gate and the only place that changes the schema.

The schema's number is that of its last revision. Beside it the database says which number a program
needs at least, so that workstations can be upgraded one after the other.
"""

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    CheckConstraint,
    Connection,
    Engine,
    ExceptionContext,
    delete,
    event,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import DatabaseError, ProgrammingError
from sqlalchemy.orm import Mapped

from clinicdesk import grants, guards, paths
from clinicdesk.database import WRITE, Base, Key, Name
from clinicdesk.desk import CHAIN_LOCK
from clinicdesk.errors import Reason, Refused

if TYPE_CHECKING:
    from alembic.config import Config

APP_ROLE = "clinicdesk_app"
_UPGRADE_LOCK = 0x636C757067
_NO_RIGHT = "42501"
_PATIENCE_MS = 60_000
_SAID = re.compile(r"^(revision|release|compatible) = (.+)$", re.MULTILINE)


class SchemaVersion(Base):
    """One row, written by every upgrade."""

    __tablename__ = "schema_version"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[Key]
    current: Mapped[int]
    compatible: Mapped[int]
    needs: Mapped[Name]


class Version(NamedTuple):
    """The number of a schema, the oldest that a program may have to open it, and its release."""

    current: int
    compatible: int
    needs: str


def check(engine: Engine) -> None:
    """The start gate. Raises Refused when this program and the database do not fit each other."""
    with engine.connect() as connection:
        _check_encoding(connection)
        found = version(connection)
    if found is None:
        raise Refused(Reason("upgrade.empty"))
    _check_not_too_new(found)
    if found.current < own_version().current:
        raise Refused(Reason("upgrade.too_old"))


def is_empty(engine: Engine) -> bool:
    """Whether the database has no tables at all."""
    with engine.connect() as connection:
        return not inspect(connection).get_table_names()


def is_older(engine: Engine) -> bool:
    """Whether the database is of an earlier release than this program."""
    with engine.connect() as connection:
        found = version(connection)
    return found is not None and found.current < own_version().current


def upgrade(
    engine: Engine,
    keep_copy: Callable[[Connection], None] | None = None,
    derive: Callable[[Connection], None] | None = None,
) -> None:
    """Bring an empty or older database to this program's version, all or nothing.

    `keep_copy` is called before an older one is changed, while nobody else can write to it, and
    `derive` after, to make anew what follows from other rows. A newer database that this program
    may open is left as it is.
    """
    with _exclusive(engine) as connection:
        _check_encoding(connection)
        found, own = version(connection), own_version()
        if found is not None:
            _check_not_too_new(found)
        if found is not None and found.current > own.current:
            return
        if found is None or found.current < own.current:
            if found and keep_copy:
                keep_copy(connection)
            _migrate(connection, own)
            if found and derive:
                derive(connection)
        guards.install(connection)
        if connection.dialect.name == "postgresql":
            _grant(connection)


def announce(engine: Engine) -> None:
    """Have every change refused once the database was upgraded past this program.

    It may be upgraded while the program is open. A server is told with every connection which
    program this is, and refuses itself (guards.py); an embedded file is looked at each time.
    """
    number = own_version().current
    (_tell if engine.dialect.name == "postgresql" else _look)(engine, number)


def _tell(engine: Engine, number: int) -> None:
    @event.listens_for(engine, "connect")
    def tell(connection: Any, _record: object) -> None:
        connection.execute(f"SET clinicdesk.schema = {number}")
        connection.commit()

    @event.listens_for(engine, "handle_error")
    def word(context: ExceptionContext) -> Refused | None:
        is_too_old = f"guard: {guards.TOO_OLD}" in str(context.original_exception)
        return Refused(Reason("upgrade.meanwhile")) if is_too_old else None


def _look(engine: Engine, number: int) -> None:
    @event.listens_for(engine, "begin")
    def look(connection: Connection) -> None:
        if connection.get_execution_options().get("begin") != WRITE:
            return
        if (connection.scalar(select(SchemaVersion.compatible)) or 0) > number:
            raise Refused(Reason("upgrade.meanwhile"))


def version(connection: Connection) -> Version | None:
    """The database's own numbers; None when it has no tables.

    Raises Refused when its tables are not those of a release.
    """
    inspector = inspect(connection)
    if inspector.has_table(SchemaVersion.__tablename__):
        columns = SchemaVersion.current, SchemaVersion.compatible, SchemaVersion.needs
        row = connection.execute(select(*columns)).one_or_none()
        if row is not None:
            return Version(*row)
    if inspector.get_table_names():
        raise Refused(Reason("upgrade.no_release"))
    return None


def own_version() -> Version:
    """What the revisions that came with this program say."""
    return _said_by(paths.migrations())


@cache
def _said_by(folder: Path) -> Version:
    """Read and not imported: a start without an upgrade does without Alembic."""
    revisions: dict[int, dict[str, Any]] = {}
    for file in (folder / "versions").glob("*.py"):
        found = _SAID.findall(file.read_text(encoding="utf-8"))
        said = {name: ast.literal_eval(value) for name, value in found}
        revisions[int(said["revision"])] = said
    compatible = max(said["compatible"] for said in revisions.values())
    return Version(max(revisions), compatible, revisions[compatible]["release"])


def _migrate(connection: Connection, own: Version) -> None:
    from alembic import command  # noqa: PLC0415 - only an upgrade pays for loading it

    config = _config()
    config.attributes["connection"] = connection
    try:
        guards.remove(connection)
        command.upgrade(config, "head")
        connection.execute(delete(SchemaVersion))
        connection.execute(insert(SchemaVersion).values(id=1, **own._asdict()))
    except DatabaseError as error:
        if getattr(error.orig, "sqlstate", None) == _NO_RIGHT:
            raise
        raise Refused(Reason("upgrade.failed", {"kind": type(error).__name__})) from None


@contextmanager
def _exclusive(engine: Engine) -> Iterator[Connection]:
    """One transaction that nobody else writes beside; its connection is not used again."""
    try:
        with engine.execution_options(begin="BEGIN EXCLUSIVE").connect() as connection:
            if connection.dialect.name == "sqlite":
                _leave_references_alone(connection)
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    _wait_for_the_others(connection)
                yield connection
                _check_foreign_keys(connection)
    finally:
        engine.dispose()


def _leave_references_alone(connection: Connection) -> None:
    """Rebuilding a parent must not cascade. Inside a transaction the setting would do nothing."""
    for setting in ("foreign_keys = OFF", f"busy_timeout = {_PATIENCE_MS}"):
        connection.connection.cursor().execute(f"PRAGMA {setting}")


def _wait_for_the_others(connection: Connection) -> None:
    """For other upgrades, then for every change under way; later ones wait at their beginning."""
    take_your_time(connection)
    for lock in (_UPGRADE_LOCK, CHAIN_LOCK):
        connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": lock})


def take_your_time(connection: Connection) -> None:
    """A transaction on a server that may take longer than a person's gesture may."""
    for limit in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
        connection.execute(text(f"SET LOCAL {limit} = 0"))


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise Refused(Reason("upgrade.broken_references"))


def _check_not_too_new(found: Version) -> None:
    if found.compatible > own_version().current:
        raise Refused(Reason("upgrade.too_new", {"needed": found.needs}))


def _check_encoding(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise Refused(Reason("upgrade.encoding", {"encoding": encoding}))


def _grant(connection: Connection) -> None:
    exists = connection.scalar(
        text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": APP_ROLE}
    )
    if not exists:
        _create_role(connection)
    grants.install(connection, APP_ROLE)


def _create_role(connection: Connection) -> None:
    try:
        connection.execute(text(f"CREATE ROLE {APP_ROLE} NOLOGIN"))
    except ProgrammingError:
        raise Refused(Reason("upgrade.role_missing", {"role": APP_ROLE})) from None


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    config.set_main_option("path_separator", "os")
    return config
