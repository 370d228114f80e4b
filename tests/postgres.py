"""A private PostgreSQL cluster for the tests: its own directory and socket, gone with the test run.

Only its directory's owner can connect, and it listens on no network address. Nothing in it is worth
keeping, so it does not wait for the disk, unless a test wants to see what a server keeps.
"""

import os
import pwd
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
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
log_error_verbosity = terse
deadlock_timeout = 50ms
dynamic_shared_memory_type = mmap
"""
_FORGETFUL = """
fsync = off
synchronous_commit = off
full_page_writes = off
"""

# Waits until the test run ends, however it ends: kill -9 closes the pipe too.
_GUARD = 'read _; "$0" --pgdata="$1/data" --mode=immediate --silent stop; rm -rf "$1"'


@dataclass
class Cluster:
    """A server of its own. `directory` holds its socket and, in `data`, what it keeps."""

    directory: Path
    _owner: psycopg.Connection | None = field(default=None, init=False, repr=False)

    def start(self) -> None:
        """Start the server and wait until it answers, recovering first if it was killed."""
        self._control("start", f"--log={self.directory}/log")

    def stop(self, mode: str = "fast") -> None:
        """Stop it: "smart" waits for everybody to leave, "fast" ends them, "immediate" crashes."""
        self.leave()
        self._control("stop", f"--mode={mode}")

    def kill(self) -> None:
        """End all of its processes at once, as a crash of the computer would."""
        self.leave()
        lock = self._data / "postmaster.pid"
        postmaster = int(lock.read_text().split()[0])
        os.kill(postmaster, signal.SIGSTOP)  # or it has another child meanwhile
        gone = [os.pidfd_open(process) for process in _family(postmaster)]
        for process in gone:
            signal.pidfd_send_signal(process, signal.SIGKILL)
        for process in gone:
            select.select([process], [], [])
            os.close(process)
        # A dead process that its parent has not buried yet looks alive.
        for left in (lock, *self.directory.glob(".s.PGSQL.*.lock")):
            left.unlink()

    @property
    def _data(self) -> Path:
        return self.directory / "data"

    def _control(self, task: str, *options: str) -> None:
        _run(self.directory, "pg_ctl", f"--pgdata={self._data}", "--wait", *options, task)

    def owner_url(self, database: str) -> str:
        """SQLAlchemy's URL for the superuser that owns every database made here."""
        return self.url(database, OWNER)

    def url(self, database: str, login: str) -> str:
        """SQLAlchemy's URL for this login; the server trusts it without a password."""
        return f"postgresql+psycopg://{login}@/{database}?host={self.directory}&port=5432"

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database, as a copy of `template` when one is named (nobody may be using that)."""
        self.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template or "template0")
            )
        )

    def drop_database(self, name: str) -> None:
        """Remove a database if it exists, ending the connections to it."""
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self.execute(drop.format(sql.Identifier(name)))

    def execute(self, statement: sql.Composable) -> None:
        """Run a statement as the server's owner, whose connection is kept for the next one."""
        if self._owner is None:
            self._owner = psycopg.connect(
                host=str(self.directory), port=5432, user=OWNER, dbname="postgres", autocommit=True
            )
        self._owner.execute(statement)

    def leave(self) -> None:
        """End the connection of `execute`: a server that stops waits for nobody."""
        if self._owner is not None:
            self._owner.close()
            self._owner = None


@contextmanager
def private_cluster(*, forgetful: bool = True) -> Iterator[Cluster]:
    """Start a cluster from the installed binaries, and stop and remove it at the end.

    A forgetful one does not wait for the disk and loses what it was told when it is killed.
    As root the server runs as `postgres` (or `nobody`): PostgreSQL refuses to run as root.
    Raises RuntimeError when the binaries are missing or the server does not start.
    """
    account = _account()
    directory = Path(tempfile.mkdtemp(prefix="clinicdesk-pg-", dir=_roomy()))
    os.chown(directory, account.pw_uid, account.pw_gid)
    guard = subprocess.Popen(
        ["sh", "-c", _GUARD, _binaries() / "pg_ctl", directory],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C must not end it before it has stopped the server
        **_as(account, directory),
    )
    try:
        made = _made(directory, _SETTINGS + _FORGETFUL if forgetful else _SETTINGS)
        made.start()
        yield made
        made.leave()
    finally:
        guard.communicate()


def _roomy() -> str:
    """Memory where there is enough of it, else /tmp: both make short socket paths."""
    memory = Path("/dev/shm")
    return str(memory if memory.is_dir() and shutil.disk_usage(memory).free > 2**30 else "/tmp")


def _made(directory: Path, settings: str) -> Cluster:
    data = directory / "data"
    new = f"--username={OWNER} --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync".split()
    _run(directory, "initdb", f"--pgdata={data}", *new)
    with (data / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(settings.format(directory=directory))
    return Cluster(directory)


def _family(parent: int) -> list[int]:
    """A process's children, and itself."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it may end meanwhile
            told = (process / "stat").read_text().rpartition(")")[2].split()
            if int(told[1]) == parent:
                found.append(int(process.name))
    return [*found, parent]


def _run(directory: Path, program: str, *options: str) -> None:
    output = directory / "output"  # a file: the server inherits it, and would keep a pipe open
    with output.open("wb") as sink:
        done = subprocess.run(
            [_binaries() / program, *options],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            **_as(_account(), directory),
        )
    if done.returncode:
        said = [file.read_text() for file in (output, directory / "log") if file.exists()]
        raise RuntimeError("\n".join([f"{program} failed:", *said]))


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
