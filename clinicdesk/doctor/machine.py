"""This machine: the program and its libraries, what it keeps here, and its printers."""

import platform
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from zoneinfo import available_timezones

from sqlalchemy.exc import DatabaseError

from clinicdesk import __version__, settings
from clinicdesk.database import open_copy
from clinicdesk.doctor.findings import Finding, attention, danger, fine
from clinicdesk.errors import Fact, Refused

_LIBRARIES = "alembic argon2-cffi msgspec psycopg reportlab sqlalchemy sqlcipher3".split()
_PYTHONS = (3, 11), (3, 15)
_SQLITE_LEAST = (3, 51, 3)
_PATIENCE = 10
_GIGABYTE = 1024**3


def program() -> Finding:
    """The versions of the program, Python and the system."""
    least, beyond = _PYTHONS
    facts = {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
    }
    suits = least <= sys.version_info[:2] < beyond
    return fine("program", **facts) if suits else attention("python", **facts)


def libraries() -> Finding:
    """The versions of what the program stands on."""
    return fine("libraries", versions=", ".join(f"{name} {version(name)}" for name in _LIBRARIES))


def sqlite() -> Finding:
    """SQLite before 3.51.3 can corrupt a database in WAL mode that two connections write to."""
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - a server's workstation loads it only here

    found: str = dbapi2.sqlite_version
    new_enough = tuple(map(int, found.split("."))) >= _SQLITE_LEAST
    return fine("sqlite", found=found) if new_enough else danger("sqlite_old", found=found)


def time_zones() -> Finding:
    """Without the data of the time zones no local time can be told."""
    count = len(available_timezones())
    return fine("time_zones", count=count) if count else danger("no_time_zones")


def settings_file() -> Finding:
    """The per-user settings, if there are any."""
    file = settings.file()
    try:
        settings.database_url()
    except Refused:
        return attention("settings_unreadable", file=str(file))
    return fine("settings" if file.exists() else "no_settings", file=str(file))


def drafts() -> Finding:
    """The typed and unsaved work that this workstation keeps."""
    file = settings.drafts_file()
    if not file.exists():
        return fine("no_drafts")
    try:
        engine = open_copy(file)
        with engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
        engine.dispose()
    except (Refused, DatabaseError):
        found = []
    return fine("drafts") if found == ["ok"] else attention("drafts_unreadable", file=str(file))


def room(folder: Path, *, size: int = 0) -> Finding:
    """Room for the next copies of a database of this size (bytes), and for its log."""
    free = shutil.disk_usage(folder).free
    facts: dict[str, Fact] = {"folder": str(folder), "free": free // 1024**2}
    if free < 2 * size + _GIGABYTE // 4:
        return danger("no_room", **facts)
    return attention("little_room", **facts) if free < 4 * _GIGABYTE else fine("room", **facts)


def printers() -> Finding:
    """The printers that CUPS knows; other systems have their own window for that."""
    if sys.platform != "linux":
        return fine("printers_elsewhere")
    lister = shutil.which("lpstat")
    if lister is None:
        return attention("no_cups")
    try:
        listed = subprocess.run(
            [lister, "-e"], capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return attention("printers_silent")
    names = listed.stdout.split()
    return fine("printers", names=", ".join(names)) if names else attention("no_printer")
