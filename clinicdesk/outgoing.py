"""A file that leaves the program: whole in its place at once, for its owner alone, or not there."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from clinicdesk import disk
from clinicdesk.errors import Reason, Refused

NOT_WRITTEN = "files.not_written"


def put_file(content: bytes, path: Path) -> None:
    """Write beside the place, then take it; what was there before stays until then.

    Nobody but the owner may read the file (mode 0600). Raises Refused, with nothing left behind,
    when the folder does not take it.
    """
    put(write_aside(content, path), path)


def write_aside(content: bytes, path: Path) -> Path:
    """Write the whole file beside its place. Raises Refused when that cannot be written."""
    part = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        part = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except (OSError, ValueError) as error:
        if part:
            drop(part)
        full = disk.full(error, path) if isinstance(error, OSError) else None
        raise Refused(full or Reason(NOT_WRITTEN)) from None
    return part


def put(part: Path, path: Path, otherwise: str = NOT_WRITTEN) -> None:
    """Give the file its place. Raises Refused(`otherwise`), with nothing left, when that fails."""
    try:
        part.replace(path)
    except (OSError, ValueError):
        drop(part)
        raise Refused(Reason(otherwise)) from None


def drop(part: Path) -> None:
    """Take a file away that was not to leave; one that is not there is no matter."""
    with suppress(OSError):
        part.unlink()
