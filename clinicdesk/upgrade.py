"""The start gate and the only place that changes the schema."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import ProgrammingError

from clinicdesk import guards, paths
from clinicdesk.errors import Reason, Refused

APP_ROLE = "clinicdesk_app"
_UPGRADE_LOCK = 0x636C757067


def check(engine: Engine) -> None:
    """The start gate. Raises Refused when this program and the database do not fit each other."""
    with engine.connect() as connection:
        _check_encoding(connection)
        found = _revision(connection)
    if found is None:
        raise Refused(Reason("upgrade.empty"))
    _check_known(found)
    if found != _head():
        raise Refused(Reason("upgrade.too_old", {"found": found}))


def is_empty(engine: Engine) -> bool:
    """Whether the database has no ClinicDesk tables at all."""
    with engine.connect() as connection:
        return not inspect(connection).get_table_names()


def upgrade(engine: Engine) -> None:
    """Bring an empty or older database to this program's version, all or nothing."""
    with _exclusive(engine) as connection:
        _check_encoding(connection)
        _check_known(_revision(connection))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        guards.install(connection)
        if connection.dialect.name == "postgresql":
            _grant(connection)


@contextmanager
def _exclusive(engine: Engine) -> Iterator[Connection]:
    with engine.execution_options(begin="BEGIN EXCLUSIVE").connect() as connection:
        if connection.dialect.name == "sqlite":
            # Only effective before the transaction: rebuilding a parent table must not cascade.
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL lock_timeout = 0"))
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": _UPGRADE_LOCK})
            yield connection
            _check_foreign_keys(connection)
    engine.dispose()


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise Refused(Reason("upgrade.broken_references"))


def _check_known(found: str | None) -> None:
    if found and found not in {script.revision for script in _scripts().walk_revisions()}:
        raise Refused(Reason("upgrade.too_new", {"found": found}))


def _check_encoding(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise Refused(Reason("upgrade.encoding", {"encoding": encoding}))


def _grant(connection: Connection) -> None:
    """The app's role reads, adds and edits rows. It owns nothing and deletes nothing."""
    exists = connection.scalar(
        text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": APP_ROLE}
    )
    if not exists:
        _create_role(connection)
    for statement in (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}",
        f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}",
        f"REVOKE INSERT, UPDATE ON alembic_version FROM {APP_ROLE}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}",
    ):
        connection.execute(text(statement))
    for table in guards.APPEND_ONLY:
        connection.execute(text(f"REVOKE UPDATE ON {table} FROM {APP_ROLE}"))


def _create_role(connection: Connection) -> None:
    try:
        connection.execute(text(f"CREATE ROLE {APP_ROLE} NOLOGIN"))
    except ProgrammingError:
        raise Refused(Reason("upgrade.role_missing", {"role": APP_ROLE})) from None


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _head() -> str | None:
    return _scripts().get_current_head()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    config.set_main_option("path_separator", "os")
    return config
