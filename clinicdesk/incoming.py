"""A file as it comes: read whole and unchanged within a limit, or refused in one sentence."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from clinicdesk.errors import Reason, Refused


def content_of(file: Path, largest: int) -> bytes:
    """The bytes of a file, at most `largest` of them; reading takes no more memory than that.

    Raises Refused for what is no file, too large, or being written.
    """
    with opened(file) as stream:
        if os.fstat(stream.fileno()).st_size > largest:
            raise Refused(too_large(largest))
        return stream.read(largest + 1)


@contextmanager
def opened(file: Path) -> Iterator[BinaryIO]:
    """A file to be read piece by piece. Raises Refused like `content_of`, but for its size."""
    try:
        with open(file, "rb", opener=_at_once) as stream:
            before = os.fstat(stream.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise Refused(Reason("files.not_a_file"))
            yield stream
            after = os.fstat(stream.fileno())
    except (OSError, ValueError):  # a name with a NUL in it is a ValueError
        raise Refused(Reason("files.not_read")) from None
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Refused(Reason("files.changed"))


def too_large(largest: int) -> Reason:
    """That a file or content is over the limit, in bytes."""
    return Reason("files.too_large", {"limit": largest // 1024**2})


def _at_once(file: str, flags: int) -> int:
    """Open without waiting for somebody to write into a pipe."""
    return os.open(file, flags | getattr(os, "O_NONBLOCK", 0))
