"""A file that leaves the program: whole in its place at once, for its owner alone, or not there."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from clinicdesk import disk
from clinicdesk.errors import Reason, Refused


def put_file(content: bytes, path: Path) -> None:
    """Write beside the place, then take it; what was there before stays until then.

    Nobody but the owner may read the file (mode 0600). Raises Refused, with nothing left behind,
    when the folder does not take it.
    """
    part = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        part = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except (OSError, ValueError) as error:
        if part:
            with suppress(OSError):
                part.unlink()
        full = disk.full(error, path) if isinstance(error, OSError) else None
        raise Refused(full or Reason("files.not_written")) from None
