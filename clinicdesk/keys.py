"""The key of an embedded database: 48 random bytes in `<database>.keys`, in versioned slots.

A `plain` slot holds the key as it is: it protects a database file that is copied without its key
file, and nothing else. Later slots wrap the same key; the database itself stays untouched.
"""

import json
import os
import secrets
import tempfile
from pathlib import Path

from clinicdesk.errors import Reason, Refused

_VERSION = 1


def key_of(database: Path) -> str:
    """The raw key as 96 hex digits (SQLCipher's key and salt); made with a new database.

    Raises Refused when the database exists and its key file does not, or is not readable.
    """
    file = database.with_name(database.name + ".keys")
    if file.exists():
        return _plain_slot(file)
    if database.exists() and database.stat().st_size:
        raise Refused(Reason("desk.no_key", {"file": file.name}))
    return _create(file)


def _plain_slot(file: Path) -> str:
    try:
        content = json.loads(file.read_text(encoding="ascii"))
        slots = {slot["kind"]: slot["key"] for slot in content["slots"]}
        key: str = slots["plain"]
        if content["version"] == _VERSION and len(bytes.fromhex(key)) == 48:
            return key
    except (ValueError, KeyError, TypeError, OSError):
        pass
    raise Refused(Reason("desk.unreadable_key", {"file": file.name}))


def _create(file: Path) -> str:
    key = secrets.token_hex(48)
    content = {"version": _VERSION, "slots": [{"kind": "plain", "key": key}]}
    # mkstemp makes the file for its owner alone; link refuses when another start was faster.
    descriptor, name = tempfile.mkstemp(prefix=file.name, dir=file.parent)
    try:
        with os.fdopen(descriptor, "w") as out:
            json.dump(content, out)
            out.flush()
            os.fsync(out.fileno())
        os.link(name, file)
    except FileExistsError:
        return _plain_slot(file)
    finally:
        Path(name).unlink()
    return key
