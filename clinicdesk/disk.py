"""What keeps a drive from taking what is written: no room, reading only, no permission."""

import errno
import os
import tempfile
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from clinicdesk.errors import Reason

_PROBE = bytes(65_536)
_FULL = {errno.ENOSPC, errno.EDQUOT}
_NO_PERMISSION = {errno.EACCES, errno.EPERM}
_SQLITE_READONLY, _SQLITE_FULL, _SQLITE_CANTOPEN = 8, 13, 14
_SERVER = {"53100": "disk.server_full", "25006": "disk.server_read_only"}


def full(error: OSError, file: Path) -> Reason | None:
    """That the drive of this file is full, if that is why it was not written."""
    is_full = error.errno in _FULL
    return Reason("disk.full", {"folder": str(file.parent)}) if is_full else None


def objection(file: Path) -> Reason | None:
    """Why a database cannot be written where it lies; None when nothing is in the way.

    Tries it out, with some bytes beside it, or where its folder would be, that are gone at once.
    """
    folder = next(parent for parent in file.absolute().parents if parent.is_dir())
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(_PROBE)
            probe.flush()
        if file.exists() and not os.access(file, os.W_OK):
            raise PermissionError(errno.EACCES, "no permission")
    except OSError as error:
        return full(error, file) or _closed(error, file)
    return None


def _closed(error: OSError, file: Path) -> Reason | None:
    facts = {"folder": str(file.parent)}
    if error.errno == errno.EROFS:
        return Reason("disk.read_only", facts)
    return Reason("disk.not_permitted", facts) if error.errno in _NO_PERMISSION else None


def refusal(error: DBAPIError, database: str | None) -> Reason | None:
    """Why a database did not take a change, if its drive is why; nothing was committed then.

    `database` is the embedded file, and is not asked for at a server's.
    """
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is None or database is None:
        word = _SERVER.get(getattr(error.orig, "sqlstate", None) or "")
        return Reason(word) if word else None
    file = Path(database)
    if code & 0xFF == _SQLITE_FULL:
        return objection(file) or Reason("disk.full", {"folder": str(file.parent)})
    return objection(file) if code & 0xFF in {_SQLITE_READONLY, _SQLITE_CANTOPEN} else None
