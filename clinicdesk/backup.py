"""Copies of an embedded database that are known to open: made online, verified, then named.

A copy is a folder in `<database>.backups/` with the database, its key file and a manifest. It is
put together under another name and gets its own by one rename, so there is no half of one.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection, func, inspect, select, table
from sqlalchemy.exc import DatabaseError

from clinicdesk import upgrade
from clinicdesk.database import open_copy, open_engine
from clinicdesk.errors import Reason, Refused
from clinicdesk.history import Change
from clinicdesk.settings import embedded_url

MANIFEST = "manifest.json"
_MAKING = "making"
_MEGABYTE = 1024**2


class Contents(msgspec.Struct, frozen=True):
    """What a database holds: rows per table, and the newest row of its history."""

    schema: int
    rows: dict[str, int]
    last_change: int
    head: str


class Manifest(msgspec.Struct, frozen=True):
    """What a copy holds, since when, and the SHA-256 of its database file."""

    made_at: datetime
    contents: Contents
    sha256: str


def folder_of(database: Path) -> Path:
    """Where the copies of this database are kept."""
    return database.with_name(database.name + ".backups")


def copies_of(database: Path) -> list[Path]:
    """Its copies, oldest first. What was never finished is none."""
    found = folder_of(database).glob(f"*/{MANIFEST}")
    return sorted(manifest.parent for manifest in found if manifest.parent.name != _MAKING)


def keep(database: Path, now: datetime) -> Path:
    """Copy the database, whoever writes to it meanwhile; answers the copy's folder.

    Raises Refused when the disk is full, or when the copy does not hold what the database holds;
    nothing of it is left then.
    """
    folder = folder_of(database)
    making = folder / _MAKING
    with _worded(folder):
        _check_room(database, folder)
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        try:
            _fill(making / database.name, database, now)
            kept = folder / f"{now:%Y-%m-%dT%H%M%S.%fZ}"
            making.rename(kept)
        finally:
            shutil.rmtree(making, ignore_errors=True)
        _to_disk(folder)
    return kept


def verify(kept: Path) -> Manifest:
    """Open a copy with the key that lies in it and compare it with its manifest.

    Raises Refused when anything differs.
    """
    with _worded(kept.parent):
        try:
            manifest = msgspec.json.decode((kept / MANIFEST).read_bytes(), type=Manifest)
        except msgspec.MsgspecError:
            raise _damaged(kept) from None
        file = next((keys.with_suffix("") for keys in kept.glob("*.keys")), None)
        if (
            file is None
            or _sha256(file) != manifest.sha256
            or _sound_contents(file) != manifest.contents
        ):
            raise _damaged(kept)
    return manifest


def _fill(file: Path, database: Path, now: datetime) -> None:
    shutil.copyfile(database.with_name(database.name + ".keys"), f"{file}.keys")
    file.touch()
    for private in (file, Path(f"{file}.keys")):
        private.chmod(0o600)
    held = _copy_online(database, file)
    if _sound_contents(file) != held:
        raise _damaged(file.parent)
    manifest = Manifest(now, held, _sha256(file))
    (file.parent / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    for written in (*file.parent.iterdir(), file.parent):
        _to_disk(written)


def _copy_online(database: Path, file: Path) -> Contents:
    """Copy page by page what one reader sees, and answer what that is."""
    source, target = open_engine(embedded_url(database)), open_engine(embedded_url(file))
    try:
        with source.begin() as reading, target.connect() as written:
            held = contents_of(reading)
            copy = written.connection.driver_connection
            reading.connection.driver_connection.backup(copy)  # type: ignore[union-attr]
            copy.execute("PRAGMA journal_mode = DELETE")  # type: ignore[union-attr]
    finally:
        source.dispose()
        target.dispose()
    return held


def _sound_contents(file: Path) -> Contents:
    """What the copy holds, once every page, index and reference in it was looked at."""
    engine = open_copy(file)
    try:
        with engine.connect() as connection:
            complaints = [
                *connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars(),
                *connection.exec_driver_sql("PRAGMA integrity_check").scalars(),
                *connection.exec_driver_sql("PRAGMA foreign_key_check").scalars(),
            ]
            if complaints != ["ok"]:
                raise _damaged(file.parent)
            return contents_of(connection)
    finally:
        engine.dispose()


def contents_of(connection: Connection) -> Contents:
    """What the database behind this connection holds; of any release, on either database."""
    numbers = upgrade.version(connection)
    rows = {
        name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
        for name in sorted(inspect(connection).get_table_names())
    }
    newest = select(Change.id, Change.hash).order_by(Change.id.desc()).limit(1)
    last_change, head = connection.execute(newest).one_or_none() or (0, "")
    return Contents(numbers.current if numbers else 0, rows, last_change, head)


def _check_room(database: Path, folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    files = (database, database.with_name(database.name + "-wal"))
    needed = sum(file.stat().st_size for file in files if file.exists()) + _MEGABYTE
    free = shutil.disk_usage(folder).free
    if free < needed:
        facts = {"needed": -(-needed // _MEGABYTE), "free": free // _MEGABYTE}
        raise Refused(Reason("backup.no_room", facts))


@contextmanager
def _worded(folder: Path) -> Iterator[None]:
    """Say in one sentence that a copy could not be made or read."""
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - a server's workstation never loads it

    try:
        yield
    except (OSError, DatabaseError, dbapi2.Error) as error:
        facts = {"folder": folder.name, "kind": type(error).__name__}
        raise Refused(Reason("backup.failed", facts)) from None


def _damaged(kept: Path) -> Refused:
    return Refused(Reason("backup.damaged", {"copy": kept.name}))


def _to_disk(path: Path) -> None:
    if path.is_dir() and os.name != "posix":
        return  # Windows has no such call for folders
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
