"""Files as they come: read whole and unchanged within a limit, or refused in one sentence."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from clinicdesk.errors import Reason, Refused
from clinicdesk.text import on_one_line

LARGEST_FILE = 8 * 1024 * 1024
"""Bytes: twice the largest published bundle. It bounds the memory that reading takes."""


def bundles_in(path: Path) -> Iterable[Path]:
    """The .json files of a folder by name, or the file itself."""
    try:
        return sorted(path.glob("*.json")) if path.is_dir() else [path]
    except OSError:
        return [path]  # reading it says why


def content_of(file: Path) -> bytes:
    """The bytes of a file. Raises Refused for what is no file, too large, or being written."""
    try:
        with open(file, "rb", opener=_at_once) as opened:
            before = os.fstat(opened.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise Refused(Reason("exchange.not_a_file"))
            if before.st_size > LARGEST_FILE:
                raise too_large()
            content = opened.read(LARGEST_FILE + 1)
            after = os.fstat(opened.fileno())
    except OSError:
        raise Refused(Reason("exchange.file_not_read")) from None
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Refused(Reason("exchange.file_changed"))
    return content


def _at_once(file: str, flags: int) -> int:
    """Open without waiting for somebody to write into a pipe."""
    return os.open(file, flags | getattr(os, "O_NONBLOCK", 0))


def too_large() -> Refused:
    """The refusal of a file or content over the limit."""
    return Refused(Reason("exchange.too_large", {"limit": LARGEST_FILE // 1024**2}))


def shown_name(file: Path) -> str:
    """The file's name on one line, with whatever cannot be shown replaced."""
    return on_one_line(file.name)
