"""A private PostgreSQL cluster for the tests: its own directory and socket, gone with the test run.

Only its directory's owner can connect, and it listens on no network address. Nothing in it is worth
keeping, so it does not wait for the disk.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

OWNER = "clinicdesk_owner"

_SETTINGS = """
listen_addresses = ''
port = 5432
unix_socket_directories = '{directory}'
max_connections = 60
fsync = off
synchronous_commit = off
full_page_writes = off
log_error_verbosity = terse
"""

# Waits until the test run ends, however it ends: kill -9 closes the pipe too.
_GUARD = 'read _; "$0" --pgdata="$1/data" --mode=immediate --silent stop; rm -rf "$1"'


@dataclass(frozen=True)
class Cluster:
    """A running server. `directory` holds its socket."""

    directory: Path

    def owner_url(self, database: str) -> str:
        """SQLAlchemy's URL for the superuser that owns every database made here."""
        return self.url(database, OWNER)

    def url(self, database: str, login: str) -> str:
        """SQLAlchemy's URL for this login; the server trusts it without a password."""
        return f"postgresql+psycopg://{login}@/{database}?host={self.directory}&port=5432"

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database, as a copy of `template` when one is named (nobody may be using that)."""
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template or "template0")
            )
        )

    def drop_database(self, name: str) -> None:
        """Remove a database if it exists, ending the connections to it."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host=str(self.directory), port=5432, user=OWNER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


@contextmanager
def private_cluster() -> Iterator[Cluster]:
    """Start a cluster from the installed binaries, and stop and remove it at the end.

    As root the server runs as `postgres` (or `nobody`): PostgreSQL refuses to run as root.
    Raises RuntimeError when the binaries are missing or the server does not start.
    """
    binaries = _binaries()
    account = _account()
    directory = Path(tempfile.mkdtemp(prefix="clinicdesk-pg-", dir=_roomy()))
    os.chown(directory, account.pw_uid, account.pw_gid)
    guard = subprocess.Popen(
        ["sh", "-c", _GUARD, binaries / "pg_ctl", directory],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C must not end it before it has stopped the server
        **_as(account, directory),
    )
    try:
        _start(binaries, account, directory)
        yield Cluster(directory)
    finally:
        guard.communicate()


def _roomy() -> str:
    """Memory where there is enough of it, else /tmp: both make short socket paths."""
    memory = Path("/dev/shm")
    return str(memory if memory.is_dir() and shutil.disk_usage(memory).free > 2**30 else "/tmp")


def _start(binaries: Path, account: pwd.struct_passwd, directory: Path) -> None:
    data = directory / "data"
    new = f"--username={OWNER} --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync".split()
    _run(account, directory, binaries / "initdb", f"--pgdata={data}", *new)
    with (data / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(_SETTINGS.format(directory=directory))
    log = f"--log={directory}/log"
    _run(account, directory, binaries / "pg_ctl", f"--pgdata={data}", log, "--wait", "start")


def _run(account: pwd.struct_passwd, directory: Path, program: Path, *options: str) -> None:
    output = directory / "output"  # a file: the server inherits it, and would keep a pipe open
    with output.open("wb") as sink:
        done = subprocess.run(
            [program, *options],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            **_as(account, directory),
        )
    if done.returncode:
        said = [file.read_text() for file in (output, directory / "log") if file.exists()]
        raise RuntimeError("\n".join([f"{program.name} failed:", *said]))


def _as(account: pwd.struct_passwd, directory: Path) -> dict[str, Any]:
    """Arguments that run a process as `account`, without the caller's PG* settings."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PG")}
    identity: dict[str, Any] = {"cwd": directory, "env": environment}
    if os.geteuid() == 0:
        identity |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return identity


def _account() -> pwd.struct_passwd:
    if os.geteuid():
        return pwd.getpwuid(os.geteuid())
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _binaries() -> Path:
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda initdb: float(initdb.parts[-3]), default=None)
    on_path = shutil.which("initdb")
    if newest is None and on_path is None:
        raise RuntimeError(
            "PostgreSQL is missing: apt-get install --no-install-recommends postgresql"
        )
    return (newest or Path(str(on_path)).resolve()).parent
