"""A verified pg_dump of a server's database, made before an upgrade.

It is read back whole: the rows in it are counted table by table. It is not encrypted.
"""

import os
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, text

from clinicdesk.backup import contents_of
from clinicdesk.errors import Reason, Refused

_DEBIAN = Path("/usr/lib/postgresql")
_ROWS_OF = re.compile(rb'COPY public\."?(\w+)"? \(.*\) FROM stdin;\n')
_END_OF_ROWS = b"\\.\n"


def keep(connection: Connection, folder: Path, now: datetime) -> Path:
    """Dump what this connection's transaction sees into `folder`; answers the file.

    Raises Refused when PostgreSQL's programs are missing or do not do it, or when the dump does not
    hold every row; nothing of it is left then.
    """
    making, kept = folder / "making.dump", folder / f"{now:%Y-%m-%dT%H%M%S.%fZ}.dump"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        making.unlink(missing_ok=True)
        making.touch(mode=0o600)
        _dump(connection, making)
        if rows_in(making) != contents_of(connection).rows:
            raise Refused(Reason("backup.damaged", {"copy": kept.name}))
        making.rename(kept)
    except subprocess.CalledProcessError:
        raise Refused(Reason("backup.no_dump")) from None
    except OSError as error:
        facts = {"folder": folder.name, "kind": type(error).__name__}
        raise Refused(Reason("backup.failed", facts)) from None
    finally:
        making.unlink(missing_ok=True)
    return kept


def rows_in(dump: Path) -> dict[str, int]:
    """How many rows of each table the dump gives back. Raises CalledProcessError if unreadable."""
    command = [_program("pg_restore"), "--data-only", "--file=-", dump]
    counts: dict[str, int] = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as restoring:
        assert restoring.stdout
        lines = iter(restoring.stdout)
        for line in lines:
            if begins := _ROWS_OF.fullmatch(line):
                counts[begins[1].decode()] = sum(1 for _ in iter(lines.__next__, _END_OF_ROWS))
    if restoring.returncode:
        raise subprocess.CalledProcessError(restoring.returncode, "pg_restore")
    return counts


def _dump(connection: Connection, file: Path) -> None:
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - an embedded clinic does without

    url = connection.engine.url
    about = url.translate_connect_args(username="user", database="dbname") | dict(url.query)
    # Not on the command line, which every process may read.
    secret = {"PGPASSWORD": about.pop("password")} if "password" in about else {}
    snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
    options = f"--format=custom --snapshot={snapshot}".split()
    subprocess.run(
        [_program("pg_dump"), *options, f"--file={file}", f"--dbname={make_conninfo(**about)}"],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **secret},
    )
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _program(name: str) -> Path | str:
    """The newest installed one: it dumps every older server."""
    installed = _DEBIAN.glob(f"*/bin/{name}")
    newest = max(installed, key=lambda program: float(program.parts[-3]), default=None)
    found = newest or shutil.which(name)
    if found is None:
        raise Refused(Reason("backup.no_pg_dump"))
    return found
