"""An embedded database: its encryption, its key, its settings, its pages, its copies."""

import json
import os
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from clinicdesk import backup
from clinicdesk.doctor.findings import Finding, attention, danger, fine
from clinicdesk.errors import Refused

_PLAIN_HEADER = b"SQLite format 3\0"
_SOON = timedelta(days=7)
_IN_FORCE = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "recursive_triggers": 1,
    "cell_size_check": 1,
    "temp_store": 2,
    "mmap_size": 0,
}


def header(file: Path) -> Finding:
    """An encrypted file begins with random bytes."""
    with file.open("rb") as opened:
        is_plain = opened.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER
    return danger("not_encrypted", file=file.name) if is_plain else fine("encrypted")


def key_file(file: Path) -> Iterator[Finding]:
    """Only its owner may read the key; how it is kept."""
    key = file.with_name(file.name + ".keys")
    mode = stat.S_IMODE(key.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        yield danger("key_open", file=key.name, mode=f"{mode:04o}")
    kinds = [slot["kind"] for slot in json.loads(key.read_text(encoding="ascii"))["slots"]]
    yield fine("key_plain" if kinds == ["plain"] else "key", kinds=", ".join(kinds))


def in_force(connection: Connection) -> Finding:
    """The settings that make a commit durable and a reference hold."""
    found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in _IN_FORCE}
    wrong = [name for name, value in found.items() if value != _IN_FORCE[name]]
    return danger("settings_off", names=", ".join(wrong)) if wrong else fine("settings_in_force")


def pages(connection: Connection, *, deep: bool) -> Finding:
    """Whether the pages are whole: their structure, and `deep` every seal and every index too."""
    checks = ["cipher_integrity_check", "integrity_check"] if deep else ["quick_check"]
    complaints = [
        complaint
        for check in (*checks, "foreign_key_check")
        for complaint in connection.exec_driver_sql(f"PRAGMA {check}").scalars()
    ]
    if complaints != ["ok"]:
        return danger("damaged", count=len(complaints))
    return fine("pages_all" if deep else "pages")


def copies(file: Path, now: datetime, *, deep: bool) -> Finding:
    """The newest copy opens and is recent; `deep` opens them all."""
    found = backup.copies_of(file)
    if not found:
        return attention("no_copy")
    made_at = now
    for kept in found if deep else found[-1:]:
        try:
            made_at = backup.verify(kept).made_at
        except Refused:
            return danger("copy_damaged", copy=str(kept))
    age = now - made_at
    facts = {"days": age.days, "count": len(found)}
    return attention("copy_old", **facts) if age > _SOON else fine("copy", **facts)
