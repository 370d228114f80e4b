"""A release to come: the program's own revisions and a planted one. Child processes import it."""

import resource
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from clinicdesk import database, opening, paths, upgrade
from clinicdesk.database import embedded_file, open_engine
from clinicdesk.errors import Refused
from tests.builders.rows import plain_sql

PATIENCE = 60
REFUSED = 3
_REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "{own:04}"
down_revision = "{before:04}"
release = "9.8.0"
compatible = {compatible}


def upgrade():
    {body}
"""
ADD = """
    op.add_column("patient", sa.Column("planted", sa.String(20)))
"""
ADD_SLOWLY = (
    ADD
    + """
    op.execute("SELECT pg_sleep(0.5)")
"""
)
REBUILD = """
    rebuild = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    for name in ("patient", "evaluation", "booking"):
        with op.batch_alter_table(name, recreate=rebuild) as table:
            table.add_column(sa.Column("planted", sa.String(20)))
"""
FAIL_MIDWAY = (
    REBUILD
    + """
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    raise ZeroDivisionError
"""
)
LOSE_PARENTS = """
    op.execute("DELETE FROM mild_case")
"""
REBUILD_PARENT = """
    with op.batch_alter_table("parent", recreate="always") as table:
        table.add_column(sa.Column("planted", sa.String(20)))
"""

_SCHEMA = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1, 2",
    "postgresql": """
        SELECT 'column', table_name || '.' || column_name, concat_ws(' ', data_type, is_nullable,
          character_maximum_length, collation_name, column_default)
          FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname,
          pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger
          WHERE NOT tgisinternal
        UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        ORDER BY 1, 2""",
}


def plant(folder: Path, body: str, *, compatible: int | None = None) -> Path:
    """A folder of scripts with one revision more; `compatible` is its own number unless given."""
    before = upgrade.own_version().current
    scripts = folder / "planted"
    shutil.copytree(paths.migrations(), scripts, ignore=shutil.ignore_patterns("__pycache__"))
    revision = _REVISION.format(
        own=before + 1, before=before, compatible=compatible or before + 1, body=body.strip()
    )
    (scripts / "versions" / f"{before + 1:04}_planted.py").write_text(revision)
    return scripts


@contextmanager
def release(scripts: Path) -> Iterator[None]:
    """Within it the program is the release that has these revisions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "migrations", lambda: scripts)
        yield


def schema(url: str) -> list[tuple[str, str, str]]:
    """Every table, index, constraint and trigger: kind, name, definition."""
    with plain_sql(url) as connection:
        found = connection.execute(text(_SCHEMA[connection.dialect.name]))
        return [(kind, name, _in_order(name, definition)) for kind, name, definition in found]


def _in_order(name: str, definition: str) -> str:
    """A definition whose lines stand in one order: a rebuilt table has its constraints anew."""
    lines = definition.replace(f'"{name}"', name).splitlines()
    return "\n".join(sorted(line.strip(", \t") for line in lines))


def file_bytes(url: str) -> bytes:
    """The file of an embedded database."""
    file = embedded_file(url)
    return file.read_bytes() if file else b""


def triggers(url: str) -> list[str]:
    """The names of the guards that are in place."""
    return [name for kind, name, _ in schema(url) if kind == "trigger"]


def meet(line: Barrier) -> None:
    """Wait until every process of a race is here."""
    line.wait(PATIENCE)


def upgrade_at_once(url: str, scripts: Path, line: Barrier) -> None:
    """What each process of a race does; a process that fails has another exit code than 0."""
    with release(scripts):
        meet(line)
        opening.upgrade_database(url, backup_taken=True)


def upgrade_at_once_without_lock(url: str, scripts: Path, line: Barrier) -> None:
    """The mutant: nobody waits, and everybody looked at the version before anybody changed it."""
    upgrade._wait_for_the_others = lambda _: None
    with release(scripts):
        upgrade.upgrade(open_engine(url), lambda _: meet(line))


def without_transaction(patch: pytest.MonkeyPatch) -> None:
    """The mutant: every statement of an upgrade commits by itself."""
    patch.setattr(database, "_begin", _begin_nothing)


def _begin_nothing(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.connection.driver_connection.autocommit = True


def upgrade_in_child(url: str, scripts: Path, begun: Event, mutant: bool, largest: int) -> None:
    """An upgrade that may be cut: `mutant` commits each statement, no file gets over `largest`."""
    if largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    with release(scripts), pytest.MonkeyPatch.context() as patch:
        if mutant:
            without_transaction(patch)
        begun.set()
        try:
            opening.upgrade_database(url, backup_taken=mutant)
        except Refused:
            sys.exit(REFUSED)
